package io.longshore.testing.conformance;

/// Linux's socket calls, on some stack: ours, or the kernel's as oracle. Constants (domains, levels, options, MSG_, O_,
/// POLL, EPOLL, errno) are those of Linux x86-64, values of options lie as in its memory. A call that has to wait
/// returns an [Answer] that is not done yet.
public interface SocketCalls extends AutoCloseable {

    /// The result is the socket's handle.
    ///
    /// @param type may contain SOCK_NONBLOCK
    Answer socket(int domain, int type, int protocol);

    Answer bind(int socket, SocketName name);

    Answer listen(int socket, int backlog);

    /// The result is the new socket's handle; `name` is the peer.
    Answer accept(int socket);

    /// A name of family [SocketName#UNSPECIFIED] disconnects.
    Answer connect(int socket, SocketName name);

    /// The result is the count; `data`, `control`, `number` (msg_flags).
    Answer receive(int socket, ReceiveCall call);

    /// The result is the count.
    Answer send(int socket, SendCall call);

    Answer close(int socket);

    Answer shutdown(int socket, int how);

    /// `data` is the value, at most `room` bytes of it.
    Answer getOption(int socket, int level, int option, int room);

    Answer setOption(int socket, int level, int option, byte[] value);

    /// The local name (`name`).
    Answer localName(int socket);

    /// The peer's name (`name`).
    Answer remoteName(int socket);

    Answer fcntl(int socket, int command, int argument);

    /// `number` is what it tells.
    Answer ioctl(int socket, int request);

    /// The result is how many are ready; `events` are those of each.
    ///
    /// @param millis −1 for ever
    Answer poll(int[] sockets, int[] events, int millis);

    Answer epollCreate();

    Answer epollControl(int epoll, int operation, int socket, EpollInterest interest);

    /// `events` and `tokens` of those that are ready; the result is how many.
    Answer epollWait(int epoll, int most, int millis);

    /// Closes everything at once.
    @Override
    void close();
}
