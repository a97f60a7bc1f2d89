package io.longshore.link;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Ipv4;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.MemorySegment;

/// Completes in a captured copy the transport checksum that was left to the link, so that a reader of the capture does
/// not take every frame for a broken one.
final class CapturedChecksum {

    private static final int TYPE_IPV6 = 0x86DD;
    private static final int IPV6_HEADER = 40;
    private static final int IPV6_NEXT_HEADER_AT = 6;
    private static final int IPV6_ADDRESSES_AT = 8;
    private static final int IPV6_ADDRESSES = 32;
    private static final int UDP_CHECKSUM = 6;

    private final MemorySegment memory;

    CapturedChecksum(MemorySegment memory) {
        this.memory = memory;
    }

    /// Computes it over the Ethernet frame at `at`; anything but TCP or UDP right behind an IP header is left alone.
    void complete(int at, int length) {
        int packet = at + Ethernet.HEADER;
        int packetLength = length - Ethernet.HEADER;
        int type = Ethernet.type(memory, at);
        if (type == Ethernet.TYPE_IPV4 && packetLength >= Ipv4.HEADER) {
            ipv4(packet, packetLength);
        } else if (type == TYPE_IPV6 && packetLength >= IPV6_HEADER) {
            ipv6(packet, packetLength);
        }
    }

    private void ipv4(int packet, int packetLength) {
        int header = Ipv4.headerLength(memory, packet);
        int length = Math.min(Ipv4.totalLength(memory, packet), packetLength) - header;
        int protocol = Ipv4.protocol(memory, packet);
        int pseudo = Checksum.pseudoHeader(Ipv4.source(memory, packet), Ipv4.destination(memory, packet), protocol,
                length);
        write(packet + header, length, field(protocol), pseudo);
    }

    private void ipv6(int packet, int packetLength) {
        int length = packetLength - IPV6_HEADER;
        int protocol = NetworkOrder.get8(memory, packet + IPV6_NEXT_HEADER_AT);
        // RFC 8200 8.1: addresses, length and next header.
        int pseudo = Checksum.sum(memory, packet + IPV6_ADDRESSES_AT, IPV6_ADDRESSES) + length + protocol;
        write(packet + IPV6_HEADER, length, field(protocol), pseudo);
    }

    /// Where the protocol has its checksum, -1 if it is unknown.
    private static int field(int protocol) {
        if (protocol == Ipv4.PROTOCOL_TCP) {
            return TcpHeader.CHECKSUM;
        }
        return protocol == Ipv4.PROTOCOL_UDP ? UDP_CHECKSUM : -1;
    }

    private void write(int transport, int length, int field, int pseudo) {
        if (field < 0 || length < field + Short.BYTES) {
            return;
        }
        NetworkOrder.put16(memory, transport + field, 0);
        int sum = pseudo + Checksum.sum(memory, transport, length);
        NetworkOrder.put16(memory, transport + field, Checksum.finish(sum));
    }
}
