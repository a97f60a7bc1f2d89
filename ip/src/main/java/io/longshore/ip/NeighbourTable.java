package io.longshore.ip;

import io.longshore.wire.SipHash;

/// Where neighbours' entries lie: a bounded table of sets of eight, for both families. A keyed hash chooses the set,
/// and a newcomer displaces the least useful of its set.
final class NeighbourTable {

    static final int ENTRIES = 2048;
    static final int WAYS = 8;

    private static final int SET_BITS = 8;

    static final byte FREE = 0;
    /// Did not answer.
    static final byte FAILED = 1;
    /// Asked for, not known. This and the following: RFC 4861 7.3.2.
    static final byte INCOMPLETE = 2;
    /// Known, and not heard of for a while.
    static final byte STALE = 3;
    /// Used while stale: if nothing is heard of it soon, it will be asked.
    static final byte DELAY = 4;
    /// Being asked whether it is still there.
    static final byte PROBE = 5;
    static final byte REACHABLE = 6;

    final long[] highs = new long[ENTRIES];
    final long[] lows = new long[ENTRIES];
    final byte[] states = new byte[ENTRIES];
    /// When a packet was last sent to it.
    final long[] used = new long[ENTRIES];

    private final SipHash hash;
    private int size;
    /// The entry found last.
    private int last;

    NeighbourTable(long secret) {
        hash = SipHash.fast(secret, ~secret);
    }

    /// Entries that are not free.
    int size() {
        return size;
    }

    private int first(long high, long low) {
        return (int) (hash.hash(high, low) >>> Long.SIZE - SET_BITS) * WAYS;
    }

    /// The address's entry, or -1.
    int find(long high, long low) {
        // mostly the one peer, or the one router
        if (lows[last] == low && highs[last] == high && states[last] != FREE) {
            return last;
        }
        int first = first(high, low);
        for (int entry = first; entry < first + WAYS; entry++) {
            if (lows[entry] == low && highs[entry] == high && states[entry] != FREE) {
                last = entry;
                return entry;
            }
        }
        return -1;
    }

    /// The entry of the address's set that is missed least: a free one, else a failed, else a known one; among equals
    /// the one not used for longest. One being asked for stays: who floods us with unknown neighbours would push out
    /// the one that is about to answer. A known one goes only if it was last used before `unusedSince`.
    ///
    /// @param most entries in the table; each set has its part
    /// @return -1 if there is none
    int displaced(long high, long low, long unusedSince, int most) {
        int first = first(high, low);
        int victim = -1;
        int ways = Math.max(1, most >>> SET_BITS);
        for (int entry = first; entry < first + WAYS; entry++) {
            boolean possible = states[entry] != INCOMPLETE && !isPrecious(entry, unusedSince)
                && (states[entry] != FREE || entry < first + ways);
            if (possible && (victim < 0 || isLess(entry, victim))) {
                victim = entry;
            }
        }
        return victim;
    }

    private boolean isPrecious(int entry, long unusedSince) {
        return states[entry] >= STALE && used[entry] - unusedSince > 0;
    }

    private boolean isLess(int entry, int than) {
        int rank = Math.min(states[entry], STALE) - Math.min(states[than], STALE);
        return rank < 0 || rank == 0 && used[entry] - used[than] < 0;
    }

    /// Puts a neighbour in an entry, whoever was there before.
    void enter(int entry, long high, long low) {
        size += states[entry] == FREE ? 1 : 0;
        highs[entry] = high;
        lows[entry] = low;
        states[entry] = INCOMPLETE;
    }
}
