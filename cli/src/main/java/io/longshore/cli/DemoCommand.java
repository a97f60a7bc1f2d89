package io.longshore.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Everything at once: a TCP Server on a TAP, the JDK's own web server on it, and a client on the kernel's side.
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Serves a small site by the JDK's web server over Longshore, and looks at it.")
final class DemoCommand implements Callable<Integer> {

    private static final int KEEP_ALIVE_REQUESTS = 10_000;
    /// Before the figures: three virtual machines have just started, and compile as they go.
    private static final int WARM_UP_REQUESTS = 40_000;
    private static final int KEEP_ALIVE_CONNECTIONS = 16;

    /// Beside what the flags say, where the kernel has IPv6.
    private static final String ADDRESS6 = "fd00:77::2";
    private static final String HOST_ADDRESS6 = "fd00:77::1";
    private static final boolean HAS_IPV6 = Files.exists(Path.of("/proc/net/if_inet6"));

    @Option(names = "--check", description = "transfer 100 MB, make 10,000 keep-alive requests, print figures, end")
    private boolean check;

    @Option(names = "--link", paramLabel = "LINK", defaultValue = "tap:longshore0",
            description = "the TAP to create (default: ${DEFAULT-VALUE})")
    private String link;

    @Option(names = "--address", paramLabel = "A/LEN", defaultValue = "10.77.0.2/24",
            description = "the stack's address (default: ${DEFAULT-VALUE})")
    private String address;

    @Option(names = "--host-address", paramLabel = "B/LEN", defaultValue = "10.77.0.1/24",
            description = "the kernel's address on the TAP (default: ${DEFAULT-VALUE})")
    private String hostAddress;

    @Option(names = "--port", defaultValue = "8080", description = "the site's port (default: ${DEFAULT-VALUE})")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requirePermission();
        Installation installation = Installation.find();
        try (Cleanup cleanup = new Cleanup()) {
            serve(installation, cleanup);
        }
        return 0;
    }

    private static void requirePermission() throws Problem {
        if (!"root".equals(System.getProperty("user.name")) || !Files.exists(Path.of("/dev/net/tun"))) {
            throw new Problem("the demo creates a TAP interface; it needs root (CAP_NET_ADMIN) and /dev/net/tun");
        }
    }

    private void serve(Installation installation, Cleanup cleanup) throws Exception {
        Path directory = cleanup.directory("longshore-demo");
        DemoSite site = new DemoSite(directory.resolve("site"));
        site.writePages();
        String runtime = directory.resolve("run").toString();
        long start = System.nanoTime();
        Child server = cleanup.child(Child.start("TCP Server", installation.command(arguments(runtime)),
                directory));
        server.awaitLine("ready", 20);
        print("TCP Server ready after %d ms, pid %d", (System.nanoTime() - start) / 1_000_000, server.pid());
        Child web = cleanup.child(Child.start("web server", installation.run(runtime, site.webServer(port)),
                directory));
        look(new DemoRun(site, server, web));
    }

    private String[] arguments(String runtime) {
        Stream<String> arguments = Stream.of("server", "--link", link, "--address", address, "--host-address",
                hostAddress, "--runtime-dir", runtime);
        return (HAS_IPV6 ? Stream.concat(arguments, Stream.of("--address", ADDRESS6 + "/64", "--host-address",
                HOST_ADDRESS6 + "/64")) : arguments).toArray(String[]::new);
    }

    /// By IPv6 too, as soon as its address is known to be nobody else's.
    private void lookByIpv6() throws Exception {
        String base = "http://[" + ADDRESS6 + "]:" + port + "/";
        try (HttpProbe probe = new HttpProbe(base)) {
            print("%s too: %d bytes", base, probe.textWhenReady("index.html", 20).length());
        }
    }

    private void look(DemoRun run) throws Exception {
        String base = "http://" + address.substring(0, address.indexOf('/')) + ":" + port + "/";
        try (HttpProbe probe = new HttpProbe(base)) {
            String page = probe.textWhenReady("index.html", 20);
            print("%s serves %d bytes through our own TCP (java -m jdk.httpserver, pid %d)", base, page.length(),
                    run.web().pid());
            if (HAS_IPV6) {
                lookByIpv6();
            }
            if (check) {
                transfer(probe, run.site());
                count(probe, run);
                print("all is well");
            } else {
                print("look at it with curl or a browser on this machine; end the demo with Ctrl-C");
                waitForInterrupt();
            }
        }
    }

    private void transfer(HttpProbe probe, DemoSite site) throws Exception {
        String expected = site.writeBigFile();
        long start = System.nanoTime();
        String got = probe.sha256("big.bin");
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!got.equals(expected)) {
            throw new Problem("the 100 MB file arrived changed: SHA-256 " + got + " instead of " + expected);
        }
        print("100 MB in %.2f s, %.2f Gbit/s including the digest; SHA-256 %s is right", seconds,
                DemoSite.BIG_BYTES * 8 / seconds / 1e9, got);
    }

    private void count(HttpProbe probe, DemoRun run) throws Exception {
        probe.repeat("small.txt", WARM_UP_REQUESTS, KEEP_ALIVE_CONNECTIONS);
        ProcessTimes server = run.server().times();
        ProcessTimes web = run.web().times();
        long start = System.nanoTime();
        probe.repeat("small.txt", KEEP_ALIVE_REQUESTS, KEEP_ALIVE_CONNECTIONS);
        double seconds = (System.nanoTime() - start) / 1e9;
        print("%,d keep-alive requests over %d connections: %,.0f requests/s; per request %.1f µs of processor in the "
                + "application, %.1f µs in the TCP Server", KEEP_ALIVE_REQUESTS, KEEP_ALIVE_CONNECTIONS,
                KEEP_ALIVE_REQUESTS / seconds, run.web().times().microsSince(web) / KEEP_ALIVE_REQUESTS,
                run.server().times().microsSince(server) / KEEP_ALIVE_REQUESTS);
    }

    private static void waitForInterrupt() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private void print(String format, Object... arguments) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(format, arguments));
        out.flush();
    }

    /// What runs while the demo looks.
    private record DemoRun(DemoSite site, Child server, Child web) {
    }
}
