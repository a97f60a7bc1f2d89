package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An IPv6 packet as a test wants it, right unless told otherwise.
final class CraftedIpv6 {

    long toMac = NetworkFixture.OUR_MAC;
    long fromMac = NetworkFixture.PEER_MAC;
    int version = 6;
    IpAddress source = Ipv6Fixture.PEER;
    IpAddress destination = Ipv6Fixture.OURS;
    int trafficClass;
    int hopLimit = 64;
    /// Of the last extension header, or of the packet.
    int protocol = Ipv4.PROTOCOL_TCP;
    /// The first extension header's number; negative for none.
    int extension = -1;
    /// All extension headers; each but the last names the next.
    byte[] extensions = {};
    byte[] payload = new byte[20];
    /// Where a checksum in the payload is to be put right; negative: nowhere.
    int checksumAt = -1;
    /// What the header claims; the truth where negative.
    int payloadLength = -1;
    /// Bytes behind the packet, or, negative, missing of it.
    int padding;

    void write(Frame frame) {
        MemorySegment memory = frame.memory;
        long at = frame.start + Ethernet.HEADER;
        int length = extensions.length + payload.length;
        Ethernet.write(memory, frame.start, toMac, fromMac, Ethernet.TYPE_IPV6);
        Ipv6.writeFlow(memory, at, trafficClass, 0);
        NetworkOrder.put8(memory, at, version << 4 | trafficClass >> 4);
        Ipv6.writePayload(memory, at, payloadLength < 0 ? length : payloadLength, extension < 0 ? protocol : extension,
            hopLimit);
        Ipv6.writeSource(memory, at, source.high(), source.low());
        Ipv6.writeDestination(memory, at, destination.high(), destination.low());
        long body = at + Ipv6.HEADER;
        MemorySegment.copy(extensions, 0, memory, ValueLayout.JAVA_BYTE, body, extensions.length);
        MemorySegment.copy(payload, 0, memory, ValueLayout.JAVA_BYTE, body + extensions.length, payload.length);
        if (checksumAt >= 0) {
            checksum(memory, body + extensions.length);
        }
        frame.length = Ethernet.HEADER + Ipv6.HEADER + length + padding;
    }

    private void checksum(MemorySegment memory, long at) {
        NetworkOrder.put16(memory, at + checksumAt, 0);
        int sum = Checksum.address(source.high(), source.low())
            + Checksum.address(destination.high(), destination.low()) + protocol + payload.length
            + Checksum.sum(memory, at, payload.length);
        NetworkOrder.put16(memory, at + checksumAt, Checksum.finish(sum));
    }
}
