package io.longshore.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that this command started and will end, with what it printed kept in a file.
final class Child implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Path output;

    private Child(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /// Starts a command; its standard output and error go to `NAME.log` in `directory`.
    static Child start(String name, List<String> command, Path directory) throws IOException {
        Path output = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Child(name, process, output);
    }

    long pid() {
        return process.pid();
    }

    ProcessTimes times() throws IOException {
        return ProcessTimes.of(process.pid());
    }

    /// Waits until the child has printed a line that contains `text`.
    void awaitLine(String text, long seconds) throws IOException, InterruptedException, Problem {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!printed(text)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new Problem("the " + name + " ended at once: " + lastLine());
            }
            if (System.nanoTime() > deadline) {
                throw new Problem("the " + name + " said nothing of '" + text + "' for " + seconds + " s");
            }
        }
    }

    /// Writes a line to the child's standard input.
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    /// The last line that the child printed.
    String lastLine() throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty() ? "(it printed nothing)" : lines.get(lines.size() - 1);
    }

    private boolean printed(String text) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(output)) {
            return reader.lines().anyMatch(line -> line.contains(text));
        }
    }

    /// Asks the process to end (SIGTERM), and makes it end (SIGKILL) if it does not.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
