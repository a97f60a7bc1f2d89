package io.longshore.testing.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Looks again and again which TCP sockets of the kernel a process holds, by `/proc`.
final class KernelSockets implements AutoCloseable {

    private static final String LISTEN = "0A";
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int EVERY_MILLIS = 100;

    private final List<Long> processes;
    private final Set<String> seen = new TreeSet<>();
    private final Thread thread;
    private int looks;

    KernelSockets(Process... processes) {
        this.processes = Stream.of(processes).map(Process::pid).toList();
        thread = Thread.ofPlatform().name("kernel-sockets").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                processes.forEach(pid -> seen.addAll(of(pid)));
                looks++;
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException enough) {
            // the end of the watch
        }
    }

    /// The rows of `/proc/PID/net/tcp` that belong to the process and are no listeners.
    static List<String> of(long pid) {
        Set<String> inodes = inodes(pid);
        return Stream.of("tcp", "tcp6").map(table -> Path.of("/proc", Long.toString(pid), "net", table))
                .flatMap(table -> lines(table).stream()).map(row -> row.strip().split("\\s+"))
                .filter(row -> row.length > INODE && inodes.contains(row[INODE]) && !row[STATE].equals(LISTEN))
                .map(row -> row[1] + " to " + row[2] + " state " + row[STATE]).toList();
    }

    private static Set<String> inodes(long pid) {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                inodes.add(target(descriptor).replaceAll("socket:\\[(\\d+)]", "$1"));
            }
        } catch (IOException ended) {
            return Set.of();
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException ended) {
            return List.of();
        }
    }

    /// Ends the watch.
    ///
    /// @return what was seen, one sentence a socket
    Set<String> seen() throws InterruptedException {
        close();
        return looks == 0 ? Set.of("nobody looked") : seen;
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
