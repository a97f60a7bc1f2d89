package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Cuts a TCP super-segment into packets as segmentation offload does: PSH and FIN stay with the last one, CWR with the
/// first (RFC 3168 6.1.2), the other fields are repeated.
final class SuperSegment {

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int IPV4_LENGTH = 2;
    private static final int IPV4_CHECKSUM = 10;
    private static final int IPV6_LENGTH = 4;
    private static final int SEQUENCE = 4;
    private static final int DATA_OFFSET = 12;
    private static final int FLAGS = 13;
    private static final int TCP_CHECKSUM = 16;
    private static final int TCP = 6;
    private static final int FIN_PSH = 0x09;
    private static final int CWR = 0x80;

    private SuperSegment() {
    }

    /// @param packet an IP packet with a TCP segment
    /// @param size   bytes of text of each piece
    static List<byte[]> cut(byte[] packet, int size) {
        int transportAt = packet[0] >> 4 == 4 ? IPV4_HEADER : IPV6_HEADER;
        int headers = transportAt + (packet[transportAt + DATA_OFFSET] >> 2 & 0x3C);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = headers; from < packet.length; from += size) {
            int length = Math.min(size, packet.length - from);
            ByteBuffer piece = ByteBuffer.allocate(headers + length);
            piece.put(packet, 0, headers).put(packet, from, length);
            boolean isLast = from + length == packet.length;
            int dropped = (isLast ? 0 : FIN_PSH) | (from == headers ? 0 : CWR);
            int flags = piece.get(transportAt + FLAGS) & ~dropped;
            piece.put(transportAt + FLAGS, (byte) flags);
            piece.putInt(transportAt + SEQUENCE, piece.getInt(transportAt + SEQUENCE) + from - headers);
            complete(piece, transportAt);
            pieces.add(piece.array());
        }
        return pieces;
    }

    /// Lengths and checksums.
    private static void complete(ByteBuffer piece, int transportAt) {
        int transport = piece.capacity() - transportAt;
        piece.putShort(transportAt + TCP_CHECKSUM, (short) 0);
        int addresses = transportAt == IPV4_HEADER ? 12 : 8;
        long pseudo = sum(piece, addresses, transportAt) + TCP + transport;
        piece.putShort(transportAt + TCP_CHECKSUM, finish(pseudo + sum(piece, transportAt, piece.capacity())));
        if (transportAt == IPV6_HEADER) {
            piece.putShort(IPV6_LENGTH, (short) transport);
            return;
        }
        piece.putShort(IPV4_LENGTH, (short) piece.capacity());
        piece.putShort(IPV4_CHECKSUM, (short) 0);
        piece.putShort(IPV4_CHECKSUM, finish(sum(piece, 0, IPV4_HEADER)));
    }

    private static long sum(ByteBuffer bytes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            int octet = bytes.get(i) & 0xFF;
            sum += (i - from) % 2 == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static short finish(long sum) {
        long folded = sum;
        while (folded >> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >> 16);
        }
        return (short) ~folded;
    }
}
