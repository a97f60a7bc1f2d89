package io.longshore.socket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A wakeup comes while a selection ends and the next one falls asleep: one of the two takes it for its own. */
@JCStressTest
@Outcome(id = "the selection .*", expect = Expect.ACCEPTABLE, desc = "the one under way returns, as it would anyhow")
@Outcome(id = "the next .*", expect = Expect.ACCEPTABLE, desc = "the next one does not block, or is woken")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a lost wakeup")
@State
public class WakeupRace {

    private final CountingSelector kernel = new CountingSelector();
    private final Sleep sleep = kernel.sleep();
    private boolean first;
    private boolean blocked;

    @Actor
    public void waker() {
        sleep.wake();
    }

    @Actor
    public void selectingThread() {
        sleep.fallAsleep();
        first = sleep.isWoken();
        sleep.awake();
        if (first) {
            sleep.forgetWakeup();
        }
        sleep.fallAsleep();
        blocked = !sleep.isWoken();
    }

    @Arbiter
    public void afterwards(L_Result result) {
        if (first) {
            result.r1 = "the selection under way saw it";
        } else if (!blocked) {
            result.r1 = "the next selection saw it";
        } else {
            result.r1 = kernel.wakeups() > 0 ? "the next selection was woken" : "LOST";
        }
    }
}
