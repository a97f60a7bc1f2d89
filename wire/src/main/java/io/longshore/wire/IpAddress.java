package io.longshore.wire;

/// Addresses of both families as two longs, the first octet in the highest byte of the first; IPv4 as IPv4-mapped,
/// `::ffff:a.b.c.d` (RFC 4291 2.5.5.2). All zero is IPv6's unspecified address and the wildcard of both families.
public final class IpAddress {

    /// The low long of 0.0.0.0, IPv4's wildcard.
    public static final long MAPPED = 0x0000_FFFF_0000_0000L;

    private static final int MAPPED_PREFIX = 0xFFFF;

    private IpAddress() {
    }

    /// The low long of an IPv4 address; the high one is 0.
    public static long mapped(int ipv4) {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED_PREFIX;
    }

    /// Whether it is a wildcard: `::` or 0.0.0.0.
    public static boolean isAny(long high, long low) {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /// Whether who is bound to `address` is also addressed as `other`: the same one, 0.0.0.0 for all of IPv4, `::` for
    /// all of IPv6 and, unless it is told to keep to IPv6 (IPV6_V6ONLY, RFC 3493 5.3), for all of IPv4 too.
    public static boolean covers(long high, long low, boolean ipv6Only, long otherHigh, long otherLow) {
        if (high == otherHigh && low == otherLow) {
            return true;
        }
        boolean isOtherIpv4 = isIpv4(otherHigh, otherLow);
        return high == 0 && (low == MAPPED && isOtherIpv4 || low == 0 && !(ipv6Only && isOtherIpv4));
    }
}
