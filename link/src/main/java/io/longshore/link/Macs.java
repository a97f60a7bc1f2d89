package io.longshore.link;

import java.security.SecureRandom;

/// Ethernet addresses for our own ends of links.
final class Macs {

    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;
    private static final long GROUP = 0x0100_0000_0000L;
    private static final long ALL = 0xFFFF_FFFF_FFFFL;

    private Macs() {
    }

    /// A random locally administered unicast address (IEEE 802, section 8.4).
    static long random() {
        return new SecureRandom().nextLong() & ALL & ~GROUP | LOCALLY_ADMINISTERED;
    }
}
