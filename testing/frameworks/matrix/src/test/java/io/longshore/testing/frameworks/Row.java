package io.longshore.testing.frameworks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// One framework on one Java: its server on Longshore, its clients on the kernel and on another TCP Server, what came
/// of every check.
final class Row {

    private static final int PORT = 8080;
    private static final int TLS_PORT = 8443;
    private static final int CLEANED_SECONDS = 20;
    /// What the agent sets too: else Netty's and gRPC's clients are compared with other transports' words.
    private static final List<String> NIO_ON_THE_KERNEL = List.of("-Dio.netty.transport.noNative=true",
            "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true");

    final Framework framework;
    final int version;
    private final Path jdk;
    private final Map<Check, List<String>> failures = new EnumMap<>(Check.class);
    private final Set<Check> done = EnumSet.noneOf(Check.class);
    private TwoServers servers;
    private Path logs;
    private Program server;

    Row(Framework framework, int version, Path jdk) {
        this.framework = framework;
        this.version = version;
        this.jdk = jdk;
    }

    /// Why a check does not hold, one sentence each; empty: it was made, and holds.
    List<String> failures(Check check) {
        return done.contains(check) ? failures.getOrDefault(check, List.of())
                : List.of("not made; the logs are in " + logs);
    }

    boolean holds(Check check) {
        return failures(check).isEmpty();
    }

    private void failed(Check check, String sentence) {
        failures.computeIfAbsent(check, none -> new ArrayList<>()).add(sentence);
    }

    /// Runs the server, all clients on both sides, and stops the server under a request.
    void run(TwoServers network, Path directory) throws Exception {
        servers = network;
        logs = Files.createDirectories(directory.resolve(framework.folder() + framework.server() + "-" + version));
        server = start(Side.SERVER, "server", framework.server(), directory.toString());
        try {
            if (!server.hasSaid("program ready")) {
                server.dumpThreads();
                throw new AssertionError("the server did not start: " + server.lines());
            }
            for (String client : framework.clients()) {
                check(client, directory);
            }
            shutdown(directory);
        } finally {
            Program.end(server.process());
        }
        if (!servers.isWhole()) {
            throw new AssertionError("a TCP Server has ended");
        }
    }

    private void check(String client, Path directory) throws Exception {
        String checks = Check.BY_CLIENT.stream().filter(framework::has).map(Check::word)
                .collect(Collectors.joining(","));
        Map<Check, String> kernel = runClient(Side.KERNEL, client, directory, checks);
        Map<Check, String> longshore = runClient(Side.CLIENT, client, directory, checks);
        if (!refusal(kernel).equals(refusal(longshore))) {
            failed(Check.REFUSED, client + ": the kernel's is " + refusal(kernel) + ", ours " + refusal(longshore));
        }
    }

    private static String refusal(Map<Check, String> results) {
        return results.getOrDefault(Check.REFUSED, "none");
    }

    private Map<Check, String> runClient(Side side, String client, Path directory, String checks) throws Exception {
        Program program = start(side, client + "-" + side, client, directory.toString(), checks,
                Integer.getInteger("longshore.load", 5_000).toString());
        Set<String> sockets;
        try (KernelSockets watch = side == Side.KERNEL ? new KernelSockets(server.process())
                : new KernelSockets(server.process(), program.process())) {
            program.hasSaid("client done");
            sockets = watch.seen();
        }
        sockets.forEach(socket -> failed(Check.SOCKETS, client + " on " + side + ": " + socket));
        done.add(Check.SOCKETS);
        if (!program.lines().contains("client done")) {
            server.dumpThreads();
        }
        int exit = program.exit();
        if (exit != 0) {
            failed(Check.SHUTDOWN, client + " on " + side + " ended with " + exit);
        }
        return results(side, client, program);
    }

    /// The lines `check NAME ok|failed WHAT`.
    private Map<Check, String> results(Side side, String client, Program program) throws Exception {
        Map<Check, String> results = new EnumMap<>(Check.class);
        for (Check check : Check.BY_CLIENT) {
            String start = "check " + check.word() + " ";
            program.lines().stream().filter(line -> line.startsWith(start)).findFirst()
                    .ifPresent(line -> results.put(check, line.substring(start.length()).replaceFirst(" in \\d+ ms$",
                            "")));
            String result = results.getOrDefault(check, "failed: no line of it in " + program.log());
            if (framework.has(check) && !result.startsWith("ok ")) {
                failed(check, client + " on " + side + ": " + result);
            }
            done.add(check);
        }
        return results;
    }

    private void shutdown(Path directory) throws Exception {
        String client = framework.clients().getFirst();
        Program program = start(Side.KERNEL, client + "-shutdown", client, directory.toString(), "shutdown");
        boolean underWay = program.hasSaid("program under way");
        server.stop();
        int exit = server.exit();
        program.exit();
        done.add(Check.SHUTDOWN);
        if (!underWay || program.lines().stream().noneMatch(line -> line.startsWith("check shutdown ok"))) {
            failed(Check.SHUTDOWN, "the request under way: " + program.lines());
        }
        if (exit != 0 || !server.lines().contains("program stopped")) {
            failed(Check.SHUTDOWN, "the server's exit code is " + exit + ": " + server.log());
        }
        List<String> complaints = server.complaints();
        if (!complaints.isEmpty()) {
            failed(Check.SHUTDOWN, "the server complained: " + complaints);
        }
        left();
    }

    private void left() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLEANED_SECONDS);
        for (Side side : List.of(Side.SERVER, Side.CLIENT)) {
            List<String> left = servers.connections(side);
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(200);
                left = servers.connections(side);
            }
            left.forEach(row -> failed(Check.SHUTDOWN, "left on " + side + ": " + row));
        }
    }

    private Program start(Side side, String name, String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString(), "-XX:+UseSerialGC"));
        command.addAll(side == Side.KERNEL ? NIO_ON_THE_KERNEL : List.of());
        command.addAll(framework.launch(program));
        command.addAll(List.of(Side.SERVER.address(), Integer.toString(PORT), Integer.toString(TLS_PORT)));
        command.addAll(List.of(arguments));
        Path log = logs.resolve(name + ".log");
        return new Program(servers.start(side, log, command), jdk, log);
    }
}
