package io.longshore.wire;

import java.util.HexFormat;

/// Ethernet addresses as the lower 48 bits of a long, as they stand in a header.
public final class MacAddress {

    private static final int TEXT_LENGTH = 17;

    private MacAddress() {
    }

    /// Six pairs of hexadecimal digits with colons between.
    ///
    /// @throws IllegalArgumentException with a sentence that quotes the text
    public static long parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw malformed(text);
        }
        long address = 0;
        for (int i = 0; i < TEXT_LENGTH; i += 3) {
            address = address << 8 | octet(text, i);
        }
        return address;
    }

    private static int octet(String text, int at) {
        boolean separated = at == 0 || text.charAt(at - 1) == ':';
        if (!separated || !HexFormat.isHexDigit(text.charAt(at)) || !HexFormat.isHexDigit(text.charAt(at + 1))) {
            throw malformed(text);
        }
        return HexFormat.fromHexDigits(text, at, at + 2);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("\"" + text
            + "\" is not an Ethernet address: six pairs of hexadecimal digits with colons, like 02:00:00:00:00:01");
    }

    public static String text(long address) {
        return HexFormat.ofDelimiter(":").formatHex(new byte[] {
            (byte) (address >>> 40), (byte) (address >>> 32), (byte) (address >>> 24),
            (byte) (address >>> 16), (byte) (address >>> 8), (byte) address});
    }
}
