package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpOptions;

/// Which text beyond rcvNxt has arrived: a fixed number of disjoint ranges in the record, the one that grew last first,
/// which is the order in which RFC 2018, 4 wants them reported. The text itself lies where it belongs in the receive
/// ring already. When all ranges are in use a segment that touches none is dropped, however small the others are, so
/// neither memory nor the work per segment can be driven up (SegmentSmack).
public final class OutOfOrder {

    private OutOfOrder() {
    }

    /// Text `[start, end)` has arrived; it lies beyond rcvNxt and within the window.
    ///
    /// @return whether it may be placed; false means that there is no room to remember it: drop the segment
    public static boolean add(Tcb tcb, int start, int end) {
        int count = tcb.outOfOrderCount();
        overlap(tcb, start, end);
        int from = start;
        int to = end;
        int kept = 0;
        // What the new range touches melts into it; the others keep their order. One melted range frees one place.
        for (int i = 0; i < count; i++) {
            int oldStart = tcb.outOfOrderStart(i);
            int oldEnd = tcb.outOfOrderEnd(i);
            if (Sequence.isAfter(oldStart, end) || Sequence.isBefore(oldEnd, start)) {
                move(tcb, i, kept++);
            } else {
                from = Sequence.min(from, oldStart);
                to = Sequence.max(to, oldEnd);
            }
        }
        if (kept == Tcb.RANGES) {
            return false;
        }
        for (int i = kept; i > 0; i--) {
            move(tcb, i - 1, i);
        }
        tcb.outOfOrderStart(0, from);
        tcb.outOfOrderEnd(0, to);
        tcb.outOfOrderCount(kept + 1);
        return true;
    }

    /// Text up to `rcvNxt` has arrived in order: takes out what this reaches.
    ///
    /// @return up to where text is in order now
    public static int advance(Tcb tcb, int rcvNxt) {
        overlap(tcb, tcb.rcvNxt(), rcvNxt);
        int next = rcvNxt;
        int i = 0;
        while (i < tcb.outOfOrderCount()) {
            if (Sequence.isAtOrBefore(tcb.outOfOrderStart(i), next)) {
                next = Sequence.max(next, tcb.outOfOrderEnd(i));
                remove(tcb, i);
                i = 0;
            } else {
                i++;
            }
        }
        return next;
    }

    /// Where the last of it ends.
    static int end(Tcb tcb) {
        int end = tcb.rcvNxt();
        for (int i = 0; i < tcb.outOfOrderCount(); i++) {
            end = Sequence.max(end, tcb.outOfOrderEnd(i));
        }
        return end;
    }

    /// Text `[start, end)` has arrived: the lowest piece of it that was there already is to be told.
    private static void overlap(Tcb tcb, int start, int end) {
        int lowest = end;
        int lowestEnd = end;
        for (int i = 0; i < tcb.outOfOrderCount(); i++) {
            int common = Sequence.max(start, tcb.outOfOrderStart(i));
            if (Sequence.isBefore(common, lowest) && Sequence.isBefore(common, tcb.outOfOrderEnd(i))) {
                lowest = common;
                lowestEnd = Sequence.min(end, tcb.outOfOrderEnd(i));
            }
        }
        if (lowest != lowestEnd) {
            duplicate(tcb, lowest, lowestEnd);
        }
    }

    /// RFC 2883, 4: `[start, end)` has arrived once more; the next acknowledgment says so.
    public static void duplicate(Tcb tcb, int start, int end) {
        tcb.dsackStart(start);
        tcb.dsackEnd(end);
    }

    /// Puts into an acknowledgment what has arrived: the duplicate first (RFC 2883, 4), then "the block containing the
    /// segment that triggered this ACK" and those reported before it (RFC 2018, 4). The duplicate is told once.
    ///
    /// @param most blocks that fit the header
    public static void report(Tcb tcb, TcpOptions options, int most) {
        int blocks = most;
        if (tcb.dsackStart() != tcb.dsackEnd()) {
            options.addSackBlock(tcb.dsackStart(), tcb.dsackEnd());
            tcb.dsackStart(tcb.dsackEnd());
            blocks--;
        }
        // the FIN occupies a sequence number, and may be all that has arrived
        boolean fin = tcb.has(Tcb.INPUT_FIN);
        int ranges = Math.min(blocks, tcb.outOfOrderCount());
        for (int i = 0; i < ranges; i++) {
            int end = tcb.outOfOrderEnd(i);
            options.addSackBlock(tcb.outOfOrderStart(i), fin && end == tcb.finSequence() ? end + 1 : end);
        }
        if (fin && blocks > ranges && !isBehindRange(tcb)) {
            options.addSackBlock(tcb.finSequence(), tcb.finSequence() + 1);
        }
    }

    private static boolean isBehindRange(Tcb tcb) {
        for (int i = 0; i < tcb.outOfOrderCount(); i++) {
            if (tcb.outOfOrderEnd(i) == tcb.finSequence()) {
                return true;
            }
        }
        return false;
    }

    /// Whether an acknowledgment would have anything to report.
    public static boolean hasReport(Tcb tcb) {
        return tcb.outOfOrderCount() > 0 || tcb.dsackStart() != tcb.dsackEnd() || tcb.has(Tcb.INPUT_FIN);
    }

    private static void remove(Tcb tcb, int at) {
        int count = tcb.outOfOrderCount() - 1;
        for (int i = at; i < count; i++) {
            move(tcb, i + 1, i);
        }
        tcb.outOfOrderCount(count);
    }

    private static void move(Tcb tcb, int from, int to) {
        tcb.outOfOrderStart(to, tcb.outOfOrderStart(from));
        tcb.outOfOrderEnd(to, tcb.outOfOrderEnd(from));
    }
}
