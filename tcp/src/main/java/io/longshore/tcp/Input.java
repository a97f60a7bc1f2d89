package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// Takes received segments of existing connections: the checks of RFC 9293 3.10.7.4, in their order.
public final class Input {

    private final TcpCounters counters;
    private final Listeners listeners;
    private final ChallengeAcks challengeAcks;
    private final Ending ending;
    private final SynSent synSent;
    private final Acknowledgments acknowledgments;
    private final TextInput text;

    Input(Tcp tcp) {
        counters = tcp.counters;
        listeners = tcp.listeners;
        challengeAcks = tcp.challengeAcks;
        ending = tcp.ending;
        acknowledgments = new Acknowledgments(tcp);
        text = new TextInput(tcp);
        synSent = new SynSent(tcp, text);
    }

    /// Judges one segment; the verdict is cleared first.
    public void segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        verdict.clear();
        counters.inSegs++;
        tcb.segmentsIn(tcb.segmentsIn() + 1);
        switch (tcb.state()) {
            case CLOSED -> { }
            case SYN_SENT -> synSent.segment(tcb, segment, verdict, now);
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
                synchronised(tcb, segment, verdict, now);
        }
    }

    private void synchronised(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (isHandshakeAgain(tcb, segment, verdict) || isReopening(tcb, segment, verdict)) {
            return;
        }
        boolean goesOn = isNotOld(tcb, segment, verdict, now)
                && isAcceptable(tcb, segment, verdict, now)
                && isNoReset(tcb, segment, verdict, now)
                // third, security: not for us
                && isNoSyn(tcb, segment, verdict, now)
                && acknowledgments.isGood(tcb, segment, verdict, now);
        if (!goesOn) {
            return;
        }
        tcb.lastReceivedAt(now);
        // sixth, URG: MUST-30 would have it told; its octets are delivered in line like all others (RFC 6093)
        text.text(tcb, segment, verdict, now);
        text.fin(tcb, segment, verdict, now);
    }

    /// The peer's SYN once more, because our SYN-ACK was lost, or because both opened at once (3.5, figure 7): its
    /// sequence number lies one below the window.
    private boolean isHandshakeAgain(Tcb tcb, Segment segment, Verdict verdict) {
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
            return false;
        }
        tcb.set(Tcb.SYN_WANTED);
        verdict.add(Verdict.SEND);
        return true;
    }

    /// 3.10.7.4, fourth, TIME-WAIT, with RFC 6191 2: a SYN that is newer by timestamp or by sequence number opens anew.
    private boolean isReopening(Tcb tcb, Segment segment, Verdict verdict) {
        int controls = segment.flags & (TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK);
        if (tcb.state() != State.TIME_WAIT || controls != TcpHeader.SYN
                || listeners.find(segment.destinationHigh, segment.destinationLow, segment.destinationPort) < 0) {
            return false;
        }
        boolean bothHaveTimestamps = tcb.has(Tcb.TIMESTAMPS_OK) && segment.options.hasTimestamps();
        boolean newer = bothHaveTimestamps && segment.options.tsval() != tcb.tsRecent()
                ? Sequence.isAfter(segment.options.tsval(), tcb.tsRecent())
                : Sequence.isAfter(segment.sequence, tcb.rcvNxt());
        if (newer) {
            counters.twRecycled++;
            verdict.add(Verdict.REOPEN);
        }
        return newer;
    }

    /// RFC 7323 5.3 R1: what PAWS rejects is acknowledged and dropped. 3.2: once agreed on, a segment without
    /// timestamps "SHOULD" be dropped silently.
    private boolean isNotOld(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (segment.has(TcpHeader.RST)) {
            return true;
        }
        if (tcb.has(Tcb.TIMESTAMPS_OK) && !segment.options.hasTimestamps()) {
            return false;
        }
        if (!Timestamps.isOld(tcb, segment, now)) {
            return true;
        }
        counters.pawsEstabRejected++;
        reject(tcb, segment, verdict, now);
        return false;
    }

    /// First, check the sequence number.
    private boolean isAcceptable(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (isInWindow(tcb, segment)) {
            Timestamps.remember(tcb, segment, now);
            return true;
        }
        // "unless the RST bit is set, if so drop the segment and return"
        if (!segment.has(TcpHeader.RST)) {
            reject(tcb, segment, verdict, now);
        }
        return false;
    }

    /// The four cases of 3.4, with RCV.WND as it was advertised. An acknowledgment at the right edge is let in: it is
    /// what a peer sends that has filled the window. So is what stands at RCV.NXT before a closed window, for its
    /// ACK, RST or FIN.
    private static boolean isInWindow(Tcb tcb, Segment segment) {
        int rcvNxt = tcb.rcvNxt();
        int edge = rcvNxt + ReceiveWindow.current(tcb);
        if (segment.length() == 0 || edge == rcvNxt) {
            return Sequence.isAtOrAfter(segment.sequence, rcvNxt) && Sequence.isAtOrBefore(segment.sequence, edge);
        }
        return Sequence.isAfter(segment.end(), rcvNxt) && Sequence.isBefore(segment.sequence, edge);
    }

    /// "an acknowledgment should be sent in reply: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>". Text is always answered, since
    /// its sender waits; the rest seldom, so that two stacks cannot keep each other busy.
    private void reject(Tcb tcb, Segment segment, Verdict verdict, long now) {
        boolean isOldText = segment.textLength > 0 && Sequence.isAtOrBefore(segment.end(), tcb.rcvNxt());
        if (isOldText && tcb.has(Tcb.SACK_OK)) {
            OutOfOrder.duplicate(tcb, segment.sequence, segment.sequence + segment.textLength);
            counters.tcpDsackOldSent++;
        }
        if (tcb.state() == State.TIME_WAIT && segment.has(TcpHeader.FIN)) {
            // 3.10.7.4, eighth, TIME-WAIT: "Restart the 2 MSL time-wait timeout"
            text.restartTimeWait(tcb, now);
        }
        if (segment.length() > 0 && !segment.has(TcpHeader.SYN)) {
            ChallengeAcks.answer(tcb, verdict);
        } else {
            challengeAcks.answerInvalid(tcb, verdict, now);
        }
    }

    /// Second, check the RST bit; RFC 5961 3.2: only exactly at RCV.NXT it resets, else it is challenged.
    private boolean isNoReset(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!segment.has(TcpHeader.RST)) {
            return true;
        }
        if (tcb.state() == State.TIME_WAIT) {
            // RFC 1337 3, (F1): "Ignore RST segments in TIME-WAIT state"
            return false;
        }
        if (segment.sequence != tcb.rcvNxt()) {
            challengeAcks.challenge(tcb, verdict, now);
            return false;
        }
        reset(tcb, verdict);
        return false;
    }

    private void reset(Tcb tcb, Verdict verdict) {
        switch (tcb.state()) {
            case SYN_RECEIVED -> {
                counters.attemptFails++;
                if (tcb.has(Tcb.PASSIVE)) {
                    // "return this connection to the LISTEN state ... The user need not be informed"
                    ending.end(tcb, verdict);
                } else {
                    ending.fail(tcb, Errno.ECONNREFUSED, verdict);
                }
            }
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> {
                counters.estabResets++;
                ending.fail(tcb, Errno.ECONNRESET, verdict);
            }
            case CLOSED, SYN_SENT, CLOSING, LAST_ACK, TIME_WAIT -> ending.end(tcb, verdict);
        }
    }

    /// Fourth, check the SYN bit; RFC 5961 4.2: in whatever synchronised state, wherever it stands, it is challenged.
    private boolean isNoSyn(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!segment.has(TcpHeader.SYN)) {
            return true;
        }
        counters.tcpSynChallenge++;
        challengeAcks.challenge(tcb, verdict, now);
        return false;
    }
}
