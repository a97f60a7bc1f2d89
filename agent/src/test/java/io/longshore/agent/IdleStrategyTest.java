package io.longshore.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleStrategyTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final IdleStrategy strategy = new IdleStrategy(sleeper, 20_000, 1_000_000);

    @Test
    void goesOnAtOnceAfterWork() {
        strategy.idle(3, 0, 100);
        assertEquals(List.of(), sleeper.sleeps);
    }

    @Test
    void spinsBrieflyAfterTheLastWorkThenSleepsUntilTheDeadline() {
        strategy.idle(1, 0, NEVER);
        strategy.idle(0, 10_000, 500_000);
        strategy.idle(0, 19_999, 500_000);
        assertEquals(List.of(), sleeper.sleeps);
        strategy.idle(0, 20_000, 500_000);
        assertEquals(List.of(480_000L), sleeper.sleeps);
        assertEquals(1, strategy.sleeps());
    }

    @Test
    void doesNotSpinAgainAfterASleepWithoutWork() {
        strategy.idle(0, 0, 500);
        strategy.idle(0, 100, 500);
        assertEquals(List.of(500L, 400L), sleeper.sleeps);
    }

    @Test
    void doesNotSleepPastTheDeadline() {
        strategy.idle(0, 1_000, 1_000);
        strategy.idle(0, 1_000, 999);
        assertEquals(List.of(), sleeper.sleeps);
    }

    @Test
    void theWatchdogLimitsEverySleep() {
        strategy.idle(0, -5, NEVER);
        strategy.idle(0, -5, 10_000_000);
        assertEquals(List.of(1_000_000L, 1_000_000L), sleeper.sleeps);
    }

    @Test
    void withoutSpinningItSleepsRightAfterWork() {
        IdleStrategy sleepy = new IdleStrategy(sleeper, 0, 1_000_000);
        sleepy.idle(1, 0, 100);
        sleepy.idle(0, 1, 100);
        assertEquals(List.of(99L), sleeper.sleeps);
    }

    @Test
    void wakingReachesTheSleeper() {
        strategy.wake();
        assertEquals(1, sleeper.wakes);
    }

    private static final class RecordingSleeper implements Sleeper {

        final List<Long> sleeps = new ArrayList<>();
        int wakes;

        @Override
        public void sleep(long nanos) {
            sleeps.add(nanos);
        }

        @Override
        public void wake() {
            wakes++;
        }
    }
}
