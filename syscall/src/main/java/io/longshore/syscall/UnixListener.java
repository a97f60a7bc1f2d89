package io.longshore.syscall;

/// A non-blocking Unix-domain stream socket that accepts connections at a path of the file system.
public final class UnixListener implements AutoCloseable {

    private final Descriptor descriptor;

    /// The path must not exist; whoever made it removes it.
    public UnixListener(String path, int backlog) throws SystemCallException {
        descriptor = Sockets.listen(path, backlog);
    }

    /// The next connection, null if none waits (or it has gone again).
    public UnixSocket accept() throws SystemCallException {
        int result = Sockets.accept(descriptor);
        if (result == Errno.EAGAIN.negative() || result == Errno.ECONNABORTED.negative()
                || result == Errno.EINTR.negative()) {
            return null;
        }
        return new UnixSocket(new Descriptor(SystemCallException.check(result, "cannot accept a connection")));
    }

    /// For an [Epoll]; -1 after it was closed.
    public int number() {
        return descriptor.number();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
