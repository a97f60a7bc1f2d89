package io.longshore.testing.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A network namespace of the test's own: a second host on this machine, gone when it is closed.
final class Namespace implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "lse2e-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

    Namespace() throws IOException {
        run(Path.of("/"), "ip", "netns", "add", name).orFail();
        exec("ip", "link", "set", "lo", "up").orFail();
    }

    /// Runs a command in the namespace to its end.
    Outcome exec(String... command) throws IOException {
        return run(Path.of("/"), inside(command));
    }

    /// Starts a command in the namespace; what it prints goes to `output`.
    Process start(Path output, String... command) throws IOException {
        return new ProcessBuilder(inside(command)).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /// The pids of what runs in the namespace, one a line.
    String processes() throws IOException {
        return run(Path.of("/"), "ip", "netns", "pids", name).orFail().output();
    }

    private String[] inside(String... command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command)).toArray(String[]::new);
    }

    static Outcome run(Path directory, String... command) throws IOException {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(List.of(command), process.onExit().join().exitValue(), output.strip());
    }

    @Override
    public void close() throws IOException {
        run(Path.of("/"), "ip", "netns", "del", name);
    }

    /// Ends a process that the test started, by force if it has to be.
    static void end(Process process) {
        process.destroy();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException tooSlow) {
            process.destroyForcibly().onExit().join();
        } catch (InterruptedException | ExecutionException problem) {
            throw new AssertionError(problem);
        }
    }

    /// How a command ended and what it printed, output and error together.
    record Outcome(List<String> command, int exit, String output) {

        Outcome orFail() {
            if (exit != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + exit + ": " + output);
            }
            return this;
        }
    }
}
