package io.longshore.ip;

import io.longshore.wire.NetworkOrder;
import java.lang.foreign.MemorySegment;

/// Looks through the options of a received IPv4 header (RFC 791 3.1): none means anything to us, and some are refused.
final class Ipv4Options {

    private static final int END = 0;
    private static final int NOP = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private Ipv4Options() {
    }

    /// Why the packet is to be dropped, or null. A source route would let its sender choose whom we answer by way of
    /// (RFC 7126 4.3 and 4.4).
    static IpCounter fault(MemorySegment memory, long at, int length) {
        int i = 0;
        while (i < length) {
            int type = NetworkOrder.get8(memory, at + i);
            if (type == END) {
                return null;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                return IpCounter.IN_SOURCE_ROUTES;
            }
            int size = type == NOP ? 1 : sizeAt(memory, at + i, length - i);
            if (size == 0) {
                return IpCounter.IN_HEADER_ERRORS;
            }
            i += size;
        }
        return null;
    }

    /// The option's length, or 0 if it is illegal.
    private static int sizeAt(MemorySegment memory, long at, int left) {
        int size = left < 2 ? 0 : NetworkOrder.get8(memory, at + 1);
        return size < 2 || size > left ? 0 : size;
    }
}
