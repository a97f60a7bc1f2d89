package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.EVER_RETRANSMITTED;
import static io.longshore.tcp.FlightLog.RETRANSMITTED;
import static io.longshore.tcp.FlightLog.SACKED;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpOptions;

/// The peer tells that something arrived twice (RFC 2883): what was sent again needlessly (RFC 3708), and how much
/// reordering RACK has to put up with.
final class DuplicateReport {

    private final TcpCounters counters;

    DuplicateReport(Tcp tcp) {
        counters = tcp.counters;
    }

    /// RFC 2883, 4: the first block reports duplicate text if it lies below the acknowledgment or within the second.
    static boolean isOne(Segment segment) {
        TcpOptions options = segment.options;
        if (options.sackBlocks() == 0) {
            return false;
        }
        int start = options.sackLeft(0);
        int end = options.sackRight(0);
        if (Sequence.isBefore(start, segment.acknowledgment)) {
            return true;
        }
        return options.sackBlocks() > 1 && Sequence.isAtOrAfter(start, options.sackLeft(1))
                && Sequence.isAtOrBefore(end, options.sackRight(1));
    }

    /// Takes the first block if it is such a report; false if it is an ordinary one.
    boolean take(Tcb tcb, Segment segment, Acked acked) {
        if (!isOne(segment)) {
            return false;
        }
        int start = segment.options.sackLeft(0);
        int end = segment.options.sackRight(0);
        if (Sequence.isBefore(start, segment.acknowledgment)) {
            counters.tcpDsackRecv++;
        } else {
            counters.tcpDsackOfoRecv++;
        }
        int segments = believed(tcb, start, end, acked);
        if (segments == 0) {
            counters.tcpDsackIgnoredDubious++;
            return true;
        }
        boolean recent = Sequence.isAtOrBefore(end, acked.priorUna) && Sequence.isAfter(end, tcb.undoMarker());
        if (RecoveryBits.has(tcb, RecoveryBits.UNDOABLE) && recent) {
            Undo.duplicated(tcb, segments);
        }
        return true;
    }

    /// How many segments it reports; 0 where it cannot be true: longer than any window, or more than was sent again.
    private int believed(Tcb tcb, int start, int end, Acked acked) {
        int length = end - start;
        if (length <= 0 || length > tcb.maxSndWnd()) {
            return 0;
        }
        int segments = Math.ceilDiv(length, tcb.sndMss());
        boolean probed = RecoveryBits.has(tcb, RecoveryBits.PROBE_OUT)
                && tcb.intAt(RecoveryLayout.PROBE_END) == end;
        if (segments == 1 && probed) {
            acked.add(AckBits.PROBE_DUPLICATED);
        }
        int reported = tcb.intAt(RecoveryLayout.DUPLICATES_REPORTED) + segments;
        tcb.intAt(RecoveryLayout.DUPLICATES_REPORTED, reported);
        if (reported > tcb.retransmits()) {
            return 0;
        }
        RecoveryBits.set(tcb, RecoveryBits.REPORTS_DUPLICATES);
        if (Reordering.seen(tcb) > 0 && !acked.has(AckBits.PROBE_DUPLICATED)) {
            RecoveryBits.set(tcb, RecoveryBits.DUPLICATE_SEEN);
        }
        acked.add(AckBits.DUPLICATE_REPORTED);
        acked.segments += segments;
        return segments;
    }

    /// What it reports may still be outstanding: of what was sent again there, so much was needless.
    void within(Tcb tcb, FlightLog log, int start, int end) {
        for (int i = log.find(start); i < log.count() && Sequence.isBefore(log.start(i), end); i++) {
            log.steps++;
            if (!log.has(i, EVER_RETRANSMITTED) || Sequence.isAfter(log.end(i), end)) {
                continue;
            }
            if (RecoveryBits.has(tcb, RecoveryBits.UNDOABLE) && Sequence.isAfter(log.end(i), tcb.undoMarker())) {
                Undo.duplicated(tcb, log.segments(i));
            }
            if (log.has(i, RETRANSMITTED) && log.has(i, SACKED)) {
                Pipe.addRetransmitted(tcb, -log.segments(i));
                log.clear(i, RETRANSMITTED);
            }
        }
    }
}
