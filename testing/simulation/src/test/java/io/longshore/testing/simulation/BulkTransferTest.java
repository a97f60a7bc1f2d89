package io.longshore.testing.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long bulk takes in virtual time: recovery that only limps along, or a window that does not grow, shows here.
class BulkTransferTest {

    private static final double MS = 1_000_000;
    private static final int SEEDS = 2;

    @ParameterizedTest(name = "{0} bytes with {1} of all frames lost take at most {2} ms")
    @CsvSource({
        "1000, 0, 70",
        "100000, 0, 150",
        "8000000, 0, 400",
        "4000000, 0.001, 3000",
        "4000000, 0.01, 8000",
        "1000000, 0.05, 7000"})
    void bulkTakes(int bytes, double loss, double most) {
        double took = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            took += run(seed, bytes, loss) / SEEDS;
        }
        double average = took;
        assertTrue(average <= most, () -> "it takes " + average + " ms");
    }

    private static double run(long seed, int bytes, double loss) {
        try (World world = new World(Scenario.bulk(seed, bytes, loss))) {
            world.run();
            return world.talkedFor() / MS;
        }
    }
}
