package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a peer sends, whatever the application does meanwhile: nothing is thrown, the invariants hold, text is
/// offered only within the window, output ends, and in the end nothing is left.
class AnySegmentTest {

    private static final int US = 0x0a000001;
    private static final int PEER = 0x0a000002;
    private static final int CAPACITY = 32_768;

    private final TcpSettings settings = new TcpSettings();
    private final Tcb tcb = new Tcb();
    private final Verdict verdict = new Verdict();
    private final Segment segment = new Segment();
    private final OutgoingSegment outgoing = new OutgoingSegment();
    private Tcp tcp;
    private Random random;
    private long now;
    private int live;
    private String why;
    private final EnumSet<State> seen = EnumSet.noneOf(State.class);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverBreaksARecord(long seed) {
        random = new Random(seed);
        settings.maxSuperSegment = random.nextBoolean() ? 65_000 : 0;
        tcp = new Tcp(settings, new TcbSlab(Arena.ofAuto().allocate(8L * Tcb.BYTES, 64)), seed, ~seed);
        tcp.listeners.listen(new Endpoints().localIpv4(US, 80), false, 4, CAPACITY);
        now = 1_000_000_000L;
        long text = 0;
        for (int step = 0; step < 30_000; step++) {
            why = "seed " + seed + ", step " + step;
            now += random.nextInt(4) == 0 ? random.nextLong(500_000_000L) : random.nextInt(1_000_000);
            step();
            text += verdict.has(Verdict.TEXT) ? verdict.textLength : 0;
            finish();
        }
        assertTrue(text > 0, "no text ever arrived");
        assertEquals(EnumSet.allOf(State.class), seen, why);
        leave();
        assertEquals(0, tcp.slab.size());
        assertEquals(0, tcp.ending.orphans() + tcp.ending.timeWaits() + tcp.listeners.halfOpen(0));
    }

    private void step() {
        live = tcp.slab.next(0);
        verdict.clear();
        if (live < 0) {
            begin();
            return;
        }
        tcp.slab.at(tcb, live);
        int what = random.nextInt(20);
        if (tcb.deadline() <= now) {
            tcp.timers.expire(tcb, verdict, now);
        } else if (what == 0) {
            goodbye();
        } else if (what < 4) {
            tcb.sent(tcb.sent() + (tcb.has(Tcb.OUTPUT_SHUT) ? 0 : random.nextInt(20_000)));
        } else if (what < 7) {
            tcb.read(tcb.read() + random.nextLong(tcb.received() - tcb.read() + 1));
        } else {
            receive();
        }
    }

    private void begin() {
        tcp.listeners.queued(0, 0);
        if (random.nextBoolean()) {
            Endpoints endpoints = new Endpoints();
            endpoints.localIpv4(US, 80).remoteIpv4(PEER, 4000);
            assertEquals(0, tcp.opening.connect(tcb, endpoints, now));
            tcb.receiveCapacity(CAPACITY);
            live = tcb.number();
            return;
        }
        fill(random.nextInt(), 0, 2);
        live = tcp.passive.segment(tcb, segment, verdict, now);
    }

    private void goodbye() {
        switch (random.nextInt(8)) {
            case 0 -> tcp.closing.abort(tcb, verdict, now);
            case 1, 2, 3 -> tcp.closing.close(tcb, tcb.received() > tcb.read(), verdict, now);
            default -> tcp.closing.shutdown(tcb, verdict, now);
        }
    }

    /// A segment whose numbers lie near where they could matter.
    private void receive() {
        int flags = switch (random.nextInt(24)) {
            case 0 -> random.nextInt(64);
            case 1 -> 16 | 4;
            case 2 -> 16 | 2;
            case 3, 4 -> 16 | 1;
            default -> 16;
        };
        int sequence = tcb.rcvNxt() + near(ReceiveWindow.current(tcb));
        int ack = tcb.sndUna() + near(tcb.sndNxt() - tcb.sndUna());
        if (tcb.state() == State.SYN_SENT || tcb.state() == State.SYN_RECEIVED) {
            ack = tcb.sndNxt() + random.nextInt(2) * random.nextInt(3);
            flags |= tcb.state() == State.SYN_SENT && random.nextInt(4) > 0 ? 2 : 0;
        }
        fill(sequence, ack, flags);
        text(tcb.rcvAdv());
        tcp.input.segment(tcb, segment, verdict, now);
        if (verdict.has(Verdict.REOPEN)) {
            tcp.release(tcb);
            live = tcp.passive.segment(tcb, segment, verdict, now);
        }
    }

    /// Text is offered only within the window that was advertised.
    private void text(int edge) {
        assertTrue(tcb.received() - tcb.read() <= CAPACITY, why);
        assertTrue(edge - tcb.rcvNxt() <= CAPACITY, why);
    }

    private int near(int width) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> 0;
            case 3 -> width;
            case 4 -> random.nextInt(Math.max(1, width));
            case 5 -> random.nextInt(5) - 2;
            case 6 -> width + random.nextInt(5) - 2;
            default -> random.nextInt(32) == 0 ? random.nextInt() : 0;
        };
    }

    private void fill(int sequence, int ack, int flags) {
        outgoing.clear();
        outgoing.sourcePort = 4000;
        outgoing.destinationPort = 80;
        outgoing.sequence = sequence;
        outgoing.acknowledgment = ack;
        outgoing.flags = flags;
        outgoing.window = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(65_536);
        options((flags & 2) != 0);
        int text = random.nextInt(3) == 0 ? random.nextInt(4_000) : 0;
        byte[] bytes = new byte[outgoing.headerLength() + text];
        outgoing.write(MemorySegment.ofArray(bytes), 0);
        assertTrue(segment.parse(MemorySegment.ofArray(bytes), 0, bytes.length));
        segment.ipv4(PEER, US);
    }

    private void options(boolean syn) {
        if (syn) {
            outgoing.options.mss(random.nextInt(3) == 0 ? random.nextInt(3_000) : 1460);
            outgoing.options.windowScale(random.nextInt(16));
            outgoing.options.sackPermitted();
        }
        if (random.nextInt(20) > 0) {
            outgoing.options.timestamps((int) (now / 1_000_000L), random.nextInt(1_000));
        }
        for (int i = random.nextInt(8); i < 3 && !syn && live >= 0; i++) {
            int start = tcb.sndUna() + near(tcb.sndNxt() - tcb.sndUna());
            outgoing.options.addSackBlock(start, start + 1_448 * random.nextInt(4));
        }
    }

    private void finish() {
        if (live < 0) {
            return;
        }
        if (verdict.has(Verdict.TEXT)) {
            long end = verdict.textPosition + verdict.textLength;
            assertTrue(verdict.textPosition >= 0 && end <= tcb.read() + CAPACITY, why);
        }
        int segments = 0;
        while (tcp.output.next(tcb, outgoing, now)) {
            assertTrue(outgoing.headerLength() + Math.min(outgoing.payloadLength,
                    outgoing.segmentSize == 0 ? outgoing.payloadLength : outgoing.segmentSize) <= 1480, why);
            assertTrue(outgoing.payloadPosition + outgoing.payloadLength <= tcb.sent(), why);
            assertTrue(segments++ < 2_000, why + ": output never ends");
        }
        assertEquals(null, TcbInvariants.violation(tcb), why);
        seen.add(tcb.state());
        if (tcb.state() == State.CLOSED) {
            tcp.release(tcb);
        }
    }

    /// The application lets go and the peer falls silent: the timers alone have to clear everything away.
    private void leave() {
        for (int i = 0; i < 200; i++) {
            live = tcp.slab.next(0);
            if (live < 0) {
                return;
            }
            tcp.slab.at(tcb, live);
            verdict.clear();
            if (i == 0) {
                tcp.closing.close(tcb, false, verdict, now);
            } else {
                assertTrue(tcb.deadline() != Tcb.NEVER, why + ": " + tcb.state() + " without a timer");
                now = Math.max(now, tcb.deadline());
                tcp.timers.expire(tcb, verdict, now);
            }
            finish();
        }
    }
}
