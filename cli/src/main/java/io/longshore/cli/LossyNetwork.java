package io.longshore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Three hosts and two routers, each a network namespace, for a comparison over one and the same bad wire:
///
/// ```
///   kernel's host ── veth ──┐
///                     near router ══ veth that loses packets ══ far router ── veth ── peer
///   TCP Server ───── TAP ───┘
/// ```
///
/// Each packet that arrives at either end of that veth is lost by chance (nftables' `numgen random`). The routers cut
/// super-segments before they enter it, so that packets are lost one by one. Where the wire is to have a delay, it is
/// two TAP interfaces with a [LossyWire] between them, which also does the losing, by seed.
///
/// All hosts use the congestion control that the comparison is about: the machine's own setting may be another one than
/// ours, and under random loss nothing makes a larger difference.
final class LossyNetwork {

    static final String PEER = "longshore-peer";

    private static final String NEAR = "longshore-near";
    private static final String FAR = "longshore-far";
    private static final String KERNEL = "longshore-kernel";
    private static final String TAP = "lsloss0";
    private static final String WIRE = "lswire";
    private static final String TABLE = "longshore_loss";
    private static final int WIRE_NETWORK = 0;
    private static final int PEER_NETWORK = 3;
    private static final String[][] ENDS = {{NEAR, WIRE + 0}, {FAR, WIRE + 1}};
    private static final int[] FAMILIES = {4, 6};

    /// One host on the near side of the router.
    enum Side {
        kernel(1), longshore(2);

        private final int network;

        Side(int network) {
            this.network = network;
        }

        /// Its address of that family.
        String address(int family) {
            return LossyNetwork.address(family, network, 2);
        }
    }

    /// What the comparison is about.
    ///
    /// @param roundTripMillis   of the wire; 0 for none but the kernel's
    /// @param megabits          per second; only where there is a delay
    /// @param congestionControl of all hosts, as Linux calls it
    record Conditions(int roundTripMillis, int megabits, String congestionControl) {
    }

    private final Cleanup cleanup;
    private final Conditions conditions;
    private final Path directory;
    private Child wire;

    LossyNetwork(Cleanup cleanup, Conditions conditions, Path directory) throws Exception {
        this.cleanup = cleanup;
        this.conditions = conditions;
        this.directory = directory;
        Tools.require("ip", "iproute2");
        Tools.require("nft", "nftables");
        for (String namespace : List.of(PEER, FAR, NEAR, KERNEL)) {
            Tools.tryRun("ip", "netns", "del", namespace);
            Tools.run("ip", "netns", "add", namespace);
            cleanup.step(() -> Tools.tryRun("ip", "netns", "del", namespace));
        }
        for (String router : List.of(NEAR, FAR)) {
            Tools.run("ip", "netns", "exec", router, "sh", "-c",
                    "cd /proc/sys/net && echo 1 > ipv4/ip_forward && echo 1 > ipv6/conf/all/forwarding");
        }
        veth(new Cable(NEAR, Side.kernel.network, KERNEL, "lsnear"));
        veth(new Cable(FAR, PEER_NETWORK, PEER, "lsfar"));
        if (conditions.roundTripMillis > 0) {
            slow(new Cable(NEAR, WIRE_NETWORK, FAR, WIRE));
        } else {
            veth(new Cable(NEAR, WIRE_NETWORK, FAR, WIRE));
        }
        congestionControl(KERNEL, Side.kernel.network);
        congestionControl(PEER, PEER_NETWORK);
        for (int family : FAMILIES) {
            Tools.run("ip", "-n", NEAR, "-" + family, "route", "add", "default", "via", address(family, WIRE_NETWORK,
                    2));
        }
        for (String[] end : ENDS) {
            Tools.run("ip", "-n", end[0], "link", "set", "dev", end[1], "gso_max_size", "1600");
        }
    }

    private static String address(int family, int network, int host) {
        return family == 4 ? "10.80." + network + "." + host : "fd00:80:" + network + "::" + host;
    }

    private static String prefix(int family, int network, int host) {
        return address(family, network, host) + (family == 4 ? "/24" : "/64");
    }

    /// A cable between a router, end 0, and another host, end 1, for which the router is the way to everybody.
    private record Cable(String router, int network, String host, String name) {
    }

    private static void veth(Cable cable) throws Exception {
        String name = cable.name;
        Tools.run("ip", "link", "add", name + 0, "netns", cable.router, "type", "veth", "peer", "name", name + 1,
                "netns", cable.host);
        connect(cable);
    }

    /// The same of two TAP interfaces with a delay between them.
    private void slow(Cable cable) throws Exception {
        String name = cable.name;
        long oneWay = TimeUnit.MILLISECONDS.toNanos(conditions.roundTripMillis) / 2;
        List<String> program = Installation.find().program(LossyWire.class, name + 0, name + 1, Long.toString(oneWay),
                Integer.toString(conditions.megabits));
        wire = cleanup.child(Child.start("wire", inside(cable.router, program), directory));
        wire.awaitLine("ready", 20);
        Tools.run("ip", "-n", cable.router, "link", "set", name + 1, "netns", cable.host);
        connect(cable);
    }

    /// Hosts whose default this is not may choose it by route without leave (ip-route(8), congctl).
    private void congestionControl(String host, int network) throws Exception {
        for (int family : FAMILIES) {
            Tools.run("ip", "-n", host, "-" + family, "route", "replace", "default", "via",
                    address(family, network, 1), "congctl", conditions.congestionControl);
        }
    }

    private static void connect(Cable cable) throws Exception {
        String name = cable.name;
        for (int family : FAMILIES) {
            Tools.run(added(cable.router, prefix(family, cable.network, 1), name + 0, family));
            Tools.run(added(cable.host, prefix(family, cable.network, 2), name + 1, family));
        }
        Tools.run("ip", "-n", cable.router, "link", "set", name + 0, "up");
        Tools.run("ip", "-n", cable.host, "link", "set", name + 1, "up");
        for (int family : FAMILIES) {
            Tools.run("ip", "-n", cable.host, "-" + family, "route", "add", "default", "via",
                    address(family, cable.network, 1));
        }
    }

    private static String[] added(String host, String prefix, String device, int family) {
        Stream<String> command = Stream.of("ip", "-n", host, "addr", "add", prefix, "dev", device);
        return (family == 4 ? command : Stream.concat(command, Stream.of("nodad"))).toArray(String[]::new);
    }

    /// From now on so many of a hundred packets are lost, each way.
    void lose(int percent) throws Exception {
        if (wire != null) {
            // the same seed for each, so that it can be done again
            wire.tell(percent + " " + percent);
            wire.awaitLine("loses " + percent + " ", 5);
            return;
        }
        for (String[] end : ENDS) {
            Tools.tryRun("ip", "netns", "exec", end[0], "nft", "delete", "table", "inet", TABLE);
            nft(end[0], "add table inet " + TABLE);
            nft(end[0], "add chain inet " + TABLE + " in { type filter hook prerouting priority -300; }");
            nft(end[0], "add rule inet " + TABLE + " in iifname " + end[1] + " meta l4proto tcp"
                    + " numgen random mod 100 < " + percent + " drop");
        }
    }

    private static void nft(String namespace, String rule) throws Exception {
        Tools.run("ip", "netns", "exec", namespace, "nft", rule);
    }

    /// Starts the program on the kernel's TCP.
    void startOnKernel(Path directory, List<String> program) throws Exception {
        cleanup.child(Child.start("kernel-program", inside(KERNEL, program), directory));
    }

    /// Starts the program on a TCP Server of its own.
    void startOnLongshore(Path directory, List<String> program) throws Exception {
        Installation installation = Installation.find();
        String runtime = directory.resolve("run").toString();
        int network = Side.longshore.network;
        Child server = cleanup.child(Child.start("TCP Server", inside(NEAR, installation.command("server", "--link",
                "tap:" + TAP, "--sysctl", "net.ipv4.tcp_congestion_control=" + conditions.congestionControl,
                "--address", prefix(4, network, 2), "--address", prefix(6, network, 2),
                "--host-address", prefix(4, network, 1), "--host-address", prefix(6, network, 1), "--runtime-dir",
                runtime)), directory));
        server.awaitLine("ready", 20);
        cleanup.child(Child.start("longshore-program", installation.run(runtime, program), directory));
    }

    /// A command that runs in a namespace.
    static List<String> inside(String namespace, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(command);
        return whole;
    }
}
