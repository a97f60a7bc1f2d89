package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// Whether cwnd is what limits us, and what becomes of it where it is not: it grows only by what shows that the path
/// carries it (RFC 9293, 3.8.2; RFC 7661 in spirit), and decays when it is not used (RFC 5681, 4.1; RFC 2861). Judged
/// as Linux does.
final class CwndLimit {

    private CwndLimit() {
    }

    /// Nothing has been sent yet.
    static void begin(Tcb tcb, long now) {
        tcb.intAt(CongestionLayout.IS_LIMITED, 0);
        tcb.intAt(CongestionLayout.MOST_FLIGHT, 0);
        tcb.cwndLimitedUntil(tcb.sndUna());
        used(tcb, 0, now);
    }

    /// Whether the window sent last was limited by cwnd; in slow start, used by more than half.
    static boolean isLimited(Tcb tcb) {
        return isMarked(tcb) || CongestionControl.inSlowStart(tcb)
                && tcb.cwnd() < 2L * tcb.intAt(CongestionLayout.MOST_FLIGHT);
    }

    /// New text has been sent, or cwnd kept it from being sent.
    ///
    /// @param decays tcp_slow_start_after_idle
    static void transmitted(Tcb tcb, boolean decays, long now) {
        int flight = tcb.sndNxt() - tcb.sndUna();
        boolean limited = LossRecovery.inFlight(tcb) + tcb.sndMss() > tcb.cwnd();
        boolean another = Sequence.isAtOrAfter(tcb.sndUna(), tcb.cwndLimitedUntil());
        // the strongest signal of one window counts
        if (another || limited || !isMarked(tcb) && flight > tcb.intAt(CongestionLayout.MOST_FLIGHT)) {
            tcb.intAt(CongestionLayout.IS_LIMITED, limited ? 1 : 0);
            tcb.intAt(CongestionLayout.MOST_FLIGHT, flight);
            tcb.cwndLimitedUntil(tcb.sndNxt());
        }
        if (isLimited(tcb)) {
            used(tcb, 0, now);
            return;
        }
        tcb.intAt(CongestionLayout.CWND_USED, Math.max(tcb.intAt(CongestionLayout.CWND_USED), flight));
        long since = now - tcb.longAt(CongestionLayout.CWND_STAMP);
        if (decays && since >= RttEstimator.timeout(tcb) && !CongestionControl.of(tcb).isModel()) {
            decay(tcb, now);
        }
    }

    /// Text is about to be sent and none is outstanding: cwnd is halved for each RTO of idleness, down to the restart
    /// window (RFC 2861, 3.1; RFC 5681, 4.1).
    static void idle(Tcb tcb, boolean decays, long now) {
        CongestionControl algorithm = CongestionControl.of(tcb);
        algorithm.restarted(tcb, now);
        long rto = RttEstimator.timeout(tcb);
        long idle = now - tcb.lastSentAt();
        if (!decays || idle <= rto || algorithm.isModel()) {
            return;
        }
        tcb.ssthresh(threshold(tcb));
        int cwnd = tcb.cwnd();
        int restart = Math.min(CongestionControl.restartWindow(tcb), cwnd);
        for (long left = idle - rto; left > 0 && cwnd > restart; left -= rto) {
            cwnd >>= 1;
        }
        tcb.cwnd(Math.max(wholeSegments(tcb, cwnd), restart));
        used(tcb, 0, now);
    }

    /// Longer than an RTO less was in flight than cwnd allows: half of what was not used goes.
    private static void decay(Tcb tcb, long now) {
        if (tcb.recoveryPhase() == LossRecovery.OPEN) {
            int most = Math.max(tcb.intAt(CongestionLayout.CWND_USED), CongestionControl.restartWindow(tcb));
            if (most < tcb.cwnd()) {
                tcb.ssthresh(threshold(tcb));
                tcb.cwnd(wholeSegments(tcb, tcb.cwnd() + most >> 1));
            }
        }
        used(tcb, 0, now);
    }

    private static void used(Tcb tcb, int bytes, long now) {
        tcb.intAt(CongestionLayout.CWND_USED, bytes);
        tcb.longAt(CongestionLayout.CWND_STAMP, now);
    }

    private static boolean isMarked(Tcb tcb) {
        return tcb.intAt(CongestionLayout.IS_LIMITED) != 0;
    }

    /// RFC 2861, 3.1: "ssthresh = max(ssthresh, 3*cwnd/4)": slow start leads back.
    static int threshold(Tcb tcb) {
        return Math.max(tcb.ssthresh(), (tcb.cwnd() >> 1) + (tcb.cwnd() >> 2));
    }

    private static int wholeSegments(Tcb tcb, int bytes) {
        return Math.max(bytes - bytes % tcb.sndMss(), tcb.sndMss());
    }
}
