package io.longshore.testing.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Two of our stacks over a bad wire, world after world. `-Dlongshore.seed=N` runs one; `-Dlongshore.seeds=N` that many,
/// from `-Dlongshore.firstSeed` on.
class SimulationTest {

    private static final long SEEDS = Long.getLong("longshore.seeds", 1_000);
    private static final long FIRST = Long.getLong("longshore.firstSeed", 1);

    @Test
    void everyByteArrivesOnceInOrderAndNothingIsLeftBehind() {
        Long seed = Long.getLong("longshore.seed");
        LongAdder frames = new LongAdder();
        if (seed != null) {
            frames.add(run(seed));
        } else {
            LongStream.range(FIRST, FIRST + SEEDS).parallel().forEach(one -> frames.add(run(one)));
        }
        assertTrue(frames.sum() > 0, "frames have been sent");
    }

    @Test
    void theSameSeedGivesTheSameFramesAtTheSameTimes() {
        for (long seed = FIRST; seed < FIRST + 5; seed++) {
            assertEquals(trace(seed), trace(seed), "seed " + seed);
            assertNotEquals(trace(seed), trace(seed + 1), "seeds " + seed + " and the next");
        }
    }

    private static long run(long seed) {
        try (World world = World.of(seed)) {
            world.run();
            return world.frames();
        }
    }

    private static long trace(long seed) {
        try (World world = World.of(seed)) {
            return world.run();
        }
    }
}
