package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.PROBE_END;

import io.longshore.wire.Sequence;

/// Tail loss probe (RFC 8985, 7): where nothing is acknowledged for two round trips, one segment is sent, so that what
/// comes back tells RACK what is lost, long before the retransmission timer would.
final class TailLossProbe {

    /// Linux's TCP_TIMEOUT_MIN.
    static final long LEAST = 2_000_000L;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Retransmission retransmission;

    TailLossProbe(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        retransmission = tcp.retransmission;
    }

    /// RFC 8985, 7.2: arms the timer for a probe instead of a retransmission, if one may be sent.
    ///
    /// @param advancing something was acknowledged, so the retransmission timer would begin anew
    boolean schedule(Tcb tcb, boolean advancing, long now) {
        int phase = tcb.recoveryPhase();
        if (settings.earlyRetrans < 3 || !tcb.has(Tcb.SACK_OK) || Pipe.out(tcb) == 0
                || phase != LossRecovery.OPEN && phase != LossRecovery.CWR) {
            return false;
        }
        long timeout = RttEstimator.INITIAL_RTO;
        if (tcb.srtt() > 0) {
            // with one segment out its acknowledgment may be delayed
            long allowance = Pipe.out(tcb) == 1 ? RttEstimator.leastVariation(tcb) : LEAST;
            timeout = 2 * tcb.srtt() + allowance;
        }
        long rto = advancing ? RttEstimator.timeout(tcb) : RetransmissionTimer.remaining(tcb, now);
        RetransmissionTimer.arm(tcb, RetransmissionTimer.PROBE, now + (rto > 0 ? Math.min(timeout, rto) : timeout));
        return true;
    }

    /// RFC 8985, 7.3: the probe timer has gone off. "If there is already a probe outstanding" there is no other.
    void due(Tcb tcb, long now) {
        if (!RecoveryBits.has(tcb, RecoveryBits.PROBE_OUT)) {
            RecoveryBits.set(tcb, RecoveryBits.PROBE_DUE);
        }
        RetransmissionTimer.rearm(tcb, now);
    }

    /// No new text could go: the last segment goes again.
    boolean again(Tcb tcb, OutgoingSegment outgoing, long now) {
        FlightLog log = tcb.flight();
        int last = log.count() - 1;
        if (last < 0 || log.has(last, FlightLog.SACKED)) {
            return false;
        }
        int end = tcb.sndUna() + tcb.sndWnd();
        int mss = Math.min(log.segmentSize(last), tcb.sndMss());
        int before = (log.end(last) - log.start(last) - (log.has(last, FlightLog.FIN) ? 1 : 0) - 1) / mss * mss;
        if (before > 0 && Pipe.divide(tcb, log, last, log.start(last) + before)) {
            last++;
        }
        if (last > 0 && !Sequence.isBefore(log.start(last), end)) {
            return false;
        }
        retransmission.fill(tcb, log, last, outgoing, mss);
        retransmission.again(tcb, log, last, outgoing, now);
        sent(tcb, true, now);
        return true;
    }

    /// The probe has been sent.
    void sent(Tcb tcb, boolean again, long now) {
        RecoveryBits.set(tcb, RecoveryBits.PROBE_OUT);
        RecoveryBits.clear(tcb, RecoveryBits.PROBE_RETRANSMITTED | RecoveryBits.PROBE_DUE);
        if (again) {
            RecoveryBits.set(tcb, RecoveryBits.PROBE_RETRANSMITTED);
        }
        tcb.intAt(PROBE_END, tcb.sndNxt());
        counters.tcpLossProbes++;
        RetransmissionTimer.start(tcb, now);
    }

    /// RFC 8985, 7.4: whether the probe has mended a loss that would not have been seen otherwise.
    void acknowledged(Tcb tcb, Acked acked) {
        if (!RecoveryBits.has(tcb, RecoveryBits.PROBE_OUT) || Sequence.isBefore(tcb.sndUna(), tcb.intAt(PROBE_END))) {
            return;
        }
        boolean again = RecoveryBits.has(tcb, RecoveryBits.PROBE_RETRANSMITTED);
        boolean duplicate = !acked.has(AckBits.ADVANCED | AckBits.NO_DUPLICATE | AckBits.SACKED_SOMETHING);
        if (!again || acked.has(AckBits.PROBE_DUPLICATED)) {
            RecoveryBits.clear(tcb, RecoveryBits.PROBE_OUT);
        } else if (Sequence.isAfter(tcb.sndUna(), tcb.intAt(PROBE_END))) {
            Reduction.atOnce(tcb, acked.now);
            counters.tcpLossProbeRecovery++;
        } else if (duplicate) {
            RecoveryBits.clear(tcb, RecoveryBits.PROBE_OUT);
        }
    }
}
