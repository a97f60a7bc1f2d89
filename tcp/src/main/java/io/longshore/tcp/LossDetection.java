package io.longshore.tcp;

/// Finds out what is lost, by the method that the connection and the settings allow: RACK, DupThresh, or duplicate
/// acknowledgments.
final class LossDetection {

    private final TcpSettings settings;
    private final Acked acked;
    private final Retransmission retransmission;
    private final Rack rack;
    private final DuplicateThreshold threshold;
    private final DuplicateAcks duplicateAcks;

    LossDetection(Tcp tcp, Rack rack, DuplicateAcks duplicateAcks) {
        settings = tcp.settings;
        acked = tcp.acked;
        retransmission = tcp.retransmission;
        this.rack = rack;
        this.duplicateAcks = duplicateAcks;
        threshold = new DuplicateThreshold(tcp);
    }

    /// Marks what is lost.
    void detect(Tcb tcb) {
        if (Pipe.out(tcb) == 0) {
            return;
        }
        if (!tcb.has(Tcb.SACK_OK)) {
            duplicateAcks.detect(tcb, acked.has(AckBits.ADVANCED));
        } else if ((settings.recovery & Rack.ENABLED) == 0) {
            threshold.detect(tcb);
        } else {
            int before = Pipe.retransmitted(tcb);
            long wait = rack.advance(tcb, acked.now);
            if (wait > 0) {
                long rto = RttEstimator.timeout(tcb);
                long delay = Math.min(wait + TailLossProbe.slack(tcb), rto);
                RetransmissionTimer.arm(tcb, RetransmissionTimer.REORDER, acked.now + delay);
                acked.bits &= ~AckBits.SET_TIMER;
            }
            if (Pipe.retransmitted(tcb) < before) {
                acked.add(AckBits.RETRANSMISSION_LOST);
            }
        }
    }

    /// What is outstanding was too long for the path (RFC 1191, 6.4): it is sent again in shorter segments. That is no
    /// congestion: cwnd stays.
    void resend(Tcb tcb) {
        FlightLog log = tcb.flight();
        for (int i = 0; i < log.count(); i++) {
            boolean tooLong = Math.min(log.segmentSize(i), log.end(i) - log.start(i)) > tcb.sndMss();
            if (tooLong) {
                retransmission.lost(tcb, log, i);
            }
        }
        if (Pipe.lost(tcb) == 0) {
            return;
        }
        if (!tcb.has(Tcb.SACK_OK)) {
            DuplicateAcks.clamp(tcb);
        }
        if (tcb.recoveryPhase() != LossRecovery.LOSS) {
            tcb.recoveryPoint(tcb.sndNxt());
            if (tcb.recoveryPhase() < LossRecovery.CWR) {
                tcb.ssthresh(CwndLimit.threshold(tcb));
            }
            RecoveryBits.clear(tcb, RecoveryBits.RESTORABLE);
            Undo.forget(tcb);
            tcb.recoveryPhase(LossRecovery.LOSS);
        }
        RecoveryBits.clear(tcb, RecoveryBits.HELD);
    }
}
