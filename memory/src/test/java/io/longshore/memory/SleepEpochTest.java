package io.longshore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SleepEpochTest {

    private final Memory memory = Memory.allocate(64);
    private final SleepEpoch sleeper = new SleepEpoch(memory, 0);
    private final SleepEpoch ringer = new SleepEpoch(memory, 0);

    @Test
    void whoIsAwakeNeedsNoBell() {
        assertFalse(ringer.needsBell());
        sleeper.fallAsleep();
        sleeper.awake();
        assertFalse(ringer.needsBell());
    }

    @Test
    void oneBellPerSleep() {
        for (int sleep = 0; sleep < 3; sleep++) {
            sleeper.fallAsleep();
            assertTrue(ringer.isAsleep());
            assertTrue(ringer.needsBell());
            assertFalse(ringer.needsBell());
            sleeper.awake();
        }
        assertEquals(6, memory.getLong(0));
    }

    @Test
    void fallingAsleepTwiceIsOneSleep() {
        sleeper.fallAsleep();
        assertTrue(ringer.needsBell());
        sleeper.fallAsleep();
        assertFalse(ringer.needsBell());
        sleeper.awake();
        sleeper.awake();
        assertFalse(ringer.isAsleep());
    }

    @Test
    void aNewSleeperGoesOnFromTheEpochItFinds() {
        sleeper.fallAsleep();
        assertTrue(ringer.needsBell());
        SleepEpoch heir = new SleepEpoch(memory, 0);
        heir.awake();
        heir.fallAsleep();
        assertTrue(ringer.needsBell(), "the heir's sleep is another");
    }
}
