package io.longshore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Memory in use, as Linux tells it in `/proc` (proc(5)).
final class ProcessMemory {

    private ProcessMemory() {
    }

    /// KiB that a process has for itself: what it shares with others by mappings is not in it.
    static long anonymousKiB(long pid) throws IOException {
        return kiB(Path.of("/proc", Long.toString(pid), "status"), "RssAnon:");
    }

    /// KiB of shared memory in the whole system: slabs and regions are in it.
    static long sharedKiB() throws IOException {
        return kiB(Path.of("/proc/meminfo"), "Shmem:");
    }

    private static long kiB(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }
}
