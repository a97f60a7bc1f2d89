package io.longshore.testing.simulation;

import java.util.SplittableRandom;

/// What one direction of a path is like. Rates are bytes per second, times nanoseconds, sizes bytes of frames.
final class PathSpec {

    private static final long MS = 1_000_000;
    private static final long LEAST_RATE = 100_000;
    private static final long MOST_RATE = 10_000_000;
    private static final long LEAST_BUFFER = 20_000;

    /// 0: as fast as one likes.
    long rate;
    long delay;
    /// What waits at most; more is dropped at the tail.
    long buffer = Long.MAX_VALUE;
    /// A frame that finds more waiting than this is marked where it can be (RFC 3168, 5); 0: none is.
    long markAbove;
    /// A token bucket of this size, filled at `tokens`, drops what it has no tokens for; 0: there is none.
    long bucket;
    long tokens;
    double loss;
    /// The chance that a frame is held back for up to so long, so that later ones overtake it.
    double reordering;
    long heldBack;
    /// From then on the path is another one, with another delay.
    long changeAt = Long.MAX_VALUE;
    long delayAfter;
    /// The longest packet that passes; routers drop a longer one and say nothing (RFC 2923 2.1).
    int mtu = Integer.MAX_VALUE;
    /// From then on it is another.
    long mtuChangeAt = Long.MAX_VALUE;
    int mtuAfter;

    /// A queue, shallow or bloated, that may mark or be policed, on a path that may become another one.
    static PathSpec draw(SplittableRandom random) {
        long rate = random.nextLong(LEAST_RATE, MOST_RATE);
        PathSpec spec = delay(0).rate(rate).buffer(random.nextLong(LEAST_BUFFER, rate / 2 + LEAST_BUFFER + 1));
        if (random.nextBoolean()) {
            spec.markAbove(1 + random.nextLong(spec.buffer));
        }
        if (random.nextInt(4) == 0) {
            spec.policer(random.nextLong(LEAST_RATE, MOST_RATE), random.nextLong(LEAST_BUFFER, 10 * LEAST_BUFFER));
        }
        if (random.nextInt(3) == 0) {
            spec.delay = random.nextLong(60 * MS);
            spec.changes(random.nextLong(3_000 * MS), random.nextLong(60 * MS));
        }
        return spec;
    }

    static PathSpec delay(long nanos) {
        PathSpec spec = new PathSpec();
        spec.delay = nanos;
        return spec;
    }

    PathSpec rate(long bytesPerSecond) {
        rate = bytesPerSecond;
        return this;
    }

    PathSpec buffer(long bytes) {
        buffer = bytes;
        return this;
    }

    PathSpec markAbove(long bytes) {
        markAbove = bytes;
        return this;
    }

    PathSpec policer(long bytesPerSecond, long bytes) {
        tokens = bytesPerSecond;
        bucket = bytes;
        return this;
    }

    PathSpec loss(double chance) {
        loss = chance;
        return this;
    }

    PathSpec reordering(double chance, long nanos) {
        reordering = chance;
        heldBack = nanos;
        return this;
    }

    PathSpec mtu(int bytes) {
        mtu = bytes;
        return this;
    }

    PathSpec mtuChanges(long at, int to) {
        mtuChangeAt = at;
        mtuAfter = to;
        return this;
    }

    PathSpec changes(long at, long to) {
        changeAt = at;
        delayAfter = to;
        return this;
    }

    @Override
    public String toString() {
        return "rate " + rate + ", buffer " + buffer + ", marks above " + markAbove + ", policed to " + tokens + " by "
                + bucket + ", delay " + delay + ", from " + changeAt + " on " + delayAfter;
    }
}
