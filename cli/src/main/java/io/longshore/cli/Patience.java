package io.longshore.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waiting, with an end to it.
final class Patience {

    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// Something that fails with an [IOException] as long as the other side is not ready.
    interface Attempt<T> {
        T make() throws Exception;
    }

    private Patience() {
    }

    /// Tries again and again, for some seconds; `what` says in the problem's sentence what did not come.
    static <T> T until(String what, int seconds, Attempt<T> attempt) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try {
                return attempt.make();
            } catch (IOException notYet) {
                giveUp(what, deadline, notYet);
            }
            rest(BETWEEN_TRIES_NANOS);
        }
    }

    private static void giveUp(String what, long deadline, IOException last) throws Problem {
        if (System.nanoTime() > deadline) {
            throw new Problem(what + " did not come in time: " + last.getMessage());
        }
    }

    /// Does nothing for a while.
    static void rest(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
