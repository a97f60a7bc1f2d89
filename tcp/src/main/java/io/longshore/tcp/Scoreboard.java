package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpOptions;

/// What the peer says it holds beyond sndUna (RFC 2018, 5.1): a fixed number of disjoint ranges in the record, in
/// ascending order, so that what a hostile peer can make us do for one acknowledgment is bounded. What does not fit is
/// forgotten, which costs a needless retransmission and nothing else.
public final class Scoreboard {

    /// RFC 6675, 2: DupThresh.
    static final int DUP_THRESH = 3;

    private Scoreboard() {
    }

    /// Takes the SACK blocks of an acknowledgment; sndUna is up to date already.
    ///
    /// @return bytes newly reported
    public static int update(Tcb tcb, Segment segment) {
        TcpOptions options = segment.options;
        int newly = 0;
        for (int i = isDsack(segment) ? 1 : 0; i < options.sackBlocks(); i++) {
            newly += add(tcb, options.sackLeft(i), options.sackRight(i));
        }
        return newly;
    }

    /// RFC 2883, 4: the first block reports duplicate text if it lies below the acknowledgment or within the second.
    public static boolean isDsack(Segment segment) {
        TcpOptions options = segment.options;
        if (options.sackBlocks() == 0) {
            return false;
        }
        int start = options.sackLeft(0);
        int end = options.sackRight(0);
        if (Sequence.isAtOrBefore(end, segment.acknowledgment)) {
            return true;
        }
        return options.sackBlocks() > 1 && Sequence.isAtOrAfter(start, options.sackLeft(1))
                && Sequence.isAtOrBefore(end, options.sackRight(1));
    }

    /// The peer holds `[start, end)`. A block that is not within what is outstanding is ignored.
    ///
    /// @return bytes newly reported
    public static int add(Tcb tcb, int start, int end) {
        int flight = tcb.sndNxt() - tcb.sndUna();
        int from = start - tcb.sndUna();
        int to = end - tcb.sndUna();
        if (from < 0 || to <= from || to > flight) {
            return 0;
        }
        int first = firstEndingAtOrAfter(tcb, start);
        int behind = firstStartingAfter(tcb, end, first);
        return first == behind ? insert(tcb, first, start, end) : merge(tcb, first, behind, start, end);
    }

    /// sndUna has moved: forgets what lies below it.
    public static void advance(Tcb tcb) {
        int una = tcb.sndUna();
        int below = 0;
        while (below < tcb.scoreboardCount() && Sequence.isAtOrBefore(tcb.scoreboardEnd(below), una)) {
            tcb.sackedBytes(tcb.sackedBytes() - length(tcb, below++));
        }
        close(tcb, 0, below);
        if (tcb.scoreboardCount() > 0 && Sequence.isBefore(tcb.scoreboardStart(0), una)) {
            tcb.sackedBytes(tcb.sackedBytes() - (una - tcb.scoreboardStart(0)));
            tcb.scoreboardStart(0, una);
        }
    }

    public static void clear(Tcb tcb) {
        tcb.scoreboardCount(0);
        tcb.sackedBytes(0);
    }

    /// Whether the peer has thrown away text that it had reported: it holds what is at sndUna and does not
    /// acknowledge it (RFC 2018, 8).
    static boolean hasReneged(Tcb tcb) {
        return tcb.scoreboardCount() > 0 && tcb.scoreboardStart(0) == tcb.sndUna();
    }

    /// IsLost of RFC 6675, 4: what is not reported below the returned number is deemed lost: DupThresh ranges, or more
    /// than (DupThresh − 1)·SMSS bytes, have arrived that were sent later. sndUna if nothing is.
    static int lostEdge(Tcb tcb) {
        int bytes = 0;
        int count = tcb.scoreboardCount();
        for (int i = count - 1; i >= 0; i--) {
            bytes += length(tcb, i);
            if (count - i >= DUP_THRESH || bytes > (DUP_THRESH - 1) * tcb.sndMss()) {
                return tcb.scoreboardStart(i);
            }
        }
        return tcb.sndUna();
    }

    /// Bytes in `[from, to)` that are not reported; 0 if the range is empty or negative.
    static int missing(Tcb tcb, int from, int to) {
        int bytes = Math.max(to - from, 0);
        for (int i = 0; i < tcb.scoreboardCount() && bytes > 0; i++) {
            int start = Sequence.max(tcb.scoreboardStart(i), from);
            int end = Sequence.min(tcb.scoreboardEnd(i), to);
            bytes -= Math.max(end - start, 0);
        }
        return bytes;
    }

    /// The first bytes in `[from, to)` that are not reported, as many as lie together; see [#packed]. 0 for none.
    static long hole(Tcb tcb, int from, int to) {
        int start = from;
        int end = to;
        for (int i = 0; i < tcb.scoreboardCount(); i++) {
            if (Sequence.isAfter(tcb.scoreboardStart(i), start)) {
                end = Sequence.min(end, tcb.scoreboardStart(i));
                break;
            }
            start = Sequence.max(start, tcb.scoreboardEnd(i));
        }
        return packed(start, end - start);
    }

    /// The last bytes in `[sndUna, to)` that are not reported, at most `most` of them.
    static long lastHole(Tcb tcb, int to, int most) {
        int end = to;
        int start = tcb.sndUna();
        for (int i = tcb.scoreboardCount() - 1; i >= 0; i--) {
            if (Sequence.isBefore(tcb.scoreboardEnd(i), end)) {
                start = tcb.scoreboardEnd(i);
                break;
            }
            end = Sequence.min(end, tcb.scoreboardStart(i));
        }
        return packed(Sequence.max(start, end - most), Math.min(end - start, most));
    }

    /// A range in one long: the length in the upper half, the sequence number in the lower; 0 if the length is not
    /// positive.
    static long packed(int sequence, int length) {
        return length <= 0 ? 0 : (long) length << 32 | sequence & 0xffff_ffffL;
    }

    private static int length(Tcb tcb, int i) {
        return tcb.scoreboardEnd(i) - tcb.scoreboardStart(i);
    }

    private static int firstEndingAtOrAfter(Tcb tcb, int sequence) {
        int i = 0;
        while (i < tcb.scoreboardCount() && Sequence.isBefore(tcb.scoreboardEnd(i), sequence)) {
            i++;
        }
        return i;
    }

    private static int firstStartingAfter(Tcb tcb, int sequence, int from) {
        int i = from;
        while (i < tcb.scoreboardCount() && Sequence.isAtOrBefore(tcb.scoreboardStart(i), sequence)) {
            i++;
        }
        return i;
    }

    private static int insert(Tcb tcb, int at, int start, int end) {
        int count = tcb.scoreboardCount();
        if (count == Tcb.RANGES) {
            return 0;
        }
        for (int i = count; i > at; i--) {
            copy(tcb, i - 1, i);
        }
        tcb.scoreboardStart(at, start);
        tcb.scoreboardEnd(at, end);
        tcb.scoreboardCount(count + 1);
        tcb.sackedBytes(tcb.sackedBytes() + (end - start));
        return end - start;
    }

    /// Ranges `first` to `behind − 1` and the new one become one.
    private static int merge(Tcb tcb, int first, int behind, int start, int end) {
        int before = 0;
        for (int i = first; i < behind; i++) {
            before += length(tcb, i);
        }
        tcb.scoreboardStart(first, Sequence.min(start, tcb.scoreboardStart(first)));
        tcb.scoreboardEnd(first, Sequence.max(end, tcb.scoreboardEnd(behind - 1)));
        close(tcb, first + 1, behind);
        int newly = length(tcb, first) - before;
        tcb.sackedBytes(tcb.sackedBytes() + newly);
        return newly;
    }

    /// Takes out the ranges `from` to `behind − 1`.
    private static void close(Tcb tcb, int from, int behind) {
        int count = tcb.scoreboardCount();
        for (int i = behind; i < count && behind > from; i++) {
            copy(tcb, i, from + i - behind);
        }
        tcb.scoreboardCount(count - (behind - from));
    }

    private static void copy(Tcb tcb, int from, int to) {
        tcb.scoreboardStart(to, tcb.scoreboardStart(from));
        tcb.scoreboardEnd(to, tcb.scoreboardEnd(from));
    }
}
