package io.longshore.tcp;

/// What congestion control tells of a connection, as `ss -ti` and Linux's TCP_INFO count it.
public final class CongestionReport {

    /// tcpi_snd_ssthresh while it is arbitrarily high (TCP_INFINITE_SSTHRESH).
    public static final int INFINITE = Integer.MAX_VALUE;
    /// tcpi_pacing_rate while nothing limits it.
    public static final long UNLIMITED = -1;

    private CongestionReport() {
    }

    /// The algorithm's name: cubic, reno, bbr.
    public static String label(Tcb tcb) {
        return CongestionControl.of(tcb).label();
    }

    /// The algorithm's number: 1 reno, 2 cubic, 3 bbr.
    public static int algorithm(Tcb tcb) {
        return CongestionLayout.algorithm(tcb);
    }

    /// tcpi_snd_cwnd, segments.
    public static int cwnd(Tcb tcb) {
        return tcb.cwnd() / Math.max(1, tcb.sndMss());
    }

    /// tcpi_snd_ssthresh, segments.
    public static int ssthresh(Tcb tcb) {
        return tcb.ssthresh() >= CongestionControl.MAXIMUM_CWND ? INFINITE : tcb.ssthresh() / Math.max(1, tcb.sndMss());
    }

    /// tcpi_pacing_rate, bytes per second.
    public static long pacingRate(Tcb tcb) {
        return Pacing.rate(tcb) == 0 ? UNLIMITED : Pacing.rate(tcb);
    }

    /// tcpi_max_pacing_rate, bytes per second.
    public static long maxPacingRate(Tcb tcb) {
        return SocketOptions.maxPacingRate(tcb) == 0 ? UNLIMITED : SocketOptions.maxPacingRate(tcb);
    }

    /// tcpi_delivery_rate, bytes per second.
    public static long deliveryRate(Tcb tcb) {
        return RateSample.deliveryRate(tcb);
    }

    /// tcpi_delivery_rate_app_limited.
    public static boolean isDeliveryRateLimited(Tcb tcb) {
        return RateSample.isDeliveryRateLimited(tcb);
    }

    /// TCPI_OPT_ECN: ECN was agreed on.
    public static boolean usesEcn(Tcb tcb) {
        return Ecn.isOn(tcb);
    }

    /// TCPI_OPT_ECN_SEEN: the peer has used it.
    public static boolean hasSeenEcn(Tcb tcb) {
        return Ecn.isSeen(tcb);
    }
}
