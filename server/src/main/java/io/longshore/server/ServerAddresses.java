package io.longshore.server;

import io.longshore.link.LinkSpec;
import io.longshore.link.TapSpec;
import io.longshore.stack.OwnAddresses;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Prefix;
import java.util.ArrayList;
import java.util.List;

/// The parts of a configuration that are written as text, understood.
///
/// @param link the link to open, with the kernel's addresses on it
/// @param own  the stack's own addresses and its gateways
record ServerAddresses(LinkSpec link, OwnAddresses own) {

    static ServerAddresses of(ServerConfig config) throws ServerProblem {
        try {
            List<Prefix> own = config.addresses().stream().map(Prefix::parse).toList();
            List<Prefix> hosts = config.hostAddresses().stream().map(Prefix::parse).toList();
            for (Prefix address : own) {
                checkOwn(address);
            }
            for (Prefix host : hosts) {
                checkHost(host, own);
            }
            LinkSpec link = LinkSpec.parse(config.link());
            if (link instanceof TapSpec tap) {
                link = tap.withHostAddresses(hosts);
            }
            return new ServerAddresses(link, new OwnAddresses(own, gateways(config, hosts), 0, config.autoconf()));
        } catch (IllegalArgumentException e) {
            throw new ServerProblem(e.getMessage(), e);
        }
    }

    private static void checkOwn(Prefix own) throws ServerProblem {
        boolean isOnlyForItself = IpAddress.isLoopback(own.high(), own.low());
        if (IpAddress.isAny(own.high(), own.low()) || IpAddress.isMulticast(own.high(), own.low()) || isOnlyForItself) {
            throw new ServerProblem(own + " cannot be the address of a host on a link");
        }
        if (!own.isIpv4() && IpAddress.isLinkLocal(own.high(), own.low())) {
            throw new ServerProblem(own + " is a link-local address: the stack makes its own, and applications reach"
                    + " link-local addresses through the kernel");
        }
    }

    private static void checkHost(Prefix host, List<Prefix> own) throws ServerProblem {
        boolean isNear = false;
        for (Prefix address : own) {
            if (address.high() == host.high() && address.low() == host.low()) {
                throw new ServerProblem("the stack and the kernel cannot both have the address " + address
                        + ": give --host-address another one");
            }
            isNear |= address.isIpv4() == host.isIpv4() && address.contains(host.high(), host.low());
        }
        if (!isNear) {
            String networks = String.join(", ", own.stream().map(Prefix::toString).toList());
            throw new ServerProblem("the host address " + host + " is not in the network of " + networks
                    + ": the two could not reach each other");
        }
    }

    /// Those that were given, and for a family without any the kernel's address.
    private static List<IpAddress> gateways(ServerConfig config, List<Prefix> hosts) throws ServerProblem {
        List<IpAddress> gateways = new ArrayList<>();
        for (String text : config.gateways()) {
            IpAddress gateway = IpAddress.parse(text);
            if (has(gateways, gateway.isIpv4())) {
                throw new ServerProblem("there is one gateway for each family: " + text + " is one too many");
            }
            gateways.add(gateway);
        }
        for (Prefix host : hosts) {
            if (!has(gateways, host.isIpv4())) {
                gateways.add(new IpAddress(host.high(), host.low()));
            }
        }
        return gateways;
    }

    private static boolean has(List<IpAddress> gateways, boolean ipv4) {
        return gateways.stream().anyMatch(g -> g.isIpv4() == ipv4);
    }

    /// What applications are told: which addresses the stack owns, with the networks around them, and behind a
    /// semicolon the rules for those that bring none.
    String rules(String offload) {
        String addresses = String.join(",", own.own().stream().map(Prefix::toString).toList());
        return offload.isEmpty() ? addresses : addresses + ';' + offload;
    }
}
