package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.LOST;
import static io.longshore.tcp.FlightLog.RETRANSMITTED;
import static io.longshore.tcp.FlightLog.SACKED;
import static io.longshore.tcp.RecoveryLayout.TIMED_OUT_AT;
import static io.longshore.tcp.RecoveryLayout.TIMEOUTS;
import static io.longshore.tcp.RecoveryLayout.TIMEOUT_RECOVERIES;
import static io.longshore.tcp.RecoveryLayout.TIMEOUT_TIME;

import io.longshore.wire.Sequence;

/// After a retransmission timeout: what is lost, whether the timeout was spurious (F-RTO, RFC 5682, with SACK and
/// without), and slow start through what has to be sent again (RFC 5681, 3.1).
final class TimeoutRecovery {

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Retransmission retransmission;
    private final Undo undo;

    TimeoutRecovery(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        retransmission = tcp.retransmission;
        undo = tcp.undo;
    }

    /// The timer has gone off. `tcb.retries()` does not count it yet.
    void begin(Tcb tcb, long now) {
        int phase = tcb.recoveryPhase();
        FlightLog log = tcb.flight();
        int sacked = Pipe.sacked(tcb);
        mark(tcb, log, now);
        boolean again = phase == LossRecovery.LOSS && tcb.retries() == 0;
        boolean beyond = Sequence.isAtOrBefore(tcb.recoveryPoint(), tcb.sndUna());
        if (phase <= LossRecovery.DISORDER || beyond || again) {
            // RFC 5681, 3.1: ssthresh is held constant where the timer goes off again for the same text
            CongestionControl.of(tcb).timedOut(tcb, now);
            RecoveryBits.set(tcb, RecoveryBits.RESTORABLE);
            Undo.begin(tcb);
        } else if (!CongestionControl.of(tcb).isModel()) {
            CongestionControl.collapse(tcb);
        }
        if (phase <= LossRecovery.DISORDER && sacked >= settings.reordering) {
            Reordering.degree(tcb, Math.min(Reordering.degree(tcb), settings.reordering));
        }
        tcb.recoveryPhase(LossRecovery.LOSS);
        tcb.recoveryPoint(tcb.sndNxt());
        RecoveryBits.clear(tcb, RecoveryBits.PROBE_OUT | RecoveryBits.PROBE_DUE | RecoveryBits.FRTO
                | RecoveryBits.HELD | RecoveryBits.NEW_FIRST);
        // RFC 5682, 2.1, (1): not where recovery was going on, unless by a timeout for the same text; and as Linux, not
        // where a probe of the path may have been lost
        if (settings.frto > 0 && !MtuProbe.isOut(tcb) && (phase < LossRecovery.RECOVERY || tcb.retries() > 0)) {
            RecoveryBits.set(tcb, RecoveryBits.FRTO);
        }
        count(tcb, now);
    }

    private static void count(Tcb tcb, long now) {
        tcb.intAt(TIMEOUTS, tcb.intAt(TIMEOUTS) + 1);
        if (tcb.longAt(TIMED_OUT_AT) == 0) {
            tcb.longAt(TIMED_OUT_AT, now);
            tcb.intAt(TIMEOUT_RECOVERIES, tcb.intAt(TIMEOUT_RECOVERIES) + 1);
        }
    }

    /// All that is outstanding is lost, but for what was sent within the last round trip. RFC 2018, 8: where the first
    /// was reported and never acknowledged, the peer has thrown it away, and what it reported counts no more.
    private void mark(Tcb tcb, FlightLog log, long now) {
        boolean reneged = log.count() > 0 && log.has(0, SACKED);
        if (reneged) {
            counters.tcpSackReneging++;
            RecoveryBits.set(tcb, RecoveryBits.RENEGED);
            Scoreboard.clear(tcb, log);
        } else if (!tcb.has(Tcb.SACK_OK)) {
            DuplicateAcks.reset(tcb);
        }
        for (int i = 0; i < log.count(); i++) {
            boolean recent = i > 0 && !isUncounted(log, i) && Rack.remaining(tcb, log, i, 0, now) > 0;
            if (reneged || !recent) {
                retransmission.lost(tcb, log, i);
            }
            if (isUncounted(log, i)) {
                // reported, so its retransmission is awaited no more
                log.clear(i, RETRANSMITTED);
                Pipe.addRetransmitted(tcb, -log.segments(i));
            }
        }
        tcb.intAt(RecoveryLayout.RETRANSMIT_FROM, tcb.sndUna());
    }

    /// Sent again and not deemed lost (any more): it would hide one that is lost where the two are counted against each
    /// other, and nothing would be sent at all.
    private static boolean isUncounted(FlightLog log, int i) {
        return log.has(i, RETRANSMITTED) && !log.has(i, LOST);
    }

    /// An acknowledgment while what a timeout deemed lost is mended.
    void acknowledged(Tcb tcb, Acked acked) {
        boolean recovered = Sequence.isAtOrAfter(tcb.sndUna(), tcb.recoveryPoint());
        if (acked.has(AckBits.ADVANCED) && undo.loss(tcb, acked, false)) {
            hold(tcb);
            return;
        }
        if (RecoveryBits.has(tcb, RecoveryBits.FRTO) && isSettled(tcb, acked, recovered)) {
            hold(tcb);
            return;
        }
        if (recovered) {
            undo.recovery(tcb, acked);
            hold(tcb);
        } else if (!tcb.has(Tcb.SACK_OK) && acked.has(AckBits.ADVANCED)) {
            DuplicateAcks.reset(tcb);
        }
    }

    /// RFC 5682, 3.1: whether F-RTO has something to say besides that the loss was real.
    private boolean isSettled(Tcb tcb, Acked acked, boolean recovered) {
        // (3.b): text that was not sent again has arrived: nothing was lost
        if (acked.has(AckBits.ORIGINAL_DELIVERED) && undo.loss(tcb, acked, true)) {
            return true;
        }
        boolean duplicate = LossRecovery.isDuplicate(acked);
        if (Sequence.isAfter(tcb.sndNxt(), tcb.recoveryPoint())) {
            if (acked.has(AckBits.SACKED_SOMETHING) || duplicate) {
                // (3.a): new text was sent and the hole is still there
                RecoveryBits.clear(tcb, RecoveryBits.FRTO);
            }
        } else if (acked.has(AckBits.ADVANCED) && !recovered) {
            // (2.b): new text instead of what is deemed lost, if there is any and the window lets it go
            tcb.recoveryPoint(tcb.sndNxt());
            if (hasNew(tcb)) {
                RecoveryBits.set(tcb, RecoveryBits.NEW_FIRST);
                return true;
            }
            RecoveryBits.clear(tcb, RecoveryBits.FRTO);
        }
        return false;
    }

    private static boolean hasNew(Tcb tcb) {
        boolean unsent = tcb.sentPosition(tcb.sndNxt()) < tcb.sent() && !tcb.has(Tcb.FIN_SENT);
        return unsent && Sequence.isAfter(tcb.sndUna() + tcb.sndWnd(), tcb.sndNxt());
    }

    private static void hold(Tcb tcb) {
        RecoveryBits.set(tcb, RecoveryBits.HELD);
    }

    /// The phase has been left.
    static void end(Tcb tcb, long now) {
        if (tcb.longAt(TIMED_OUT_AT) != 0) {
            tcb.longAt(TIMEOUT_TIME, tcb.longAt(TIMEOUT_TIME) + now - tcb.longAt(TIMED_OUT_AT));
            tcb.longAt(TIMED_OUT_AT, 0);
        }
    }
}
