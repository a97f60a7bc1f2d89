package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The IPv4 header (RFC 791 3.1).
///
/// ```
///   0                   1                   2                   3
///   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///  |Version|  IHL  |      TOS      |          Total length         |
///  |         Identification        |Flags|     Fragment offset     |
///  |      TTL      |    Protocol   |        Header checksum        |
///  |                         Source address                        |
///  |                      Destination address                      |
///  |                    Options (IHL - 5 words)                    |
/// ```
public final class Ipv4 {

    /// Bytes of a header without options.
    public static final int HEADER = 20;
    public static final int MAX_HEADER = 60;
    public static final int MAX_PACKET = 65_535;

    public static final int PROTOCOL_ICMP = 1;
    public static final int PROTOCOL_TCP = 6;
    public static final int PROTOCOL_UDP = 17;

    /// Bits of the word at offset 6; the rest of it is the offset in units of 8 bytes.
    public static final int RESERVED_FRAGMENT_BIT = 0x8000;
    public static final int DONT_FRAGMENT = 0x4000;
    public static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_BITS = 0x1FFF;

    private static final int TOS = 1;
    private static final int TOTAL_LENGTH = 2;
    private static final int ID = 4;
    private static final int FRAGMENT = 6;
    private static final int TTL = 8;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private Ipv4() {
    }

    public static int version(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at) >>> 4;
    }

    /// The header's length in bytes, as the IHL field claims.
    public static int headerLength(MemorySegment memory, long at) {
        return (NetworkOrder.get8(memory, at) & 0xF) << 2;
    }

    public static int tos(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + TOS);
    }

    public static int totalLength(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + TOTAL_LENGTH);
    }

    public static int id(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + ID);
    }

    /// Whether this is one piece of a datagram, not the whole.
    public static boolean isFragment(MemorySegment memory, long at) {
        return (NetworkOrder.get16(memory, at + FRAGMENT) & (MORE_FRAGMENTS | OFFSET_BITS)) != 0;
    }

    public static boolean moreFragments(MemorySegment memory, long at) {
        return (NetworkOrder.get16(memory, at + FRAGMENT) & MORE_FRAGMENTS) != 0;
    }

    public static boolean dontFragment(MemorySegment memory, long at) {
        return (NetworkOrder.get16(memory, at + FRAGMENT) & DONT_FRAGMENT) != 0;
    }

    /// Where this fragment begins in the datagram's payload, in bytes.
    public static int fragmentOffset(MemorySegment memory, long at) {
        return (NetworkOrder.get16(memory, at + FRAGMENT) & OFFSET_BITS) << 3;
    }

    public static int ttl(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + TTL);
    }

    public static int protocol(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + PROTOCOL);
    }

    public static int checksum(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + CHECKSUM);
    }

    public static int source(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + SOURCE);
    }

    public static int destination(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + DESTINATION);
    }

    /// Version 4, no options.
    public static void writeLength(MemorySegment memory, long at, int tos, int totalLength) {
        NetworkOrder.put16(memory, at, 0x4500 | tos);
        NetworkOrder.put16(memory, at + TOTAL_LENGTH, totalLength);
    }

    /// @param flags  [#DONT_FRAGMENT], [#MORE_FRAGMENTS] or 0
    /// @param offset where the fragment begins, bytes, a multiple of 8
    public static void writeFragment(MemorySegment memory, long at, int id, int flags, int offset) {
        NetworkOrder.put16(memory, at + ID, id);
        NetworkOrder.put16(memory, at + FRAGMENT, flags | offset >>> 3);
    }

    public static void writeProtocol(MemorySegment memory, long at, int ttl, int protocol) {
        NetworkOrder.put16(memory, at + TTL, ttl << 8 | protocol);
    }

    public static void writeAddresses(MemorySegment memory, long at, int source, int destination) {
        NetworkOrder.put32(memory, at + SOURCE, source);
        NetworkOrder.put32(memory, at + DESTINATION, destination);
    }

    /// Computes and writes the checksum of a header that is otherwise complete.
    public static void writeChecksum(MemorySegment memory, long at, int headerLength) {
        NetworkOrder.put16(memory, at + CHECKSUM, 0);
        NetworkOrder.put16(memory, at + CHECKSUM, Checksum.of(memory, at, headerLength));
    }
}
