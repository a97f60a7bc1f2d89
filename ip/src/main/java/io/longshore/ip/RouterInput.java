package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;

/// Takes what routers advertise (RFC 4861 6.1.2 and 6.3.4): themselves, the link's MTU and hop limit, prefixes on the
/// link and prefixes to make addresses from. Each of these has a fixed number of places, and the MTU a floor.
final class RouterInput {

    private static final int FIXED = 16;
    private static final long SECOND = 1_000_000_000L;
    private static final long INFINITE = 0xFFFF_FFFFL;
    private static final int ON_LINK = 0x80;
    private static final int AUTONOMOUS = 0x40;

    private final Interface ours;
    private final Neighbours neighbours;
    private final AddressGenerator generator;
    private final RouterSolicitation solicitation;
    private final IpCounters counters;

    RouterInput(Interface ours, Neighbours neighbours, AddressGenerator generator, RouterSolicitation solicitation,
            IpCounters counters) {
        this.ours = ours;
        this.neighbours = neighbours;
        this.generator = generator;
        this.solicitation = solicitation;
        this.counters = counters;
    }

    /// @return false if it is not sound
    boolean advertisement(Packet packet, NdpOptions options, long now) {
        counters.count(IpCounter.ICMP6_IN_ROUTER_ADVERTISEMENTS);
        if (packet.transportLength < FIXED || !IpAddress.isLinkLocal(packet.sourceHigh, packet.sourceLow)
                || !options.parse(packet.memory, packet.transportAt + FIXED, packet.transportLength - FIXED)) {
            return false;
        }
        if (!ours.settings().acceptRa || !ours.speaksIpv6()) {
            return true;
        }
        solicitation.answered();
        int rest = Icmpv6.rest(packet.memory, packet.transportAt);
        if (rest >>> 24 != 0) {
            ours.hopLimit(rest >>> 24);
        }
        ours.routers().advertise(packet.sourceHigh, packet.sourceLow, (rest & 0xFFFF) * SECOND, now);
        boolean station = options.sourceMac > 0 && !Ethernet.isGroup(options.sourceMac)
            && options.sourceMac != ours.mac();
        if (station) {
            neighbours.heard(packet.sourceHigh, packet.sourceLow, options.sourceMac, true, now);
        }
        if (options.mtu >= Ipv6.MIN_MTU && options.mtu <= ours.mtu()) {
            ours.mtu6((int) options.mtu);
        }
        for (int i = 0; i < options.prefixes; i++) {
            prefix(packet, options.prefixAt[i], now);
        }
        return true;
    }

    /// RFC 4861 4.6.2: length, flags, two lifetimes, the prefix.
    private void prefix(Packet packet, long at, long now) {
        int length = NetworkOrder.get8(packet.memory, at + 2);
        int flags = NetworkOrder.get8(packet.memory, at + 3);
        long valid = lifetime(NetworkOrder.get32(packet.memory, at + 4));
        long preferred = lifetime(NetworkOrder.get32(packet.memory, at + 8));
        long high = NetworkOrder.get64(packet.memory, at + 16);
        long low = NetworkOrder.get64(packet.memory, at + 24);
        boolean possible = length <= 128 && !IpAddress.isLinkLocal(high, low) && !IpAddress.isMulticast(high, low);
        if (possible && (flags & ON_LINK) != 0) {
            ours.routers().prefix(high, low, length, valid, now);
        }
        if (possible && (flags & AUTONOMOUS) != 0 && length == 64) {
            generator.prefix(high, preferred, valid, now);
        }
    }

    private static long lifetime(int seconds) {
        long lifetime = seconds & 0xFFFF_FFFFL;
        return lifetime == INFINITE ? Long.MAX_VALUE : lifetime * SECOND;
    }
}
