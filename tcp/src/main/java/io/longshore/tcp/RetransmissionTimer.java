package io.longshore.tcp;

/// The retransmission timer of RFC 6298, 5.
final class RetransmissionTimer {

    private RetransmissionTimer() {
    }

    /// (5.1): "if the timer is not running, start it running"
    static void startIfIdle(Tcb tcb, long now) {
        if (tcb.retransmitAt() == Tcb.NEVER) {
            start(tcb, now);
        }
    }

    static void start(Tcb tcb, long now) {
        tcb.retransmitAt(now + RttEstimator.timeout(tcb));
    }

    /// New text was acknowledged. (5.2): all of it: "turn off the retransmission timer"; (5.3): else "restart" it.
    static void acknowledged(Tcb tcb, long now) {
        tcb.retries(0);
        if (tcb.sndUna() == tcb.sndNxt()) {
            tcb.retransmitAt(Tcb.NEVER);
        } else {
            start(tcb, now);
        }
    }
}
