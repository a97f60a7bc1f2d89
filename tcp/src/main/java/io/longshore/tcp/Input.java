package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// Takes received segments of existing connections: the checks of RFC 9293 3.10.7.4, in their order.
public final class Input {

    private final TcpCounters counters;
    private final ChallengeAcks challengeAcks;
    private final Ending ending;
    private final SynSent synSent;
    private final SynReceivedInput synReceived;
    private final TimeWaitInput timeWait;
    private final DuplicateText duplicates;
    private final Acknowledgments acknowledgments;
    private final TextInput text;

    Input(Tcp tcp) {
        counters = tcp.counters;
        challengeAcks = tcp.challengeAcks;
        ending = tcp.ending;
        duplicates = tcp.duplicates;
        acknowledgments = new Acknowledgments(tcp);
        text = new TextInput(tcp);
        synSent = new SynSent(tcp, text);
        synReceived = new SynReceivedInput(tcp);
        timeWait = new TimeWaitInput(tcp);
    }

    /// Judges one segment; the verdict is cleared first.
    public void segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        verdict.clear();
        counters.inSegs++;
        judge(tcb, segment, verdict, now);
    }

    void judge(Tcb tcb, Segment segment, Verdict verdict, long now) {
        tcb.segmentsIn(tcb.segmentsIn() + 1);
        if (segment.textLength > 0) {
            tcb.intAt(RecoveryLayout.TEXT_SEGMENTS_IN, tcb.intAt(RecoveryLayout.TEXT_SEGMENTS_IN) + 1);
        }
        switch (tcb.state()) {
            case CLOSED -> closed(segment, verdict);
            case SYN_SENT -> synSent.segment(tcb, segment, verdict, now);
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK ->
                synchronised(tcb, segment, verdict, now);
            case TIME_WAIT -> timeWait.segment(tcb, segment, verdict, now);
        }
    }

    /// Ended earlier in this turn, 3.10.7.1. A SYN may be meant for another: it comes again.
    private static void closed(Segment segment, Verdict verdict) {
        if (!segment.has(TcpHeader.RST | TcpHeader.SYN)) {
            verdict.add(Verdict.RESET);
        }
    }

    private void synchronised(Tcb tcb, Segment segment, Verdict verdict, long now) {
        boolean goesOn;
        if (tcb.state() == State.SYN_RECEIVED && tcb.has(Tcb.PASSIVE)) {
            goesOn = synReceived.isGood(tcb, segment, verdict, now);
        } else {
            goesOn = !isHandshakeAgain(tcb, segment, verdict, now)
                    && isNotOld(tcb, segment, verdict, now)
                    && isAcceptable(tcb, segment, verdict, now)
                    && isNoReset(tcb, segment, verdict, now)
                    // third, security: not for us
                    && isNoSyn(tcb, segment, verdict, now);
        }
        if (goesOn && tcb.state() != State.SYN_RECEIVED && (segment.ecn != EcnBits.NOT_ECT || AccEcn.isOn(tcb))) {
            AccEcnReceiver.arrived(tcb, segment);
        }
        if (!goesOn || !acknowledgments.isGood(tcb, segment, verdict, now)) {
            return;
        }
        tcb.lastReceivedAt(now);
        if (segment.length() > 0 && Sequence.isAtOrBefore(segment.end(), tcb.rcvNxt())) {
            // all of it was here before: see isInWindow
            reject(tcb, segment, verdict, now);
            return;
        }
        // sixth: its octets are delivered in line like all others (RFC 6093)
        UrgentText.received(tcb, segment, verdict);
        text.text(tcb, segment, verdict, now);
        text.fin(tcb, segment, verdict, now);
    }

    /// Both opened at once (3.5, figure 7), and the peer's SYN comes once more, alone or on its SYN-ACK: its sequence
    /// number lies one below the window.
    private boolean isHandshakeAgain(Tcb tcb, Segment segment, Verdict verdict, long now) {
        boolean again = tcb.state() == State.SYN_RECEIVED && segment.has(TcpHeader.SYN)
                && !segment.has(TcpHeader.RST) && segment.sequence == tcb.irs();
        if (!again) {
            return false;
        }
        if (segment.has(TcpHeader.ACK) && segment.acknowledgment == tcb.sndNxt()) {
            segment.flags &= ~TcpHeader.SYN;
            segment.sequence++;
            // the window of a SYN is not scaled; from here on it will be taken for one that is
            segment.window >>= tcb.sndScale();
            // as Linux: the peer may wait for it, if our SYN-ACK was lost
            tcb.set(Tcb.ACK_NOW);
            return false;
        }
        // RFC 5961 4.2; our SYN-ACK has a timer of its own
        isNoSyn(tcb, segment, verdict, now);
        return true;
    }

    /// RFC 7323 5.3 R1: what PAWS rejects is acknowledged and dropped, but for what Linux knows better of: an old
    /// acknowledgment that was overtaken is common and says nothing. 3.2 would have a segment without timestamps
    /// dropped, once agreed on; as in Linux it is judged by its numbers alone (decision 21).
    private boolean isNotOld(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (segment.has(TcpHeader.RST) || !Timestamps.isOld(tcb, segment, now)) {
            return true;
        }
        boolean isPureAck = segment.has(TcpHeader.ACK) && segment.length() == 0;
        if (isPureAck && Sequence.isBefore(segment.sequence, tcb.rcvNxt())) {
            counters.pawsOldAck++;
            return false;
        }
        if (isPureAck && segment.sequence == tcb.rcvNxt() && acknowledgments.saysNothingNew(tcb, segment)
                && Timestamps.isReplay(tcb, segment)) {
            return true;
        }
        if (segment.has(TcpHeader.SYN)) {
            return isNoSyn(tcb, segment, verdict, now);
        }
        counters.pawsEstabRejected++;
        if (!reject(tcb, segment, verdict, now)) {
            counters.tcpAckSkippedPaws++;
        }
        return false;
    }

    /// First, check the sequence number.
    private boolean isAcceptable(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (isInWindow(tcb, segment)) {
            return true;
        }
        // "unless the RST bit is set, if so drop the segment and return"
        if (segment.has(TcpHeader.RST)) {
            return false;
        }
        if (segment.has(TcpHeader.SYN)) {
            return isNoSyn(tcb, segment, verdict, now);
        }
        counters.beyondWindow += Sequence.isAfter(segment.sequence, tcb.rcvNxt()) ? 1 : 0;
        if (!reject(tcb, segment, verdict, now)) {
            counters.tcpAckSkippedWindow++;
        }
        return false;
    }

    /// The four cases of 3.4, with RCV.WND as it was advertised. But for resets, which get no more than the letter, an
    /// acknowledgment at the right edge is let in: it is what a peer sends that has filled the window. So is, as in
    /// Linux, what ends where our last acknowledgment did or behind: its text was here before, but its timestamp and
    /// its ACK may be new. And so is what stands at RCV.NXT before a closed window, for its ACK, RST or FIN.
    static boolean isInWindow(Tcb tcb, Segment segment) {
        int rcvNxt = tcb.rcvNxt();
        int edge = rcvNxt + ReceiveWindow.current(tcb);
        if (segment.has(TcpHeader.RST | TcpHeader.SYN)) {
            return segment.sequence == rcvNxt
                    || Sequence.isAfter(segment.sequence, rcvNxt) && Sequence.isBefore(segment.sequence, edge);
        }
        int lowest = Sequence.isBefore(tcb.lastAckSent(), rcvNxt) ? tcb.lastAckSent() : rcvNxt;
        boolean endsWithin = Sequence.isAtOrAfter(segment.end(), lowest);
        if (segment.length() == 0 || edge == rcvNxt) {
            return endsWithin && Sequence.isAtOrBefore(segment.sequence, edge);
        }
        return endsWithin && Sequence.isBefore(segment.sequence, edge);
    }

    /// "an acknowledgment should be sent in reply: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"; false if it may not be now.
    private boolean reject(Tcb tcb, Segment segment, Verdict verdict, long now) {
        boolean isOld = segment.length() > 0 && !segment.has(TcpHeader.SYN | TcpHeader.RST)
                && Sequence.isBefore(segment.sequence, tcb.rcvNxt()) && tcb.state() != State.TIME_WAIT;
        if (isOld) {
            AccEcn.duplicateArrived(tcb, segment);
            duplicates.note(tcb, segment.sequence, Sequence.min(segment.end(), tcb.rcvNxt()));
        }
        if (!challengeAcks.mayAnswer(tcb, segment, now)) {
            return false;
        }
        ChallengeAcks.answer(tcb, verdict);
        return true;
    }

    /// Second, check the RST bit; RFC 5961 3.2: only exactly at RCV.NXT it resets, else it is challenged. As in Linux,
    /// the end of what arrived last counts as RCV.NXT where there is a gap: the peer may have been told no more than
    /// SACK tells.
    private boolean isNoReset(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!segment.has(TcpHeader.RST)) {
            return true;
        }
        int ranges = tcb.has(Tcb.SACK_OK) ? tcb.outOfOrderCount() : 0;
        boolean isExact = segment.sequence == tcb.rcvNxt()
                || ranges > 0 && segment.sequence == tcb.outOfOrderEnd(ranges - 1);
        if (isExact) {
            reset(tcb, verdict);
        } else {
            challengeAcks.challenge(tcb, verdict, now);
        }
        return false;
    }

    private void reset(Tcb tcb, Verdict verdict) {
        switch (tcb.state()) {
            // both opened at once
            case SYN_RECEIVED -> {
                counters.attemptFails++;
                ending.fail(tcb, Errno.ECONNREFUSED, verdict);
            }
            case CLOSE_WAIT -> {
                counters.estabResets++;
                // as Linux: the peer had said that it sends no more, so writing is what fails
                ending.fail(tcb, Errno.EPIPE, verdict);
            }
            case ESTABLISHED -> {
                counters.estabResets++;
                ending.fail(tcb, Errno.ECONNRESET, verdict);
            }
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK -> ending.fail(tcb, Errno.ECONNRESET, verdict);
            case CLOSED, SYN_SENT, TIME_WAIT -> ending.end(tcb, verdict);
        }
    }

    /// Fourth, check the SYN bit; RFC 5961 4.2: in whatever synchronised state, wherever it stands, it is challenged.
    private boolean isNoSyn(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!segment.has(TcpHeader.SYN)) {
            return true;
        }
        counters.tcpSynChallenge++;
        AccEcn.synAgain(tcb, segment);
        challengeAcks.challenge(tcb, verdict, now);
        return false;
    }
}
