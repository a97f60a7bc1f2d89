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

/** A sleeper wakes, takes its bells, drains, and falls asleep again while the other side rings on. */
@JCStressTest
@Outcome(id = "did not block", expect = Expect.ACCEPTABLE, desc = "it looked again and there was more")
@Outcome(id = "blocked, and had found all", expect = Expect.ACCEPTABLE, desc = "nothing is left to be told")
@Outcome(id = "blocked, with a bell to wake it", expect = Expect.ACCEPTABLE, desc = "of the second sleep, or late")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "a lost wake-up: its bell was for the sleep before, and is taken")
@State
public class SecondSleepRace {

    private static final int EPOCH = 64;
    private static final int BELL = 128;

    private final Memory memory = Lines.take(3);
    private final DoorbellBitmap ringersBitmap = new DoorbellBitmap(memory, 0, 64);
    private final SleepEpoch ringersEpoch = new SleepEpoch(memory, EPOCH);
    private final DoorbellBitmap bitmap = new DoorbellBitmap(memory, 0, 64);
    private final SleepEpoch epoch = new SleepEpoch(memory, EPOCH);
    private int found;
    private boolean blocked;

    public SecondSleepRace() {
        epoch.fallAsleep();
    }

    @Actor
    public void ringer() {
        ring(1);
        ring(2);
    }

    private void ring(int number) {
        ringersBitmap.ring(number);
        if (ringersEpoch.needsBell()) {
            memory.getAndSet(BELL, 1);
        }
    }

    @Actor
    public void sleeper() {
        epoch.awake();
        memory.getAndSet(BELL, 0);
        while (bitmap.next() >= 0) {
            found++;
        }
        epoch.fallAsleep();
        blocked = bitmap.isEmpty();
    }

    @Arbiter
    public void afterwards(L_Result result) {
        if (!blocked) {
            result.r1 = "did not block";
        } else if (memory.getLongVolatile(BELL) != 0) {
            result.r1 = "blocked, with a bell to wake it";
        } else {
            result.r1 = found == 2 ? "blocked, and had found all" : "LOST WAKE-UP";
        }
    }
}
