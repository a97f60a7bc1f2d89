package io.longshore.ip;

import io.longshore.wire.Icmpv6;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.MemorySegment;

/// The options of one received neighbour discovery message (RFC 4861 4.6). Mutable and reused.
final class NdpOptions {

    static final long NONE = -1;
    /// Prefixes of one advertisement that are looked at.
    static final int PREFIXES = 8;

    private static final int LINK_ADDRESS_LENGTH = 8;
    private static final int PREFIX_LENGTH = 32;

    /// Ethernet addresses, or [#NONE].
    long sourceMac;
    long targetMac;
    /// 48 bits, or [#NONE].
    long nonce;
    /// 0 if there is none.
    long mtu;
    int prefixes;
    /// Where prefix options lie in the message's memory.
    final long[] prefixAt = new long[PREFIXES];

    /// Reads the options; those unknown, or of a length that theirs cannot have, are passed over (RFC 4861 section 9).
    ///
    /// @return false if one has length 0 or reaches beyond the message: then all of it is refused (4.6)
    boolean parse(MemorySegment memory, long at, int length) {
        sourceMac = NONE;
        targetMac = NONE;
        nonce = NONE;
        mtu = 0;
        prefixes = 0;
        int i = 0;
        while (i < length) {
            int size = length - i < 2 ? 0 : NetworkOrder.get8(memory, at + i + 1) << 3;
            if (size == 0 || size > length - i) {
                return false;
            }
            option(memory, at + i, size);
            i += size;
        }
        return true;
    }

    private void option(MemorySegment memory, long at, int size) {
        int type = NetworkOrder.get8(memory, at);
        if (size == LINK_ADDRESS_LENGTH) {
            short8(memory, at, type);
        } else if (type == Icmpv6.PREFIX_INFORMATION && size == PREFIX_LENGTH && prefixes < PREFIXES) {
            prefixAt[prefixes] = at;
            prefixes++;
        }
    }

    private void short8(MemorySegment memory, long at, int type) {
        switch (type) {
            case Icmpv6.SOURCE_LINK_ADDRESS -> sourceMac = NetworkOrder.get48(memory, at + 2);
            case Icmpv6.TARGET_LINK_ADDRESS -> targetMac = NetworkOrder.get48(memory, at + 2);
            case Icmpv6.NONCE -> nonce = NetworkOrder.get48(memory, at + 2);
            case Icmpv6.MTU -> mtu = NetworkOrder.get32(memory, at + 4) & 0xFFFF_FFFFL;
            default -> { }
        }
    }
}
