package io.longshore.link;

import io.longshore.wire.Frame;
import io.longshore.wire.TcpHeader;
import io.longshore.wire.Ipv4;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The header before each frame of a TAP with `IFF_VNET_HDR` (`include/uapi/linux/virtio_net.h`), in the machine's byte
/// order. It lies in the frame's headroom, right before its first byte.
///
/// ```
///  0       1         2        4         6             8            10
///  | flags | GSO type| header | GSO size | checksum   | checksum   |
///  |       |         | length |          | start      | offset     |
/// ```
final class VirtioHeader {

    static final int BYTES = 10;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    private static final int GSO_TYPE_AT = 1;
    private static final int HEADER_LENGTH_AT = 2;
    private static final int GSO_SIZE_AT = 4;
    private static final int CHECKSUM_START_AT = 6;
    private static final int CHECKSUM_OFFSET_AT = 8;

    /// The checksum field holds the pseudo-header's sum only.
    private static final int NEEDS_CHECKSUM = 1;
    /// The checksum was looked at and is right.
    private static final int DATA_VALID = 2;

    private static final int GSO_NONE = 0;
    private static final int GSO_TCPV4 = 1;
    private static final int GSO_TCPV6 = 4;
    /// ECN bits are to be kept as RFC 3168 wants them: another way of cutting, not another type.
    private static final int GSO_ECN = 0x80;

    private static final int UDP_CHECKSUM = 6;
    private static final int IPV6 = 6;
    private static final int IPV6_NEXT_HEADER_AT = 6;

    private VirtioHeader() {
    }

    /// Takes over into a received frame, whose length is known, what the header says.
    ///
    /// @return false if the header contradicts itself or the frame, which is then to be dropped
    static boolean read(Frame frame) {
        MemorySegment memory = frame.memory;
        long at = frame.start - BYTES;
        int flags = memory.get(BYTE, at);
        if ((flags & NEEDS_CHECKSUM) != 0) {
            int start = unsigned(memory, at + CHECKSUM_START_AT);
            int field = start + unsigned(memory, at + CHECKSUM_OFFSET_AT);
            if (field + Short.BYTES > frame.length) {
                return false;
            }
            frame.transportAt = start;
        }
        if ((flags & (NEEDS_CHECKSUM | DATA_VALID)) != 0) {
            frame.flags |= Frame.CHECKSUM_OFFLOADED;
        }
        return readSegmentation(frame, memory.get(BYTE, at + GSO_TYPE_AT) & 0xFF & ~GSO_ECN);
    }

    private static boolean readSegmentation(Frame frame, int type) {
        if (type == GSO_NONE) {
            return true;
        }
        int size = unsigned(frame.memory, frame.start - BYTES + GSO_SIZE_AT);
        frame.segmentSize = size;
        return (type == GSO_TCPV4 || type == GSO_TCPV6) && size > 0;
    }

    /// Writes the header for a frame to send.
    static void write(Frame frame) {
        MemorySegment memory = frame.memory;
        long at = frame.start - BYTES;
        boolean offloaded = (frame.flags & Frame.CHECKSUM_OFFLOADED) != 0;
        memory.set(BYTE, at, (byte) (offloaded ? NEEDS_CHECKSUM : 0));
        memory.set(BYTE, at + GSO_TYPE_AT, (byte) GSO_NONE);
        memory.set(SHORT, at + HEADER_LENGTH_AT, (short) 0);
        memory.set(SHORT, at + GSO_SIZE_AT, (short) 0);
        memory.set(SHORT, at + CHECKSUM_START_AT, (short) (offloaded ? frame.transportAt : 0));
        memory.set(SHORT, at + CHECKSUM_OFFSET_AT, (short) (offloaded ? checksumOffset(frame) : 0));
        if (frame.segmentSize != 0) {
            writeSegmentation(frame, at);
        }
    }

    /// A super-segment of no more than one segment is a segment.
    private static void writeSegmentation(Frame frame, long at) {
        MemorySegment memory = frame.memory;
        int headers = frame.transportAt + TcpHeader.headerLength(memory, frame.start + frame.transportAt);
        if (frame.totalLength() - headers > frame.segmentSize) {
            memory.set(BYTE, at + GSO_TYPE_AT, (byte) (isIpv6(frame) ? GSO_TCPV6 : GSO_TCPV4));
            memory.set(SHORT, at + HEADER_LENGTH_AT, (short) headers);
            memory.set(SHORT, at + GSO_SIZE_AT, (short) frame.segmentSize);
        }
    }

    private static int checksumOffset(Frame frame) {
        long ip = frame.start + frame.networkAt;
        int protocol = isIpv6(frame)
                ? NetworkOrder.get8(frame.memory, ip + IPV6_NEXT_HEADER_AT) : Ipv4.protocol(frame.memory, ip);
        return protocol == Ipv4.PROTOCOL_UDP ? UDP_CHECKSUM : TcpHeader.CHECKSUM;
    }

    private static boolean isIpv6(Frame frame) {
        return Ipv4.version(frame.memory, frame.start + frame.networkAt) == IPV6;
    }

    private static int unsigned(MemorySegment memory, long at) {
        return memory.get(SHORT, at) & 0xFFFF;
    }
}
