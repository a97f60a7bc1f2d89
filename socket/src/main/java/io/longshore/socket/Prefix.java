package io.longshore.socket;

import io.longshore.channel.Address128;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A network prefix, as {@code 10.7.0.0/24}; IPv4 is taken as IPv4-mapped (RFC 4291, 2.5.5.2).
 *
 * @param base   the address, its bits beyond the length included
 * @param length bits that count, 0 to 128
 */
record Prefix(Address128 base, int length) {

    private static final int MAPPED_BITS = 96;

    /** Parses {@code ADDRESS} or {@code ADDRESS/LENGTH}. */
    static Prefix parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = literal(literal, text);
        int bits = address.getAddress().length * Byte.SIZE;
        int length = slash < 0 ? bits : number(text.substring(slash + 1), bits, text);
        if (bits == Integer.SIZE) {
            // 0.0.0.0 is IPv4 here, not the wildcard of both families.
            return new Prefix(address.isAnyLocalAddress() ? Address128.ANY_IPV4 : Address128.of(address),
                    length + MAPPED_BITS);
        }
        return new Prefix(Address128.of(address), length);
    }

    boolean contains(InetAddress address) {
        Address128 other = Address128.of(address);
        long differentHigh = other.high() ^ base.high();
        long differentLow = other.low() ^ base.low();
        if (length <= Long.SIZE) {
            return length == 0 || differentHigh >>> Long.SIZE - length == 0;
        }
        return differentHigh == 0 && differentLow >>> 2 * Long.SIZE - length == 0;
    }

    /** Whether this prefix's address, whatever its length, is the one given. */
    boolean names(InetAddress address) {
        return Address128.of(address).equals(base);
    }

    private static InetAddress literal(String literal, String text) {
        // Only literals: a name would be looked up, by sockets, before the sockets are ours.
        if (literal.isEmpty() || !literal.matches("[0-9a-fA-F:.]+") || !literal.matches(".*[.:].*")) {
            throw new IllegalArgumentException("not an address or prefix: " + text);
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("not an address or prefix: " + text, unknown);
        }
    }

    private static int number(String digits, int most, String text) {
        try {
            int number = Integer.parseInt(digits);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException("not a prefix length: " + text);
    }
}
