package io.longshore.tcp;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A host for tests: one TCP, and for each connection an application with buffers for all it writes and reads.
final class TestHost {

    /// What an application knows of its connection.
    static final class Application {
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        final byte[] ring;
        final ByteArrayOutputStream read = new ByteArrayOutputStream();
        boolean reads = true;
        boolean established;
        boolean inputEnd;
        boolean outputEnd;
        boolean timeWait;
        boolean dead;
        int error;

        Application(int capacity) {
            ring = new byte[capacity];
        }
    }

    /// A segment on its way: header and payload.
    record Packet(int source, int destination, byte[] bytes) {
    }

    final int address;
    final Tcp tcp;
    final Tcb tcb = new Tcb();
    final Verdict verdict = new Verdict();
    final Segment segment = new Segment();
    final OutgoingSegment outgoing = new OutgoingSegment();
    final Map<Integer, Application> applications = new LinkedHashMap<>();
    final List<Application> accepted = new ArrayList<>();
    int capacity = 65536;

    TestHost(int address, TcpSettings settings, long seed) {
        this.address = address;
        MemorySegment memory = Arena.ofAuto().allocate(64L * Tcb.BYTES, 64);
        tcp = new Tcp(settings, new TcbSlab(memory), seed, ~seed);
    }

    int listen(int port) {
        return tcp.listeners.listen(new Endpoints().localIpv4(address, port), false, 16, capacity);
    }

    Application connect(int remote, int port, long now) {
        return connect(0, remote, port, now);
    }

    Application connect(int localPort, int remote, int port, long now) {
        Endpoints endpoints = new Endpoints();
        endpoints.localIpv4(address, localPort).remoteIpv4(remote, port);
        int errno = tcp.opening.connect(tcb, endpoints, now);
        if (errno != 0) {
            throw new AssertionError("errno " + errno);
        }
        return adopt();
    }

    private Application adopt() {
        Application application = new Application(capacity);
        applications.put(tcb.number(), application);
        tcb.receiveCapacity(capacity);
        return application;
    }

    Tcb tcb(Application application) {
        for (Map.Entry<Integer, Application> entry : applications.entrySet()) {
            if (entry.getValue() == application) {
                return tcp.slab.at(tcb, entry.getKey());
            }
        }
        return null;
    }

    void write(Application application, byte[] bytes) {
        application.written.writeBytes(bytes);
        tcb(application).sent(application.written.size());
    }

    void shutdown(Application application, long now) {
        tcp.closing.shutdown(tcb(application), verdict, now);
    }

    void close(Application application, long now) {
        Tcb own = tcb(application);
        if (own != null) {
            tcp.closing.close(own, own.received() != own.read(), verdict, now);
            apply(application, 0, null);
        }
    }

    void abort(Application application, long now) {
        tcp.closing.abort(tcb(application), verdict, now);
        apply(application, 0, null);
    }

    void deliver(Packet packet, long now, List<Packet> wire) {
        MemorySegment memory = MemorySegment.ofArray(packet.bytes());
        segment.ipv4(packet.source(), packet.destination());
        if (!segment.parse(memory, 0, packet.bytes().length)) {
            throw new AssertionError("malformed");
        }
        int number = tcp.find(tcb, segment);
        if (number >= 0) {
            tcp.input.segment(tcb, segment, verdict, now);
            if (verdict.has(Verdict.REOPEN)) {
                applications.remove(number);
                tcp.release(tcb);
                number = -1;
            }
        }
        if (number < 0) {
            number = tcp.passive.segment(tcb, segment, verdict, now);
        }
        if (number >= 0) {
            apply(applications.get(number), 0, packet.bytes());
        }
        if (verdict.has(Verdict.RESET | Verdict.COOKIE)) {
            tcp.answer(segment, verdict, outgoing, now);
            wire.add(packet());
        }
    }

    private void apply(Application known, int at, byte[] bytes) {
        Application application = known;
        if (verdict.has(Verdict.ACCEPTED)) {
            application = adopt();
            accepted.add(application);
        }
        if (verdict.has(Verdict.TEXT)) {
            for (int i = 0; i < verdict.textLength; i++) {
                int where = (int) ((verdict.textPosition + i) % application.ring.length);
                application.ring[where] = bytes[at + verdict.textAt + i];
            }
        }
        if (application != null) {
            application.established |= verdict.has(Verdict.ESTABLISHED | Verdict.ACCEPTED);
            application.inputEnd |= verdict.has(Verdict.INPUT_END);
            application.outputEnd |= verdict.has(Verdict.OUTPUT_END);
            application.timeWait |= verdict.has(Verdict.TIME_WAIT);
            application.dead |= verdict.has(Verdict.DEAD);
            application.error = verdict.has(Verdict.ERROR) ? verdict.error : application.error;
            take(application);
        }
    }

    private void take(Application application) {
        if (!application.reads) {
            return;
        }
        for (long at = tcb.read(); at < tcb.received(); at++) {
            application.read.write(application.ring[(int) (at % application.ring.length)]);
        }
        tcp.reading.advance(tcb, tcb.received(), tcb.lastReceivedAt());
    }

    /// Reads whatever waits, of all applications that read.
    void readAll() {
        for (int number = tcp.slab.next(0); number >= 0; number = tcp.slab.next(number + 1)) {
            if (applications.containsKey(number)) {
                tcp.slab.at(tcb, number);
                take(applications.get(number));
            }
        }
    }

    /// Runs timers that are due, then fetches all there is to send.
    void turn(long now, List<Packet> wire) {
        for (int number = tcp.slab.next(0); number >= 0; number = tcp.slab.next(number + 1)) {
            tcp.slab.at(tcb, number);
            if (tcb.deadline() <= now) {
                tcp.timers.expire(tcb, verdict, now);
                apply(applications.get(number), 0, null);
            }
            int segments = 0;
            while (tcp.output.next(tcb, outgoing, now)) {
                send(wire);
                check(segments++ > 10_000 ? "output never ends: " + describe() : null);
            }
            check(TcbInvariants.violation(tcb));
            if (tcb.state() == State.CLOSED) {
                applications.remove(number);
                tcp.release(tcb);
            }
        }
    }

    long deadline() {
        long soonest = Tcb.NEVER;
        for (int number = tcp.slab.next(0); number >= 0; number = tcp.slab.next(number + 1)) {
            soonest = Math.min(soonest, tcp.slab.at(tcb, number).deadline());
        }
        return soonest;
    }

    private void send(List<Packet> wire) {
        int size = outgoing.segmentSize;
        if (size == 0) {
            wire.add(packet());
            return;
        }
        // the link cuts a super-segment
        int end = outgoing.payloadLength;
        int flags = outgoing.flags;
        for (int at = 0; at < end; at += size) {
            outgoing.payloadLength = Math.min(size, end - at);
            outgoing.flags = at + size < end ? flags & ~(io.longshore.wire.TcpHeader.FIN) : flags;
            wire.add(packet());
            outgoing.sequence += size;
            outgoing.payloadPosition += size;
        }
    }

    private Packet packet() {
        int header = outgoing.headerLength();
        byte[] bytes = new byte[header + outgoing.payloadLength];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        outgoing.write(memory, 0);
        if (outgoing.payloadLength > 0) {
            byte[] text = applications.get(tcb.number()).written.toByteArray();
            MemorySegment.copy(text, (int) outgoing.payloadPosition, memory, ValueLayout.JAVA_BYTE, header,
                    outgoing.payloadLength);
        }
        return new Packet((int) outgoing.sourceLow, (int) outgoing.destinationLow, bytes);
    }

    String describe(Application application) {
        return tcb(application) == null ? "gone, errno " + application.error : describe() + " rto " + tcb.rto()
                + " backoff " + tcb.backoff() + " retries " + tcb.retries() + " rcvNxt " + tcb.rcvNxt()
                + " ofo " + tcb.outOfOrderCount() + " sacked " + Pipe.sacked(tcb) + " adv " + tcb.rcvAdv();
    }

    private String describe() {
        return tcb.state() + " una " + tcb.sndUna() + " nxt " + tcb.sndNxt() + " wnd " + tcb.sndWnd()
                + " cwnd " + tcb.cwnd() + " mss " + tcb.sndMss() + " phase " + tcb.recoveryPhase()
                + " lost " + Pipe.lost(tcb) + " again " + Pipe.retransmitted(tcb) + " point " + tcb.recoveryPoint()
                + " flags " + tcb.flags()
                + " entries " + tcb.flight().count() + " out: " + outgoing.sequence + "+" + outgoing.payloadLength
                + " " + outgoing.flags + " segment " + outgoing.segmentSize;
    }

    private static void check(String violation) {
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }
}
