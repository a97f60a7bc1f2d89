package io.longshore.tcp;

/// How large cwnd is: what every algorithm shares, and what makes one. All state is in the record.
public sealed interface CongestionControl permits NewReno, Cubic {

    /// RFC 6928, 2: `min(10*MSS, max(2*MSS, 14600))`.
    int INITIAL_BYTES = 14_600;
    /// More than any path holds, and far from the sign bit.
    int MAXIMUM_CWND = 1 << 30;
    /// Most bytes one acknowledgment may add in slow start (the L of RFC 3465, 2.2): a super-segment, since receivers
    /// with receive offload acknowledge that many at once.
    int BURST_BYTES = 65_536;

    /// Bytes acknowledged while cwnd was what limited us and no loss is being mended.
    void acknowledged(Tcb tcb, int bytes, long now);

    /// Text was lost and is about to be mended: ssthresh and cwnd fall.
    ///
    /// @param flight bytes sent and not acknowledged
    void lost(Tcb tcb, int flight, long now);

    /// The retransmission timer went off for the first time in a row.
    void timedOut(Tcb tcb, int flight, long now);

    /// What cwnd starts with.
    static int initialWindow(Tcb tcb) {
        return Math.min(10 * tcb.sndMss(), Math.max(2 * tcb.sndMss(), INITIAL_BYTES));
    }

    /// RFC 5681, 3.1: while cwnd < ssthresh.
    static boolean inSlowStart(Tcb tcb) {
        return tcb.cwnd() < tcb.ssthresh();
    }

    /// RFC 5681, (2), by bytes: dividing acknowledgments gains nothing.
    static void slowStart(Tcb tcb, int bytes) {
        int most = Math.max(2 * tcb.sndMss(), BURST_BYTES);
        grow(tcb, Math.min(bytes, most));
    }

    static void grow(Tcb tcb, int bytes) {
        tcb.cwnd((int) Math.min((long) tcb.cwnd() + bytes, MAXIMUM_CWND));
    }

    /// What the reduction remembers, so that it can be taken back.
    static void remember(Tcb tcb) {
        tcb.priorCwnd(tcb.cwnd());
        tcb.priorSsthresh(tcb.ssthresh());
        tcb.ackedBytes(0);
    }
}
