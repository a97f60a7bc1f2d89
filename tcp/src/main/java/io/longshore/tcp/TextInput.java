package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// Seventh, process the segment text, and eighth, check the FIN bit: RFC 9293 3.10.7.4.
final class TextInput {

    private static final int QUICK_ACKS = 16;

    private final Tcp tcp;
    private final TcpSettings settings;
    private final TcpCounters counters;

    TextInput(Tcp tcp) {
        this.tcp = tcp;
        settings = tcp.settings;
        counters = tcp.counters;
    }

    /// A new connection acknowledges at once, while its peer is in slow start.
    static void begin(Tcb tcb) {
        tcb.quickAcks(QUICK_ACKS);
    }

    /// Seventh: ESTABLISHED, FIN-WAIT-1 and FIN-WAIT-2 take text; in the others "this should not occur ... ignore".
    void text(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (segment.textLength == 0 || !tcb.state().mayReceive()) {
            return;
        }
        int start = Sequence.max(segment.sequence, tcb.rcvNxt());
        int end = Sequence.min(segment.sequence + segment.textLength, tcb.rcvNxt() + ReceiveWindow.current(tcb));
        if (Sequence.isAtOrAfter(start, end)) {
            // Nothing of it fits: a probe of our closed window.
            counters.tcpZeroWindowDrop++;
            ChallengeAcks.answer(tcb, verdict);
            return;
        }
        boolean nobodyReads = tcb.has(Tcb.ORPHAN)
                || tcb.has(Tcb.INPUT_SHUT) && tcb.state() != State.ESTABLISHED;
        if (nobodyReads) {
            // 3.6.1 SHLD-3: "if new data is received after CLOSE is called, its TCP SHOULD send a RST"
            counters.tcpAbortOnData++;
            verdict.add(Verdict.RESET);
            tcp.ending.fail(tcb, Errno.ECONNRESET, verdict);
            return;
        }
        Ecn.received(tcb, segment);
        if (start != segment.sequence && tcb.has(Tcb.SACK_OK)) {
            OutOfOrder.duplicate(tcb, segment.sequence, start);
            tcb.set(Tcb.ACK_NOW);
        }
        place(tcb, segment, start, end, verdict);
        acknowledge(tcb, verdict, now);
    }

    /// Text `[start, end)` lies within the window: its place in the stream is told, in order or not.
    private void place(Tcb tcb, Segment segment, int start, int end, Verdict verdict) {
        if (start == tcb.rcvNxt()) {
            offer(tcb, segment, start, end, verdict);
            inOrder(tcb, end, verdict);
        } else if (OutOfOrder.add(tcb, start, end)) {
            // RFC 5681 4.2: "Out-of-order data segments SHOULD be acknowledged immediately"
            counters.tcpOfoQueue++;
            offer(tcb, segment, start, end, verdict);
            tcb.set(Tcb.ACK_NOW);
        } else {
            counters.tcpOfoDrop++;
            tcb.set(Tcb.ACK_NOW);
        }
    }

    private static void offer(Tcb tcb, Segment segment, int start, int end, Verdict verdict) {
        if (tcb.has(Tcb.INPUT_SHUT)) {
            return;
        }
        verdict.add(Verdict.TEXT);
        verdict.textAt = segment.textAt + Sequence.distance(segment.sequence, start);
        verdict.textLength = Sequence.distance(start, end);
        verdict.textPosition = tcb.receivedPosition(start);
    }

    private static void inOrder(Tcb tcb, int end, Verdict verdict) {
        int before = tcb.rcvNxt();
        boolean gap = tcb.outOfOrderCount() > 0;
        int next = gap ? OutOfOrder.advance(tcb, end) : end;
        tcb.received(tcb.receivedPosition(next));
        tcb.rcvNxt(next);
        verdict.add(Verdict.RECEIVED);
        // a super-segment counts as full-size segments of what was seen before
        int length = Sequence.distance(before, end);
        tcb.rcvMss(Math.max(tcb.rcvMss(), Math.min(length, tcb.pathMss())));
        if (gap) {
            // RFC 5681 4.2: at once "when it receives a data segment that fills in all or part of a gap"
            tcb.set(Tcb.ACK_NOW);
        }
    }

    /// MUST-58, SHLD-18: an acknowledgment at least for every second full-size segment, within half a second.
    private void acknowledge(Tcb tcb, Verdict verdict, long now) {
        int pending = Sequence.distance(tcb.lastAckSent(), tcb.rcvNxt());
        if (tcb.quickAcks() > 0) {
            tcb.quickAcks(tcb.quickAcks() - 1);
            tcb.set(Tcb.ACK_NOW);
        }
        if (tcb.has(Tcb.ACK_NOW) || pending >= 2 * tcb.rcvMss()) {
            ChallengeAcks.answer(tcb, verdict);
        } else if (tcb.delayedAckAt() == Tcb.NEVER) {
            tcb.delayedAckAt(now + settings.delayedAck);
        }
    }

    /// Eighth: a FIN counts when all before it has arrived.
    void fin(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (segment.has(TcpHeader.FIN) && !tcb.has(Tcb.FIN_RECEIVED) && tcb.state() != State.CLOSED) {
            tcb.finSequence(segment.sequence + segment.textLength);
            tcb.set(Tcb.INPUT_FIN);
        }
        if (!tcb.has(Tcb.INPUT_FIN) || tcb.state() == State.CLOSED) {
            return;
        }
        if (tcb.finSequence() == tcb.rcvNxt()) {
            finReached(tcb, verdict, now);
        } else if (Sequence.isBefore(tcb.finSequence(), tcb.rcvNxt())) {
            // there was text behind it: it cannot have been the end
            tcb.clear(Tcb.INPUT_FIN);
        }
    }

    /// "advance RCV.NXT over the FIN, and send an acknowledgment for the FIN"
    private void finReached(Tcb tcb, Verdict verdict, long now) {
        tcb.clear(Tcb.INPUT_FIN);
        tcb.set(Tcb.FIN_RECEIVED);
        tcb.rcvNxt(tcb.rcvNxt() + 1);
        tcb.outOfOrderCount(0);
        verdict.add(Verdict.INPUT_END);
        State state = Transitions.apply(tcb, Event.FIN);
        if (state == State.TIME_WAIT) {
            tcp.ending.timeWait(tcb, verdict, now);
        }
        ChallengeAcks.answer(tcb, verdict);
    }
}
