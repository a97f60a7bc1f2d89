package io.longshore.server;

import io.longshore.link.LinkSpec;
import io.longshore.link.TapSpec;
import io.longshore.wire.Prefix;

/// The parts of a configuration that are written as text, understood.
///
/// @param link the link to open, with the kernel's address on it
/// @param own  the stack's own address
/// @param host the kernel's, which is also the gateway; null if there is none
record ServerAddresses(LinkSpec link, Prefix own, Prefix host) {

    static ServerAddresses of(ServerConfig config) throws ServerProblem {
        try {
            Prefix own = Prefix.parse(config.address());
            Prefix host = config.hostAddress() == null ? null : Prefix.parse(config.hostAddress());
            check(own, host);
            LinkSpec link = LinkSpec.parse(config.link());
            if (host != null && link instanceof TapSpec tap) {
                link = tap.withHostAddress(host);
            }
            return new ServerAddresses(link, own, host);
        } catch (IllegalArgumentException e) {
            throw new ServerProblem(e.getMessage(), e);
        }
    }

    private static void check(Prefix own, Prefix host) throws ServerProblem {
        if (host == null) {
            return;
        }
        if (host.address() == own.address()) {
            throw new ServerProblem("the stack and the kernel cannot both have the address " + own
                    + ": give --host-address another one");
        }
        if (!own.contains(host.address())) {
            throw new ServerProblem("the host address " + host + " is not in the network of " + own
                    + ": the two could not reach each other");
        }
    }

    /// Where packets for other networks go, 0 for nowhere.
    int gateway() {
        return host == null ? 0 : host.address();
    }
}
