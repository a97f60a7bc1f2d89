package io.longshore.cli;

import io.longshore.syscall.Processes;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--runtime-dir`, the same in every command that speaks with a TCP Server.
final class RuntimeDirectoryOption {

    @Option(names = "--runtime-dir", paramLabel = "DIR",
            description = "where the TCP Server's control socket lies (default: /run/longshore for root)")
    private Path directory;

    Path directory() {
        return directory == null ? standard() : directory.toAbsolutePath();
    }

    /// `/run/longshore` for root, else a directory of the user's own; the agent has the same default.
    static Path standard() {
        if (Processes.userId() == 0) {
            return Path.of("/run/longshore");
        }
        String own = System.getenv("XDG_RUNTIME_DIR");
        return own == null ? Path.of("/tmp/longshore-" + Processes.userId()) : Path.of(own, "longshore");
    }
}
