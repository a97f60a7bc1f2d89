package io.longshore.testing.simulation;

import java.util.SplittableRandom;

/// How an application reads or writes.
///
/// @param most  bytes at once
/// @param pause nanoseconds between two times
/// @param stall nanoseconds before the first
record Pace(int most, long pause, long stall) {

    private static final long MS = 1_000_000;

    static Pace draw(SplittableRandom random) {
        int most = 1 << random.nextInt(0, 16) | random.nextInt(1, 1_000);
        long pause = random.nextInt(4) == 0 ? random.nextLong(20 * MS) : 0;
        long stall = random.nextInt(6) == 0 ? random.nextLong(15_000 * MS) : 0;
        return new Pace(most, Math.min(pause, pause * most / 1_000), stall);
    }
}
