package io.longshore.cli;

import io.longshore.syscall.Processes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What a running TCP Server has counted, like nstat: since it was asked last, or (`-a`) since it started.
@Command(name = "nstat", mixinStandardHelpOptions = true,
        description = "Prints the TCP Server's counters like nstat: what was counted since "
                + "the last call, and per second.")
final class CounterCommand implements Callable<Integer> {

    @Mixin
    private RuntimeDirectoryOption runtime;

    @Option(names = {"-a", "--ignore"}, description = "count from the start of the server, not from the last call")
    private boolean fromStart;

    @Option(names = {"-z", "--zeros"}, description = "show counters that are zero, too")
    private boolean zeros;

    @Parameters(paramLabel = "PATTERN", description = "which counters, for instance 'TcpExt*'; default: all")
    private List<String> patterns = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CounterReading reading;
        try (ServerCall call = ServerCall.make(runtime.directory(), "nstat")) {
            reading = CounterReading.parse(new String(call.input().readAllBytes(), StandardCharsets.UTF_8));
        }
        CounterReading before = fromStart ? CounterReading.NOTHING : earlier();
        List<PathMatcher> wanted = patterns.stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern)).toList();
        PrintWriter out = spec.commandLine().getOut();
        out.println("#longshore");
        reading.since(before).forEach((name, value) -> {
            boolean asked = wanted.isEmpty() || wanted.stream().anyMatch(one -> one.matches(Path.of(name)));
            if (asked && (zeros || value != 0)) {
                double rate = value * 1000.0 / Math.max(1, reading.millisSince(before));
                out.println(String.format(Locale.ROOT, "%-32s%-16d%.1f", name, value, rate));
            }
        });
        out.flush();
        if (!fromStart) {
            Files.writeString(history(), reading.text(), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
        }
        return 0;
    }

    private static CounterReading earlier() {
        try {
            return CounterReading.parse(Files.readString(history()));
        } catch (IOException | RuntimeException e) {
            // The first call, or a file that is none of ours: then everything is news.
            return CounterReading.NOTHING;
        }
    }

    private static Path history() {
        return Path.of(System.getProperty("java.io.tmpdir"), ".longshore-nstat.u" + Processes.userId());
    }
}
