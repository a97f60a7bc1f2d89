package io.longshore.testing.simulation;

import java.util.SplittableRandom;

/// What one side of a conversation is going to do.
///
/// @param bytes    how much it writes, if it gets that far
/// @param turnover 0, or question and answer: bytes that it writes at a time, before it waits for as much as the peer's
/// @param endingAt bytes written and read at which a disorderly ending comes
record Plan(int bytes, int turnover, Pace writing, Pace reading, Ending ending, long endingAt) {

    /// Both sides of one conversation, client first.
    static Plan[] draw(SplittableRandom random, int most) {
        boolean exchange = random.nextInt(3) == 0;
        int rounds = random.nextInt(1, 12);
        Plan[] plans = new Plan[2];
        for (int side = 0; side < 2; side++) {
            int turnover = exchange ? size(random, most / rounds) + 1 : 0;
            int bytes = exchange ? rounds * turnover : size(random, most);
            plans[side] = new Plan(bytes, turnover, Pace.draw(random), Pace.draw(random), ending(random),
                    random.nextLong(2L * most));
        }
        if (plans[0].ending == Ending.LAST && plans[1].ending == Ending.LAST) {
            plans[0] = plans[0].ending(Ending.ORDERLY);
        }
        return plans;
    }

    /// The client sends as fast as it can, and the server reads so.
    static Plan[] bulk(int bytes) {
        Pace fast = new Pace(1 << 16, 0, 0);
        Plan client = new Plan(bytes, 0, fast, fast, Ending.ORDERLY, 0);
        return new Plan[] {client, new Plan(0, 0, fast, fast, Ending.ORDERLY, 0)};
    }

    private Plan ending(Ending other) {
        return new Plan(bytes, turnover, writing, reading, other, endingAt);
    }

    private static Ending ending(SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0 -> Ending.ABORT;
            case 1 -> Ending.DROP;
            case 2, 3, 4 -> Ending.LAST;
            case 5, 6, 7 -> Ending.PROMPT;
            default -> Ending.ORDERLY;
        };
    }

    /// Small sizes are as likely as large ones, and one in six is bulk.
    private static int size(SplittableRandom random, int most) {
        if (random.nextInt(6) == 0) {
            return most / 2 + random.nextInt(most / 2 + 1);
        }
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(most, 1));
        return Math.min(random.nextInt(1 << random.nextInt(bits + 1)), most);
    }

    /// Up to which position it may have written, having read so far.
    long mayWrite(Plan peer, long read, boolean first) {
        if (turnover == 0) {
            return bytes;
        }
        long rounds = read / peer.turnover + (first ? 1 : 0);
        return Math.min(bytes, rounds * turnover);
    }
}
