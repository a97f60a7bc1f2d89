package io.longshore.agent;

/// Time that stands still until it is moved: for simulation and tests.
public final class VirtualClock implements Clock {

    private long now;

    public VirtualClock(long now) {
        this.now = now;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /// Moves on by `nanos`, 0 or more.
    public void advance(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("time does not go back: " + nanos + " ns");
        }
        now += nanos;
    }

    /// Moves on to `time`, which is not before the present.
    public void advanceTo(long time) {
        advance(time - now);
    }
}
