package io.longshore.testing.simulation;

import java.util.Arrays;

/// What streams over a shared path have achieved.
///
/// @param goodput  of each, bytes per second
/// @param carried  frames' bytes per second that the path has carried
/// @param queue    milliseconds that a frame waited, on average
/// @param dropped  frames that the path dropped, all the time
/// @param marked   frames marked congestion experienced
/// @param again    segments sent again
/// @param timeouts retransmission timeouts
record FlowReport(double[] goodput, double carried, double queue, long dropped, long marked, long again,
        long timeouts) {

    double sum() {
        return Arrays.stream(goodput).sum();
    }

    /// Of those streams only.
    double sum(int from, int to) {
        return Arrays.stream(goodput, from, to).sum();
    }

    /// Jain's index: 1 where all have the same, 1/n where one has all.
    double fairness() {
        double squares = Arrays.stream(goodput).map(x -> x * x).sum();
        return sum() * sum() / (goodput.length * squares);
    }
}
