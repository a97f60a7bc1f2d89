package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// Text and FIN: what was lost first, then what is new, as far as window, congestion control, Nagle and silly window
/// avoidance let it go.
final class TextOutput {

    private final TcpSettings settings;
    private final LossRecovery recovery;
    private final Retransmission retransmission;
    private final TailLossProbe probe;
    private final MtuProbe mtuProbe;
    private final DelayedAck delayedAck;

    TextOutput(Tcp tcp) {
        settings = tcp.settings;
        recovery = tcp.recovery;
        retransmission = tcp.retransmission;
        probe = tcp.probe;
        mtuProbe = tcp.mtuProbe;
        delayedAck = tcp.delayedAck;
    }

    /// Fills in sequence number, payload and control bits; false if no text may go.
    boolean next(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (tcb.sndUna() == tcb.sndNxt()) {
            return fresh(tcb, outgoing, now);
        }
        if (RecoveryBits.has(tcb, RecoveryBits.PROBE_DUE | RecoveryBits.NEW_FIRST)) {
            return first(tcb, outgoing, now) || next(tcb, outgoing, now);
        }
        if (retransmission.next(tcb, outgoing, now)) {
            probe.mended(tcb, now);
            return true;
        }
        return fresh(tcb, outgoing, now);
    }

    /// New text goes before what is lost: as a tail loss probe (RFC 8985, 7.3), or because F-RTO wants to know whether
    /// anything is (RFC 5682, 2.1, (2b)).
    private boolean first(Tcb tcb, OutgoingSegment outgoing, long now) {
        boolean probes = RecoveryBits.has(tcb, RecoveryBits.PROBE_DUE);
        if (fresh(tcb, outgoing, now)) {
            return true;
        }
        RecoveryBits.clear(tcb, RecoveryBits.PROBE_DUE | RecoveryBits.NEW_FIRST);
        if (probes) {
            return probe.again(tcb, outgoing, now);
        }
        if (tcb.sndNxt() == tcb.recoveryPoint()) {
            // nothing new could go
            RecoveryBits.clear(tcb, RecoveryBits.FRTO | RecoveryBits.HELD);
        }
        return false;
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
        return fresh(tcb, outgoing, unsent, finish, now);
    }

    private boolean fresh(Tcb tcb, OutgoingSegment outgoing, long unsent, boolean finish, long now) {
        Nagle.look(tcb);
        boolean idle = tcb.sndUna() == tcb.sndNxt();
        int window = Sequence.distance(tcb.sndNxt(), tcb.sndUna() + tcb.sndWnd());
        int length = length(tcb, unsent, window);
        if (idle && length > 0 && Pacing.mayGo(tcb, settings, now)) {
            CwndLimit.idle(tcb, settings.slowStartAfterIdle, now);
            length = length(tcb, unsent, window);
        }
        // 3.8.6.1: the FIN counts in the window as any octet
        boolean ends = finish && length == unsent && window > length;
        if (length == 0 && !ends) {
            PersistTimer.start(tcb, idle, now);
            return false;
        }
        if (!Pacing.mayGo(tcb, settings, now)) {
            return false;
        }
        int probe = mtuProbe.due(tcb, unsent, window, now);
        if (probe == MtuProbe.WAIT) {
            return false;
        }
        if (probe > 0) {
            probe(tcb, outgoing, probe, now);
            return true;
        }
        fill(tcb, outgoing, length, ends);
        Ecn.fresh(tcb, outgoing);
        sent(tcb, outgoing, now);
        return true;
    }

    /// A segment longer than the path is known to take, whole and by itself.
    private void probe(Tcb tcb, OutgoingSegment outgoing, int length, long now) {
        fill(tcb, outgoing, length, false);
        outgoing.segmentSize = 0;
        outgoing.flags = RecordEnds.isNext(tcb, outgoing.end()) ? TcpHeader.PSH : 0;
        Ecn.fresh(tcb, outgoing);
        int small = tcb.smallSentEnd();
        sent(tcb, outgoing, now);
        // Nagle's algorithm does not take it for a small one
        tcb.smallSentEnd(small);
        MtuProbe.sent(tcb, outgoing);
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
        long whole = RecordEnds.clip(tcb, unsent);
        int length = (int) Math.min(whole, Math.min(Math.min(window, allowance), longest(tcb)));
        if (length <= 0) {
            return 0;
        }
        int small = length % tcb.sndMss();
        if (small == 0) {
            return length;
        }
        boolean mayGo = length < whole ? length < tcb.sndMss() && mayFill(tcb, length, window)
                : whole < unsent || Nagle.mayEnd(tcb, tcb.sentEnd());
        return mayGo ? length : length - small;
    }

    /// The longest super-segment that the link takes: a multiple of the segment size. The link cannot count down an
    /// urgent pointer.
    private int longest(Tcb tcb) {
        boolean one = tcb.has(Tcb.URGENT) || Ecn.forbidsSuperSegments(tcb);
        return one ? tcb.sndMss() : Pacing.longest(tcb, settings);
    }

    /// Sender's silly window avoidance (RFC 9293 3.8.6.2.1): part of what there is goes only if nothing is out and it
    /// fills half of the largest window seen, (3), or the override timeout has passed, (4).
    private static boolean mayFill(Tcb tcb, int length, int window) {
        if (length < window || tcb.sndUna() != tcb.sndNxt()) {
            return false;
        }
        return length >= tcb.maxSndWnd() / 2 || tcb.has(Tcb.PROBE_WANTED);
    }

    private static void fill(Tcb tcb, OutgoingSegment outgoing, int length, boolean finish) {
        outgoing.sequence = tcb.sndNxt();
        outgoing.payloadPosition = tcb.sentPosition(tcb.sndNxt());
        outgoing.payloadLength = length;
        outgoing.segmentSize = length > tcb.sndMss() ? tcb.sndMss() : 0;
        int end = tcb.sndNxt() + length;
        boolean pushes = Nagle.pushes(tcb, end, length) || RecordEnds.isNext(tcb, end);
        outgoing.flags = pushes ? TcpHeader.PSH : 0;
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
        recovery.transmitted(tcb, outgoing, now);
        RecordEnds.sent(tcb);
        Pacing.sent(tcb, outgoing.payloadLength, settings, now);
        CwndLimit.transmitted(tcb, settings.slowStartAfterIdle, now);
        tcb.lastSentAt(now);
        delayedAck.sentText(tcb, now);
    }
}
