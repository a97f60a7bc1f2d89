package io.longshore.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An Internet address as registers hold it: 128 bits in two longs, IPv4 as IPv4-mapped (RFC 4291, 2.5.5.2).
 *
 * @param high the first eight bytes of the address, most significant first
 * @param low  the last eight bytes
 */
public record Address128(long high, long low) {

    /** The unspecified address, of both families. */
    public static final Address128 ANY = new Address128(0, 0);

    private static final long MAPPED = 0x0000_FFFF_0000_0000L;

    /** 0.0.0.0, the unspecified address of IPv4 alone. */
    public static final Address128 ANY_IPV4 = new Address128(0, MAPPED);

    /** The IPv4-mapped form of an address given as 32 bits. */
    public static Address128 ofIpv4(int address) {
        return new Address128(0, MAPPED | Integer.toUnsignedLong(address));
    }

    /** An IPv4 address becomes IPv4-mapped; the wildcard of either family becomes {@link #ANY}. */
    public static Address128 of(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return ANY;
        }
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? ofIpv4((int) number(bytes, 0, 4))
                : new Address128(number(bytes, 0, 8), number(bytes, 8, 8));
    }

    /** Whether these bits are the IPv4-mapped form of an address. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /** The 32 bits of an IPv4 address; meaningless unless {@link #isIpv4()}. */
    public int ipv4() {
        return (int) low;
    }

    public boolean isAny() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /** As Java has it, without a host name: an Inet4Address for IPv4-mapped, and 0.0.0.0 for the unspecified one. */
    public InetAddress toInetAddress() {
        byte[] bytes = new byte[isIpv4() || isAny() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) (fromEnd < 8 ? low >> 8 * fromEnd : high >> 8 * (fromEnd - 8));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    private static long number(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }
}
