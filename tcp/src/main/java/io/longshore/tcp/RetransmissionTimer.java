package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.TIMER_KIND;

/// The retransmission timer of RFC 6298, 5, which also serves RACK and the tail loss probe (RFC 8985, 8): one of the
/// three at a time.
final class RetransmissionTimer {

    /// Armed for a retransmission timeout.
    static final int RTO = 0;
    /// Armed for a tail loss probe.
    static final int PROBE = 1;
    /// Armed for the end of the reordering window.
    static final int REORDER = 2;

    private RetransmissionTimer() {
    }

    /// (5.1): "if the timer is not running, start it running"
    static void startIfIdle(Tcb tcb, long now) {
        if (tcb.retransmitAt() == Tcb.NEVER) {
            start(tcb, now);
        }
    }

    static void start(Tcb tcb, long now) {
        long at = now + RttEstimator.timeout(tcb);
        long since = tcb.state().isSynchronised() ? tcb.retriesSince() : tcb.openedAt();
        arm(tcb, RTO, tcb.retries() > 0 ? RetryLimits.clamp(tcb, at, since, now) : at);
    }

    static void arm(Tcb tcb, int kind, long at) {
        tcb.intAt(TIMER_KIND, kind);
        tcb.retransmitAt(at);
    }

    static boolean isFor(Tcb tcb, int kind) {
        return tcb.retransmitAt() != Tcb.NEVER && tcb.intAt(TIMER_KIND) == kind;
    }

    /// (5.2), (5.3): for a timeout from now on; where it was armed for something else, from when the first segment was
    /// last sent, so that probing never puts it off.
    static void rearm(Tcb tcb, long now) {
        if (tcb.sndUna() == tcb.sndNxt()) {
            tcb.retransmitAt(Tcb.NEVER);
            tcb.intAt(TIMER_KIND, RTO);
        } else if (tcb.intAt(TIMER_KIND) == RTO) {
            start(tcb, now);
        } else {
            arm(tcb, RTO, now + Math.max(remaining(tcb, now), 1));
        }
    }

    /// Until the timeout of the first segment outstanding.
    static long remaining(Tcb tcb, long now) {
        FlightLog log = tcb.flight();
        long since = log.count() > 0 ? log.sentAt(0) : now;
        return since + RttEstimator.timeout(tcb) - now;
    }
}
