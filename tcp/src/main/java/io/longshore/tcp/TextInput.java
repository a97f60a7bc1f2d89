package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// Seventh, process the segment text, and eighth, check the FIN bit: RFC 9293 3.10.7.4.
final class TextInput {

    /// Text that is worth a larger window.
    private static final int LONG = 128;

    private final Tcp tcp;
    private final TcpSettings settings;
    private final TcpCounters counters;
    private final ReceiveBuffer buffer;
    private final PeerSegment peerSegment;

    TextInput(Tcp tcp) {
        this.tcp = tcp;
        settings = tcp.settings;
        counters = tcp.counters;
        buffer = tcp.receiveBuffer;
        peerSegment = new PeerSegment(tcp);
    }

    /// Seventh: ESTABLISHED, FIN-WAIT-1 and FIN-WAIT-2 take text; in the others "this should not occur ... ignore".
    void text(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (segment.textLength == 0 || !tcb.state().mayReceive()) {
            return;
        }
        int start = Sequence.max(segment.sequence, tcb.rcvNxt());
        int end = Sequence.min(segment.sequence + segment.textLength, edge(tcb, segment));
        if (Sequence.isAtOrAfter(start, end)) {
            refuse(tcb, segment, verdict);
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
            tcp.duplicates.note(tcb, segment.sequence, start);
            tcb.set(Tcb.ACK_NOW);
        }
        RightSizing.echoed(tcb, segment, now);
        boolean known = DuplicateText.isPending(tcb);
        place(tcb, segment, start, end, verdict);
        tcp.duplicates.settle(tcb, known);
        tcp.delayedAck.decide(tcb, verdict, now);
    }

    /// Up to where the text of a segment is taken: the window's edge. A segment that begins within the window and goes
    /// beyond it is taken whole if nothing waits to be read, and not at all otherwise, as in Linux.
    private static int edge(Tcb tcb, Segment segment) {
        int window = ReceiveWindow.current(tcb);
        int edge = tcb.rcvNxt() + window;
        int end = segment.sequence + segment.textLength;
        boolean outside = Sequence.isAtOrAfter(segment.sequence, edge);
        if (window == 0 || outside || Sequence.isAtOrBefore(end, edge)) {
            return edge;
        }
        boolean waits = ReceiveWindow.unread(tcb) > 0;
        return waits ? tcb.rcvNxt() : Sequence.max(edge, tcb.rcvNxt() + ReceiveWindow.ring(tcb));
    }

    /// Nothing of it is taken: a probe of our closed window, or more than the window.
    private void refuse(Tcb tcb, Segment segment, Verdict verdict) {
        if (ReceiveWindow.current(tcb) == 0) {
            counters.tcpZeroWindowDrop++;
        } else {
            counters.beyondWindow++;
        }
        if (Sequence.isBefore(segment.sequence, tcb.rcvNxt()) && tcb.has(Tcb.SACK_OK)) {
            tcp.duplicates.note(tcb, segment.sequence, tcb.rcvNxt());
        }
        tcp.delayedAck.hurry(tcb);
        ChallengeAcks.answer(tcb, verdict);
    }

    /// Text `[start, end)` lies within the window: its place in the stream is told, in order or not.
    private void place(Tcb tcb, Segment segment, int start, int end, Verdict verdict) {
        if (start == tcb.rcvNxt()) {
            offer(tcb, segment, start, end, verdict);
            inOrder(tcb, segment, end, verdict);
        } else if (OutOfOrder.add(tcb, start, end)) {
            // RFC 5681 4.2: "Out-of-order data segments SHOULD be acknowledged immediately"
            counters.tcpOfoQueue++;
            int segments = tcb.intAt(RecoveryLayout.OUT_OF_ORDER_SEGMENTS);
            tcb.intAt(RecoveryLayout.OUT_OF_ORDER_SEGMENTS, segments + 1);
            offer(tcb, segment, start, end, verdict);
            tcb.rcvAdv(Sequence.max(tcb.rcvAdv(), end));
            peerSegment.measure(tcb, segment);
            buffer.charge(tcb, segment.textLength);
            buffer.grow(tcb, segment.textLength);
            if (tcb.has(Tcb.ADOPTED) && !tcb.has(Tcb.ORPHAN)) {
                tcp.rightSizing.grow(tcb, tcb.intAt(FlowLayout.READ_SPACE));
            }
            DelayedAck.schedule(tcb);
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

    private void inOrder(Tcb tcb, Segment segment, int end, Verdict verdict) {
        boolean gap = tcb.outOfOrderCount() > 0;
        int next = gap ? OutOfOrder.advance(tcb, end) : end;
        tcb.received(tcb.receivedPosition(next));
        tcb.rcvNxt(next);
        tcb.rcvAdv(Sequence.max(tcb.rcvAdv(), next));
        verdict.add(Verdict.RECEIVED);
        account(tcb, segment, tcb.lastReceivedAt());
        if (gap) {
            // RFC 5681 4.2: at once "when it receives a data segment that fills in all or part of a gap"
            tcb.set(Tcb.ACK_NOW);
        }
    }

    /// What text in order says about the peer and about how its acknowledgments and our window should be.
    private void account(Tcb tcb, Segment segment, long now) {
        if (tcb.has(Tcb.INPUT_SHUT)) {
            tcp.delayedAck.arrived(tcb, now);
            return;
        }
        buffer.charge(tcb, segment.textLength);
        peerSegment.measure(tcb, segment);
        RightSizing.arrived(tcb, now);
        tcp.delayedAck.arrived(tcb, now);
        if (segment.textLength >= LONG) {
            buffer.grow(tcb, segment.textLength);
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
        } else if (segment.has(TcpHeader.FIN)) {
            // as text out of order: at once (RFC 5681 4.2)
            ChallengeAcks.answer(tcb, verdict);
        }
    }

    /// "advance RCV.NXT over the FIN, and send an acknowledgment for the FIN"
    private void finReached(Tcb tcb, Verdict verdict, long now) {
        tcb.clear(Tcb.INPUT_FIN);
        tcb.set(Tcb.FIN_RECEIVED);
        // as Linux: nothing is missing any more, so there is nothing to report
        tcb.dsackStart(tcb.dsackEnd());
        tcb.rcvNxt(tcb.rcvNxt() + 1);
        tcb.outOfOrderCount(0);
        verdict.add(Verdict.INPUT_END);
        State state = Transitions.apply(tcb, Event.FIN);
        if (state == State.TIME_WAIT) {
            AccEcn.lastWord(tcb);
            tcp.ending.timeWait(tcb, verdict, now);
        }
        if (state == State.CLOSE_WAIT) {
            // As Linux: our side may have its say soon, and its FIN carries the acknowledgment.
            tcp.delayedAck.leave(tcb);
            if (ReceiveBuffer.isExceeded(tcb)) {
                tcb.set(Tcb.ACK_NOW);
            }
            tcp.delayedAck.decide(tcb, verdict, now);
        } else {
            ChallengeAcks.answer(tcb, verdict);
        }
    }
}
