package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The address resolution packet for IPv4 over Ethernet (RFC 826).
///
/// ```
///  0       2          4    5    6           8            14           18           24
///  | hardw | protocol | hl | pl | operation | sender MAC | sender IP | target MAC | target IP |
/// ```
public final class Arp {

    public static final int LENGTH = 28;

    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    /// Hardware Ethernet, protocol IPv4, address lengths 6 and 4.
    private static final long ETHERNET_IPV4 = 0x0001_0800_0604L;

    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER_ADDRESS = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET_ADDRESS = 24;

    private Arp() {
    }

    /// Whether the packet's first 6 bytes speak of IPv4 over Ethernet.
    public static boolean isEthernetIpv4(MemorySegment memory, long at) {
        return NetworkOrder.get48(memory, at) == ETHERNET_IPV4;
    }

    public static int operation(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + OPERATION);
    }

    public static long senderMac(MemorySegment memory, long at) {
        return NetworkOrder.get48(memory, at + SENDER_MAC);
    }

    public static int senderAddress(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + SENDER_ADDRESS);
    }

    public static long targetMac(MemorySegment memory, long at) {
        return NetworkOrder.get48(memory, at + TARGET_MAC);
    }

    public static int targetAddress(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + TARGET_ADDRESS);
    }

    public static void writeOperation(MemorySegment memory, long at, int operation) {
        NetworkOrder.put48(memory, at, ETHERNET_IPV4);
        NetworkOrder.put16(memory, at + OPERATION, operation);
    }

    public static void writeSender(MemorySegment memory, long at, long mac, int address) {
        NetworkOrder.put48(memory, at + SENDER_MAC, mac);
        NetworkOrder.put32(memory, at + SENDER_ADDRESS, address);
    }

    public static void writeTarget(MemorySegment memory, long at, long mac, int address) {
        NetworkOrder.put48(memory, at + TARGET_MAC, mac);
        NetworkOrder.put32(memory, at + TARGET_ADDRESS, address);
    }
}
