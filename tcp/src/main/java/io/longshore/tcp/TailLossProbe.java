package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.PROBES;
import static io.longshore.tcp.RecoveryLayout.PROBE_END;

import io.longshore.wire.Sequence;

/// Tail loss probe (RFC 8985, 7): where nothing is acknowledged for two round trips, one segment is sent, so that what
/// comes back tells RACK what is lost, long before the retransmission timer would.
///
/// On a short path, where the round trip is less than Linux's timers can tell apart, a retransmission timeout costs as
/// much as thousands of round trips. There our timers are finer than Linux's, and a probe that is not heard of is sent
/// again, twice as late each time; also while losses are being mended: then it is the first segment outstanding that
/// goes again, which the peer acknowledges at once, be it new to it or not (RFC 5681, 4.2; RFC 2883).
final class TailLossProbe {

    /// Linux's TCP_TIMEOUT_MIN: what its timers cannot tell apart.
    private static final long LEAST = 2_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    /// What a busy peer may take besides the round trip.
    private static final long BUSY = 250_000L;
    /// Probes without an answer, at most; then the retransmission timer decides.
    private static final int MOST = 6;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Acked acked;
    private final Retransmission retransmission;

    TailLossProbe(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        acked = tcp.acked;
        retransmission = tcp.retransmission;
    }

    /// How much later than it could be something is taken for lost.
    static long slack(Tcb tcb) {
        return isShort(tcb) ? Math.clamp(tcb.srtt() + 4 * RttEstimator.deviation(tcb), BUSY, LEAST) : LEAST;
    }

    /// A round trip that took no time at all was not measured, and counts as a millisecond.
    private static boolean isShort(Tcb tcb) {
        return tcb.minRtt() < MILLISECOND && tcb.srtt() > 0 && tcb.srtt() < LEAST;
    }

    /// Whether an unanswered probe is followed by another: not where the retransmission timer has gone off already.
    private static boolean mayRepeat(Tcb tcb) {
        return isShort(tcb) && tcb.intAt(PROBES) < MOST && tcb.retries() == 0;
    }

    private static boolean isMending(Tcb tcb) {
        return tcb.recoveryPhase() >= LossRecovery.RECOVERY;
    }

    /// RFC 8985, 7.2: arms the timer for a probe instead of a retransmission, if one may be sent.
    ///
    /// @param advancing something was acknowledged, so the retransmission timer would begin anew
    boolean schedule(Tcb tcb, boolean advancing, long now) {
        if (settings.earlyRetrans < 3 || !tcb.has(Tcb.SACK_OK) || Pipe.out(tcb) == 0 || !isTime(tcb, advancing)) {
            return false;
        }
        long timeout = RttEstimator.INITIAL_RTO;
        if (tcb.srtt() > 0) {
            // with one segment out its acknowledgment may be delayed
            boolean delayed = Pipe.out(tcb) == 1 && !isMending(tcb);
            long allowance = delayed ? RttEstimator.leastVariation(tcb) : slack(tcb);
            timeout = 2 * tcb.srtt() + allowance << tcb.intAt(PROBES);
        }
        long rto = advancing ? RttEstimator.timeout(tcb) : RetransmissionTimer.remaining(tcb, now);
        RetransmissionTimer.arm(tcb, RetransmissionTimer.PROBE, now + (rto > 0 ? Math.min(timeout, rto) : timeout));
        return true;
    }

    /// Linux probes only where nothing is known to be lost or late.
    private static boolean isTime(Tcb tcb, boolean advancing) {
        int phase = tcb.recoveryPhase();
        if (phase == LossRecovery.OPEN || phase == LossRecovery.CWR) {
            return true;
        }
        boolean reordering = !advancing && RetransmissionTimer.isFor(tcb, RetransmissionTimer.REORDER);
        return mayRepeat(tcb) && !reordering;
    }

    /// Something was sent again, or is about to be: on a short path its loss is not left to the retransmission timer.
    void mended(Tcb tcb, long now) {
        if (isMending(tcb) && RetransmissionTimer.isFor(tcb, RetransmissionTimer.RTO)) {
            schedule(tcb, false, now);
        }
    }

    /// RFC 8985, 7.3: the probe timer has gone off. "If there is already a probe outstanding" there is no other, but on
    /// a short path.
    void due(Tcb tcb, long now) {
        boolean more = mayRepeat(tcb);
        RetransmissionTimer.rearm(tcb, now);
        if (isMending(tcb) && isShort(tcb)) {
            mend(tcb, now);
        } else if (more || !RecoveryBits.has(tcb, RecoveryBits.PROBE_OUT)) {
            RecoveryBits.set(tcb, RecoveryBits.PROBE_DUE);
        }
    }

    /// Nothing was heard since the first segment outstanding was sent again: it goes once more, whatever cwnd says.
    private void mend(Tcb tcb, long now) {
        FlightLog log = tcb.flight();
        if (log.has(0, FlightLog.SACKED)) {
            return;
        }
        acked.clear(tcb, now);
        retransmission.lost(tcb, log, 0);
        RecoveryBits.clear(tcb, RecoveryBits.HELD | RecoveryBits.NEW_FIRST);
        tcb.cwnd(Math.max(tcb.cwnd(), LossRecovery.inFlight(tcb) + tcb.sndMss()));
        count(tcb);
    }

    private void count(Tcb tcb) {
        counters.tcpLossProbes++;
        tcb.intAt(PROBES, isShort(tcb) ? Math.min(tcb.intAt(PROBES) + 1, MOST) : 0);
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
        int before = (Retransmission.text(log, last) - 1) / mss * mss;
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
        count(tcb);
        RetransmissionTimer.start(tcb, now);
        if (mayRepeat(tcb)) {
            schedule(tcb, false, now);
        }
    }

    /// RFC 8985, 7.4: whether the probe has mended a loss that would not have been seen otherwise.
    void acknowledged(Tcb tcb) {
        if (acked.has(AckBits.ADVANCED | AckBits.SACKED_SOMETHING | AckBits.DUPLICATE_REPORTED)) {
            tcb.intAt(PROBES, 0);
        }
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
