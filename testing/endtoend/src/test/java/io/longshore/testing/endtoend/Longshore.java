package io.longshore.testing.endtoend;

import io.longshore.testing.endtoend.Namespace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A TCP Server on a TAP in a namespace of the test's own, started by `./longshore` as a user would.
final class Longshore implements AutoCloseable {

    static final String ADDRESS = "10.90.0.2";
    static final String HOST_ADDRESS = "10.90.0.1";
    static final String ADDRESS6 = "fd00:90::2";
    static final String HOST_ADDRESS6 = "fd00:90::1";
    static final int PORT = 8080;
    static final String TAP = "lse2e0";

    private static final Path HOME = home();

    final Namespace namespace = new Namespace();
    final Path directory = Files.createTempDirectory("longshore-e2e");
    private final List<Process> applications = new ArrayList<>();
    private Process server;

    Longshore() throws Exception {
        try {
            startServer();
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    final void startServer() throws Exception {
        Path log = directory.resolve("server.log");
        server = namespace.start(log, HOME.resolve("longshore").toString(), "server", "--link", "tap:" + TAP,
                "--address", ADDRESS + "/24", "--host-address", HOST_ADDRESS + "/24", "--address", ADDRESS6 + "/64",
                "--host-address", HOST_ADDRESS6 + "/64", "--autoconf=end to end", "--runtime-dir", runtime());
        await(server, log, "ready");
        // A new IPv6 address is looked for on the link first (RFC 4862 5.4): a second or two.
        eventually("an answer from " + ADDRESS6, 20, () -> namespace.exec("ping", "-6", "-c", "1", "-W", "1",
                ADDRESS6).exit() == 0);
    }

    /// Starts an application under `longshore run` and waits until it answers connections.
    Process startProgram(Class<?> program) throws Exception {
        Process process = startRun(program.getSimpleName() + applications.size() + ".log", java(), "-cp", classes(),
                program.getName(), Integer.toString(PORT));
        awaitPort();
        return process;
    }

    /// `java -m jdk.httpserver` with the files of `site`.
    Process startWebServer(Path site) throws Exception {
        Process process = startRun("web.log", java(), "-m", "jdk.httpserver", "-b", "0.0.0.0", "-p",
                Integer.toString(PORT), "-d", site.toString(), "-o", "none");
        awaitPort();
        return process;
    }

    Process startRun(String log, String... command) throws IOException {
        Process process = namespace.start(directory.resolve(log), Stream.concat(Stream.of(
                HOME.resolve("longshore").toString(), "run", "--runtime-dir", runtime(), "--"), Stream.of(command))
                .toArray(String[]::new));
        applications.add(process);
        return process;
    }

    /// Runs one scenario of [KernelClient] in the namespace.
    Outcome client(String scenario, String address, long count) throws Exception {
        return namespace.exec(clientCommand(scenario, address, count));
    }

    String[] clientCommand(String scenario, String address, long count) {
        return new String[] {java(), "-XX:TieredStopAtLevel=1", "-cp", classes(), KernelClient.class.getName(),
            scenario, address, Integer.toString(PORT), Long.toString(count)};
    }

    /// One of our own commands, with this server's runtime directory.
    Outcome command(String... command) throws Exception {
        return Namespace.run(Path.of("/"), Stream.concat(Stream.concat(Stream.of(HOME.resolve("longshore").toString()),
                Stream.of(command)), Stream.of("--runtime-dir", runtime())).toArray(String[]::new));
    }

    /// A command of ours, just as given, outside of any namespace.
    static Outcome plain(String... command) throws Exception {
        return Namespace.run(Path.of("/"), Stream.concat(Stream.of(HOME.resolve("longshore").toString()),
                Stream.of(command)).toArray(String[]::new));
    }

    /// Rows of `longshore connections` for connections in any of the given states.
    List<String> connections(String... states) throws Exception {
        return command("connections").orFail().output().lines()
                .filter(line -> Stream.of(states).anyMatch(line::contains)).toList();
    }

    /// Waits until a condition holds, and fails with `what` if it does not within some seconds.
    static void eventually(String what, int seconds, Check check) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!check.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + seconds + " s: " + what);
            }
            Thread.sleep(100);
        }
    }

    Process server() {
        return server;
    }

    String runtime() {
        return directory.resolve("run").toString();
    }

    String serverLog() throws IOException {
        return Files.readString(directory.resolve("server.log"));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String classes() {
        return Path.of("target/test-classes").toAbsolutePath().toString();
    }

    private void awaitPort() throws Exception {
        eventually("a listener on port " + PORT, 20,
                () -> !connections("LISTEN").stream().filter(l -> l.contains(":" + PORT)).toList().isEmpty());
    }

    private static void await(Process process, Path log, String text) throws Exception {
        eventually(text + " in " + log, 90, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended at once: " + Files.readString(log));
            }
            return Files.readString(log).contains(text);
        });
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
        for (Process application : applications) {
            Namespace.end(application);
        }
        if (server != null) {
            Namespace.end(server);
        }
        namespace.close();
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    /// Something to wait for.
    interface Check {
        boolean holds() throws Exception;
    }
}
