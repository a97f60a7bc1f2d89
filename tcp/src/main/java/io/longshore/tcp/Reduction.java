package io.longshore.tcp;

/// cwnd comes down, once for all that is outstanding, and what ends that.
final class Reduction {

    private Reduction() {
    }

    /// cwnd is to come down: what was outstanding has to be acknowledged before it is up again.
    static void begin(Tcb tcb, long now) {
        tcb.recoveryPoint(tcb.sndNxt());
        RecoveryBits.clear(tcb, RecoveryBits.PROBE_OUT);
        Prr.begin(tcb);
        CongestionControl.of(tcb).lost(tcb, now);
    }

    /// cwnd has been brought down, unless that was taken back.
    static void end(Tcb tcb, long now) {
        if (tcb.recoveryPhase() == LossRecovery.CWR || RecoveryBits.has(tcb, RecoveryBits.UNDOABLE)) {
            CongestionControl.of(tcb).recovered(tcb, now);
        }
    }

    /// The peer echoes congestion (RFC 3168, 6.1.2): cwnd comes down once per window.
    static void enterCwr(Tcb tcb, long now) {
        RecoveryBits.clear(tcb, RecoveryBits.RESTORABLE);
        if (tcb.recoveryPhase() < LossRecovery.CWR) {
            Undo.forget(tcb);
            begin(tcb, now);
            tcb.recoveryPhase(LossRecovery.CWR);
        }
    }

    /// A tail loss probe has mended a loss that nothing else saw: cwnd falls to ssthresh (RFC 8985, 7.4.2).
    static void atOnce(Tcb tcb, long now) {
        begin(tcb, now);
        tcb.recoveryPhase(LossRecovery.CWR);
        end(tcb, now);
        keepOpen(tcb);
    }

    /// Nothing is being mended: whether all arrives in order.
    static void keepOpen(Tcb tcb) {
        boolean order = Pipe.sacked(tcb) == 0 && Pipe.lost(tcb) == 0
                && !Undo.isAnythingSentAgain(tcb, tcb.flight());
        int phase = order ? LossRecovery.OPEN : LossRecovery.DISORDER;
        if (tcb.recoveryPhase() != phase) {
            tcb.recoveryPhase(phase);
            tcb.recoveryPoint(tcb.sndNxt());
        }
    }
}
