package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.Ipv4;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A packet as a test wants it, right unless told otherwise.
final class CraftedPacket {

    long toMac = NetworkFixture.OUR_MAC;
    long fromMac = NetworkFixture.PEER_MAC;
    int type = Ethernet.TYPE_IPV4;
    int version = 4;
    int source = NetworkFixture.PEER;
    int destination = NetworkFixture.OURS;
    int protocol = Ipv4.PROTOCOL_TCP;
    int tos;
    int ttl = 64;
    int id;
    int flags;
    int offset;
    byte[] options = {};
    byte[] payload = new byte[20];
    /// What the header claims; the truth where negative.
    int headerLength = -1;
    int totalLength = -1;
    int checksumError;
    /// Bytes behind the packet, or, negative, missing of it.
    int padding;

    void write(Frame frame) {
        MemorySegment memory = frame.memory;
        long at = frame.start + Ethernet.HEADER;
        int header = Ipv4.HEADER + options.length;
        Ethernet.write(memory, frame.start, toMac, fromMac, type);
        Ipv4.writeLength(memory, at, tos, totalLength < 0 ? header + payload.length : totalLength);
        NetworkOrder.put8(memory, at, version << 4 | (headerLength < 0 ? header : headerLength) >> 2);
        Ipv4.writeFragment(memory, at, id, flags, offset);
        Ipv4.writeProtocol(memory, at, ttl, protocol);
        Ipv4.writeAddresses(memory, at, source, destination);
        MemorySegment.copy(options, 0, memory, ValueLayout.JAVA_BYTE, at + Ipv4.HEADER, options.length);
        MemorySegment.copy(payload, 0, memory, ValueLayout.JAVA_BYTE, at + header, payload.length);
        NetworkOrder.put16(memory, at + 10, 0);
        int summed = headerLength < 0 ? header : headerLength;
        NetworkOrder.put16(memory, at + 10, Checksum.of(memory, at, summed) + checksumError);
        frame.length = Ethernet.HEADER + header + payload.length + padding;
    }
}
