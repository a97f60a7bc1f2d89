package io.longshore.socket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** An asynchronous operation ends while it is cancelled: one of the two, and both sides know which. */
@JCStressTest
@Outcome(id = "ended", expect = Expect.ACCEPTABLE, desc = "too late to cancel it")
@Outcome(id = "cancelled", expect = Expect.ACCEPTABLE, desc = "what it came to is nobody's")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "both, or neither")
@State
public class CancellationRace {

    private final Reading reading = new Reading();
    private boolean cancelled;

    @Actor
    public void loop() {
        reading.run();
    }

    @Actor
    public void canceller() {
        cancelled = reading.cancel(false);
    }

    @Arbiter
    public void afterwards(L_Result result) {
        boolean both = cancelled != reading.isCancelled() || cancelled != reading.unwanted
                || cancelled != reading.killed;
        result.r1 = both || !reading.isDone() ? "BOTH" : cancelled ? "cancelled" : "ended";
    }

    /** Finds a byte at once. */
    private static final class Reading extends AsyncOperation<Integer, Object> {

        private boolean unwanted;
        private boolean killed;

        Reading() {
            super(null, null, 1, null, null);
        }

        @Override
        boolean attempt() {
            value = 1;
            return true;
        }

        @Override
        void over(Throwable failure) {
            // There is no channel to be freed.
        }

        @Override
        void unwanted() {
            unwanted = true;
        }

        @Override
        void givenUp() {
            killed = true;
        }

        @Override
        void closeChannel() {
            // As above.
        }
    }
}
