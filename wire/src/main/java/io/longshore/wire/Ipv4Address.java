package io.longshore.wire;

/// IPv4 addresses as ints, the first octet in the highest byte.
public final class Ipv4Address {

    /// 0.0.0.0: this host, or any.
    public static final int ANY = 0;
    /// 255.255.255.255: every host on the link.
    public static final int LIMITED_BROADCAST = -1;

    private Ipv4Address() {
    }

    /// Four decimal numbers with dots between. No other form, no leading zeros: `010` is 8 to some programs.
    ///
    /// @throws IllegalArgumentException with a sentence that quotes the text
    public static int parse(String text) {
        int address = 0;
        int at = 0;
        for (int octet = 0; octet < 4; octet++) {
            int end = octet < 3 ? text.indexOf('.', at) : text.length();
            address = address << 8 | octet(text, at, end);
            at = end + 1;
        }
        return address;
    }

    private static int octet(String text, int from, int to) {
        if (to <= from || to - from > 3 || to - from > 1 && text.charAt(from) == '0') {
            throw malformed(text);
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            value = 10 * value + digit(text, i);
        }
        if (value > 255) {
            throw malformed(text);
        }
        return value;
    }

    private static int digit(String text, int at) {
        char c = text.charAt(at);
        if (c < '0' || c > '9') {
            throw malformed(text);
        }
        return c - '0';
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
            "\"" + text + "\" is not an IPv4 address: four numbers from 0 to 255 with dots between, like 10.0.0.1");
    }

    public static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "." + (address & 0xFF);
    }

    /// 224.0.0.0/4.
    public static boolean isMulticast(int address) {
        return address >>> 28 == 0xE;
    }

    /// 127.0.0.0/8.
    public static boolean isLoopback(int address) {
        return address >>> 24 == 127;
    }

    /// 0.0.0.0/8: never a destination, a source only while a host looks for its address (RFC 1122 3.2.1.3).
    public static boolean isThisNetwork(int address) {
        return address >>> 24 == 0;
    }

    /// 240.0.0.0/4, with the limited broadcast: no host has such an address (RFC 1112 section 4).
    public static boolean isReserved(int address) {
        return address >>> 28 == 0xF;
    }
}
