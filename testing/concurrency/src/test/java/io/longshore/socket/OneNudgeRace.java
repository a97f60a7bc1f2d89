package io.longshore.socket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads have news for one sleeping selector: one system call wakes it. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "one wake-up for one sleep")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "a lost wake-up")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "two system calls for one sleep")
@State
public class OneNudgeRace {

    private final CountingSelector kernel = new CountingSelector();
    private final Sleep sleep = kernel.sleep();

    public OneNudgeRace() {
        sleep.fallAsleep();
    }

    @Actor
    public void oneThread() {
        sleep.nudge();
    }

    @Actor
    public void another() {
        sleep.wake();
    }

    @Arbiter
    public void afterwards(I_Result result) {
        result.r1 = kernel.wakeups();
    }
}
