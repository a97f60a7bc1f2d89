package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.longshore.wire.AccEcnOption;
import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// One TCP and its peer, played by the test: `send(...)` is what the peer sends, `expect(...)` what we answer. Whatever
/// we send must be expected, in order, before the peer sends again or time goes on.
abstract class TcpFixture {

    static final int US = 0x0a000001;
    static final int PEER = 0x0a000002;
    static final int PORT = 80;
    static final int PEER_PORT = 4000;
    static final int MSS = 1460;
    static final long MILLISECOND = 1_000_000L;
    static final int CAPACITY = 64_000;

    private static final Pattern BLOCK = Pattern.compile("\\[(-?\\d+),(-?\\d+)\\)");

    final TcpSettings settings = new TcpSettings();
    final Tcb tcb = new Tcb();
    final Verdict verdict = new Verdict();
    final OutgoingSegment outgoing = new OutgoingSegment();
    final Deque<TestSegment> sent = new ArrayDeque<>();
    Tcp tcp;
    int listener;
    long now;
    /// All that the verdicts said since it was last cleared.
    int seen;
    boolean released;

    final Segment segment = new Segment();

    /// Our initial sequence number; suites run again with others.
    int chosenIss() {
        return 0x1000_0000;
    }

    /// The peer's.
    int chosenIrs() {
        return 0x2000_0000;
    }

    /// What the fixture's state needs.
    abstract void arrive();

    @BeforeEach
    final void begin() {
        // Timestamps are agreed on only where a test is about them.
        settings.timestamps = wantsTimestamps();
        settings.maxReceiveCapacity = CAPACITY;
        // without scaling, and room for more text than the ring has
        settings.receiveBuffer = 4 * CAPACITY;
        settings.receiveBufferMost = 65_535;
        settings.receiveBufferLimit = 65_535;
        MemorySegment memory = Arena.ofAuto().allocate(8L * Tcb.BYTES, 64);
        tcp = new Tcp(settings, new TcbSlab(memory), 1, 2);
        now = startFor(chosenIss());
        listener = tcp.listeners.listen(new Endpoints().localIpv4(US, PORT), false, 4, CAPACITY);
        arrive();
        assertTrue(sent.isEmpty());
        seen = 0;
    }

    boolean wantsTimestamps() {
        return false;
    }

    /// The clock that makes the generator (RFC 6528) choose that number: it counts every 4 microseconds.
    private long startFor(int iss) {
        tcp.slab.allocate(tcb);
        tcb.endpoints(new Endpoints().localIpv4(US, PORT).remoteIpv4(PEER, PEER_PORT));
        tcp.begin(tcb, 0);
        long wait = Integer.toUnsignedLong(iss - tcb.iss()) * 4_000;
        tcp.slab.free(tcb.number());
        return wait + (1L << 32) * 4_000;
    }

    @AfterEach
    final void nothingIsLeft() {
        assertTrue(sent.isEmpty(), () -> "sent besides: " + sent);
    }

    // the peer

    /// All that arrives in one turn.
    final void send(TestSegment... batch) {
        assertTrue(sent.isEmpty(), () -> "sent besides: " + sent);
        for (TestSegment seg : batch) {
            byte[] bytes = bytes(seg);
            assertTrue(segment.parse(MemorySegment.ofArray(bytes), 0, bytes.length));
            segment.ipv4(PEER, US);
            segment.ecn = seg.ecn;
            take();
            seen |= verdict.bits;
        }
        follow();
    }

    private void take() {
        int number = tcp.find(tcb, segment);
        if (number >= 0) {
            tcp.input.segment(tcb, segment, verdict, now);
            if (verdict.has(Verdict.REOPEN)) {
                tcp.release(tcb);
                number = -1;
            }
        }
        if (number < 0) {
            tcp.passive.segment(tcb, segment, verdict, now);
        }
        if (verdict.has(Verdict.RESET | Verdict.COOKIE)) {
            tcp.answer(segment, verdict, outgoing, now);
            sent.add(seg(outgoing));
        }
    }

    /// As after some traffic: acknowledgments are delayed, it is known what the peer's full segment is, and the window
    /// has opened as far as it will.
    final void settle() {
        tcb.quickAcks(0);
        tcb.longAt(FlowLayout.ATO, settings.delayedAck);
        tcb.rcvMss(MSS);
        tcb.intAt(FlowLayout.RCV_SSTHRESH, Integer.MAX_VALUE);
    }

    // our application

    final void write(int bytes) {
        tcb.sent(tcb.sent() + bytes);
        follow();
    }

    final void read(int bytes) {
        tcp.reading.advance(tcb, tcb.read() + bytes, now);
        follow();
    }

    final void shutdown() {
        tcp.closing.shutdown(tcb, verdict, now);
        follow();
    }

    final void close() {
        tcp.closing.close(tcb, tcb.received() > tcb.read(), verdict, now);
        follow();
    }

    final void abort() {
        tcp.closing.abort(tcb, verdict, now);
        follow();
    }

    // time

    static long ms(long milliseconds) {
        return milliseconds * MILLISECOND;
    }

    static long seconds(long seconds) {
        return ms(seconds * 1_000);
    }

    /// Lets time pass; stops being quiet at the first thing that is sent, so that each can be expected at its time.
    final void advance(long duration) {
        assertTrue(sent.isEmpty(), () -> "sent besides: " + sent);
        long end = now + duration;
        while (!released && tcb.deadline() <= end) {
            now = Math.max(now, tcb.deadline());
            tcp.timers.expire(tcb, verdict, now);
            follow();
            if (!sent.isEmpty() && now < end) {
                fail("sent " + (end - now) / MILLISECOND + " ms too early: " + sent);
            }
        }
        now = end;
    }

    /// Lets time pass until something is sent, or so long; returns the milliseconds that passed.
    final long advanceUntilSent(long most) {
        assertTrue(sent.isEmpty(), () -> "sent besides: " + sent);
        long begin = now;
        while (sent.isEmpty() && !released && tcb.deadline() <= begin + most) {
            now = Math.max(now, tcb.deadline());
            tcp.timers.expire(tcb, verdict, now);
            follow();
        }
        if (sent.isEmpty() && !released) {
            now = begin + most;
        }
        return (now - begin) / MILLISECOND;
    }

    // what comes of it

    private void follow() {
        seen |= verdict.bits;
        verdict.clear();
        if (tcb.number() < 0 || !tcp.slab.isLive(tcb.number())) {
            return;
        }
        while (tcp.output.next(tcb, outgoing, now)) {
            sent.add(seg(outgoing));
        }
        String violation = TcbInvariants.violation(tcb);
        if (violation != null) {
            fail(violation);
        }
        if (tcb.state() == State.CLOSED) {
            tcp.release(tcb);
            released = true;
        }
    }

    final void expect(TestSegment seg) {
        assertTrue(!sent.isEmpty(), () -> "nothing sent, expected " + seg);
        TestSegment actual = sent.removeFirst();
        assertTrue(seg.describes(actual), () -> "expected " + seg + ", sent " + actual + " then " + sent);
    }

    final void expectNothing() {
        assertTrue(sent.isEmpty(), () -> "sent " + sent);
    }

    final void expectState(State state) {
        assertEquals(state, released ? State.CLOSED : tcb.state());
    }

    final void expectVerdict(int bits) {
        assertEquals(bits, seen & bits);
        seen = 0;
    }

    final void expectReleased(int errno) {
        assertTrue(released, "the connection is still there");
        assertEquals(errno, tcb.error());
        assertEquals(0, tcp.slab.size());
    }

    // between words and bytes

    private int iss() {
        return tcp.slab.isLive(tcb.number()) ? tcb.iss() : chosenIss();
    }

    private byte[] bytes(TestSegment seg) {
        OutgoingSegment out = new OutgoingSegment();
        out.sourcePort = PEER_PORT;
        out.destinationPort = PORT;
        out.sequence = chosenIrs() + 1 + (int) seg.seq;
        out.acknowledgment = seg.ack == null ? 0 : iss() + 1 + (int) (long) seg.ack;
        out.flags = seg.flags;
        out.window = seg.window == null ? 32_768 : seg.window;
        out.urgent = seg.urgent;
        options(seg, out.options, number -> iss() + 1 + number);
        byte[] bytes = new byte[out.headerLength() + seg.length];
        out.write(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    private static void options(TestSegment seg, TcpOptions options, UnaryOperator<Integer> edge) {
        if (seg.mss != null) {
            options.mss(seg.mss);
        }
        if (seg.scale != null) {
            options.windowScale(seg.scale);
        }
        if (seg.sackOk) {
            options.sackPermitted();
        }
        if (seg.tsval != null) {
            options.timestamps(seg.tsval, seg.tsecr);
        }
        if (seg.counters != null) {
            options.accEcn().values(seg.counters[0] + 1, seg.counters[1], seg.counters[2] + 1);
            options.accEcn().set(seg.counters.length);
        }
        Matcher blocks = BLOCK.matcher(seg.sacks);
        while (blocks.find()) {
            options.addSackBlock(edge.apply((int) Long.parseLong(blocks.group(1))),
                    edge.apply((int) Long.parseLong(blocks.group(2))));
        }
    }

    private TestSegment seg(OutgoingSegment out) {
        TestSegment seg = TestSegment.seg().seq(out.sequence - (iss() + 1));
        if (out.has(TcpHeader.ACK)) {
            seg.ack(out.acknowledgment - (chosenIrs() + 1));
        }
        seg.flags = out.flags;
        seg.length = out.payloadLength;
        seg.window = out.window;
        seg.segmentSize = out.segmentSize;
        seg.urgent = out.has(TcpHeader.URG) ? out.urgent : 0;
        seg.ecn = out.ecn;
        TcpOptions options = out.options;
        seg.mss = options.hasMss() ? options.mss() : null;
        seg.scale = options.hasWindowScale() ? options.windowScale() : null;
        seg.sackOk = options.hasSackPermitted();
        seg.tsval = options.hasTimestamps() ? options.tsval() : null;
        seg.tsecr = options.hasTimestamps() ? options.tsecr() : null;
        AccEcnOption counters = options.accEcn();
        seg.counters = counters.isPresent()
                ? new int[] {counters.value(0), counters.value(1), counters.value(2)} : null;
        for (int i = 0; i < options.sackBlocks(); i++) {
            seg.sack(options.sackLeft(i) - (chosenIrs() + 1), options.sackRight(i) - (chosenIrs() + 1));
        }
        return seg;
    }
}
