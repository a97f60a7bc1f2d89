package io.longshore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Goodput of one connection over a path that loses packets by chance: a program on Longshore and the same on the
/// kernel's TCP, each with the same peer on the kernel's TCP behind the same bad wire, in turn.
final class LossBench {

    private static final int[] PERCENTS = {1, 5, 10};

    private static final int[] FAMILIES = {4, 6};

    private final int rounds;
    private final int seconds;
    private final LossyNetwork.Conditions conditions;

    LossBench(int rounds, int seconds, LossyNetwork.Conditions conditions) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.conditions = conditions;
    }

    void measure(Cleanup cleanup, Path directory, PrintWriter out) throws Exception {
        LossyNetwork network = new LossyNetwork(cleanup, conditions, directory);
        network.startOnKernel(directory, program("serve", port()));
        network.startOnLongshore(directory, program("serve", port()));
        out.printf("goodput of one connection under random loss, packet by packet and both ways, in Mbit/s; means of"
                + " %d rounds of %d s; all hosts: %s; %s%n", rounds, seconds, conditions.congestionControl(),
                conditions.roundTripMillis() == 0 ? "no delay" : "round trip " + conditions.roundTripMillis()
                        + " ms, " + conditions.megabits() + " Mbit/s");
        network.lose(0);
        for (int family : FAMILIES) {
            for (LossyNetwork.Side side : LossyNetwork.Side.values()) {
                Patience.until("the program on " + side + " by IPv" + family, 20,
                        () -> firstRate(side, family));
            }
        }
        for (int percent : PERCENTS) {
            network.lose(percent);
            for (int family : FAMILIES) {
                compare(percent, family, out);
            }
        }
    }

    private void compare(int percent, int family, PrintWriter out) throws Exception {
        for (String wish : List.of(LossyProgram.SEND, LossyProgram.RECEIVE)) {
            double kernel = 0;
            double longshore = 0;
            for (int i = 0; i < rounds; i++) {
                kernel += rate(LossyNetwork.Side.kernel, family, wish, seconds) / rounds;
                longshore += rate(LossyNetwork.Side.longshore, family, wish, seconds) / rounds;
            }
            out.printf("  %2d %% IPv%d %-32s kernel %8.1f   longshore %8.1f   ratio %.2f%n", percent, family,
                    wish.equals(LossyProgram.SEND) ? "application sends" : "application receives", kernel, longshore,
                    longshore / kernel);
            out.flush();
        }
    }

    /// The program may not listen yet.
    private static double firstRate(LossyNetwork.Side side, int family) throws Exception {
        try {
            return rate(side, family, LossyProgram.SEND, 1);
        } catch (Problem notYet) {
            throw new IOException(notYet.getMessage(), notYet);
        }
    }

    /// Mbit/s of one transfer.
    private static double rate(LossyNetwork.Side side, int family, String wish, int seconds) throws Exception {
        List<String> client = LossyNetwork.inside(LossyNetwork.PEER, program("measure", side.address(family), port(),
                wish, Integer.toString(seconds)));
        String[] result = Tools.run(client.toArray(String[]::new)).strip().split(" ");
        return Long.parseLong(result[0]) * 8e3 / Long.parseLong(result[1]);
    }

    private static String port() {
        return Integer.toString(Contestant.PORT);
    }

    private static List<String> program(String... arguments) throws Exception {
        return Stream.concat(BenchCommand.java(LossyProgram.class).stream(), Stream.of(arguments)).toList();
    }
}
