package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The ICMPv6 header (RFC 4443 section 2.1), and the bodies of neighbour discovery (RFC 4861 section 4).
///
/// ```
///  0      1      2          4                           8
///  | type | code | checksum | rest, by type             | body …
///
///  Neighbour solicitation:    reserved                  | target (16) | options
///  Neighbour advertisement:   R S O, reserved           | target (16) | options
///  Router advertisement:      hop limit, M O, lifetime  | reachable (4) | retransmit (4) | options
///  Redirect:                  reserved                  | target (16) | destination (16) | options
///
///  An option:  | type | length in units of 8 bytes | … |
/// ```
public final class Icmpv6 {

    public static final int HEADER = 8;

    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int MLD_QUERY = 130;
    public static final int MLD_REPORT = 131;
    public static final int MLD_DONE = 132;
    public static final int ROUTER_SOLICITATION = 133;
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOUR_SOLICITATION = 135;
    public static final int NEIGHBOUR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;
    public static final int MLD2_REPORT = 143;

    /// Codes of [#DESTINATION_UNREACHABLE].
    public static final int NO_ROUTE = 0;
    public static final int ADDRESS_UNREACHABLE = 3;
    public static final int PORT_UNREACHABLE = 4;
    /// Code of [#TIME_EXCEEDED].
    public static final int REASSEMBLY_TIME = 1;
    /// Codes of [#PARAMETER_PROBLEM].
    public static final int WRONG_FIELD = 0;
    public static final int UNKNOWN_NEXT_HEADER = 1;
    public static final int UNKNOWN_OPTION = 2;
    /// RFC 7112 section 5.
    public static final int INCOMPLETE_HEADERS = 3;

    /// Flags of an advertisement, in bytes 4 to 7.
    public static final int ROUTER = 1 << 31;
    public static final int SOLICITED = 1 << 30;
    public static final int OVERRIDE = 1 << 29;

    /// Options of neighbour discovery.
    public static final int SOURCE_LINK_ADDRESS = 1;
    public static final int TARGET_LINK_ADDRESS = 2;
    public static final int PREFIX_INFORMATION = 3;
    public static final int MTU = 5;
    /// RFC 3971 5.3.2.
    public static final int NONCE = 14;

    /// Offset of the target in solicitation, advertisement and redirect.
    public static final int TARGET = 8;
    /// Offset of the destination in a redirect.
    public static final int REDIRECTED = 24;

    private static final int CODE = 1;
    private static final int CHECKSUM = 2;
    private static final int REST = 4;

    private Icmpv6() {
    }

    public static int type(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at);
    }

    public static int code(MemorySegment memory, long at) {
        return NetworkOrder.get8(memory, at + CODE);
    }

    /// Bytes 4 to 7, whose meaning depends on the type.
    public static int rest(MemorySegment memory, long at) {
        return NetworkOrder.get32(memory, at + REST);
    }

    public static void write(MemorySegment memory, long at, int type, int code, int rest) {
        NetworkOrder.put16(memory, at, type << 8 | code);
        NetworkOrder.put16(memory, at + CHECKSUM, 0);
        NetworkOrder.put32(memory, at + REST, rest);
    }

    public static void writeChecksum(MemorySegment memory, long at, int checksum) {
        NetworkOrder.put16(memory, at + CHECKSUM, checksum);
    }

    /// Whether the type reports an error: the lower half of all types (RFC 4443 2.1). A redirect is none, but gets no
    /// error either (2.4 e).
    public static boolean isError(int type) {
        return type < 128 || type == REDIRECT;
    }
}
