package io.longshore.syscall;

/// An IPv4 address of an interface and how long the prefix is that it shares with its neighbours.
///
/// @param address      big-endian: 10.0.0.1 is 0x0A000001
/// @param prefixLength 0 to 32
public record InterfaceAddress(int address, int prefixLength) {

    private static final int OCTETS = 4;
    private static final int BITS = 32;

    public InterfaceAddress {
        if (prefixLength < 0 || prefixLength > BITS) {
            throw new IllegalArgumentException("a prefix length is 0 to 32, not " + prefixLength);
        }
    }

    /// Reads `A.B.C.D/LENGTH`.
    ///
    /// @throws IllegalArgumentException in one sentence, if it is none
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        String[] octets = text.substring(0, Math.max(slash, 0)).split("\\.", -1);
        if (slash < 0 || octets.length != OCTETS) {
            throw malformed(text);
        }
        int address = 0;
        for (String octet : octets) {
            address = address << 8 | number(octet, 255, text);
        }
        return new InterfaceAddress(address, number(text.substring(slash + 1), BITS, text));
    }

    private static int number(String digits, int most, String text) {
        boolean plain = digits.matches("[0-9]{1,3}") && (digits.length() == 1 || digits.charAt(0) != '0');
        if (!plain || Integer.parseInt(digits) > most) {
            throw malformed(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "an address with its prefix length looks like 10.1.0.1/24, not '" + text + "'");
    }

    /// The mask of the prefix, big-endian.
    public int mask() {
        return prefixLength == 0 ? 0 : -1 << BITS - prefixLength;
    }

    @Override
    public String toString() {
        return (address >>> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255)
                + "/" + prefixLength;
    }
}
