package io.longshore.agent;

/// What a thread does between turns: goes on at once after work, spins briefly after that, then sleeps until the
/// agent's deadline, news, or the watchdog.
public final class IdleStrategy {

    /// With so few processors a spinning loop takes its time from the one it waits for.
    private static final int FEW_PROCESSORS = 3;
    private static final long SPIN_NANOS = 20_000;
    /// A slow turn now and then, should a wake-up ever be lost: belt and braces, not the mechanism.
    public static final long WATCHDOG_NANOS = 250_000_000;

    private final Sleeper sleeper;
    private final long spinNanos;
    private final long watchdogNanos;
    private long lastWork;
    private boolean spinning;
    private long sleeps;

    /// @param spinNanos     how long to look again and again after the last work; 0 to sleep at once
    /// @param watchdogNanos the longest sleep
    public IdleStrategy(Sleeper sleeper, long spinNanos, long watchdogNanos) {
        this.sleeper = sleeper;
        this.spinNanos = spinNanos;
        this.watchdogNanos = watchdogNanos;
    }

    /// Spins 20 µs where there are processors to spare, and not at all where there are fewer than three.
    public static IdleStrategy standard(Sleeper sleeper) {
        boolean few = Runtime.getRuntime().availableProcessors() < FEW_PROCESSORS;
        return new IdleStrategy(sleeper, few ? 0 : SPIN_NANOS, WATCHDOG_NANOS);
    }

    /// Called after each turn.
    ///
    /// @param work     what the turn returned
    /// @param now      the turn's clock reading
    /// @param deadline when the next turn is due at the latest; `Long.MAX_VALUE` for never
    public void idle(int work, long now, long deadline) {
        if (work > 0) {
            spinning = spinNanos > 0;
            lastWork = now;
        } else if (spinning && now - lastWork < spinNanos) {
            Thread.onSpinWait();
        } else {
            spinning = false;
            sleep(deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - now);
        }
    }

    private void sleep(long untilDeadline) {
        long nanos = Math.min(untilDeadline, watchdogNanos);
        if (nanos > 0) {
            sleeps++;
            sleeper.sleep(nanos);
        }
    }

    /// Ends a sleep from any thread.
    public void wake() {
        sleeper.wake();
    }

    /// How often the agent's thread went to sleep; read by that thread.
    public long sleeps() {
        return sleeps;
    }
}
