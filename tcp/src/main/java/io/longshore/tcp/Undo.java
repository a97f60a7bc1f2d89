package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.EVER_RETRANSMITTED;
import static io.longshore.tcp.FlightLog.LOST;
import static io.longshore.tcp.RecoveryLayout.RETRANSMITTED_AT;
import static io.longshore.tcp.RecoveryLayout.UNDO_RETRANSMITS;

import io.longshore.wire.Sequence;

/// Finds out that a reduction was a mistake: all that was sent again is reported as duplicate (RFC 3708), or what is
/// acknowledged echoes a timestamp from before the first retransmission (Eifel, RFC 3522); and takes it back
/// (RFC 4015).
final class Undo {

    private static final int NONE = -1;

    private final TcpCounters counters;
    private final Reordering reordering;

    Undo(Tcp tcp) {
        counters = tcp.counters;
        reordering = tcp.reordering;
    }

    /// Recovery begins: what is sent again from here on may turn out needless.
    static void begin(Tcb tcb) {
        tcb.undoMarker(tcb.sndUna());
        RecoveryBits.set(tcb, RecoveryBits.UNDOABLE);
        boolean probed = RecoveryBits.has(tcb, RecoveryBits.PROBE_OUT)
                && RecoveryBits.has(tcb, RecoveryBits.PROBE_RETRANSMITTED);
        int out = Pipe.retransmitted(tcb) + (probed ? 1 : 0);
        tcb.intAt(UNDO_RETRANSMITS, out == 0 ? NONE : out);
    }

    static void forget(Tcb tcb) {
        RecoveryBits.clear(tcb, RecoveryBits.UNDOABLE);
    }

    /// Segments have been sent again.
    static void retransmitted(Tcb tcb, int segments, long now) {
        if (tcb.longAt(RETRANSMITTED_AT) == 0) {
            tcb.longAt(RETRANSMITTED_AT, now);
        }
        tcb.intAt(UNDO_RETRANSMITS, Math.max(tcb.intAt(UNDO_RETRANSMITS), 0) + segments);
    }

    /// Segments of what was sent again have been reported as duplicates.
    static void duplicated(Tcb tcb, int segments) {
        if (tcb.intAt(UNDO_RETRANSMITS) > 0) {
            tcb.intAt(UNDO_RETRANSMITS, Math.max(tcb.intAt(UNDO_RETRANSMITS) - segments, 0));
        }
    }

    /// Whether anything that is or was first outstanding has been sent again.
    static boolean isAnythingSentAgain(Tcb tcb, FlightLog log) {
        return Pipe.retransmitted(tcb) > 0 || log.count() > 0 && log.has(0, EVER_RETRANSMITTED);
    }

    /// Where nothing that was sent again is outstanding, the clock of retransmissions begins anew.
    static void cleanUp(Tcb tcb) {
        if (!isAnythingSentAgain(tcb, tcb.flight())) {
            tcb.longAt(RETRANSMITTED_AT, 0);
        }
    }

    /// The end of recovery. True: its phase is held, since without SACK, RFC 6582, 4.1, later duplicates would begin
    /// another.
    boolean recovery(Tcb tcb, Acked acked) {
        if (may(tcb, acked)) {
            boolean loss = tcb.recoveryPhase() == LossRecovery.LOSS;
            counters.tcpLossUndo += loss ? 1 : 0;
            counters.tcpFullUndo += loss ? 0 : 1;
            reduction(tcb, false, acked.now);
        } else if (tcb.intAt(RecoveryLayout.REORDER_PERSIST) > 0) {
            tcb.intAt(RecoveryLayout.REORDER_PERSIST, tcb.intAt(RecoveryLayout.REORDER_PERSIST) - 1);
        }
        if (holds(tcb)) {
            return true;
        }
        open(tcb);
        return false;
    }

    /// All that was sent again is reported as duplicate.
    boolean byDuplicates(Tcb tcb, long now) {
        if (!RecoveryBits.has(tcb, RecoveryBits.UNDOABLE) || tcb.intAt(UNDO_RETRANSMITS) != 0) {
            return false;
        }
        int persist = tcb.intAt(RecoveryLayout.REORDER_PERSIST) + 1;
        tcb.intAt(RecoveryLayout.REORDER_PERSIST, Math.min(Rack.PERSISTENCE, persist));
        reduction(tcb, false, now);
        counters.tcpDsackUndo++;
        return true;
    }

    /// After a timeout: by timestamp or duplicates, or because F-RTO (RFC 5682) found it spurious.
    boolean loss(Tcb tcb, Acked acked, boolean spurious) {
        if (!spurious && !may(tcb, acked)) {
            return false;
        }
        reduction(tcb, true, acked.now);
        counters.tcpLossUndo++;
        counters.tcpSpuriousRtos += spurious ? 1 : 0;
        tcb.retries(0);
        if (!holds(tcb) && (spurious || tcb.has(Tcb.SACK_OK))) {
            open(tcb);
        }
        return true;
    }

    /// In fast recovery sndUna has moved to something that was only late. True: nothing more is to be done.
    boolean partial(Tcb tcb, Acked acked) {
        if (!RecoveryBits.has(tcb, RecoveryBits.UNDOABLE) || !isDelayed(tcb, acked)) {
            return false;
        }
        reordering.checkByTimestamp(tcb, acked.priorUna);
        if (Pipe.retransmitted(tcb) > 0) {
            return true;
        }
        cleanUp(tcb);
        reduction(tcb, true, acked.now);
        counters.tcpPartialUndo++;
        Reduction.keepOpen(tcb);
        return false;
    }

    private static void open(Tcb tcb) {
        tcb.recoveryPhase(LossRecovery.OPEN);
        RecoveryBits.clear(tcb, RecoveryBits.RENEGED);
    }

    private static boolean holds(Tcb tcb) {
        boolean held = tcb.sndUna() == tcb.recoveryPoint() && !tcb.has(Tcb.SACK_OK);
        if (held) {
            cleanUp(tcb);
        }
        return held;
    }

    private static boolean may(Tcb tcb, Acked acked) {
        return RecoveryBits.has(tcb, RecoveryBits.UNDOABLE)
                && (tcb.intAt(UNDO_RETRANSMITS) == 0 || isDelayed(tcb, acked));
    }

    /// RFC 3522, 3.2, step (5): what arrived was sent before the first retransmission; certainly so where there was
    /// none yet.
    private static boolean isDelayed(Tcb tcb, Acked acked) {
        long first = tcb.longAt(RETRANSMITTED_AT);
        if (first != 0) {
            return acked.has(AckBits.ECHOES) && Sequence.isBefore(acked.echo, Timestamps.value(tcb, first));
        }
        return tcb.has(Tcb.SACK_OK) || Sequence.isBefore(tcb.sndUna(), tcb.recoveryPoint());
    }

    private static void reduction(Tcb tcb, boolean unmark, long now) {
        if (unmark) {
            FlightLog log = tcb.flight();
            for (int i = 0; i < log.count(); i++) {
                log.clear(i, LOST);
            }
            Pipe.addLost(tcb, -Pipe.lost(tcb));
        }
        if (RecoveryBits.has(tcb, RecoveryBits.RESTORABLE)) {
            CongestionControl.of(tcb).undone(tcb, now);
        }
        forget(tcb);
        RecoveryBits.set(tcb, RecoveryBits.RACK_ADVANCED);
    }
}
