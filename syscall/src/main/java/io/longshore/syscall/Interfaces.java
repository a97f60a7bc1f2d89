package io.longshore.syscall;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Configures network interfaces of the calling thread's network namespace (`netdevice(7)`), without the `ip` tool.
public final class Interfaces implements AutoCloseable {

    /// Most characters of an interface's name (`IFNAMSIZ` less the closing zero).
    public static final int LONGEST_NAME = 15;

    private static final long GET_FLAGS = 0x8913;
    private static final long SET_FLAGS = 0x8914;
    private static final long SET_ADDRESS = 0x8916;
    private static final long SET_MASK = 0x891C;
    private static final long GET_MTU = 0x8921;
    private static final long SET_MTU = 0x8922;
    private static final long GET_HARDWARE_ADDRESS = 0x8927;
    private static final long GET_INDEX = 0x8933;
    private static final long GET_QUEUE = 0x8942;
    private static final long SET_QUEUE = 0x8943;

    /// `struct ifreq`: the name, then a union.
    private static final int REQUEST_BYTES = 40;
    private static final int UNION_AT = 16;
    /// Within `struct sockaddr_in`: the address. Within the hardware address's `struct sockaddr`: its bytes.
    private static final int IPV4_AT = UNION_AT + 4;
    private static final int HARDWARE_AT = UNION_AT + 2;

    /// `struct in6_ifreq`: the address, the prefix's length, the interface's number.
    private static final int REQUEST6_BYTES = 24;
    private static final int LENGTH_AT = 16;
    private static final int INDEX_AT = 20;

    private static final int UP = 1;
    private static final short AF_INET = 2;
    private static final ValueLayout.OfInt NETWORK_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NETWORK_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Descriptor socket = Sockets.datagram();
    private final MemorySegment request = Arena.ofAuto().allocate(REQUEST_BYTES, Long.BYTES);

    public Interfaces() throws SystemCallException {
    }

    /// Whether a name can be an interface's: 1 to 15 printable characters, no slash, colon or white space, not a dot
    /// or two; and no percent sign, which would ask the kernel to choose a number.
    public static boolean isName(String name) {
        return name.matches("[!-~&&[^/:%]]{1," + LONGEST_NAME + "}") && !name.equals(".") && !name.equals("..");
    }

    public boolean exists(String name) {
        return control(name, GET_INDEX) >= 0;
    }

    /// The kernel's number of the interface.
    public int index(String name) throws SystemCallException {
        check(control(name, GET_INDEX), "find", name);
        return request.get(ValueLayout.JAVA_INT, UNION_AT);
    }

    /// Sets the interface up, so that it carries frames.
    public void up(String name) throws SystemCallException {
        check(control(name, GET_FLAGS), "find", name);
        short flags = request.get(ValueLayout.JAVA_SHORT, UNION_AT);
        request.set(ValueLayout.JAVA_SHORT, UNION_AT, (short) (flags | UP));
        check(socket.ioctl(SET_FLAGS, request), "set up", name);
    }

    public boolean isUp(String name) throws SystemCallException {
        check(control(name, GET_FLAGS), "find", name);
        return (request.get(ValueLayout.JAVA_SHORT, UNION_AT) & UP) != 0;
    }

    /// Gives the interface its IPv4 address and the mask of its network, the first octet in the highest byte; the
    /// kernel adds the route to that network once the interface is up.
    public void address(String name, int address, int mask) throws SystemCallException {
        setAddress(name, SET_ADDRESS, address);
        setAddress(name, SET_MASK, mask);
    }

    /// Gives the interface an IPv6 address (`struct in6_ifreq` of `linux/ipv6.h`); the kernel adds the route to its
    /// network. An address that it has already is left as it is.
    public void address(String name, long high, long low, int length) throws SystemCallException {
        int index = index(name);
        try (Descriptor ipv6 = Sockets.ipv6Datagram(); Arena arena = Arena.ofConfined()) {
            MemorySegment six = arena.allocate(REQUEST6_BYTES, Long.BYTES);
            six.set(NETWORK_LONG, 0, high);
            six.set(NETWORK_LONG, Long.BYTES, low);
            six.set(ValueLayout.JAVA_INT, LENGTH_AT, length);
            six.set(ValueLayout.JAVA_INT, INDEX_AT, index);
            int result = ipv6.ioctl(SET_ADDRESS, six);
            if (result != -Errno.EEXIST.number()) {
                check(result, "give an IPv6 address to", name);
            }
        }
    }

    /// Lets the kernel use IPv6 addresses of this interface at once, without looking for others that have them
    /// (RFC 4862 5.4). Where that cannot be set, they come into use a second later.
    public static void skipDuplicateDetection(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of an interface");
        }
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf", name, "accept_dad"), "0");
        } catch (IOException notHere) {
            // No IPv6 in this kernel, or /proc/sys is not ours to write.
        }
    }

    private void setAddress(String name, long what, int value) throws SystemCallException {
        name(name);
        request.set(ValueLayout.JAVA_SHORT, UNION_AT, AF_INET);
        request.set(NETWORK_INT, IPV4_AT, value);
        check(socket.ioctl(what, request), "give an address to", name);
    }

    public int mtu(String name) throws SystemCallException {
        check(control(name, GET_MTU), "find", name);
        return request.get(ValueLayout.JAVA_INT, UNION_AT);
    }

    /// Sets the most bytes of an IP packet in one frame.
    public void mtu(String name, int mtu) throws SystemCallException {
        name(name);
        request.set(ValueLayout.JAVA_INT, UNION_AT, mtu);
        check(socket.ioctl(SET_MTU, request), "set the MTU " + mtu + " of", name);
    }

    /// How many frames may wait for who reads the interface's other side.
    public int queue(String name) throws SystemCallException {
        check(control(name, GET_QUEUE), "find", name);
        return request.get(ValueLayout.JAVA_INT, UNION_AT);
    }

    public void queue(String name, int frames) throws SystemCallException {
        name(name);
        request.set(ValueLayout.JAVA_INT, UNION_AT, frames);
        check(socket.ioctl(SET_QUEUE, request), "set the queue of", name);
    }

    /// The Ethernet address of the kernel's side, in the lower 48 bits.
    public long hardwareAddress(String name) throws SystemCallException {
        check(control(name, GET_HARDWARE_ADDRESS), "find", name);
        long address = 0;
        for (int i = 0; i < 6; i++) {
            address = address << 8 | request.get(ValueLayout.JAVA_BYTE, HARDWARE_AT + i) & 0xFF;
        }
        return address;
    }

    private int control(String name, long what) {
        name(name);
        return socket.ioctl(what, request);
    }

    private void name(String name) {
        writeName(request, name);
    }

    /// Writes a name into a `struct ifreq` and zeroes the rest.
    static void writeName(MemorySegment request, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of an interface");
        }
        request.fill((byte) 0);
        MemorySegment.copy(name.getBytes(StandardCharsets.US_ASCII), 0, request, ValueLayout.JAVA_BYTE, 0,
                name.length());
    }

    private static void check(int result, String verb, String name) throws SystemCallException {
        SystemCallException.check(result, "cannot " + verb + " the interface " + name);
    }

    @Override
    public void close() {
        socket.close();
    }
}
