package io.longshore.tcp;

/// The timer of a connection that has text to send, none out, and no window for it (RFC 9293 3.8.6.1), or a rest that
/// is held back (3.8.6.2.1, the override timeout). It starts at the retransmission timeout and backs off.
final class PersistTimer {

    private PersistTimer() {
    }

    /// Text waits; nothing that is out could make its acknowledgment open the window.
    static void start(Tcb tcb, boolean idle, long now) {
        if (idle && tcb.persistAt() == Tcb.NEVER) {
            tcb.persistAt(now + Math.max(RttEstimator.timeout(tcb), RttEstimator.leastVariation(tcb)));
        }
    }

    /// An acknowledgment has come while it runs: if the first segment fits the window now, probing is over; if not, the
    /// peer is there, and the next probe is due a timeout from now.
    static void acknowledged(Tcb tcb, long now) {
        if (tcb.persistAt() == Tcb.NEVER || tcb.sndUna() != tcb.sndNxt()) {
            return;
        }
        long unsent = tcb.sent() - tcb.acknowledged();
        if (tcb.sndWnd() > 0 && tcb.sndWnd() >= Math.min(unsent, tcb.sndMss())) {
            tcb.persistAt(Tcb.NEVER);
            tcb.backoff(0);
            tcb.longAt(OpeningFields.PROBED_SINCE, 0);
            return;
        }
        long since = tcb.longAt(OpeningFields.PROBED_SINCE);
        tcb.persistAt(RetryLimits.clamp(tcb, now + RttEstimator.timeout(tcb), since == 0 ? now : since, now));
    }
}
