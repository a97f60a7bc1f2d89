package io.longshore.wire;

/// An address of either family in 128 bits: IPv6 as it is, IPv4 in its mapped form, ::ffff:a.b.c.d (RFC 4291 2.5.5.2),
/// so that tables and registers know one kind. The record is for where addresses are read and printed; on a packet's
/// way the two longs go about without it.
///
/// @param high the first 8 bytes; 0 for IPv4
/// @param low  the last 8 bytes
public record IpAddress(long high, long low) {

    /// `::`, no address.
    public static final IpAddress NONE = new IpAddress(0, 0);

    /// The low long of 0.0.0.0, IPv4's wildcard.
    public static final long MAPPED = 0xFFFF_0000_0000L;

    private static final long IPV4 = 0xFFFF_FFFFL;
    private static final int GROUPS = 8;

    public static IpAddress of(int ipv4) {
        return new IpAddress(0, mapped(ipv4));
    }

    /// An IPv4 address's low long; its high one is 0.
    public static long mapped(int ipv4) {
        return MAPPED | ipv4 & IPV4;
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & ~IPV4) == MAPPED;
    }

    /// The IPv4 address in a mapped one's low long.
    public static int ipv4(long low) {
        return (int) low;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /// Whether it is a wildcard, or no address: `::` or 0.0.0.0.
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

    /// ff00::/8, or 224.0.0.0/4.
    public static boolean isMulticast(long high, long low) {
        return high >>> 56 == 0xFF || isIpv4(high, low) && Ipv4Address.isMulticast((int) low);
    }

    /// `::1`, or 127.0.0.0/8.
    public static boolean isLoopback(long high, long low) {
        return high == 0 && (low == 1 || (low & ~IPV4) == MAPPED && Ipv4Address.isLoopback((int) low));
    }

    /// fe80::/10, or 169.254.0.0/16 (RFC 3927).
    public static boolean isLinkLocal(long high, long low) {
        return high >>> 54 == 0xFE80 >>> 6 || isIpv4(high, low) && (int) low >>> 16 == 0xA9FE;
    }

    /// Either family's usual text. No zone: there is one link.
    ///
    /// @throws IllegalArgumentException with a sentence that quotes the text
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return of(Ipv4Address.parse(text));
        }
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            check(groups(text, text, groups) == GROUPS, text);
            return of(groups);
        }
        String behind = text.substring(gap + 2);
        int[] last = new int[GROUPS];
        int before = groups(text.substring(0, gap), text, groups);
        int after = groups(behind, text, last);
        check(before + after < GROUPS && !behind.contains("::") && !behind.startsWith(":"), text);
        System.arraycopy(last, 0, groups, GROUPS - after, after);
        return of(groups);
    }

    private static IpAddress of(int[] groups) {
        long[] halves = new long[2];
        for (int i = 0; i < GROUPS; i++) {
            halves[i / 4] = halves[i / 4] << 16 | groups[i];
        }
        return new IpAddress(halves[0], halves[1]);
    }

    /// Reads groups of hexadecimal digits with colons between; the last may be an IPv4 address, which is two.
    private static int groups(String part, String whole, int[] groups) {
        if (part.isEmpty()) {
            return 0;
        }
        String[] texts = part.split(":", -1);
        int count = 0;
        for (int i = 0; i < texts.length; i++) {
            boolean dotted = i == texts.length - 1 && whole.endsWith(part) && texts[i].indexOf('.') >= 0;
            check(count + (dotted ? 2 : 1) <= GROUPS, whole);
            int value = dotted ? Ipv4Address.parse(texts[i]) : group(texts[i], whole);
            if (dotted) {
                groups[count++] = value >>> 16;
            }
            groups[count++] = value & 0xFFFF;
        }
        return count;
    }

    private static int group(String digits, String whole) {
        check(digits.matches("[0-9a-fA-F]{1,4}"), whole);
        return Integer.parseInt(digits, 16);
    }

    private static void check(boolean right, String text) {
        if (!right) {
            throw new IllegalArgumentException("\"" + text + "\" is not an IPv6 address, like 2001:db8::1");
        }
    }

    /// The text that RFC 5952 recommends; IPv4 as four numbers.
    public static String text(long high, long low) {
        if (isIpv4(high, low)) {
            return Ipv4Address.text((int) low);
        }
        // the longest run of two or more zero groups, the first of equals (RFC 5952 4.2)
        int gap = -1;
        int length = 1;
        for (int from = 0; from < GROUPS; from++) {
            int zeros = zeros(high, low, from);
            if (zeros > length) {
                gap = from;
                length = zeros;
            }
        }
        return gap < 0
            ? text(high, low, 0, GROUPS)
            : text(high, low, 0, gap) + "::" + text(high, low, gap + length, GROUPS);
    }

    private static int zeros(long high, long low, int from) {
        int to = from;
        while (to < GROUPS && group(high, low, to) == 0) {
            to++;
        }
        return to - from;
    }

    private static String text(long high, long low, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    private static int group(long high, long low, int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index & 3)) & 0xFFFF;
    }

    @Override
    public String toString() {
        return text(high, low);
    }
}
