package io.longshore.tcp;

/// Additive increase, multiplicative decrease (RFC 5681), counted in bytes (RFC 3465).
public final class NewReno implements CongestionControl {

    @Override
    public void acknowledged(Tcb tcb, int bytes, long now) {
        if (CongestionControl.inSlowStart(tcb)) {
            CongestionControl.slowStart(tcb, bytes);
            return;
        }
        // RFC 5681, 3.1: "when the number of bytes acknowledged reaches cwnd", it grows by one segment
        long counted = (long) tcb.ackedBytes() + bytes;
        if (counted >= tcb.cwnd()) {
            counted = Math.min(counted - tcb.cwnd(), tcb.cwnd());
            CongestionControl.grow(tcb, tcb.sndMss());
        }
        tcb.ackedBytes((int) counted);
    }

    @Override
    public void lost(Tcb tcb, int flight, long now) {
        CongestionControl.remember(tcb);
        tcb.ssthresh(threshold(tcb, flight));
        tcb.cwnd(tcb.ssthresh());
    }

    @Override
    public void timedOut(Tcb tcb, int flight, long now) {
        CongestionControl.remember(tcb);
        tcb.ssthresh(threshold(tcb, flight));
        tcb.cwnd(tcb.sndMss());
    }

    /// RFC 5681, (4): "ssthresh = max (FlightSize / 2, 2*SMSS)".
    private static int threshold(Tcb tcb, int flight) {
        return Math.max(flight / 2, 2 * tcb.sndMss());
    }
}
