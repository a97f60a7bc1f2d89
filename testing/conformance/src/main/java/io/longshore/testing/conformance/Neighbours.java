package io.longshore.testing.conformance;

import io.longshore.wire.Ethernet;
import java.nio.ByteBuffer;

/// Answers for every neighbour whose Ethernet address the stack asks for, by ARP (RFC 826) or by neighbour
/// solicitation (RFC 4861).
final class Neighbours {

    private static final int ARP_BYTES = 28;
    private static final int ARP_OPERATION = 6;
    private static final int ARP_SENDER = 8;
    private static final int ARP_SENDER_ADDRESS = 14;
    private static final int ARP_TARGET_ADDRESS = 24;
    private static final int ARP_REPLY = 2;
    private static final int MAC_AND_ADDRESS = 10;

    private static final int IPV6_HEADER = 40;
    private static final int NEXT_HEADER = 6;
    private static final int ICMPV6 = 58;
    private static final int FIRST_DISCOVERY = 133;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int LAST_DISCOVERY = 137;
    private static final int TARGET = IPV6_HEADER + 8;
    private static final int ADVERTISEMENT_BYTES = 32;
    /// Solicited, override.
    private static final int ADVERTISEMENT_FLAGS = 0x6000_0000;
    /// Target link-layer address, one unit of eight bytes.
    private static final int LINK_ADDRESS_OPTION = 0x0201;

    /// The frame that answers a packet, or null.
    byte[] answer(int type, ByteBuffer packet) {
        if (type == Ethernet.TYPE_ARP) {
            return answerArp(packet);
        }
        boolean asked = type == PacketLink.TYPE_IPV6 && isDiscovery(packet)
                && packet.get(IPV6_HEADER) == (byte) SOLICITATION;
        return asked ? answerSolicitation(packet) : null;
    }

    static boolean isDiscovery(ByteBuffer packet) {
        if (packet.limit() <= IPV6_HEADER || packet.get(NEXT_HEADER) != ICMPV6) {
            return false;
        }
        int type = packet.get(IPV6_HEADER) & 0xFF;
        return type >= FIRST_DISCOVERY && type <= LAST_DISCOVERY;
    }

    private static byte[] answerArp(ByteBuffer packet) {
        boolean isRequest = packet.getShort(ARP_OPERATION) == 1;
        boolean isAnnouncement = packet.getInt(ARP_SENDER_ADDRESS) == packet.getInt(ARP_TARGET_ADDRESS)
                || packet.getInt(ARP_SENDER_ADDRESS) == 0;
        if (!isRequest || isAnnouncement) {
            return null;
        }
        ByteBuffer reply = ByteBuffer.allocate(ARP_BYTES);
        reply.put(packet.slice(0, ARP_OPERATION)).putShort((short) ARP_REPLY);
        reply.putShort((short) (PacketLink.NEIGHBOUR_MAC >> 32)).putInt((int) PacketLink.NEIGHBOUR_MAC);
        reply.putInt(packet.getInt(ARP_TARGET_ADDRESS));
        reply.put(packet.slice(ARP_SENDER, MAC_AND_ADDRESS));
        return PacketLink.frame(PacketLink.OUR_MAC, Ethernet.TYPE_ARP, reply.array());
    }

    /// A solicitation from the unspecified address looks for duplicates of our own address: there is none.
    private static byte[] answerSolicitation(ByteBuffer packet) {
        if (packet.getLong(8) == 0 && packet.getLong(16) == 0) {
            return null;
        }
        ByteBuffer reply = ByteBuffer.allocate(IPV6_HEADER + ADVERTISEMENT_BYTES);
        reply.putInt(0x6000_0000).putShort((short) ADVERTISEMENT_BYTES).put((byte) ICMPV6).put((byte) 255);
        reply.put(packet.slice(TARGET, 16)).put(packet.slice(8, 16));
        reply.put((byte) ADVERTISEMENT).put((byte) 0).putShort((short) 0).putInt(ADVERTISEMENT_FLAGS);
        reply.put(packet.slice(TARGET, 16)).putShort((short) LINK_ADDRESS_OPTION);
        reply.putShort((short) (PacketLink.NEIGHBOUR_MAC >> 32)).putInt((int) PacketLink.NEIGHBOUR_MAC);
        reply.putShort(IPV6_HEADER + 2, (short) checksum(reply));
        return PacketLink.frame(PacketLink.OUR_MAC, PacketLink.TYPE_IPV6, reply.array());
    }

    /// RFC 4443 2.3: over the pseudo-header of RFC 8200 8.1 and the message.
    private static int checksum(ByteBuffer packet) {
        long sum = ADVERTISEMENT_BYTES + ICMPV6;
        for (int at = 8; at < packet.limit(); at += 2) {
            sum += Short.toUnsignedInt(packet.getShort(at));
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (int) ~sum;
    }
}
