package io.longshore.testing.conformance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// An IP packet of either family, written and read independently of the stack under test.
///
/// @param source      4 or 16 bytes
/// @param destination of the same family
/// @param tos         traffic class, its low two bits ECN's
/// @param ttl         hop limit
/// @param protocol    of the payload, extension headers left aside
/// @param payload     from the transport header on
record TestPacket(byte[] source, byte[] destination, int tos, int ttl, int protocol, byte[] payload) {

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;

    private static final int IPV4_CHECKSUM = 10;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;

    static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new ScriptFailure("'" + text + "' is not an address");
        }
    }

    boolean isIpv4() {
        return source.length == 4;
    }

    int ecn() {
        return tos & 3;
    }

    /// Reads a packet that the stack has sent, and judges its checksums.
    static TestPacket parse(byte[] bytes) {
        ByteBuffer packet = ByteBuffer.wrap(bytes);
        return bytes[0] >> 4 == 4 ? parseIpv4(packet) : parseIpv6(packet);
    }

    private static TestPacket parseIpv4(ByteBuffer packet) {
        int header = (packet.get(0) & 0xF) * 4;
        byte[] bytes = packet.array();
        check(sum(0, bytes, 0, header) == 0xFFFF, "its IP checksum is wrong");
        check(Short.toUnsignedInt(packet.getShort(2)) == bytes.length, "its IP length is wrong");
        byte[] payload = Arrays.copyOfRange(bytes, header, bytes.length);
        TestPacket parsed = new TestPacket(Arrays.copyOfRange(bytes, 12, 16), Arrays.copyOfRange(bytes, 16, 20),
                bytes[1] & 0xFF, bytes[8] & 0xFF, bytes[9] & 0xFF, payload);
        boolean isWhole = (packet.getShort(6) & 0x3FFF) == 0;
        if (isWhole) {
            parsed.checkTransport();
        }
        return parsed;
    }

    private static TestPacket parseIpv6(ByteBuffer packet) {
        byte[] bytes = packet.array();
        check(Short.toUnsignedInt(packet.getShort(4)) == bytes.length - IPV6_HEADER, "its IPv6 length is wrong");
        TestPacket parsed = new TestPacket(Arrays.copyOfRange(bytes, 8, 24), Arrays.copyOfRange(bytes, 24, 40),
                packet.getInt(0) >>> 20 & 0xFF, bytes[7] & 0xFF, bytes[6] & 0xFF,
                Arrays.copyOfRange(bytes, IPV6_HEADER, bytes.length));
        parsed.checkTransport();
        return parsed;
    }

    private void checkTransport() {
        if (protocol == ICMP) {
            check(sum(0, payload, 0, payload.length) == 0xFFFF, "its ICMP checksum is wrong");
        } else if (protocol == TCP || protocol == ICMPV6) {
            check(sum(pseudoHeader(), payload, 0, payload.length) == 0xFFFF, "its transport checksum is wrong");
        }
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new ScriptFailure("the stack sent a packet: " + complaint);
        }
    }

    /// The sum over the pseudo-header (RFC 9293 3.1, RFC 8200 8.1).
    private long pseudoHeader() {
        return sum(sum(protocol + payload.length, source, 0, source.length), destination, 0, destination.length);
    }

    private static int sum(long start, byte[] bytes, int from, int to) {
        long sum = start;
        for (int i = from; i < to; i++) {
            sum += (i - from) % 2 == 0 ? (bytes[i] & 0xFF) << 8 : bytes[i] & 0xFF;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (int) sum;
    }

    /// Puts the transport checksum at an offset of the payload.
    TestPacket withChecksumAt(int offset) {
        ByteBuffer.wrap(payload).putShort(offset, (short) 0);
        long pseudo = protocol == ICMP ? 0 : pseudoHeader();
        ByteBuffer.wrap(payload).putShort(offset, (short) ~sum(pseudo, payload, 0, payload.length));
        return this;
    }

    /// The whole packet.
    byte[] bytes() {
        return isIpv4() ? ipv4(payload, DONT_FRAGMENT, 0) : ipv6(payload, protocol);
    }

    private byte[] ipv4(byte[] part, int flagsAndOffset, int id) {
        ByteBuffer packet = ByteBuffer.allocate(IPV4_HEADER + part.length);
        packet.put((byte) 0x45).put((byte) tos).putShort((short) packet.capacity());
        packet.putShort((short) id).putShort((short) flagsAndOffset);
        packet.put((byte) ttl).put((byte) protocol).putShort((short) 0).put(source).put(destination).put(part);
        packet.putShort(IPV4_CHECKSUM, (short) ~sum(0, packet.array(), 0, IPV4_HEADER));
        return packet.array();
    }

    private byte[] ipv6(byte[] part, int nextHeader) {
        ByteBuffer packet = ByteBuffer.allocate(IPV6_HEADER + part.length);
        packet.putInt(0x6000_0000 | tos << 20).putShort((short) part.length).put((byte) nextHeader).put((byte) ttl);
        return packet.put(source).put(destination).put(part).array();
    }

    /// A piece of it: bytes `from` to `to` of the payload, `from` a multiple of eight.
    byte[] fragment(int from, int to, int id) {
        byte[] part = Arrays.copyOfRange(payload, from, to);
        boolean more = to < payload.length;
        if (isIpv4()) {
            return ipv4(part, from / 8 | (more ? MORE_FRAGMENTS : 0), id);
        }
        ByteBuffer fragment = ByteBuffer.allocate(8 + part.length);
        fragment.put((byte) protocol).put((byte) 0).putShort((short) (from | (more ? 1 : 0))).putInt(id).put(part);
        return ipv6(fragment.array(), 44);
    }

    /// The packet behind IPv6 extension headers of 8 bytes each, that say nothing; a type is its protocol number.
    byte[] behind(int... headers) {
        ByteBuffer chain = ByteBuffer.allocate(8 * headers.length + payload.length);
        for (int i = 0; i < headers.length; i++) {
            chain.put((byte) (i + 1 < headers.length ? headers[i + 1] : protocol)).put((byte) 0);
            // PadN over the rest for options; zeros mean "no segments left" to a routing header.
            chain.put(headers[i] == 43 ? new byte[6] : new byte[] {1, 4, 0, 0, 0, 0});
        }
        return ipv6(chain.put(payload).array(), headers[0]);
    }
}
