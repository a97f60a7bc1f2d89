package io.longshore.cli;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Longshore beside the kernel's TCP, in one run, in turn: the same program, the same client.
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Measures Longshore beside the kernel's TCP on this machine: "
                + "http, files, bulk, idle, loss, flood.")
final class BenchCommand implements Callable<Integer> {

    /// What can be measured.
    enum Subject {
        http, files, bulk, idle, loss, flood
    }

    /// Of a path with a delay.
    private static final int MEGABITS = 100;

    @Parameters(arity = "0..*", paramLabel = "SUBJECT",
            description = "http, files, bulk, idle, loss, flood (default: all)")
    private List<String> subjects = new ArrayList<>();

    @Option(names = "--rounds", defaultValue = "3", description = "rounds, kernel and Longshore in turn "
            + "(default: ${DEFAULT-VALUE}); medians are printed")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "seconds of load in a round "
            + "(default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--connections", defaultValue = "64", description = "keep-alive connections of http "
            + "(default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--delay", paramLabel = "MS", defaultValue = "0", description = "round-trip time of loss's path, "
            + "which then carries 100 Mbit/s (default: ${DEFAULT-VALUE}, no delay)")
    private int delay;

    @Option(names = "--congestion", paramLabel = "NAME", defaultValue = "cubic", description = "congestion control of "
            + "loss, of all hosts: cubic, reno, bbr (default: ${DEFAULT-VALUE})")
    private String congestion;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Subject> wanted = wanted();
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new Problem("the bench creates interfaces and a network namespace; it needs root");
        }
        for (Subject subject : wanted) {
            try (Cleanup cleanup = new Cleanup()) {
                measure(subject, cleanup);
            }
        }
        return 0;
    }

    private List<Subject> wanted() {
        try {
            return subjects.isEmpty() ? List.of(Subject.values()) : subjects.stream().map(Subject::valueOf).toList();
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), "cannot measure " + String.join(" ", subjects)
                    + "; there are http, files, bulk, idle, loss and flood");
        }
    }

    private void measure(Subject subject, Cleanup cleanup) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = cleanup.directory("longshore-bench");
        switch (subject) {
            case http -> new HttpBench(rounds, seconds, connections).measurePage(cleanup, directory, out);
            case files -> new HttpBench(rounds, seconds, connections).measureFiles(cleanup, directory, out);
            case bulk -> new BulkBench(rounds).measure(cleanup, directory, out);
            case idle -> new IdleBench().measure(cleanup, directory, out);
            case flood -> new FloodBench(rounds, seconds).measure(cleanup, directory, out);
            case loss -> new LossBench(rounds, seconds, new LossyNetwork.Conditions(delay, MEGABITS, congestion))
                    .measure(cleanup, directory, out);
        }
        out.flush();
    }

    /// The command that runs one of our bench programs, from wherever this class was loaded.
    static List<String> program(Class<?> program) throws URISyntaxException {
        return Stream.concat(java(program).stream(), Stream.of(Integer.toString(Contestant.PORT))).toList();
    }

    /// The same without arguments.
    static List<String> java(Class<?> program) throws URISyntaxException {
        Path classes = Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI());
        return List.of(Installation.java(), "-cp", classes.toString(), program.getName());
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
