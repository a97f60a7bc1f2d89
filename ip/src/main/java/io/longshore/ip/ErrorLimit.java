package io.longshore.ip;

import io.longshore.wire.SipHash;

/// How many ICMP errors we send (RFC 1812 4.3.2.8, RFC 4443 2.4 f): so many to one destination, looked at first, and so
/// many to all together, with jitter, so that nobody learns from what it gets how many we sent to others
/// (CVE-2020-25705).
final class ErrorLimit {

    static final int DESTINATIONS = 256;
    /// Errors at once to one destination (Linux's XRLIM_BURST_FACTOR).
    static final int BURST = 6;

    private final IpSettings settings;
    private final IpCounters counters;
    private final RateLimit all;
    private final SipHash hash;
    private final Randomness randomness;
    /// Saved up by each set of destinations, nanoseconds.
    private final long[] credits = new long[DESTINATIONS];
    private final long[] last = new long[DESTINATIONS];
    private final boolean[] used = new boolean[DESTINATIONS];

    ErrorLimit(IpSettings settings, IpCounters counters, long secret) {
        this.settings = settings;
        this.counters = counters;
        hash = SipHash.fast(secret, ~secret);
        randomness = new Randomness(secret);
        all = new RateLimit(randomness);
    }

    boolean allows(long high, long low, long interval, long now) {
        if (!allowsDestination((int) (hash.hash(high, low) >>> Long.SIZE - 8), interval, now)) {
            counters.count(IpCounter.ICMP_OUT_LIMITED_HOST);
            return false;
        }
        if (!all.allows(settings.icmpMessagesPerSecond, settings.icmpBurst, now)) {
            counters.count(IpCounter.ICMP_OUT_LIMITED);
            return false;
        }
        return true;
    }

    private boolean allowsDestination(int set, long interval, long now) {
        long most = BURST * interval;
        credits[set] = used[set] ? Math.min(most, credits[set] + Math.max(0, now - last[set])) : most;
        used[set] = true;
        last[set] = now;
        if (credits[set] < interval) {
            return false;
        }
        // a quarter more by chance: when the next one may go is not known outside
        credits[set] -= interval + (interval > 0 ? Math.floorMod((long) randomness.next() << 8, interval / 4 + 1) : 0);
        return true;
    }
}
