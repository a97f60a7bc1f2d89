package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// Text and FIN: what was lost first, then what is new, as far as window, congestion control, Nagle and silly window
/// avoidance let it go.
final class TextOutput {

    private final TcpSettings settings;
    private final TcpCounters counters;

    TextOutput(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
    }

    /// Fills in sequence number, payload and control bits; false if no text may go.
    boolean next(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (tcb.sndUna() == tcb.sndNxt()) {
            return fresh(tcb, outgoing, now);
        }
        return again(tcb, outgoing, LossRecovery.hole(tcb), now)
                || fresh(tcb, outgoing, now)
                || LossRecovery.allowance(tcb) > 0 && again(tcb, outgoing, LossRecovery.rescue(tcb), now);
    }

    /// New text, and the FIN behind the last of it.
    private boolean fresh(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (tcb.has(Tcb.FIN_SENT)) {
            return false;
        }
        long unsent = tcb.sent() - tcb.sentPosition(tcb.sndNxt());
        boolean finish = tcb.has(Tcb.OUTPUT_SHUT) && tcb.state() != State.ESTABLISHED
                && tcb.state() != State.CLOSE_WAIT;
        if (unsent <= 0 && !finish) {
            dry(tcb);
            return false;
        }
        boolean idle = tcb.sndUna() == tcb.sndNxt();
        int window = Sequence.distance(tcb.sndNxt(), tcb.sndUna() + tcb.sndWnd());
        int length = length(tcb, unsent, window);
        if (idle && length > 0 && Pacing.mayGo(tcb, settings, now)) {
            CwndLimit.idle(tcb, settings.slowStartAfterIdle, now);
            length = length(tcb, unsent, window);
        }
        // 3.8.6.1: the FIN counts in the window as any octet
        finish &= length == unsent && window > length;
        if (length == 0 && !finish) {
            persist(tcb, idle, now);
            return false;
        }
        if (!Pacing.mayGo(tcb, settings, now)) {
            return false;
        }
        fill(tcb, outgoing, length, finish);
        Ecn.fresh(tcb, outgoing);
        sent(tcb, outgoing, now);
        return true;
    }

    /// There is nothing more to send: if cwnd would let more go, the application is the limit.
    private static void dry(Tcb tcb) {
        int inFlight = LossRecovery.inFlight(tcb);
        if (inFlight < tcb.cwnd()) {
            RateSample.appLimited(tcb, inFlight);
        }
    }

    /// How much of the new text goes in one segment (or super-segment).
    private int length(Tcb tcb, long unsent, int window) {
        int allowance = LossRecovery.allowance(tcb);
        int length = (int) Math.min(unsent, Math.min(Math.min(window, allowance), longest(tcb)));
        if (length <= 0) {
            return 0;
        }
        int small = length % tcb.sndMss();
        if (small == 0) {
            return length;
        }
        boolean mayGo = length == unsent ? mayEndSmall(tcb) : length < tcb.sndMss() && mayFill(tcb, length, window);
        return mayGo ? length : length - small;
    }

    /// The longest super-segment that the link takes: a multiple of the segment size.
    private int longest(Tcb tcb) {
        return Ecn.isReductionUntold(tcb) ? tcb.sndMss() : Pacing.longest(tcb, settings);
    }

    /// Nagle's algorithm (RFC 9293 3.7.4) as Minshall refined it and Linux has it: the last, small segment waits only
    /// for the acknowledgment of a small one before it.
    private static boolean mayEndSmall(Tcb tcb) {
        boolean smallIsOut = Sequence.isAfter(tcb.smallSentEnd(), tcb.sndUna())
                && Sequence.isAtOrBefore(tcb.smallSentEnd(), tcb.sndNxt());
        return !smallIsOut || tcb.has(Tcb.NO_DELAY | Tcb.OUTPUT_SHUT);
    }

    /// Sender's silly window avoidance (RFC 9293 3.8.6.2.1): part of what there is goes only if nothing is out and it
    /// fills half of the largest window seen, (3), or the override timeout has passed, (4).
    private static boolean mayFill(Tcb tcb, int length, int window) {
        if (length < window || tcb.sndUna() != tcb.sndNxt()) {
            return false;
        }
        return length >= tcb.maxSndWnd() / 2 || tcb.has(Tcb.PROBE_WANTED);
    }

    /// Text waits for the window and nothing is out whose acknowledgment could open it: RFC 9293 3.8.6.1.
    private static void persist(Tcb tcb, boolean idle, long now) {
        if (idle && tcb.persistAt() == Tcb.NEVER) {
            tcb.persistAt(now + RttEstimator.timeout(tcb));
        }
    }

    private static void fill(Tcb tcb, OutgoingSegment outgoing, int length, boolean finish) {
        outgoing.sequence = tcb.sndNxt();
        outgoing.payloadPosition = tcb.sentPosition(tcb.sndNxt());
        outgoing.payloadLength = length;
        outgoing.segmentSize = length > tcb.sndMss() ? tcb.sndMss() : 0;
        // 3.9.1.2 MUST-60, MUST-61: PSH where all that was written has gone
        outgoing.flags = outgoing.payloadPosition + length == tcb.sent() ? TcpHeader.PSH : 0;
        outgoing.flags |= finish ? TcpHeader.FIN : 0;
    }

    private void sent(Tcb tcb, OutgoingSegment outgoing, long now) {
        int end = outgoing.end();
        tcb.sndNxt(end);
        if (outgoing.has(TcpHeader.FIN)) {
            tcb.set(Tcb.FIN_SENT);
        }
        if (outgoing.payloadLength % tcb.sndMss() != 0) {
            tcb.smallSentEnd(end);
        }
        tcb.persistAt(Tcb.NEVER);
        tcb.clear(Tcb.PROBE_WANTED);
        RttEstimator.sent(tcb, end, now);
        Pacing.sent(tcb, outgoing.payloadLength, settings, now);
        CwndLimit.transmitted(tcb, settings.slowStartAfterIdle, now);
        RetransmissionTimer.startIfIdle(tcb, now);
        tcb.lastSentAt(now);
        if (now - tcb.lastReceivedAt() < settings.delayedAck) {
            // It answers: acknowledgments can ride on the answers.
            tcb.quickAcks(0);
        }
    }

    /// Sends (the beginning of) a range again: its length in the upper half, its sequence number in the lower.
    private boolean again(Tcb tcb, OutgoingSegment outgoing, long range, long now) {
        int sequence = (int) range;
        int length = (int) (range >>> Integer.SIZE);
        if (length == 0) {
            return false;
        }
        boolean finish = tcb.has(Tcb.FIN_SENT) && sequence + length == tcb.sndNxt();
        int text = finish ? length - 1 : length;
        int most = Math.min(LossRecovery.allowance(tcb), longest(tcb));
        if (text > most) {
            text = most - most % tcb.sndMss();
            finish = false;
        }
        if (text <= 0 && !finish || !Pacing.mayGo(tcb, settings, now)) {
            return false;
        }
        outgoing.sequence = sequence;
        outgoing.payloadPosition = tcb.sentPosition(sequence);
        outgoing.payloadLength = text;
        outgoing.segmentSize = text > tcb.sndMss() ? tcb.sndMss() : 0;
        outgoing.flags = finish ? TcpHeader.FIN | TcpHeader.PSH : TcpHeader.PSH;
        sentAgain(tcb, outgoing, now);
        return true;
    }

    private void sentAgain(Tcb tcb, OutgoingSegment outgoing, long now) {
        int length = Sequence.distance(outgoing.sequence, outgoing.end());
        LossRecovery.retransmitted(tcb, outgoing.sequence, length);
        RttEstimator.spoil(tcb);
        Pacing.sent(tcb, outgoing.payloadLength, settings, now);
        RetransmissionTimer.startIfIdle(tcb, now);
        tcb.lastSentAt(now);
        int segments = Math.max(1, Math.ceilDiv(outgoing.payloadLength, tcb.sndMss()));
        tcb.retransmits(tcb.retransmits() + segments);
        counters.retransSegs += segments;
        counters.tcpFastRetrans += tcb.recoveryPhase() == LossRecovery.RECOVERY ? segments : 0;
    }
}
