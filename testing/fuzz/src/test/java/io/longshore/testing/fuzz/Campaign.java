package io.longshore.testing.fuzz;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/// Runs a target on random inputs, one for each seed: always the same ones in a build, others on demand.
///
/// `-Dlongshore.fuzz.seed=N -Dlongshore.fuzz.runs=1` replays what a failure says; more runs make a longer campaign.
final class Campaign {

    private Campaign() {
    }

    /// Whether the command line chose one input, so that it says nothing about all.
    static boolean isReplay() {
        return Long.getLong("longshore.fuzz.runs", 0) == 1;
    }

    /// @param runs how many inputs, unless the command line says otherwise
    /// @param most bytes of the longest of them
    static void run(int runs, int most, Consumer<byte[]> target) {
        long first = Long.getLong("longshore.fuzz.seed", 1);
        long last = first + Long.getLong("longshore.fuzz.runs", runs);
        for (long seed = first; seed < last; seed++) {
            try {
                target.accept(input(seed, most));
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + ": replay with -Dlongshore.fuzz.seed=" + seed
                    + " -Dlongshore.fuzz.runs=1", failure);
            }
        }
    }

    private static byte[] input(long seed, int most) {
        Random random = new Random(seed);
        byte[] data = new byte[random.nextInt(most)];
        random.nextBytes(data);
        // stretches of zeros and ones, where lengths and borders are
        for (int i = random.nextInt(4); i > 0 && data.length > 0; i--) {
            int from = random.nextInt(data.length);
            Arrays.fill(data, from, Math.min(data.length, from + random.nextInt(40)),
                (byte) -random.nextInt(2));
        }
        return data;
    }
}
