package io.longshore.link;

import io.longshore.syscall.Interfaces;
import io.longshore.wire.Prefix;
import java.io.IOException;
import java.util.List;

/// A TAP interface: a network card of this machine's kernel whose wire is in our hands.
///
/// @param name  the interface; created unless it exists, removed at the end if it was
/// @param hosts the kernel's own addresses on it, of both families; none to leave it without
/// @param mtu   most bytes of an IP packet, 576 to 65,521; ignored where the interface exists
public record TapSpec(String name, List<Prefix> hosts, int mtu) implements LinkSpec {

    public static final int STANDARD_MTU = 1500;
    /// What every host takes (RFC 791).
    private static final int LEAST_MTU = 576;
    /// The most that the kernel lets a TAP have: 65,535 less an Ethernet header.
    private static final int MOST_MTU = 65_521;

    public TapSpec {
        hosts = List.copyOf(hosts);
        if (!Interfaces.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of an interface: it has 1 to "
                    + Interfaces.LONGEST_NAME + " characters, no space, slash, colon or percent sign.");
        }
        if (mtu < LEAST_MTU || mtu > MOST_MTU) {
            throw new IllegalArgumentException("The MTU is " + LEAST_MTU + " to " + MOST_MTU + ", not " + mtu + ".");
        }
    }

    public TapSpec withHostAddresses(List<Prefix> addresses) {
        return new TapSpec(name, addresses, mtu);
    }

    public TapSpec withMtu(int bytes) {
        return new TapSpec(name, hosts, bytes);
    }

    @Override
    public TapLink open() throws IOException {
        return TapLink.open(this);
    }
}
