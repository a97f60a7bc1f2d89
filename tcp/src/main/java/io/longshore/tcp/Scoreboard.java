package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.SACKED;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpOptions;

/// What the peer says it holds beyond sndUna (RFC 2018, 5.1): marks it in the [FlightLog]. What one acknowledgment can
/// make us do is bounded by the log's bound, four times.
final class Scoreboard {

    private final TcpCounters counters;
    private final Delivery delivery;
    private final DuplicateReport duplicates;
    private final Reordering reordering;

    Scoreboard(Tcp tcp) {
        counters = tcp.counters;
        delivery = tcp.delivery;
        reordering = tcp.reordering;
        duplicates = new DuplicateReport(tcp);
    }

    /// Takes the SACK blocks of an acknowledgment, in ascending order, so that what it reports at once does not look
    /// like reordering; sndUna is up to date already.
    void report(Tcb tcb, Segment segment, Acked acked) {
        TcpOptions options = segment.options;
        if (options.sackBlocks() == 0) {
            return;
        }
        boolean duplicate = duplicates.take(tcb, segment, acked);
        FlightLog log = tcb.flight();
        int done = duplicate ? 1 : 0;
        for (int n = duplicate ? 1 : 0; n < options.sackBlocks(); n++) {
            int lowest = lowest(tcb, options, done);
            done |= 1 << lowest;
            block(tcb, log, options.sackLeft(lowest), options.sackRight(lowest));
        }
        boolean counts = tcb.recoveryPhase() != LossRecovery.LOSS || RecoveryBits.has(tcb, RecoveryBits.UNDOABLE);
        if (counts) {
            reordering.check(tcb, acked.reorderedFrom, Reordering.highest(tcb));
        }
        if (duplicate) {
            duplicates.within(tcb, log, options.sackLeft(0), options.sackRight(0));
        }
    }

    private static int lowest(Tcb tcb, TcpOptions options, int done) {
        int lowest = -1;
        for (int i = 0; i < options.sackBlocks(); i++) {
            boolean open = (done & 1 << i) == 0;
            if (open && (lowest < 0 || Sequence.isBefore(options.sackLeft(i), options.sackLeft(lowest)))) {
                lowest = i;
            }
        }
        return lowest;
    }

    /// The peer holds `[start, end)`. A block that is not within what is outstanding is ignored.
    void block(Tcb tcb, FlightLog log, int start, int end) {
        int flight = tcb.sndNxt() - tcb.sndUna();
        int from = start - tcb.sndUna();
        int to = end - tcb.sndUna();
        if (to <= 0 && from < to) {
            // an old one
            return;
        }
        if (from < 0 || to <= from || to > flight) {
            counters.tcpSackDiscard++;
            return;
        }
        int i = log.find(start);
        while (i < log.count() && Sequence.isBefore(log.start(i), end)) {
            log.steps++;
            i = entry(tcb, log, i, start, end);
        }
        if (i > 0 && i < log.count()) {
            log.meltReported(i - 1);
        }
    }

    /// One entry that the block touches; returns the next to look at.
    private int entry(Tcb tcb, FlightLog log, int i, int start, int end) {
        int at = i;
        if (!log.has(at, SACKED)) {
            at = cut(tcb, log, at, start, end);
            if (at < 0) {
                return i + 1;
            }
            delivery.reported(tcb, log, at);
        }
        return at > 0 && log.meltReported(at - 1) ? at : at + 1;
    }

    /// Cuts an entry so that what lies within the block is one of its own, and returns that; −1 if it holds no whole
    /// segment of it or there is no room. Only whole segments are cut out: a peer that reports single bytes gains
    /// nothing (CVE-2019-11477).
    private static int cut(Tcb tcb, FlightLog log, int i, int start, int end) {
        int size = log.segmentSize(i);
        int before = Math.max(start - log.start(i), 0);
        int from = log.start(i) + Math.ceilDiv(before, size) * size;
        int within = end - log.start(i);
        int to = Sequence.isAtOrAfter(end, log.end(i)) ? log.end(i) : log.start(i) + within / size * size;
        if (Sequence.isAtOrBefore(to, from)) {
            return -1;
        }
        int at = i;
        if (from != log.start(i)) {
            if (!Pipe.divide(tcb, log, i, from)) {
                return -1;
            }
            at++;
        }
        return to == log.end(at) || Pipe.divide(tcb, log, at, to) ? at : -1;
    }

    /// Forgets all that was reported: the peer has thrown it away (RFC 2018, 8).
    static void clear(Tcb tcb, FlightLog log) {
        for (int i = 0; i < log.count(); i++) {
            log.clear(i, SACKED);
        }
        Pipe.sacked(tcb, 0);
    }
}
