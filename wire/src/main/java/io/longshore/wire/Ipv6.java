package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The IPv6 header (RFC 8200 section 3), and what its extension headers have in common (section 4).
///
/// ```
///   0                   1                   2                   3
///   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///  |Version| Traffic class |              Flow label               |
///  |        Payload length         |  Next header  |   Hop limit   |
///  |                     Source address, 16 bytes                  |
///  |                  Destination address, 16 bytes                |
///
///  Hop-by-hop options, destination options, routing:
///  | Next header   | Length − 1 in units of 8 bytes | …            |
///
///  Fragment:
///  | Next header   |   Reserved    | Offset (13 bits)    |Res|M|
///  |                         Identification                        |
/// ```
public final class Ipv6 {

    /// Bytes of the header.
    public static final int HEADER = 40;
    /// Every link carries packets of this size (RFC 8200 section 5).
    public static final int MIN_MTU = 1280;
    /// Most bytes of a payload (no jumbograms).
    public static final int MAX_PAYLOAD = 65_535;

    public static final int HOP_BY_HOP = 0;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int ICMPV6 = 58;
    public static final int NO_NEXT_HEADER = 59;
    public static final int DESTINATION_OPTIONS = 60;
    public static final int FRAGMENT_HEADER = 8;

    /// Offset of the next-header field in the header.
    public static final int NEXT_HEADER = 6;

    private static final int PAYLOAD_LENGTH = 4;
    private static final int HOP_LIMIT = 7;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;
    private static final int FLOW_LABEL = 0xF_FFFF;

    private Ipv6() {
    }

    public static int version(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at) >>> 4;
    }

    public static int trafficClass(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at) >>> 4 & 0xFF;
    }

    public static int flowLabel(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at) & FLOW_LABEL;
    }

    public static int payloadLength(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + PAYLOAD_LENGTH);
    }

    public static int nextHeader(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + NEXT_HEADER);
    }

    public static int hopLimit(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + HOP_LIMIT);
    }

    public static long sourceHigh(MemorySegment memory, long at) {
        return NetworkOrder.get64(memory, at + SOURCE);
    }

    public static long sourceLow(MemorySegment memory, long at) {
        return NetworkOrder.get64(memory, at + SOURCE + 8);
    }

    public static long destinationHigh(MemorySegment memory, long at) {
        return NetworkOrder.get64(memory, at + DESTINATION);
    }

    public static long destinationLow(MemorySegment memory, long at) {
        return NetworkOrder.get64(memory, at + DESTINATION + 8);
    }

    /// Version 6.
    public static void writeFlow(MemorySegment memory, long at, int trafficClass, int flowLabel) {
        NetworkOrder.put32(memory, at, 6 << 28 | trafficClass << 20 | flowLabel & FLOW_LABEL);
    }

    public static void writePayload(MemorySegment memory, long at, int length, int nextHeader, int hopLimit) {
        NetworkOrder.put16(memory, at + PAYLOAD_LENGTH, length);
        NetworkOrder.put16(memory, at + NEXT_HEADER, nextHeader << 8 | hopLimit);
    }

    public static void writeSource(MemorySegment memory, long at, long high, long low) {
        NetworkOrder.put64(memory, at + SOURCE, high);
        NetworkOrder.put64(memory, at + SOURCE + 8, low);
    }

    public static void writeDestination(MemorySegment memory, long at, long high, long low) {
        NetworkOrder.put64(memory, at + DESTINATION, high);
        NetworkOrder.put64(memory, at + DESTINATION + 8, low);
    }

    /// Bytes of an extension header that has a length field: options and routing.
    public static int extensionLength(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + 1) + 1 << 3;
    }

    /// Where a fragment begins in what is fragmented, bytes; `at` is the fragment header's.
    public static int fragmentOffset(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + 2) & 0xFFF8;
    }

    public static boolean moreFragments(MemorySegment memory, long at) {
        return (NetworkOrder.get16(memory, at + 2) & 1) != 0;
    }

    public static int fragmentId(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + 4);
    }

    /// @param offset where the fragment begins, bytes, a multiple of 8; plus 1 if others follow
    public static void writeFragment(MemorySegment memory, long at, int nextHeader, int offset, int id) {
        NetworkOrder.put16(memory, at, nextHeader << 8);
        NetworkOrder.put16(memory, at + 2, offset);
        NetworkOrder.put32(memory, at + 4, id);
    }
}
