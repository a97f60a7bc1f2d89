package io.longshore.ip;

/// The counters of one shard's network layer, written by its thread.
public final class IpCounters {

    private static final int NUMBER = IpCounter.values().length;

    private final long[] values = new long[NUMBER];

    /// All zero.
    public IpCounters() {
    }

    public void count(IpCounter counter) {
        values[counter.ordinal()]++;
    }

    public void count(IpCounter counter, long times) {
        values[counter.ordinal()] += times;
    }

    public long get(IpCounter counter) {
        return values[counter.ordinal()];
    }
}
