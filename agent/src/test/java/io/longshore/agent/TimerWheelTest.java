package io.longshore.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.allocation.AllocationGate;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {

    private static final long TICK = 1 << 16;
    private static final long SECOND = 1_000_000_000L;
    private static final long YEAR = 365L * 24 * 3600 * SECOND;

    @Test
    void aTimerNeverFiresEarlyAndAtMostOneTickLate() {
        TimerWheel wheel = new TimerWheel(4, 1_000);
        wheel.arm(2, 1_000 + 5 * SECOND + 1);
        assertEquals(TimerWheel.NONE, wheel.poll(1_000 + 5 * SECOND));
        assertEquals(2, wheel.poll(1_000 + 5 * SECOND + 1 + TICK));
        assertFalse(wheel.isArmed(2));
        assertEquals(TimerWheel.NONE, wheel.poll(1_000 + 6 * SECOND));
    }

    @Test
    void aDeadlineThatHasPassedFiresAtTheNextPoll() {
        TimerWheel wheel = new TimerWheel(4, 0);
        wheel.poll(10 * SECOND);
        wheel.arm(1, 3 * SECOND);
        assertEquals(1, wheel.poll(10 * SECOND));
    }

    @Test
    void rearmingMovesATimerAndCancellingRemovesIt() {
        TimerWheel wheel = new TimerWheel(4, 0);
        wheel.arm(0, SECOND);
        wheel.arm(0, 3 * SECOND);
        wheel.arm(1, 2 * SECOND);
        wheel.cancel(1);
        wheel.cancel(1);
        assertEquals(1, wheel.size());
        assertEquals(TimerWheel.NONE, wheel.poll(2 * SECOND + TICK));
        assertEquals(3 * SECOND, wheel.deadline(0));
        assertEquals(0, wheel.poll(3 * SECOND + TICK));
        assertEquals(0, wheel.size());
    }

    @Test
    void neverCancels() {
        TimerWheel wheel = new TimerWheel(1, 0);
        wheel.arm(0, SECOND);
        wheel.arm(0, TimerWheel.NEVER);
        assertFalse(wheel.isArmed(0));
        assertEquals(TimerWheel.NEVER, wheel.earliest());
        assertEquals(TimerWheel.NEVER, wheel.deadline(0));
    }

    @Test
    void timersOfOneTickFireInTheOrderOfArming() {
        TimerWheel wheel = new TimerWheel(8, 0);
        for (int id : new int[] {5, 1, 7, 3}) {
            wheel.arm(id, SECOND);
        }
        for (int id : new int[] {5, 1, 7, 3}) {
            assertEquals(id, wheel.poll(2 * SECOND));
        }
    }

    @Test
    void aTimerArmedWhilePollingIsNotLost() {
        TimerWheel wheel = new TimerWheel(2, 0);
        wheel.arm(0, SECOND);
        assertEquals(0, wheel.poll(10 * SECOND));
        wheel.arm(0, 2 * SECOND);
        wheel.arm(1, 20 * SECOND);
        assertEquals(0, wheel.poll(10 * SECOND));
        assertEquals(TimerWheel.NONE, wheel.poll(10 * SECOND));
        assertEquals(1, wheel.poll(20 * SECOND + TICK));
    }

    @Test
    void aClockThatGoesBackFiresNothing() {
        TimerWheel wheel = new TimerWheel(1, 100 * SECOND);
        wheel.poll(200 * SECOND);
        wheel.arm(0, 201 * SECOND);
        assertEquals(TimerWheel.NONE, wheel.poll(50 * SECOND));
        assertEquals(0, wheel.poll(202 * SECOND));
    }

    @Test
    void aDeadlineOfAHundredYearsIsKept() {
        TimerWheel wheel = new TimerWheel(1, -3 * SECOND);
        wheel.arm(0, 100 * YEAR);
        assertEquals(TimerWheel.NONE, wheel.poll(99 * YEAR));
        assertEquals(0, wheel.poll(100 * YEAR + TICK));
    }

    @Test
    void aTickOutOfRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TimerWheel(1, 0, 9));
        assertThrows(IllegalArgumentException.class, () -> new TimerWheel(1, 0, 25));
    }

    @Test
    void nothingIsAllocated() throws ReflectiveOperationException {
        TimerWheel wheel = new TimerWheel(1_000, 0);
        AllocationGate.assertNone("the timer wheel", step -> {
            wheel.arm(step % 1_000, step * 100_000L + 50_000_000L);
            wheel.cancel(step * 7 % 1_000);
            while (wheel.poll(step * 100_000L) != TimerWheel.NONE) {
                wheel.earliest();
            }
        });
    }

    /// Against a sorted map, from origins that include the wrap of the clock, with steps from nanoseconds to years.
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 5 * SECOND, 123_456_789_012_345L})
    void behavesLikeASortedMap(long origin) {
        for (long seed = 0; seed < 40; seed++) {
            new Trial(origin, seed).run();
        }
    }

    private static final class Trial {

        private static final int TIMERS = 50;
        private static final int STEPS = 2_000;

        private final long origin;
        private final String name;
        private final Random random;
        private final TimerWheel wheel;
        /// Deadlines as nanoseconds since the origin; ids by deadline.
        private final TreeMap<Long, Integer> model = new TreeMap<>();
        private final long[] deadlines = new long[TIMERS];
        private long elapsed;

        Trial(long origin, long seed) {
            this.origin = origin;
            name = "origin " + origin + ", seed " + seed;
            random = new Random(seed);
            wheel = new TimerWheel(TIMERS, origin);
            java.util.Arrays.fill(deadlines, -1);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> arm();
                    case 2 -> cancel(random.nextInt(TIMERS));
                    default -> advance();
                }
                assertEquals(model.size(), wheel.size(), name);
            }
        }

        /// Mostly short, seldom very long.
        private long span() {
            return random.nextLong(1L << 10 + random.nextInt(random.nextInt(10) == 0 ? 46 : 24));
        }

        private void arm() {
            int id = random.nextInt(TIMERS);
            long deadline = elapsed + span() - TICK;
            while (deadline < 0 || model.containsKey(deadline)) {
                deadline++;
            }
            if (deadlines[id] >= 0) {
                model.remove(deadlines[id]);
            }
            deadlines[id] = deadline;
            model.put(deadline, id);
            if (origin + deadline == TimerWheel.NEVER) {
                cancel(id);
            } else {
                wheel.arm(id, origin + deadline);
            }
        }

        private void cancel(int id) {
            if (deadlines[id] >= 0) {
                model.remove(deadlines[id]);
                deadlines[id] = -1;
            }
            wheel.cancel(id);
        }

        private void advance() {
            elapsed += span();
            if (elapsed > 100 * YEAR) {
                return;
            }
            int id = wheel.poll(origin + elapsed);
            while (id != TimerWheel.NONE) {
                assertTrue(deadlines[id] >= 0 && deadlines[id] <= elapsed, name + ": early or twice: " + id);
                model.remove(deadlines[id]);
                deadlines[id] = -1;
                id = wheel.poll(origin + elapsed);
            }
            assertNoneIsLate();
        }

        private void assertNoneIsLate() {
            if (model.isEmpty()) {
                assertEquals(TimerWheel.NEVER, wheel.earliest(), name);
                return;
            }
            long first = model.firstKey();
            assertTrue(first + TICK > elapsed, name + ": late: " + first + " at " + elapsed);
            long earliest = wheel.earliest() - origin;
            assertTrue(earliest > elapsed && earliest < first + TICK, name + ": earliest " + earliest + ", deadline "
                    + first + " at " + elapsed);
        }
    }
}
