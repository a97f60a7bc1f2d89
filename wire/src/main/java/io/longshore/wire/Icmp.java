package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The ICMP header (RFC 792).
///
/// ```
///  0      1      2          4                            8
///  | type | code | checksum | rest, by type              | data …
///                           | 0 | next-hop MTU (RFC 1191)|
///                           | id        | sequence       |
/// ```
public final class Icmp {

    public static final int HEADER = 8;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int SOURCE_QUENCH = 4;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /// Codes of [#DESTINATION_UNREACHABLE].
    public static final int NET_UNREACHABLE = 0;
    public static final int HOST_UNREACHABLE = 1;
    public static final int PROTOCOL_UNREACHABLE = 2;
    public static final int PORT_UNREACHABLE = 3;
    public static final int FRAGMENTATION_NEEDED = 4;

    private static final int CODE = 1;
    private static final int CHECKSUM = 2;
    private static final int REST = 4;
    private static final int NEXT_HOP_MTU = 6;

    private Icmp() {
    }

    public static int type(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at);
    }

    public static int code(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + CODE);
    }

    public static int checksum(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + CHECKSUM);
    }

    /// Bytes 4 to 7, whose meaning depends on the type.
    public static int rest(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + REST);
    }

    /// The MTU in a [#FRAGMENTATION_NEEDED] message (RFC 1191 section 4); 0 from a router that does not say.
    public static int nextHopMtu(MemorySegment memory, long at) {
        return NetworkOrder.get16(memory, at + NEXT_HOP_MTU);
    }

    public static void write(MemorySegment memory, long at, int type, int code, int rest) {
        NetworkOrder.put16(memory, at, type << 8 | code);
        NetworkOrder.put32(memory, at + REST, rest);
    }

    /// Writes the checksum of a message whose header is otherwise complete.
    ///
    /// @param dataSum the sum of what follows the header
    public static void complete(MemorySegment memory, long at, int dataSum) {
        NetworkOrder.put16(memory, at + CHECKSUM, 0);
        int sum = dataSum + Checksum.sum(memory, at, HEADER);
        NetworkOrder.put16(memory, at + CHECKSUM, Checksum.finish(sum));
    }

    /// Whether the type reports an error, so that nothing may be reported about it (RFC 1122 3.2.2).
    public static boolean isError(int type) {
        return switch (type) {
            case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }
}
