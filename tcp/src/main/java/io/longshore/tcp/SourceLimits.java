package io.longshore.tcp;

import io.longshore.wire.IpAddress;
import io.longshore.wire.SipHash;

/// What each source, an IPv4 address or an IPv6 /64, holds here: connections that it opened, and pages of text that it
/// does not take or that nobody reads. By default it may hold as much as is free (`longshore.tcp_source_share`): the
/// first that hoards gets half, the next half of the rest, and something is always left for another; where there is
/// plenty, nobody is limited, many behind one address neither.
///
/// Counters are found by a keyed hash and shared where it collides: a source may be refused a little early, which
/// nobody can bring about for another, not knowing the key. What a source is refused for is counted from when its
/// handshake is complete: before, anybody may have begun it.
final class SourceLimits {

    private static final int LARGEST = 1 << 18;
    /// However little is free, so many connections and pages are no hoard.
    static final int LEAST_CONNECTIONS = 64;
    static final int LEAST_PAGES = 256;

    private final TcpSettings settings;
    private final TcbSlab slab;
    private final SipHash hash;
    private final int[] halfOpen;
    private final int[] connected;
    private final int[] pages;
    private long latest;
    private int latestAt = -1;

    SourceLimits(Tcp tcp, SipHash hash) {
        settings = tcp.settings;
        slab = tcp.slab;
        this.hash = hash;
        int size = Math.min(LARGEST, Integer.highestOneBit(Math.max(tcp.slab.capacity(), 1)) * 4);
        halfOpen = new int[size];
        connected = new int[size];
        pages = new int[size];
    }

    /// Whether so many handshakes have begun in the name of a segment's sender that no more are remembered.
    boolean hasManyHalfOpen(Segment segment) {
        int at = at(segment.sourceHigh, segment.sourceLow);
        int most = settings.maxConnectionsPerSource;
        return settings.maxHalfOpenPerSource > 0 && halfOpen[at] >= settings.maxHalfOpenPerSource
                || most > 0 && connected[at] + halfOpen[at] >= most;
    }

    /// Whether who sent a segment has all the connections that it may have.
    boolean isExhausted(Segment segment) {
        int has = connected[at(segment.sourceHigh, segment.sourceLow)];
        int most = settings.maxConnectionsPerSource;
        long share = (long) (slab.capacity() - slab.size()) * settings.sourceShare / 100;
        return most > 0 && has >= most
                || settings.sourceShare > 0 && has >= Math.max(share, LEAST_CONNECTIONS);
    }

    /// Whether who sent a segment holds more memory than it may, of which so many pages are left.
    boolean isHoarding(Segment segment, long left) {
        return isTooMuch(pages[at(segment.sourceHigh, segment.sourceLow)], left);
    }

    /// The same for the peer of a connection that it opened.
    boolean isHoarding(Tcb tcb, long left) {
        int at = tcb.intAt(OpeningFields.SOURCE_AT) - 1;
        return at >= 0 && isTooMuch(pages[at], left);
    }

    private boolean isTooMuch(int has, long left) {
        return settings.sourceShare > 0 && has > Math.max(left * settings.sourceShare / 100, LEAST_PAGES);
    }

    /// A connection holds so many pages more, or less.
    void hold(Tcb tcb, int more) {
        int at = tcb.intAt(OpeningFields.SOURCE_AT) - 1;
        if (at >= 0) {
            pages[at] += more;
        }
    }

    void countHalfOpen(Tcb tcb, int by) {
        halfOpen[at(tcb.remoteHigh(), tcb.remoteLow())] += by;
    }

    /// It came from a listener and its handshake is complete.
    void connected(Tcb tcb) {
        if (!tcb.has(Tcb.SOURCE_COUNTED)) {
            tcb.set(Tcb.SOURCE_COUNTED);
            int at = at(tcb.remoteHigh(), tcb.remoteLow());
            tcb.intAt(OpeningFields.SOURCE_AT, at + 1);
            connected[at]++;
        }
    }

    /// It is over, or in TIME-WAIT.
    void parted(Tcb tcb) {
        if (tcb.has(Tcb.SOURCE_COUNTED)) {
            tcb.clear(Tcb.SOURCE_COUNTED);
            connected[tcb.intAt(OpeningFields.SOURCE_AT) - 1]--;
        }
    }

    /// Half-open connections of all sources.
    int halfOpen() {
        return sum(halfOpen);
    }

    /// Connections of all sources.
    int connected() {
        return sum(connected);
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /// One SYN asks several times: the latest answer is kept.
    private int at(long high, long low) {
        long source = IpAddress.isIpv4(high, low) ? low : high;
        if (source != latest || latestAt < 0) {
            latest = source;
            latestAt = (int) hash.hash(source, 0) & halfOpen.length - 1;
        }
        return latestAt;
    }
}
