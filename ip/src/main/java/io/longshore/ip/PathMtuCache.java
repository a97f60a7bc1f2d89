package io.longshore.ip;

import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv6;
import io.longshore.wire.SipHash;

/// How large packets may be that get through to a destination (RFC 1191, RFC 8201): a bounded table of sets of four,
/// chosen by a keyed hash, each entry forgotten after ten minutes. Only TCP lowers them, after it has checked that the
/// router's report quotes what was in flight.
final class PathMtuCache {

    static final int ENTRIES = 1024;
    static final int WAYS = 4;

    private static final int SET_BITS = 8;

    private final Interface ours;
    private final SipHash hash;
    private final long[] highs = new long[ENTRIES];
    private final long[] lows = new long[ENTRIES];
    /// 0 for a free entry.
    private final int[] mtus = new int[ENTRIES];
    private final long[] until = new long[ENTRIES];

    PathMtuCache(Interface ours, long secret) {
        this.ours = ours;
        hash = SipHash.fast(secret, Long.rotateLeft(secret, 13));
    }

    /// Bytes, at most the link's.
    int get(long high, long low, long now) {
        int link = link(high, low);
        int entry = find(high, low);
        return entry >= 0 && now - until[entry] < 0 ? Math.min(mtus[entry], link) : link;
    }

    private int link(long high, long low) {
        return IpAddress.isIpv4(high, low) ? ours.mtu() : ours.mtu6();
    }

    /// Lowers a path's MTU, not below the least that is believed.
    void lower(long high, long low, int mtu, long now) {
        int least = IpAddress.isIpv4(high, low) ? ours.settings().minPathMtu : Ipv6.MIN_MTU;
        int bytes = Math.max(mtu, least);
        if (bytes >= get(high, low, now)) {
            return;
        }
        int entry = find(high, low);
        entry = entry >= 0 ? entry : oldest(high, low, now);
        highs[entry] = high;
        lows[entry] = low;
        mtus[entry] = bytes;
        until[entry] = now + ours.settings().pathMtuExpires;
    }

    private int first(long high, long low) {
        return (int) (hash.hash(high, low) >>> Long.SIZE - SET_BITS) * WAYS;
    }

    private int find(long high, long low) {
        int first = first(high, low);
        for (int entry = first; entry < first + WAYS; entry++) {
            if (mtus[entry] != 0 && lows[entry] == low && highs[entry] == high) {
                return entry;
            }
        }
        return -1;
    }

    private int oldest(long high, long low, long now) {
        int first = first(high, low);
        int victim = first;
        for (int entry = first; entry < first + WAYS; entry++) {
            boolean free = mtus[entry] == 0 || now - until[entry] >= 0;
            if (free) {
                return entry;
            }
            victim = until[entry] - until[victim] < 0 ? entry : victim;
        }
        return victim;
    }
}
