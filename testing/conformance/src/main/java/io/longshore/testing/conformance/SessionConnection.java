package io.longshore.testing.conformance;

import io.longshore.testing.conformance.SessionRequest.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// A session's connection: requests in, replies out. One thread reads and writes; any may [#wakeUp].
final class SessionConnection implements AutoCloseable {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private ByteBuffer input = ByteBuffer.allocate(1 << 16).flip();
    private boolean ended;

    SessionConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /// The next request that has arrived whole, or null.
    SessionRequest poll() throws MalformedException {
        if (input.remaining() < SessionRequest.LENGTH_BYTES) {
            return null;
        }
        int length = SessionRequest.length(input.getInt(input.position()));
        if (input.remaining() < SessionRequest.LENGTH_BYTES + length) {
            return null;
        }
        byte[] frame = new byte[length];
        input.position(input.position() + SessionRequest.LENGTH_BYTES).get(frame);
        return SessionRequest.of(ByteBuffer.wrap(frame));
    }

    /// Waits for bytes, or to be woken, and takes them in.
    ///
    /// @param nanos at most so long; [Long#MAX_VALUE] for ever
    void await(long nanos) throws IOException {
        if (read() || ended) {
            return;
        }
        if (nanos == Long.MAX_VALUE) {
            selector.select();
        } else if (nanos >= NANOS_PER_MILLI) {
            selector.select(nanos / NANOS_PER_MILLI);
        } else {
            selector.selectNow();
            Thread.onSpinWait();
        }
        selector.selectedKeys().clear();
        read();
    }

    private boolean read() throws IOException {
        if (input.capacity() - input.limit() < 1 << 12) {
            int capacity = Math.max(1 << 16, 2 * input.remaining());
            byte[] left = Arrays.copyOfRange(input.array(), input.position(), input.limit());
            input = ByteBuffer.wrap(Arrays.copyOf(left, capacity)).limit(left.length);
        }
        ByteBuffer free = ByteBuffer.wrap(input.array(), input.limit(), input.capacity() - input.limit());
        int count = channel.read(free);
        ended = count < 0;
        input.limit(free.position());
        return count > 0;
    }

    /// Whether the peer has closed and nothing is left of what it sent.
    boolean isEnded() {
        return ended;
    }

    void send(SessionReply reply) throws IOException {
        ByteBuffer frame = reply.frame();
        while (frame.hasRemaining()) {
            if (channel.write(frame) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
