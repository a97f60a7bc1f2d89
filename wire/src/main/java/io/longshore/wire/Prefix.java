package io.longshore.wire;

/// An IPv4 address and how many of its leading bits name the network, as in `10.0.0.1/24`.
///
/// @param length 0 to 32
public record Prefix(int address, int length) {

    public Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("A prefix length is 0 to 32, not " + length);
        }
    }

    /// @throws IllegalArgumentException with a sentence that quotes the text
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]")) {
            throw new IllegalArgumentException(
                "\"" + text + "\" is not an address with a prefix length from 0 to 32, like 10.0.0.1/24");
        }
        return new Prefix(Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public int mask() {
        return length == 0 ? 0 : -1 << 32 - length;
    }

    /// The address with its host bits zero.
    public int network() {
        return address & mask();
    }

    public boolean contains(int other) {
        return ((other ^ address) & mask()) == 0;
    }

    /// Whether the address means every host of this network (RFC 1122 3.2.1.3), in today's form, all host bits one, or
    /// the old one, all zero. Networks of one or two addresses have no such (RFC 3021).
    public boolean isBroadcast(int other) {
        int host = other & ~mask();
        return length <= 30 && contains(other) && (host == 0 || host == ~mask());
    }

    @Override
    public String toString() {
        return Ipv4Address.text(address) + "/" + length;
    }
}
