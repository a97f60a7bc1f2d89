package io.longshore.tcp;

import io.longshore.wire.IpAddress;
import io.longshore.wire.SipHash;

/// Counts the connections of each source, an IPv4 address or an IPv6 /64, so that one alone cannot take all memory.
/// Counters are found by a keyed hash and shared where it collides: a source may be refused a little early, which
/// nobody can bring about for another, not knowing the key. What a source is refused for is counted from when its
/// handshake is complete: before, anybody may have begun it.
final class SourceLimits {

    private static final int LARGEST = 1 << 18;

    private final TcpSettings settings;
    private final SipHash hash;
    private final int[] halfOpen;
    private final int[] connected;

    SourceLimits(Tcp tcp, SipHash hash) {
        settings = tcp.settings;
        this.hash = hash;
        int size = Math.min(LARGEST, Integer.highestOneBit(Math.max(tcp.slab.capacity(), 1)) * 4);
        halfOpen = new int[size];
        connected = new int[size];
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
        int most = settings.maxConnectionsPerSource;
        return most > 0 && connected[at(segment.sourceHigh, segment.sourceLow)] >= most;
    }

    void countHalfOpen(Tcb tcb, int by) {
        halfOpen[at(tcb.remoteHigh(), tcb.remoteLow())] += by;
    }

    /// It came from a listener and its handshake is complete.
    void connected(Tcb tcb) {
        if (!tcb.has(Tcb.SOURCE_COUNTED)) {
            tcb.set(Tcb.SOURCE_COUNTED);
            connected[at(tcb.remoteHigh(), tcb.remoteLow())]++;
        }
    }

    /// It is over, or in TIME-WAIT.
    void parted(Tcb tcb) {
        if (tcb.has(Tcb.SOURCE_COUNTED)) {
            tcb.clear(Tcb.SOURCE_COUNTED);
            connected[at(tcb.remoteHigh(), tcb.remoteLow())]--;
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

    private int at(long high, long low) {
        long source = IpAddress.isIpv4(high, low) ? low : high;
        return (int) hash.hash(source, 0) & halfOpen.length - 1;
    }
}
