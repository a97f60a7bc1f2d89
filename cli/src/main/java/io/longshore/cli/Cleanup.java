package io.longshore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/// What must be undone, last thing first, whether the command ends by itself, by an error or by a signal.
final class Cleanup implements AutoCloseable {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    Cleanup() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
    }

    /// Ends the child when all is over.
    synchronized Child child(Child child) {
        steps.push(child::close);
        return child;
    }

    /// A new directory that is deleted when all is over.
    synchronized Path directory(String prefix) throws IOException {
        Path directory = Files.createTempDirectory(prefix);
        steps.push(() -> delete(directory));
        return directory;
    }

    synchronized void step(Runnable step) {
        steps.push(step);
    }

    @Override
    public synchronized void close() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> entries = Files.walk(directory)) {
            entries.sorted(Comparator.reverseOrder()).forEach(Cleanup::deleteOne);
        } catch (IOException problem) {
            throw new UncheckedIOException("cannot delete " + directory, problem);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException problem) {
            throw new UncheckedIOException("cannot delete " + path, problem);
        }
    }
}
