package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/// Makes kernel sockets: Unix-domain streams for control and bells, and the datagram socket that configures
/// interfaces. All are non-blocking and closed in programs started.
public final class Sockets {

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    /// `SOCK_NONBLOCK | SOCK_CLOEXEC`.
    private static final int FLAGS = Descriptor.NON_BLOCKING | Descriptor.CLOSE_ON_EXEC;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    /// A write to a socket whose peer has gone returns EPIPE and raises no signal.
    private static final int NO_SIGNAL = 0x4000;

    /// `struct sockaddr_un`: the family, then the path with a closing zero.
    private static final int PATH_AT = 2;
    private static final int PATH_BYTES = 108;

    private static final MethodHandle SOCKET = Calls.bind("socket", Calls.INT, Calls.INT, Calls.INT, Calls.INT);
    private static final MethodHandle BIND = Calls.bind("bind", Calls.INT, Calls.INT, Calls.POINTER, Calls.INT);
    private static final MethodHandle CONNECT = Calls.bind("connect", Calls.INT, Calls.INT, Calls.POINTER, Calls.INT);
    private static final MethodHandle LISTEN = Calls.bind("listen", Calls.INT, Calls.INT, Calls.INT);
    private static final MethodHandle ACCEPT =
            Calls.bind("accept4", Calls.INT, Calls.INT, Calls.POINTER, Calls.POINTER, Calls.INT);
    private static final MethodHandle GETSOCKOPT =
            Calls.bind("getsockopt", Calls.INT, Calls.INT, Calls.INT, Calls.INT, Calls.POINTER, Calls.POINTER);
    private static final MethodHandle SEND =
            Calls.bind("send", Calls.LONG, Calls.INT, Calls.LONG, Calls.LONG, Calls.INT);

    private Sockets() {
    }

    static Descriptor datagram() throws SystemCallException {
        return socket(AF_INET, DATAGRAM);
    }

    static Descriptor ipv6Datagram() throws SystemCallException {
        return socket(AF_INET6, DATAGRAM);
    }

    static Descriptor socket(int family, int type) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int protocol = 0;
            int result = (int) SOCKET.invokeExact(capture, family, type | FLAGS, protocol);
            return new Descriptor(SystemCallException.check(Calls.outcome(result, capture), "cannot open a socket"));
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Listens on a path of the file system that does not exist yet.
    static Descriptor listen(String path, int backlog) throws SystemCallException {
        Descriptor socket = socket(AF_UNIX, STREAM);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            MemorySegment address = unixAddress(path, arena);
            bind(socket, address, path);
            int listening = (int) LISTEN.invokeExact(capture, socket.number(), backlog);
            SystemCallException.check(Calls.outcome(listening, capture), "cannot listen on " + path);
            return socket;
        } catch (Throwable e) {
            throw abandon(socket, e);
        }
    }

    /// Binds a socket to an address of its family, which `name` tells to whoever reads the error.
    static void bind(Descriptor socket, MemorySegment address, String name) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int bound = (int) BIND.invokeExact(capture, socket.number(), address, (int) address.byteSize());
            SystemCallException.check(Calls.outcome(bound, capture), "cannot bind the socket to " + name);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Connects to a path of the file system; a full backlog is EAGAIN, as the socket does not block.
    static Descriptor connect(String path) throws SystemCallException {
        Descriptor socket = socket(AF_UNIX, STREAM);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            MemorySegment address = unixAddress(path, arena);
            int result = (int) CONNECT.invokeExact(capture, socket.number(), address, (int) address.byteSize());
            SystemCallException.check(Calls.outcome(result, capture), "cannot connect to " + path);
            return socket;
        } catch (Throwable e) {
            throw abandon(socket, e);
        }
    }

    private static RuntimeException abandon(Descriptor socket, Throwable thrown) throws SystemCallException {
        socket.close();
        if (thrown instanceof SystemCallException e) {
            throw e;
        }
        return Calls.unexpected(thrown);
    }

    private static MemorySegment unixAddress(String path, Arena arena) throws SystemCallException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= PATH_BYTES) {
            throw new SystemCallException("a socket's path has 1 to 107 bytes: " + path, Errno.ENAMETOOLONG.number());
        }
        MemorySegment address = arena.allocate(PATH_AT + bytes.length + 1, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, PATH_AT, bytes.length);
        return address;
    }

    /// The number of the next connection accepted, or a negative error number (EAGAIN if there is none).
    static int accept(Descriptor listener) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            MemorySegment none = MemorySegment.NULL;
            return Calls.outcome((int) ACCEPT.invokeExact(capture, listener.number(), none, none, FLAGS), capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    static PeerCredentials peer(Descriptor socket) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            MemorySegment credentials = arena.allocate(12, Integer.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 12);
            int result = (int) GETSOCKOPT.invokeExact(capture, socket.number(), SOL_SOCKET, SO_PEERCRED, credentials,
                    length);
            SystemCallException.check(Calls.outcome(result, capture), "cannot tell who has connected");
            return new PeerCredentials(credentials.get(ValueLayout.JAVA_INT, 0),
                    credentials.get(ValueLayout.JAVA_INT, 4), credentials.get(ValueLayout.JAVA_INT, 8));
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Bytes sent or a negative error number; EPIPE without a signal.
    static int send(Descriptor socket, MemorySegment capture, MemorySegment memory, long at, int length) {
        long address = Calls.address(memory, at, length);
        try {
            long result = (long) SEND.invokeExact(capture, socket.number(), address, (long) length, NO_SIGNAL);
            Reference.reachabilityFence(memory);
            return (int) Calls.outcome(result, capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }
}
