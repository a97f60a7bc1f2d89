package io.longshore.tcp;

/// CUBIC (RFC 9438): after a loss the window returns to where it was along a cubic of the time since, and is never
/// smaller than what Reno would have. It grows by whole segments, as in Linux.
public final class Cubic implements CongestionControl {

    /// RFC 9438, 5.1, segments per second³.
    private static final double C = 0.4;
    /// RFC 9438, 4.6: beta_cubic, 7/10.
    private static final double BETA = 0.7;
    /// RFC 9438, 4.3: what gives Reno's average window with our gentler decrease.
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);
    /// Segments acknowledged for one segment's growth, at least: 4.2, half a window per round trip.
    private static final double FASTEST = 2;
    /// At most where no maximum is known: the cubic, which is flat at first, would keep a new path empty (Linux).
    private static final double UNKNOWN = 20;
    /// At the plateau: next to nothing.
    private static final double PLATEAU = 100;

    private static final double NANOS = 1e9;

    @Override
    public String label() {
        return "cubic";
    }

    @Override
    public void opened(Tcb tcb, long now) {
        tcb.wMax(0);
        tcb.cubicEpoch(0);
        tcb.ackedBytes(0);
        HyStart.begin(tcb);
    }

    @Override
    public void acknowledged(Tcb tcb, Acked acked, long now) {
        if (acked.recovering || acked.disordered) {
            return;
        }
        if (!CwndLimit.isLimited(tcb)) {
            rested(tcb, now);
            return;
        }
        int bytes = acked.segments * tcb.sndMss();
        if (CongestionControl.inSlowStart(tcb)) {
            bytes = HyStart.grow(tcb, bytes, acked);
        }
        if (bytes > 0) {
            avoid(tcb, bytes, now);
        }
        tcb.cubicSeenAt(now);
    }

    @Override
    public void lost(Tcb tcb, long now) {
        save(tcb);
        // 4.7: with fast convergence a flow that lost below its last maximum makes room for new ones
        double cwnd = tcb.cwnd();
        tcb.wMax(cwnd < tcb.wMax() ? cwnd * (1 + BETA) / 2 : cwnd);
        reduce(tcb);
    }

    /// RFC 9438, 4.8: the next congestion avoidance begins with K = 0 and W_max = cwnd.
    @Override
    public void timedOut(Tcb tcb, long now) {
        save(tcb);
        tcb.wMax(0);
        reduce(tcb);
        CongestionControl.collapse(tcb);
    }

    /// RFC 9438, 4.6.
    private static void reduce(Tcb tcb) {
        CongestionControl.remember(tcb);
        tcb.cubicEpoch(0);
        tcb.ssthresh(CongestionControl.share(tcb, 7, 10));
        HyStart.end(tcb);
    }

    /// RFC 9438, 4.9.1: what has to be remembered for the case that nothing was lost.
    private static void save(Tcb tcb) {
        CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_W_MAX, tcb.wMax());
        CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_K, tcb.cubicK());
        CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_ORIGIN, origin(tcb));
        CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_W_EST, tcb.wEst());
        tcb.longAt(CongestionLayout.SAVED_EPOCH, tcb.cubicEpoch());
    }

    @Override
    public void undone(Tcb tcb, long now) {
        CongestionControl.super.undone(tcb, now);
        tcb.wMax(CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_W_MAX));
        tcb.cubicK(CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_K));
        origin(tcb, CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_ORIGIN));
        tcb.wEst(CongestionLayout.doubleAt(tcb, CongestionLayout.SAVED_W_EST));
        tcb.cubicEpoch(tcb.longAt(CongestionLayout.SAVED_EPOCH));
    }

    @Override
    public void restarted(Tcb tcb, long now) {
        rested(tcb, now);
    }

    private static void avoid(Tcb tcb, int bytes, long now) {
        if (tcb.cubicEpoch() == 0) {
            begin(tcb, now);
        }
        double mss = tcb.sndMss();
        long cwnd = tcb.cwnd() / tcb.sndMss();
        estimate(tcb, bytes);
        // 4.2: "the target ... W_cubic(t + RTT)", at most half a window above
        double seconds = (now - tcb.cubicEpoch() + tcb.srtt()) / NANOS;
        long target = (long) (cubic(tcb, seconds) / mss);
        double every = target > cwnd ? (double) cwnd / (target - cwnd) : PLATEAU * cwnd;
        every = tcb.wMax() == 0 ? Math.min(every, UNKNOWN) : every;
        // 4.3: the Reno-friendly region
        long reno = (long) (tcb.wEst() / mss);
        every = reno > cwnd ? Math.min(every, (double) cwnd / (reno - cwnd)) : every;
        CongestionControl.avoid(tcb, bytes, (long) (Math.max(Math.floor(every), FASTEST) * mss));
    }

    /// The first acknowledgment in congestion avoidance since the last reduction: RFC 9438, 4.2.
    private static void begin(Tcb tcb, long now) {
        double cwnd = tcb.cwnd();
        double missing = (tcb.wMax() - cwnd) / tcb.sndMss();
        origin(tcb, Math.max(tcb.wMax(), cwnd));
        tcb.cubicK(missing > 0 ? StrictMath.cbrt(missing / C) : 0);
        tcb.cubicEpoch(now);
        tcb.cubicSeenAt(now);
        tcb.wEst(cwnd);
    }

    /// W_cubic(t), bytes: RFC 9438, figure 1.
    private static double cubic(Tcb tcb, double seconds) {
        double t = seconds - tcb.cubicK();
        return C * t * t * t * tcb.sndMss() + origin(tcb);
    }

    /// W_est: RFC 9438, 4.3, figure 4. Past the window before the reduction it grows as Reno itself does.
    private static void estimate(Tcb tcb, int bytes) {
        double alpha = tcb.wEst() >= tcb.priorCwnd() ? 1 : ALPHA;
        tcb.wEst(tcb.wEst() + alpha * tcb.sndMss() * Math.min(bytes / (double) tcb.cwnd(), 1));
    }

    /// Time in which the application, not cwnd, was the limit does not count: RFC 9438, 4.2 and 5.8.
    private static void rested(Tcb tcb, long now) {
        if (tcb.cubicEpoch() != 0) {
            tcb.cubicEpoch(tcb.cubicEpoch() + (now - tcb.cubicSeenAt()));
            tcb.cubicSeenAt(now);
        }
    }

    private static double origin(Tcb tcb) {
        return CongestionLayout.doubleAt(tcb, CongestionLayout.ORIGIN);
    }

    private static void origin(Tcb tcb, double bytes) {
        CongestionLayout.doubleAt(tcb, CongestionLayout.ORIGIN, bytes);
    }
}
