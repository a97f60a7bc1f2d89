package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// How far the path puts segments out of their order, as what was reported and acknowledged shows: the metric that
/// Linux calls `reordering`, and with it whether the reordering window of RACK is needed (RFC 8985, 6.2, step 3).
final class Reordering {

    private final TcpSettings settings;
    private final TcpCounters counters;

    Reordering(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
    }

    void opened(Tcb tcb) {
        tcb.intAt(RecoveryLayout.REORDERING, settings.reordering);
        tcb.intAt(RecoveryLayout.REORDER_STEPS, 1);
    }

    /// Segments by which the path is known to reorder; DupThresh (tcpi_reordering).
    static int degree(Tcb tcb) {
        return tcb.intAt(RecoveryLayout.REORDERING);
    }

    static void degree(Tcb tcb, int segments) {
        tcb.intAt(RecoveryLayout.REORDERING, segments);
    }

    /// How often it was seen (tcpi_reord_seen).
    static int seen(Tcb tcb) {
        return tcb.intAt(RecoveryLayout.REORDERINGS_SEEN);
    }

    /// End of the highest that the peer has reported; sndUna if none.
    static int highest(Tcb tcb) {
        return tcb.has(Tcb.SACK_OK) && Pipe.sacked(tcb) > 0 ? tcb.intAt(RecoveryLayout.HIGHEST_SACK) : tcb.sndUna();
    }

    /// Something sent once, that began at `low`, has arrived after what lies up to `high`.
    void check(Tcb tcb, int low, int high) {
        if (seen(tcb, low, high)) {
            counters.tcpSackReorder++;
        }
    }

    /// The same, known by a timestamp.
    void checkByTimestamp(Tcb tcb, int low) {
        if (seen(tcb, low, highest(tcb))) {
            counters.tcpTsReorder++;
        }
    }

    /// Without SACK: more duplicates have come than can be explained by loss.
    void duplicates(Tcb tcb, int segments) {
        degree(tcb, Math.min(segments, settings.maxReordering));
        tcb.intAt(RecoveryLayout.REORDERINGS_SEEN, seen(tcb) + 1);
        counters.tcpRenoReorder++;
    }

    private boolean seen(Tcb tcb, int low, int high) {
        if (!Sequence.isBefore(low, high)) {
            return false;
        }
        int metric = Math.ceilDiv(high - low, tcb.sndMss());
        if (metric > degree(tcb)) {
            degree(tcb, Math.min(metric, settings.maxReordering));
        }
        tcb.intAt(RecoveryLayout.REORDERINGS_SEEN, seen(tcb) + 1);
        return true;
    }
}
