package io.longshore.socket;

import io.longshore.channel.Address128;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.channels.spi.SelectorProvider;

/** What addresses a channel takes, with the JDK's rules: of IPv4 only, or of both families. */
enum Family {

    /** Nobody asked for one: both, unless the JVM is told to keep to IPv4. */
    UNSPECIFIED(null),
    INET(StandardProtocolFamily.INET),
    /** Dual-stack, as the JDK's IPv6 channels are. */
    INET6(StandardProtocolFamily.INET6);

    private static final boolean ONLY_IPV4 = Boolean.getBoolean("java.net.preferIPv4Stack");

    private final StandardProtocolFamily protocol;

    Family(StandardProtocolFamily protocol) {
        this.protocol = protocol;
    }

    /** Null if it is not one of the Internet's, or the kernel has none such. */
    static Family of(ProtocolFamily family) {
        if (family == StandardProtocolFamily.INET) {
            return INET;
        }
        return family == StandardProtocolFamily.INET6 && !ONLY_IPV4 ? INET6 : null;
    }

    private boolean isOnlyIpv4() {
        return this == INET || this == UNSPECIFIED && ONLY_IPV4;
    }

    /** An address that such a channel may be given; the JDK's exceptions for others. */
    InetSocketAddress check(SocketAddress address) {
        InetSocketAddress internet = Checks.internet(address);
        if (isOnlyIpv4() && !(internet.getAddress() instanceof Inet4Address)) {
            throw new UnsupportedAddressTypeException();
        }
        return internet;
    }

    /** As registers have it. The wildcard, of whichever family it is written, means all that the channel takes. */
    Address128 local(InetAddress address) {
        return address.isAnyLocalAddress() && isOnlyIpv4() ? Address128.ANY_IPV4 : Address128.of(address);
    }

    SocketChannel openSocket(SelectorProvider kernel) throws IOException {
        return protocol == null ? kernel.openSocketChannel() : kernel.openSocketChannel(protocol);
    }

    ServerSocketChannel openListener(SelectorProvider kernel) throws IOException {
        return protocol == null ? kernel.openServerSocketChannel() : kernel.openServerSocketChannel(protocol);
    }
}
