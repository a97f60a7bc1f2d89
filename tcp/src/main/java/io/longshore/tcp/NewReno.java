package io.longshore.tcp;

/// Additive increase, multiplicative decrease (RFC 5681), in Linux's count of segments.
public final class NewReno implements CongestionControl {

    @Override
    public String label() {
        return "reno";
    }

    @Override
    public void acknowledged(Tcb tcb, Acked acked, long now) {
        if (acked.recovering || acked.disordered || !CwndLimit.isLimited(tcb)) {
            return;
        }
        int bytes = acked.segments * tcb.sndMss();
        if (CongestionControl.inSlowStart(tcb)) {
            bytes = CongestionControl.slowStart(tcb, bytes);
        }
        if (bytes > 0) {
            // RFC 5681, 3.1: "when the number of bytes acknowledged reaches cwnd", it grows by one segment
            CongestionControl.avoid(tcb, bytes, tcb.cwnd());
        }
    }

    /// RFC 5681, (4): "ssthresh = max (FlightSize / 2, 2*SMSS)".
    @Override
    public void lost(Tcb tcb, long now) {
        CongestionControl.remember(tcb);
        tcb.ssthresh(CongestionControl.share(tcb, 1, 2));
    }

    @Override
    public void timedOut(Tcb tcb, long now) {
        lost(tcb, now);
        CongestionControl.collapse(tcb);
    }
}
