package io.longshore.stack;

import io.longshore.agent.IdleStrategy;

/// By how much a turn begins later than it should: the processor was taken away, the process was stopped, or the turn
/// before took long. A sleep that news would have ended sooner is not known of here, but it ends with the watchdog.
final class Lateness {

    /// What an ordinary scheduler may do to a thread is not worth a word.
    private static final long WORTH_MENTIONING = 10_000_000;

    private long due;
    private long last;

    Lateness(long now) {
        due = now;
        last = now;
    }

    /// A turn begins.
    ///
    /// @return how late, 0 if not by much
    long turn(long now) {
        long late = due == Long.MAX_VALUE ? 0 : now - due;
        last = now;
        due = Long.MAX_VALUE;
        return late >= WORTH_MENTIONING ? late : 0;
    }

    /// The thread is about to block: the watchdog wakes it.
    void sleeps() {
        due = Math.min(due, last + IdleStrategy.WATCHDOG_NANOS);
    }

    /// A turn has done some work: the next follows at once.
    int worked(int work) {
        if (work > 0) {
            due = last;
        }
        return work;
    }

    /// When the next turn is due at the latest.
    long due(long deadline) {
        due = Math.min(due, deadline);
        return deadline;
    }
}
