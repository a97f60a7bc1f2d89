package io.longshore.testing.frameworks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A namespace of the test's own with two TCP Servers, each on a TAP, started by `./longshore` as a user would.
final class TwoServers implements AutoCloseable {

    private static final Path HOME = home();
    private static final int READY_SECONDS = 400;

    private final String name = "lsfw-" + ProcessHandle.current().pid();
    private final Path directory;
    private final Map<Side, Process> servers = new EnumMap<>(Side.class);

    TwoServers(Path directory) throws Exception {
        this.directory = directory;
        run("ip", "netns", "add", name);
        try {
            run(inside("ip", "link", "set", "lo", "up"));
            run(inside("sysctl", "-qw", "net.ipv4.ip_forward=1"));
            startServer(Side.SERVER, "lsfw0");
            startServer(Side.CLIENT, "lsfw1");
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    private void startServer(Side side, String tap) throws Exception {
        Path log = directory.resolve("server-" + side + ".log");
        servers.put(side, start(log, longshore(), "server", "--link", "tap:" + tap, "--address",
                side.address() + "/24", "--host-address", side.hostAddress() + "/24", "--runtime-dir", runtime(side),
                "--nice", "-20"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!Files.readString(log).contains("ready")) {
            if (!servers.get(side).isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("no TCP Server: " + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    /// Starts a program on that side's TCP; what it prints goes to `log`.
    Process start(Side side, Path log, List<String> command) throws IOException {
        return switch (side) {
            case KERNEL -> start(log, command.toArray(String[]::new));
            case SERVER -> start(log, onLongshore(side, List.of(), command));
            case CLIENT -> start(log, onLongshore(side, List.of("--offload",
                    "connect own, connect " + Side.SERVER.prefix()), command));
        };
    }

    private String[] onLongshore(Side side, List<String> options, List<String> command) {
        List<String> all = new ArrayList<>(List.of(longshore(), "run", "--runtime-dir", runtime(side)));
        all.addAll(options);
        all.add("--");
        all.addAll(command);
        return all.toArray(String[]::new);
    }

    private Process start(Path log, String... command) throws IOException {
        return new ProcessBuilder(inside(command)).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /// Adds another namespace behind a veth pair, for a server on the kernel's TCP that is a host of its own.
    void addKernelHost(String address) throws IOException {
        String prefix = address.substring(0, address.lastIndexOf('.'));
        run("ip", "netns", "add", kernelHost());
        run(inside("ip", "link", "add", "lsfwv0", "type", "veth", "peer", "name", "lsfwv1", "netns", kernelHost()));
        run(inside("ip", "addr", "add", prefix + ".1/24", "dev", "lsfwv0"));
        run(inside("ip", "link", "set", "lsfwv0", "up"));
        run("ip", "-n", kernelHost(), "addr", "add", address + "/24", "dev", "lsfwv1");
        run("ip", "-n", kernelHost(), "link", "set", "lsfwv1", "up");
    }

    Process startOnKernelHost(Path log, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", kernelHost()));
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private String kernelHost() {
        return name + "-kernel";
    }

    /// Runs a command in the namespace to its good end.
    String inNamespace(String... command) throws IOException {
        return run(inside(command));
    }

    Process server(Side side) {
        return servers.get(side);
    }

    /// The rows of `longshore connections` but those in TIME-WAIT, which belong to nobody.
    List<String> connections(Side side) throws Exception {
        return run(longshore(), "connections", "--runtime-dir", runtime(side)).lines()
                .filter(line -> line.matches(".*\\b(LISTEN|ESTAB|SYN|FIN|CLOS|LAST).*")).toList();
    }

    boolean isWhole() {
        return servers.values().stream().allMatch(Process::isAlive);
    }

    private String[] inside(String... command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command)).toArray(String[]::new);
    }

    /// Runs a command to its good end.
    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + exit + ": " + output);
        }
        return output;
    }

    private String runtime(Side side) {
        return directory.resolve("run-" + side).toString();
    }

    private static String longshore() {
        return HOME.resolve("longshore").toString();
    }

    static Path home() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.exists(path.resolve("longshore"))) {
            path = path.getParent();
        }
        return path;
    }

    @Override
    public void close() throws IOException {
        servers.values().forEach(Program::end);
        run("ip", "netns", "del", name);
        if (run("ip", "netns", "list").contains(kernelHost())) {
            run("ip", "netns", "del", kernelHost());
        }
    }
}
