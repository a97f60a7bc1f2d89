package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The Ethernet II header (RFC 894). Addresses are the lower 48 bits of a long.
///
/// ```
///  0            6            12     14
///  | destination |   source   | type | packet …
/// ```
public final class Ethernet {

    public static final int HEADER = 14;

    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_IPV6 = 0x86DD;

    public static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private static final int SOURCE = 6;
    private static final int TYPE = 12;
    /// The I/G bit of an address: a group, not one station.
    private static final long GROUP = 0x0100_0000_0000L;

    private Ethernet() {
    }

    public static long destination(MemorySegment memory, long at) {
        return NetworkOrder.get48(memory, at);
    }

    public static long source(MemorySegment memory, long at) {
        return NetworkOrder.get48(memory, at + SOURCE);
    }

    public static int type(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + TYPE);
    }

    public static void write(MemorySegment memory, long at, long destination, long source, int type) {
        NetworkOrder.put48(memory, at, destination);
        NetworkOrder.put48(memory, at + SOURCE, source);
        NetworkOrder.put16(memory, at + TYPE, type);
    }

    /// The group address that carries an IPv6 multicast address (RFC 2464 section 7): 33:33 and its last 4 bytes.
    public static long multicast(long low) {
        return 0x3333_0000_0000L | low & 0xFFFF_FFFFL;
    }

    /// Whether the address means many stations: a multicast address, or the broadcast address.
    public static boolean isGroup(long address) {
        return (address & GROUP) != 0;
    }
}
