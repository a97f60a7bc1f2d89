package io.longshore.stack;

import io.longshore.ip.Interface;
import io.longshore.link.LinkCapabilities;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Prefix;
import java.util.List;
import java.util.OptionalLong;

/// Who a shard is on its link, in both families.
///
/// @param own           its addresses, each with the length of its network
/// @param gateways      where packets for other networks go: at most one of each family
/// @param onlyNeighbour the Ethernet address of the one host at the other end, which gets everything; 0 where
///                      neighbours are found by ARP and neighbour discovery
/// @param autoconf      the secret of the addresses that it makes itself from what routers advertise (RFC 4862, 7217),
///                      0 for one of each start; empty: it makes none
public record OwnAddresses(List<Prefix> own, List<IpAddress> gateways, long onlyNeighbour, OptionalLong autoconf) {

    public OwnAddresses {
        own = List.copyOf(own);
        gateways = List.copyOf(gateways);
    }

    public OwnAddresses(List<Prefix> own, List<IpAddress> gateways) {
        this(own, gateways, 0);
    }

    public OwnAddresses(List<Prefix> own, List<IpAddress> gateways, long onlyNeighbour) {
        this(own, gateways, onlyNeighbour, OptionalLong.empty());
    }

    /// One IPv4 address.
    ///
    /// @param gateway an IPv4 address, or 0
    public static OwnAddresses of(Prefix own, int gateway) {
        return new OwnAddresses(List.of(own), gateway == 0 ? List.of() : List.of(IpAddress.of(gateway)));
    }

    Interface on(LinkCapabilities link) {
        int gateway = 0;
        for (IpAddress address : gateways) {
            gateway = address.isIpv4() ? IpAddress.ipv4(address.low()) : gateway;
        }
        Interface ours = new Interface(link.address(), link.mtu(), gateway, own.toArray(Prefix[]::new));
        for (IpAddress address : gateways) {
            if (!address.isIpv4()) {
                ours.gateway(address.high(), address.low());
            }
        }
        autoconf.ifPresent(ours::autoconfigured);
        return onlyNeighbour == 0 ? ours : ours.pointToPoint(onlyNeighbour);
    }
}
