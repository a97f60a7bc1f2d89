package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.IpAddress;
import io.longshore.wire.NetworkOrder;

/// Takes the messages of neighbour discovery (RFC 4861): believes about neighbours only what was asked for or concerns
/// who is known or spoke to us.
final class NdpInput {

    private static final int HOP_LIMIT = 255;
    private static final int WITH_TARGET = 24;
    private static final int REDIRECT = 40;

    private final Interface ours;
    private final Neighbours neighbours;
    private final NdpOutput output;
    private final RouterInput routers;
    private final DuplicateDetection detection;
    private final AddressGenerator generator;
    private final IpCounters counters;
    private final NdpOptions options = new NdpOptions();
    private final PacketFields way = new PacketFields();

    NdpInput(Interface ours, Neighbours neighbours, NdpOutput output, Discovery discovery, IpCounters counters) {
        this.ours = ours;
        this.neighbours = neighbours;
        this.output = output;
        this.counters = counters;
        routers = discovery.routers;
        detection = discovery.detection;
        generator = discovery.generator;
    }

    /// @param packet an ICMPv6 message of neighbour discovery, its checksum right
    void message(Packet packet, FrameBatch out, long now) {
        int type = Icmpv6.type(packet.memory, packet.transportAt);
        if (ours.isPointToPoint() || type == Icmpv6.ROUTER_SOLICITATION) {
            return;
        }
        if (packet.fragmented) {
            counters.count(IpCounter.NDP_FRAGMENTED);
            return;
        }
        boolean sound = isFromLink(packet) && switch (type) {
            case Icmpv6.NEIGHBOUR_SOLICITATION -> solicitation(packet, out, now);
            case Icmpv6.NEIGHBOUR_ADVERTISEMENT -> advertisement(packet, now);
            case Icmpv6.ROUTER_ADVERTISEMENT -> routers.advertisement(packet, options, now);
            default -> redirect(packet, now);
        };
        if (!sound) {
            counters.count(IpCounter.NDP_IN_ERRORS);
        }
    }

    /// RFC 4861 7.1, 6.1.2, 8.1: no router has passed it on.
    private static boolean isFromLink(Packet packet) {
        return packet.hopLimit == HOP_LIMIT && Icmpv6.code(packet.memory, packet.transportAt) == 0;
    }

    /// Reads the options behind a fixed part of this length.
    private boolean parse(Packet packet, int fixed) {
        return packet.transportLength >= fixed
            && options.parse(packet.memory, packet.transportAt + fixed, packet.transportLength - fixed)
            && isStation(options.sourceMac) && isStation(options.targetMac);
    }

    /// An option's Ethernet address is absent, or another single station's.
    private boolean isStation(long mac) {
        return mac == NdpOptions.NONE || mac != 0 && !Ethernet.isGroup(mac) && mac != ours.mac();
    }

    private static long targetHigh(Packet packet) {
        return NetworkOrder.get64(packet.memory, packet.transportAt + Icmpv6.TARGET);
    }

    private static long targetLow(Packet packet) {
        return NetworkOrder.get64(packet.memory, packet.transportAt + Icmpv6.TARGET + 8);
    }

    /// RFC 4861 7.1.1 and 7.2.3.
    private boolean solicitation(Packet packet, FrameBatch out, long now) {
        counters.count(IpCounter.ICMP6_IN_SOLICITATIONS);
        if (!parse(packet, WITH_TARGET) || IpAddress.isMulticast(targetHigh(packet), targetLow(packet))) {
            return false;
        }
        boolean anonymous = (packet.sourceHigh | packet.sourceLow) == 0;
        if (anonymous && (options.sourceMac >= 0 || packet.destinationLow >>> 24 != 0x1_FFL)) {
            return false;
        }
        int entry = ours.table().find(targetHigh(packet), targetLow(packet));
        if (entry < 0) {
            return true;
        }
        if (ours.table().states[entry] == AddressTable.TENTATIVE) {
            wanted(entry, anonymous, now);
        } else {
            answer(packet, anonymous, out, now);
        }
        return true;
    }

    /// Somebody asks for an address that we do not have yet: who asks without an address wants the same one
    /// (RFC 4862 5.4.3), unless it is our own question that came back (RFC 7527 4.2).
    private void wanted(int entry, boolean anonymous, long now) {
        if (anonymous && !detection.isOwn(entry, options.nonce)) {
            generator.duplicate(entry, now);
        }
    }

    private void answer(Packet packet, boolean anonymous, FrameBatch out, long now) {
        boolean onLink = anonymous || ours.isOnLink(packet.sourceHigh, packet.sourceLow);
        if (!onLink) {
            counters.count(IpCounter.NEIGHBOUR_IGNORED);
            return;
        }
        if (options.sourceMac >= 0) {
            neighbours.heard(packet.sourceHigh, packet.sourceLow, options.sourceMac, true, now);
        }
        if (out.isFull()) {
            counters.count(IpCounter.OUT_DISCARDS);
            return;
        }
        output.advertise(out.add(), packet, options.sourceMac >= 0 ? options.sourceMac : packet.linkSource);
    }

    /// RFC 4861 7.1.2 and 7.2.5.
    private boolean advertisement(Packet packet, long now) {
        counters.count(IpCounter.ICMP6_IN_ADVERTISEMENTS);
        int flags = Icmpv6.rest(packet.memory, packet.transportAt);
        boolean solicited = (flags & Icmpv6.SOLICITED) != 0;
        long high = targetHigh(packet);
        long low = targetLow(packet);
        if (!parse(packet, WITH_TARGET) || IpAddress.isMulticast(high, low) || solicited && packet.multicast) {
            return false;
        }
        if (IpAddress.isIpv4(high, low)) {
            // in its mapped form it would name a neighbour that only ARP speaks of
            return false;
        }
        int entry = ours.table().find(high, low);
        if (entry >= 0) {
            claimed(entry, now);
        } else if (solicited) {
            neighbours.answered(high, low, options.targetMac, now);
        } else if (options.targetMac >= 0) {
            neighbours.heard(high, low, options.targetMac, false, now);
        }
        return true;
    }

    /// Another host says it has an address of ours. One that connections depend on is not given up.
    private void claimed(int entry, long now) {
        if (ours.table().states[entry] == AddressTable.TENTATIVE) {
            generator.duplicate(entry, now);
        } else {
            counters.count(IpCounter.ADDRESS_CONFLICTS);
        }
    }

    /// RFC 4861 8.1 and 8.3: only the router that we use for a destination may send us another way.
    private boolean redirect(Packet packet, long now) {
        counters.count(IpCounter.ICMP6_IN_REDIRECTS);
        if (!parse(packet, REDIRECT) || !IpAddress.isLinkLocal(packet.sourceHigh, packet.sourceLow)) {
            return false;
        }
        long at = packet.transportAt + Icmpv6.REDIRECTED;
        way.destination(NetworkOrder.get64(packet.memory, at), NetworkOrder.get64(packet.memory, at + 8));
        long high = targetHigh(packet);
        long low = targetLow(packet);
        boolean neighbour = high == way.destinationHigh && low == way.destinationLow;
        if (way.isMulticast() || way.isIpv4() || !neighbour && !IpAddress.isLinkLocal(high, low)) {
            return false;
        }
        boolean fromRouter = ours.settings().acceptRedirects && ours.nextHop(way)
            && way.hopHigh == packet.sourceHigh && way.hopLow == packet.sourceLow
            && ours.table().find(high, low) < 0;
        if (!fromRouter) {
            counters.count(IpCounter.NDP_REDIRECTS_REFUSED);
            return true;
        }
        way.hopHigh = high;
        way.hopLow = low;
        ours.routers().redirect(way);
        if (options.targetMac >= 0) {
            neighbours.heard(high, low, options.targetMac, true, now);
        }
        return true;
    }
}
