package io.longshore.link;

import io.longshore.syscall.Interfaces;
import io.longshore.wire.Prefix;
import java.io.IOException;

/// A TAP interface: a network card of this machine's kernel whose wire is in our hands.
///
/// @param name        the interface; created unless it exists, removed at the end if it was
/// @param hostAddress the kernel's own address on it; null to leave it without
/// @param mtu         most bytes of an IP packet, 576 to 65,521; ignored where the interface exists
public record TapSpec(String name, Prefix hostAddress, int mtu) implements LinkSpec {

    public static final int STANDARD_MTU = 1500;
    /// What every host takes (RFC 791).
    private static final int LEAST_MTU = 576;
    /// The most that the kernel lets a TAP have: 65,535 less an Ethernet header.
    private static final int MOST_MTU = 65_521;

    public TapSpec {
        if (!Interfaces.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of an interface: it has 1 to "
                    + Interfaces.LONGEST_NAME + " characters, no space, slash, colon or percent sign.");
        }
        if (mtu < LEAST_MTU || mtu > MOST_MTU) {
            throw new IllegalArgumentException("The MTU is " + LEAST_MTU + " to " + MOST_MTU + ", not " + mtu + ".");
        }
    }

    public TapSpec withHostAddress(Prefix address) {
        return new TapSpec(name, address, mtu);
    }

    public TapSpec withMtu(int bytes) {
        return new TapSpec(name, hostAddress, bytes);
    }

    @Override
    public TapLink open() throws IOException {
        return TapLink.open(this);
    }
}
