package io.longshore.testing.conformance;

import io.longshore.channel.Address128;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What the socket calls know as a `sockaddr`.
///
/// @param family  [#UNSPECIFIED], [#IPV4], [#IPV6] or [#NONE] where no address is given
/// @param port    0 to 65535
/// @param scope   an IPv6 zone
/// @param address 4 or 16 bytes, in network order; empty where the family has none
public record SocketName(int family, int port, int scope, byte[] address) {

    public static final int UNSPECIFIED = 0;
    public static final int IPV4 = 2;
    public static final int IPV6 = 10;
    public static final int NONE = 65_535;
    /// Bytes of a name on the wire of the conformance driver.
    public static final int BYTES = 24;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /// No name was given, or there is none to tell.
    public static final SocketName ABSENT = new SocketName(NONE, 0, 0, new byte[0]);

    public static SocketName of(String address, int port) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return new SocketName(bytes.length == IPV4_BYTES ? IPV4 : IPV6, port, 0, bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + address + "\" is not an address", e);
        }
    }

    /// An address as the registers of a slot hold it, in the family of the socket that asks.
    static SocketName of(Address128 address, int port, boolean ipv6) {
        ByteBuffer bytes = ByteBuffer.allocate(IPV6_BYTES).putLong(address.high()).putLong(address.low());
        if (ipv6) {
            return new SocketName(IPV6, port, 0, bytes.array());
        }
        return new SocketName(IPV4, port, 0, Arrays.copyOfRange(bytes.array(), IPV6_BYTES - IPV4_BYTES, IPV6_BYTES));
    }

    /// The address as the registers of a slot hold it: IPv4 is IPv4-mapped.
    Address128 address128() {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        if (address.length == IPV4_BYTES) {
            return Address128.ofIpv4(bytes.getInt());
        }
        return new Address128(bytes.getLong(), bytes.getLong());
    }

    boolean isIpv4() {
        return family == IPV4;
    }

    boolean isIpv6() {
        return family == IPV6;
    }

    boolean isAbsent() {
        return family == NONE;
    }

    /// Reads the 24 bytes of the conformance driver's form.
    static SocketName read(ByteBuffer from) {
        int family = Short.toUnsignedInt(from.getShort());
        int port = Short.toUnsignedInt(from.getShort());
        int scope = from.getInt();
        byte[] address = new byte[IPV6_BYTES];
        from.get(address);
        int used = family == IPV4 ? IPV4_BYTES : family == IPV6 ? IPV6_BYTES : 0;
        return new SocketName(family, port, scope, Arrays.copyOf(address, used));
    }

    void write(ByteBuffer to) {
        to.putShort((short) family).putShort((short) port).putInt(scope).put(Arrays.copyOf(address, IPV6_BYTES));
    }
}
