package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every state against every segment that could matter: all sixteen combinations of SYN, ACK, RST and FIN, sequence and
/// acknowledgment numbers at, inside and outside every edge, one byte either side, with and without text; each judged
/// by the product and by [SegmentModel], with initial numbers that wrap and that do not.
class EveryStateTest {

    private static final int US = 0x0a000001;
    private static final int PEER = 0x0a000002;
    private static final int CAPACITY = 1_000;
    /// The peer's window.
    private static final int WINDOW = 500;
    /// What has been acknowledged, more than the window, and what is in flight.
    private static final int ACKED = 900;
    private static final int FLIGHT = 5;

    private final TcpSettings settings = new TcpSettings();
    private final Tcb tcb = new Tcb();
    private final Verdict verdict = new Verdict();
    private final Segment segment = new Segment();
    private final OutgoingSegment outgoing = new OutgoingSegment();
    private final List<String> differences = new ArrayList<>();
    private Tcp tcp;
    private long now = 1_000_000_000L;
    private int irs;
    private int listener = -1;
    private int cases;

    @ParameterizedTest
    @CsvSource({
        "CLOSED, false", "LISTEN, true", "SYN_SENT, false", "SYN_RECEIVED, true", "SYN_RECEIVED, false",
        "ESTABLISHED, true", "ESTABLISHED, false", "FIN_WAIT_1, true", "FIN_WAIT_2, true", "CLOSE_WAIT, true",
        "CLOSING, true", "LAST_ACK, true", "TIME_WAIT, false"})
    void judgesEverySegmentAsTheModelDoes(String state, boolean passive) {
        settings.timestamps = false;
        settings.windowScaling = false;
        settings.challengeAckLimit = Integer.MAX_VALUE;
        tcp = new Tcp(settings, new TcbSlab(Arena.ofAuto().allocate(8L * Tcb.BYTES, 64)), 7, 8);
        for (int start : new int[] {0x2000_0000, -500, Integer.MAX_VALUE - 500}) {
            irs = start;
            everySegment(state, passive);
        }
        assertTrue(cases > 3_000, "only " + cases + " cases");
        assertTrue(differences.isEmpty(), () -> differences.size() + " of " + cases + " differ: "
                + String.join("\n", differences.subList(0, Math.min(4, differences.size()))));
    }

    private void everySegment(String state, boolean passive) {
        for (int number = 0; number < 16 * 8 * 8; number++) {
            everyText(state, passive, new int[] {bits(number >> 6), number >> 3 & 7, number & 7});
        }
    }

    private void everyText(String state, boolean passive, int[] which) {
        for (int text : new int[] {0, 1, 4}) {
            one(state, passive, which, text);
        }
    }

    private static int bits(int number) {
        return ((number & 1) != 0 ? TcpHeader.SYN : 0) | ((number & 2) != 0 ? TcpHeader.ACK : 0)
                | ((number & 4) != 0 ? TcpHeader.RST : 0) | ((number & 8) != 0 ? TcpHeader.FIN : 0);
    }

    private void one(String state, boolean passive, int[] which, int text) {
        arrive(state, passive);
        SegmentModel.Place at = place(passive);
        long seq = sequence(at, which[1]);
        long ack = (which[0] & TcpHeader.ACK) == 0 ? 0 : acknowledgment(at, which[2]);
        if ((which[0] & TcpHeader.ACK) != 0 || which[2] == 0) {
            cases++;
            compare(new SegmentModel(at, seq, ack, which[0], text).judge(), seq, ack, which[0], text);
        }
        leave();
    }

    private static long sequence(SegmentModel.Place at, int which) {
        long edge = at.expected() + at.room();
        return switch (which) {
            case 0 -> at.expected() - 2;
            case 1 -> at.expected() - 1;
            case 2 -> at.expected();
            case 3 -> at.expected() + 1;
            case 4 -> edge - 1;
            case 5 -> edge;
            case 6 -> edge + 1;
            default -> at.expected() - 1_000;
        };
    }

    private static long acknowledgment(SegmentModel.Place at, int which) {
        return switch (which) {
            case 0 -> at.flight().oldest() - at.flight().widest() - 1;
            case 1 -> at.flight().oldest() - at.flight().widest();
            case 2 -> at.flight().oldest() - 1;
            case 3 -> at.flight().oldest();
            case 4 -> at.flight().oldest() + 1;
            case 5 -> at.flight().next();
            case 6 -> at.flight().next() + 1;
            default -> at.flight().oldest() - at.flight().taken() - 1;
        };
    }

    // how a state is arrived at

    private void arrive(String state, boolean passive) {
        now += 10_000_000_000L;
        tcb.lift();
        if (passive) {
            listener = tcp.listeners.listen(new Endpoints().localIpv4(US, 80), false, 4, CAPACITY);
        }
        switch (state) {
            case "CLOSED", "LISTEN" -> { }
            case "SYN_SENT" -> connect();
            case "SYN_RECEIVED" -> synReceived(passive);
            default -> synchronised(State.valueOf(state), passive);
        }
        verdict.clear();
    }

    private void connect() {
        Endpoints endpoints = new Endpoints().localIpv4(US, 80).remoteIpv4(PEER, 4000);
        assertEquals(0, tcp.opening.connect(tcb, endpoints, now));
        tcb.receiveCapacity(CAPACITY);
        drain();
    }

    private void synReceived(boolean passive) {
        if (!passive) {
            connect();
        }
        send(irs, 0, TcpHeader.SYN, 0);
        drain();
        assertEquals(State.SYN_RECEIVED, tcb.state());
    }

    private void synchronised(State state, boolean passive) {
        synReceived(passive);
        send(irs + 1, tcb.iss() + 1, TcpHeader.ACK, 0);
        drain();
        write(ACKED / 2);
        send(irs + 1, tcb.iss() + 1 + ACKED / 2, TcpHeader.ACK, 0);
        write(ACKED / 2);
        send(irs + 1, tcb.iss() + 1 + ACKED, TcpHeader.ACK, 0);
        tcb.quickAcks(0);
        write(FLIGHT);
        switch (state) {
            case FIN_WAIT_1 -> shut();
            case FIN_WAIT_2 -> finWait2();
            case CLOSE_WAIT -> fin(tcb.sndUna());
            case CLOSING -> {
                shut();
                fin(tcb.sndUna());
            }
            case LAST_ACK -> {
                fin(tcb.sndUna());
                shut();
            }
            case TIME_WAIT -> {
                finWait2();
                fin(tcb.sndNxt());
            }
            case CLOSED, SYN_SENT, SYN_RECEIVED, ESTABLISHED -> { }
        }
        drain();
        assertEquals(state, tcb.state());
    }

    private void finWait2() {
        shut();
        send(irs + 1, tcb.sndNxt(), TcpHeader.ACK, 0);
        drain();
    }

    private void fin(int ack) {
        send(irs + 1, ack, TcpHeader.ACK | TcpHeader.FIN, 0);
        drain();
    }

    private void shut() {
        tcp.closing.shutdown(tcb, verdict, now);
        drain();
    }

    private void write(int bytes) {
        tcb.sent(tcb.sent() + bytes);
        drain();
    }

    /// Judged relative to the first byte of each side, so that the model's numbers do not wrap.
    private SegmentModel.Place place(boolean passive) {
        if (tcb.number() < 0) {
            return new SegmentModel.Place(State.CLOSED, passive, 0, 100, new SegmentModel.FlightModel(0, 0, 0, 0,
                    false));
        }
        boolean known = tcb.state() != State.SYN_SENT;
        long rcvNxt = known ? Sequence.distance(irs + 1, tcb.rcvNxt()) : 0;
        long wnd = known ? ReceiveWindow.current(tcb) : CAPACITY;
        long una = Sequence.distance(tcb.iss() + 1, tcb.sndUna());
        long nxt = Sequence.distance(tcb.iss() + 1, tcb.sndNxt());
        SegmentModel.FlightModel flight = new SegmentModel.FlightModel(una, nxt, tcb.state().isSynchronised() ? WINDOW
                : 0,
                Math.max(0, una), tcb.has(Tcb.FIN_SENT));
        return new SegmentModel.Place(tcb.state(), passive, rcvNxt, wnd, flight);
    }

    // one segment

    private void compare(SegmentModel model, long seq, long ack, int flags, int text) {
        boolean had = tcb.number() >= 0;
        int base = had ? tcb.iss() + 1 : 0;
        send(irs + 1 + (int) seq, base + (int) ack, flags, text);
        SegmentModel.Reply reply = reply(base + (int) ack, flags);
        boolean live = tcb.number() >= 0 && tcp.slab.isLive(tcb.number());
        State state = live ? tcb.state() : State.CLOSED;
        String did = reply + " -> " + state;
        String expected = model.reply + " -> " + model.state;
        if (live && state.isSynchronised()) {
            did += numbers(Sequence.distance(tcb.iss() + 1, tcb.sndUna()), Sequence.distance(irs + 1, tcb.rcvNxt()));
            expected += numbers(model.oldest, model.expected);
        }
        if (!did.equals(expected)) {
            differences.add(model.at + " seq " + seq + " ack " + ack + " flags " + Integer.toBinaryString(flags)
                    + " text " + text + ": expected " + expected + ", but " + did);
        }
        assertEquals(null, live ? TcbInvariants.violation(tcb) : null);
    }

    private static String numbers(long una, long nxt) {
        return ", una " + una + ", rcvNxt " + nxt;
    }

    /// What was sent, or is owed: a delayed acknowledgment is one.
    private SegmentModel.Reply reply(int ack, int flags) {
        if (verdict.has(Verdict.RESET)) {
            tcp.answer(segment, verdict, outgoing, now);
            boolean hasAck = (flags & TcpHeader.ACK) != 0;
            assertEquals(hasAck ? ack : 0, outgoing.sequence);
            assertEquals(!hasAck, outgoing.has(TcpHeader.ACK));
            drain();
            return SegmentModel.Reply.RESET;
        }
        if (tcb.number() < 0 || !tcp.slab.isLive(tcb.number())) {
            return SegmentModel.Reply.NONE;
        }
        SegmentModel.Reply reply = tcb.delayedAckAt() != Tcb.NEVER ? SegmentModel.Reply.ACK : SegmentModel.Reply.NONE;
        while (tcp.output.next(tcb, outgoing, now)) {
            if (outgoing.has(TcpHeader.SYN)) {
                reply = SegmentModel.Reply.SYN_ACK;
            } else {
                assertEquals(tcb.sndNxt(), outgoing.sequence);
                assertEquals(tcb.rcvNxt(), outgoing.acknowledgment);
                reply = SegmentModel.Reply.ACK;
            }
        }
        return reply;
    }

    private void send(int seq, int ack, int flags, int text) {
        segment.ipv4(PEER, US);
        segment.sourcePort = 4000;
        segment.destinationPort = 80;
        segment.sequence = seq;
        segment.acknowledgment = ack;
        segment.flags = flags;
        segment.window = WINDOW;
        segment.textAt = 20;
        segment.textLength = text;
        segment.options.clear();
        int number = tcp.find(tcb, segment);
        if (number >= 0) {
            tcp.input.segment(tcb, segment, verdict, now);
        } else {
            number = tcp.passive.segment(tcb, segment, verdict, now);
            if (number < 0) {
                tcb.lift();
            }
        }
    }

    private void drain() {
        while (tcb.number() >= 0 && tcp.output.next(tcb, outgoing, now)) {
            assertTrue(tcb.state() != null);
        }
    }

    private void leave() {
        for (int n = tcp.slab.next(0); n >= 0; n = tcp.slab.next(n + 1)) {
            tcp.release(tcp.slab.at(tcb, n));
        }
        if (listener >= 0) {
            tcp.listeners.close(listener);
            listener = -1;
        }
    }
}
