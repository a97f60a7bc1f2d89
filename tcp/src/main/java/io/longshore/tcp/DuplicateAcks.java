package io.longshore.tcp;

/// Without SACK, each duplicate acknowledgment says that some segment has arrived (RFC 5681, 3.2, steps 1 to 4): they
/// are counted as if one had been reported.
final class DuplicateAcks {

    private final Reordering reordering;
    private final Retransmission retransmission;

    DuplicateAcks(Tcp tcp) {
        reordering = tcp.reordering;
        retransmission = tcp.retransmission;
    }

    /// One has arrived.
    void add(Tcb tcb, Acked acked) {
        int before = Pipe.sacked(tcb);
        Pipe.sacked(tcb, before + 1);
        limit(tcb, 0);
        acked.segments += Math.max(Pipe.sacked(tcb) - before, 0);
    }

    /// Segments were acknowledged: one was the hole, the others are those that the duplicates spoke of.
    void remove(Tcb tcb, Acked acked) {
        int segments = acked.segmentsAcked;
        int sacked = Pipe.sacked(tcb);
        if (segments > 0) {
            acked.segments += Math.max(segments - sacked, 1);
            Pipe.sacked(tcb, Math.max(sacked - (segments - 1), 0));
        }
        limit(tcb, segments);
    }

    static void reset(Tcb tcb) {
        Pipe.sacked(tcb, 0);
    }

    /// No more can have arrived than is outstanding, but for the hole: an attacker's duplicates gain nothing
    /// (RFC 5681, 3.2, "MUST NOT" of step 4).
    private void limit(Tcb tcb, int more) {
        if (clamp(tcb)) {
            reordering.duplicates(tcb, Pipe.out(tcb) + more);
        }
    }

    static boolean clamp(Tcb tcb) {
        int out = Pipe.out(tcb);
        int holes = Math.min(Math.max(Pipe.lost(tcb), 1), out);
        if (Pipe.sacked(tcb) + holes <= out) {
            return false;
        }
        Pipe.sacked(tcb, out - holes);
        return true;
    }

    /// RFC 6582: the first segment is lost after DupThresh duplicates, and in recovery with each partial
    /// acknowledgment.
    void detect(Tcb tcb, boolean advanced) {
        int phase = tcb.recoveryPhase();
        boolean lost = phase < LossRecovery.RECOVERY && Pipe.sacked(tcb) >= Reordering.degree(tcb)
                || phase == LossRecovery.RECOVERY && advanced;
        FlightLog log = tcb.flight();
        if (!lost || log.count() == 0 || log.has(0, FlightLog.LOST)) {
            return;
        }
        int second = log.start(0) + log.segmentSize(0);
        if (log.segments(0) > 1) {
            Pipe.divide(tcb, log, 0, second);
        }
        retransmission.lost(tcb, log, 0);
    }
}
