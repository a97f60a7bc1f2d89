package io.longshore.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One side of a bench: the same unmodified program, on the kernel's TCP or on Longshore. The kernel's program lives in
/// a network namespace behind a veth pair, so that its packets cross an interface as Longshore's cross the TAP.
final class Contestant {

    static final int PORT = 8080;

    private static final String NAMESPACE = "longshore-bench";
    private static final String KERNEL_ADDRESS = "10.78.0.2";
    private static final String STACK_ADDRESS = "10.77.0.2";

    final String name;
    final String address;
    /// The process with the application.
    final Child application;
    /// The TCP Server; null for the kernel.
    final Child server;
    /// Milliseconds from starting the TCP Server's command to its being ready; 0 for the kernel.
    final long readyMillis;

    private Contestant(String name, String address, Child application, Child server, long readyMillis) {
        this.name = name;
        this.address = address;
        this.application = application;
        this.server = server;
        this.readyMillis = readyMillis;
    }

    /// The program on the kernel's TCP.
    static Contestant kernel(Cleanup cleanup, Path directory, List<String> program) throws Exception {
        namespace(cleanup);
        List<String> command = Stream.concat(Stream.of("ip", "netns", "exec", NAMESPACE), program.stream()).toList();
        Child application = cleanup.child(Child.start("kernel-program", command, directory));
        return new Contestant("kernel", KERNEL_ADDRESS, application, null, 0);
    }

    /// The program on a TCP Server of its own.
    static Contestant longshore(Cleanup cleanup, Path directory, List<String> program) throws Exception {
        Installation installation = Installation.find();
        String runtime = directory.resolve("run").toString();
        long start = System.nanoTime();
        Child server = cleanup.child(Child.start("TCP Server", installation.command("server", "--link",
                "tap:lsbench0", "--address", STACK_ADDRESS + "/24", "--host-address", "10.77.0.1/24", "--runtime-dir",
                runtime), directory));
        server.awaitLine("ready", 20);
        long readyMillis = (System.nanoTime() - start) / 1_000_000;
        Child application = cleanup.child(Child.start("longshore-program", installation.run(runtime, program),
                directory));
        return new Contestant("longshore", STACK_ADDRESS, application, server, readyMillis);
    }

    boolean hasServer() {
        return server != null;
    }

    private static void namespace(Cleanup cleanup) throws Exception {
        Tools.require("ip", "iproute2");
        Tools.tryRun("ip", "netns", "del", NAMESPACE);
        Tools.run("ip", "netns", "add", NAMESPACE);
        cleanup.step(() -> Tools.tryRun("ip", "netns", "del", NAMESPACE));
        Tools.run("ip", "link", "add", "lsveth0", "type", "veth", "peer", "name", "lsveth1", "netns", NAMESPACE);
        Tools.run("ip", "addr", "add", "10.78.0.1/24", "dev", "lsveth0");
        Tools.run("ip", "link", "set", "lsveth0", "up");
        Tools.run("ip", "-n", NAMESPACE, "addr", "add", KERNEL_ADDRESS + "/24", "dev", "lsveth1");
        Tools.run("ip", "-n", NAMESPACE, "link", "set", "lsveth1", "up");
    }
}
