package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.NetworkOrder;

/// Takes UDP datagrams (RFC 768), for which nobody listens here: their senders are told (RFC 1122 4.1.3.1, RFC 8085
/// 5.2). What came to a group or to everybody is not answered.
final class UdpInput {

    private static final int HEADER = 8;
    private static final int LENGTH = 4;
    private static final int CHECKSUM = 6;

    private final IcmpOutput output;
    private final IpCounters counters;

    UdpInput(IcmpOutput output, IpCounters counters) {
        this.output = output;
        this.counters = counters;
    }

    /// @param packet a UDP datagram for us
    void packet(Packet packet, FrameBatch out, long now) {
        int length = packet.transportLength < HEADER
            ? 0
            : NetworkOrder.get16(packet.memory, packet.transportAt + LENGTH);
        if (length < HEADER || length > packet.transportLength) {
            counters.count(IpCounter.UDP_IN_ERRORS);
            return;
        }
        if (!packet.checksumVouched && !isRight(packet, length)) {
            counters.count(IpCounter.UDP_IN_CHECKSUM_ERRORS);
            return;
        }
        counters.count(IpCounter.UDP_NO_PORTS);
        if (!packet.multicast) {
            output.portUnreachable(packet, out, now);
        }
    }

    /// Zero is none, which only IPv4 has (RFC 8200 8.1).
    private static boolean isRight(Packet packet, int length) {
        if (NetworkOrder.get16(packet.memory, packet.transportAt + CHECKSUM) == 0) {
            return packet.version == 4;
        }
        int pseudo = packet.pseudoHeader() - packet.transportLength + length;
        return Checksum.isRight(pseudo, packet.memory, packet.transportAt, length);
    }
}
