package io.longshore.testing.concurrency;

import io.longshore.memory.Memory;
import io.longshore.memory.SleepEpoch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads have news for one sleeper: one of them sends the bell, the other saves the system call. */
@JCStressTest
@Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one bell for one sleep")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "no bell: a lost wake-up")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "two bells for one sleep")
@State
public class OneBellRace {

    private final SleepEpoch ringers;

    public OneBellRace() {
        Memory memory = Lines.take(1);
        ringers = new SleepEpoch(memory, 0);
        new SleepEpoch(memory, 0).fallAsleep();
    }

    @Actor
    public void firstRinger(ZZ_Result result) {
        result.r1 = ringers.needsBell();
    }

    @Actor
    public void secondRinger(ZZ_Result result) {
        result.r2 = ringers.needsBell();
    }
}
