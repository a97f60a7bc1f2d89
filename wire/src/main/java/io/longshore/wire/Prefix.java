package io.longshore.wire;

/// An address and how many of its leading bits name the network, as in `10.0.0.1/24` or `2001:db8::1/64`.
///
/// @param high   the address's first 8 bytes, 0 for IPv4
/// @param low    its last 8 bytes ([IpAddress])
/// @param length as one writes it: 0 to 32 for IPv4, 0 to 128 for IPv6
public record Prefix(long high, long low, int length) {

    public Prefix {
        int most = IpAddress.isIpv4(high, low) ? 32 : 128;
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("A prefix length is 0 to " + most + ", not " + length);
        }
    }

    /// Of an IPv4 address.
    public Prefix(int address, int length) {
        this(0, IpAddress.mapped(address), length);
    }

    /// @throws IllegalArgumentException with a sentence that quotes the text
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            throw malformed(text);
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        int length = Integer.parseInt(text.substring(slash + 1));
        if (length > (address.isIpv4() ? 32 : 128)) {
            throw malformed(text);
        }
        return new Prefix(address.high(), address.low(), length);
    }

    private static IllegalArgumentException malformed(String text) {
        String like = text.indexOf(':') < 0 ? "from 0 to 32, like 10.0.0.1/24" : "from 0 to 128, like 2001:db8::1/64";
        return new IllegalArgumentException("\"" + text + "\" is not an address with a prefix length " + like);
    }

    public boolean isIpv4() {
        return IpAddress.isIpv4(high, low);
    }

    /// The IPv4 address.
    public int address() {
        return (int) low;
    }

    /// The IPv4 network's mask.
    public int mask() {
        return length == 0 ? 0 : -1 << 32 - length;
    }

    /// The IPv4 address with its host bits zero.
    public int network() {
        return address() & mask();
    }

    public boolean contains(int other) {
        return isIpv4() && ((other ^ address()) & mask()) == 0;
    }

    public boolean contains(long otherHigh, long otherLow) {
        int bits = isIpv4() ? length + 96 : length;
        long first = (otherHigh ^ high) & leading(bits);
        return (first | (otherLow ^ low) & leading(bits - 64)) == 0;
    }

    /// A word whose first bits are ones.
    private static long leading(int bits) {
        return bits <= 0 ? 0 : -1L << Math.max(0, 64 - bits);
    }

    /// Whether the address means every host of this IPv4 network (RFC 1122 3.2.1.3), in today's form, all host bits
    /// one, or the old one, all zero. Networks of one or two addresses have no such (RFC 3021).
    public boolean isBroadcast(int other) {
        int host = other & ~mask();
        return length <= 30 && contains(other) && (host == 0 || host == ~mask());
    }

    @Override
    public String toString() {
        return IpAddress.text(high, low) + "/" + length;
    }
}
