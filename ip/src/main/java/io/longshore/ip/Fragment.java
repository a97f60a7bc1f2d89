package io.longshore.ip;

import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;

/// What a fragment's headers say about its place in the datagram. Mutable and reused.
final class Fragment {

    int id;
    /// IPv4's protocol, which tells datagrams apart there; with IPv6 a constant.
    int protocol;
    /// Bytes of the datagram before it.
    int offset;
    boolean last;

    void read4(Packet packet) {
        id = Ipv4.id(packet.memory, packet.networkAt);
        protocol = packet.protocol;
        offset = Ipv4.fragmentOffset(packet.memory, packet.networkAt);
        last = !Ipv4.moreFragments(packet.memory, packet.networkAt);
    }

    /// @param at of the fragment header
    void read6(Packet packet, long at) {
        id = Ipv6.fragmentId(packet.memory, at);
        protocol = Ipv6.FRAGMENT;
        offset = Ipv6.fragmentOffset(packet.memory, at);
        last = !Ipv6.moreFragments(packet.memory, at);
    }

    /// A datagram in one piece that bears a fragment header all the same (RFC 6946).
    boolean isAtomic() {
        return offset == 0 && last;
    }
}
