package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One end of a non-blocking Unix-domain stream connection. Its calls allocate nothing but [#connect] and [#peer].
public final class UnixSocket implements AutoCloseable {

    private final Descriptor descriptor;
    private final MemorySegment capture = Arena.ofAuto().allocate(Calls.CAPTURE);

    UnixSocket(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /// Connects to the socket at a path.
    public static UnixSocket connect(String path) throws SystemCallException {
        return new UnixSocket(Sockets.connect(path));
    }

    /// Who is at the other end.
    public PeerCredentials peer() throws SystemCallException {
        return Sockets.peer(descriptor);
    }

    /// Bytes read, 0 when the other end has closed, or a negative error number (EAGAIN: nothing there).
    public int read(MemorySegment memory, long at, int length) {
        return descriptor.read(memory, at, length);
    }

    /// Bytes written or a negative error number (EAGAIN: no room; EPIPE: the other end has closed; no signal).
    public int write(MemorySegment memory, long at, int length) {
        return Sockets.send(descriptor, capture, memory, at, length);
    }

    /// For an [Epoll]; -1 after it was closed.
    public int number() {
        return descriptor.number();
    }

    public boolean isOpen() {
        return descriptor.isOpen();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
