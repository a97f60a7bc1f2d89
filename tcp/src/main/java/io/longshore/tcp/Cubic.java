package io.longshore.tcp;

/// CUBIC (RFC 9438): after a loss the window returns to where it was along a cubic of the time since, and is never
/// smaller than what Reno would have.
public final class Cubic implements CongestionControl {

    /// RFC 9438, 5.1, segments per second³.
    private static final double C = 0.4;
    /// RFC 9438, 4.6.
    private static final double BETA = 0.7;
    /// RFC 9438, 4.3: what gives Reno's average window with our gentler decrease.
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

    private static final double NANOS = 1e9;
    /// ackedBytes carries what did not make a whole byte, in 2⁻¹⁶ bytes.
    private static final int FRACTION_BITS = 16;

    @Override
    public void acknowledged(Tcb tcb, int bytes, long now) {
        if (CongestionControl.inSlowStart(tcb)) {
            CongestionControl.slowStart(tcb, bytes);
        } else {
            avoid(tcb, bytes, now);
        }
        tcb.cubicSeenAt(now);
    }

    @Override
    public void lost(Tcb tcb, int flight, long now) {
        reduce(tcb, flight);
        tcb.cwnd(tcb.ssthresh());
    }

    /// RFC 9438, 4.8.
    @Override
    public void timedOut(Tcb tcb, int flight, long now) {
        reduce(tcb, flight);
        tcb.cwnd(tcb.sndMss());
    }

    /// RFC 9438, 4.6 and 4.7: with fast convergence a flow that lost below its last maximum makes room for new ones.
    private static void reduce(Tcb tcb, int flight) {
        CongestionControl.remember(tcb);
        double cwnd = tcb.cwnd();
        tcb.wMax(cwnd < tcb.wMax() ? cwnd * (1 + BETA) / 2 : cwnd);
        tcb.cubicEpoch(0);
        tcb.ssthresh(Math.max((int) (Math.min(flight, cwnd) * BETA), 2 * tcb.sndMss()));
    }

    private static void avoid(Tcb tcb, int bytes, long now) {
        if (tcb.cubicEpoch() == 0) {
            begin(tcb, now);
        }
        double cwnd = tcb.cwnd();
        double mss = tcb.sndMss();
        double seconds = (now - tcb.cubicEpoch()) / NANOS;
        estimate(tcb, bytes);
        double step;
        if (cubic(tcb, seconds) < tcb.wEst()) {
            // RFC 9438, 4.3: the Reno-friendly region
            step = Math.max(tcb.wEst() - cwnd, 0);
        } else {
            // RFC 9438, 4.2: at most half a window per round trip, and never down
            double target = cubic(tcb, seconds + tcb.srtt() / NANOS);
            target = Math.clamp(target, cwnd, 1.5 * cwnd);
            step = (target - cwnd) * Math.min(bytes / cwnd, 1);
        }
        add(tcb, Math.min(step, Math.max(bytes, mss)));
    }

    /// The first acknowledgment in congestion avoidance since the last reduction: RFC 9438, 4.2.
    private static void begin(Tcb tcb, long now) {
        double cwnd = tcb.cwnd();
        double missing = (tcb.wMax() - cwnd) / tcb.sndMss();
        if (missing <= 0) {
            tcb.wMax(cwnd);
        }
        tcb.cubicK(missing > 0 ? StrictMath.cbrt(missing / C) : 0);
        tcb.cubicEpoch(now);
        tcb.cubicSeenAt(now);
        tcb.wEst(cwnd);
    }

    /// W_cubic(t), bytes: RFC 9438, figure 1.
    private static double cubic(Tcb tcb, double seconds) {
        double t = seconds - tcb.cubicK();
        return C * t * t * t * tcb.sndMss() + tcb.wMax();
    }

    /// W_est: RFC 9438, 4.3, figure 4. Past the window before the reduction it grows as Reno itself does.
    private static void estimate(Tcb tcb, int bytes) {
        double alpha = tcb.wEst() >= tcb.priorCwnd() ? 1 : ALPHA;
        tcb.wEst(tcb.wEst() + alpha * tcb.sndMss() * Math.min(bytes / (double) tcb.cwnd(), 1));
    }

    private static void add(Tcb tcb, double bytes) {
        long scaled = (long) (bytes * (1 << FRACTION_BITS)) + tcb.ackedBytes();
        CongestionControl.grow(tcb, (int) Math.min(scaled >> FRACTION_BITS, MAXIMUM_CWND));
        tcb.ackedBytes((int) (scaled & (1 << FRACTION_BITS) - 1));
    }

    /// Time in which the application, not cwnd, was the limit does not count: RFC 9438, 5.8.
    static void rested(Tcb tcb, long now) {
        if (tcb.cubicEpoch() != 0) {
            tcb.cubicEpoch(tcb.cubicEpoch() + (now - tcb.cubicSeenAt()));
            tcb.cubicSeenAt(now);
        }
    }
}
