package io.longshore.server;

import io.longshore.channel.Handshake;
import io.longshore.syscall.Epoll;
import io.longshore.syscall.Errno;
import io.longshore.syscall.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;

/// One connection to the control socket: what has come so far, what has still to go, and what it is about. Reads no
/// byte beyond the message it waits for; a slow client holds nobody up.
final class ControlClient implements WritableByteChannel {

    /// Longest message of a client: a command line with room to spare.
    private static final int MOST_BYTES = 4096;

    /// What is expected of it.
    enum Phase { HELLO, MAPPED, LEASE, BELL, COMMAND, REPORT, ANSWER, CAPTURE, OVER }

    private final UnixSocket socket;
    private final MemorySegment inMemory = Arena.ofAuto().allocate(MOST_BYTES);
    private final ByteBuffer in = inMemory.asByteBuffer();
    private final ArrayDeque<ByteBuffer> out = new ArrayDeque<>();
    private boolean ended;

    Phase phase = Phase.HELLO;
    /// When patience with it ends; `Long.MAX_VALUE` for never.
    long patience;
    /// What it attached as, or null.
    AttachmentLease lease;
    /// Of which application it reports, or null.
    AttachmentLease reporting;

    ControlClient(UnixSocket socket, long patience) {
        this.socket = socket;
        this.patience = patience;
    }

    UnixSocket socket() {
        return socket;
    }

    /// Reads on until the message is whole.
    ///
    /// @return the message, or null if there is more to come, or nothing ([#hasEnded])
    ByteBuffer receive(Handshake.Length length) {
        int needed = length.needed(in);
        while (in.position() < needed) {
            if (needed > MOST_BYTES) {
                ended = true;
                return null;
            }
            int count = socket.read(inMemory, in.position(), needed - in.position());
            if (count <= 0) {
                ended = count != Errno.EAGAIN.negative();
                return null;
            }
            in.position(in.position() + count);
            needed = length.needed(in);
        }
        ByteBuffer message = ByteBuffer.allocate(in.position()).put(in.flip()).flip();
        in.clear();
        return message;
    }

    /// Whether the other end has closed, or cannot be understood.
    boolean hasEnded() {
        return ended;
    }

    /// Puts a message behind those that wait, and sends what can be sent.
    void send(ByteBuffer message) {
        out.add(message);
        flush();
    }

    /// Sends what can be sent.
    void flush() {
        while (!out.isEmpty() && !ended) {
            ByteBuffer first = out.peek();
            if (write(first) < 0 || first.hasRemaining()) {
                break;
            }
            out.poll();
        }
    }

    /// Whether something has still to go.
    boolean isFull() {
        return !out.isEmpty();
    }

    /// What an [Epoll] has to look for.
    int interest() {
        return isFull() ? Epoll.READABLE | Epoll.WRITABLE : Epoll.READABLE;
    }

    /// As much as the socket takes now.
    @Override
    public int write(ByteBuffer source) {
        ByteBuffer direct = source;
        if (!source.isDirect()) {
            direct = ByteBuffer.allocateDirect(source.remaining()).put(source.duplicate()).flip();
        }
        int count = socket.write(MemorySegment.ofBuffer(direct), 0, direct.remaining());
        if (count == Errno.EAGAIN.negative()) {
            return 0;
        }
        if (count < 0) {
            ended = true;
            return 0;
        }
        source.position(source.position() + count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        phase = Phase.OVER;
        socket.close();
    }
}
