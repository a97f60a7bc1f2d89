package io.longshore.testing.concurrency;

import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import io.longshore.memory.SleepEpoch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One side rings while the other falls asleep, wakes, sleeps again: who blocks with news unseen has a bell. */
@JCStressTest
@Outcome(id = "saw the news.*", expect = Expect.ACCEPTABLE, desc = "it looked again and did not block")
@Outcome(id = "blocked, and was rung", expect = Expect.ACCEPTABLE, desc = "a bell wakes it")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a lost wake-up: it blocks for ever")
@State
public class SleepRace {

    private final Memory memory = Lines.take(2);
    private final DoorbellBitmap ringersBitmap = new DoorbellBitmap(memory, 0, 64);
    private final SleepEpoch ringersEpoch = new SleepEpoch(memory, 64);
    private final DoorbellBitmap bitmap = new DoorbellBitmap(memory, 0, 64);
    private final SleepEpoch epoch = new SleepEpoch(memory, 64);
    private boolean bell;
    private boolean blocked;

    @Actor
    public void ringer() {
        ringersBitmap.ring(1);
        bell = ringersEpoch.needsBell();
    }

    @Actor
    public void sleeper() {
        // A sleep that something else ends, or that need not come to blocking.
        epoch.fallAsleep();
        epoch.awake();
        epoch.fallAsleep();
        blocked = bitmap.isEmpty();
    }

    @Arbiter
    public void afterwards(L_Result result) {
        if (blocked) {
            result.r1 = bell ? "blocked, and was rung" : "LOST WAKE-UP";
        } else {
            result.r1 = "saw the news" + (bell ? ", and was rung too" : "");
        }
    }
}
