package io.longshore.socket;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritePendingException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The bytes of an asynchronous socket, both ways; its channel has checked the arguments. */
final class AsyncTransfers {

    private final AsyncSocketChannel owner;
    private final AsyncGroup group;
    private final AsyncPort port;
    private final SocketChannel channel;
    private final AsyncDirection reads = new AsyncDirection();
    private final AsyncDirection writes = new AsyncDirection();
    /** Of the reads, one after the other. */
    private boolean resetTold;

    AsyncTransfers(AsyncSocketChannel owner, AsyncGroup group, AsyncPort port, SocketChannel channel) {
        this.owner = owner;
        this.group = group;
        this.port = port;
        this.channel = channel;
    }

    AsyncDirection writes() {
        return writes;
    }

    String shutText() {
        return (reads.isShut() ? " ishut" : "") + (writes.isShut() ? " oshut" : "");
    }

    void kill() {
        reads.kill();
        writes.kill();
    }

    boolean shutReads() {
        return reads.shut();
    }

    boolean shutWrites() {
        return writes.shut();
    }

    // --- Reading ----------------------------------------------------------------------------------------------------

    <A> Future<Integer> read(ByteBuffer target, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        AsyncOperation<Integer, A> reading = new Transfer<>(reads, SelectionKey.OP_READ, handler, attachment) {
            @Override
            boolean attempt() throws IOException {
                value = readOnce(() -> (long) channel.read(target)).intValue();
                return value != 0;
            }
        };
        reading.limit(timeout, unit);
        return begin(reading, target.hasRemaining(), -1, 0);
    }

    <A> Future<Long> scatter(ByteBuffer[] targets, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Long, ? super A> handler) {
        AsyncOperation<Long, A> reading = new Transfer<>(reads, SelectionKey.OP_READ, handler, attachment) {
            @Override
            boolean attempt() throws IOException {
                value = readOnce(() -> channel.read(targets));
                return value != 0 || !isRoomIn(targets);
            }
        };
        reading.limit(timeout, unit);
        return begin(reading, true, -1L, 0L);
    }

    /** How many bytes, 0: none now, −1: no more. */
    private interface Reading {
        long read() throws IOException;
    }

    // A channel repeats that it was reset; an asynchronous one tells it once, and then the end, as the kernel does.
    private Long readOnce(Reading reading) throws IOException {
        if (resetTold) {
            return -1L;
        }
        try {
            return reading.read();
        } catch (SocketException reset) {
            resetTold = true;
            throw new IOException(reset.getMessage());
        }
    }

    private static boolean isRoomIn(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private <V> Future<V> begin(AsyncOperation<V, ?> reading, boolean hasRoom, V end, V nothing) {
        if (!owner.isOpen()) {
            return reading.end(null, new ClosedChannelException());
        }
        boolean shut;
        synchronized (reads) {
            if (reads.isKilled()) {
                throw new IllegalStateException("Reading not allowed due to timeout or cancellation");
            }
            if (reads.isBusy()) {
                throw new ReadPendingException();
            }
            shut = reads.isShut();
            if (!shut && hasRoom) {
                reads.occupy();
            }
        }
        return shut ? reading.end(end, null) : hasRoom ? reading.start() : reading.end(nothing, null);
    }

    // --- Writing ----------------------------------------------------------------------------------------------------

    <A> Future<Integer> write(ByteBuffer source, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        AsyncOperation<Integer, A> writing = new Transfer<>(writes, SelectionKey.OP_WRITE, handler, attachment) {
            @Override
            boolean attempt() throws IOException {
                value = (int) writeOnce(() -> (long) channel.write(source));
                return value != 0;
            }
        };
        writing.limit(timeout, unit);
        return begin(writing, source.hasRemaining(), 0);
    }

    <A> Future<Long> gather(ByteBuffer[] sources, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Long, ? super A> handler) {
        AsyncOperation<Long, A> writing = new Transfer<>(writes, SelectionKey.OP_WRITE, handler, attachment) {
            @Override
            boolean attempt() throws IOException {
                value = writeOnce(() -> channel.write(sources));
                return value != 0 || !isRoomIn(sources);
            }
        };
        writing.limit(timeout, unit);
        return begin(writing, true, 0L);
    }

    // Shut while it waited: the kernel then says that the pipe is broken.
    private long writeOnce(Reading writing) throws IOException {
        try {
            return writing.read();
        } catch (ClosedChannelException closed) {
            if (channel.isOpen()) {
                throw new IOException(Errno.text(Errno.EPIPE));
            }
            throw closed;
        }
    }

    private <V> Future<V> begin(AsyncOperation<V, ?> writing, boolean hasBytes, V nothing) {
        boolean closed = !owner.isOpen();
        synchronized (writes) {
            if (!closed && writes.isKilled()) {
                throw new IllegalStateException("Writing not allowed due to timeout or cancellation");
            }
            if (!closed && writes.isBusy()) {
                throw new WritePendingException();
            }
            closed |= writes.isShut();
            if (!closed && hasBytes) {
                writes.occupy();
            }
        }
        return closed ? writing.end(null, new ClosedChannelException())
                : hasBytes ? writing.start() : writing.end(nothing, null);
    }

    /** One of them. */
    private abstract class Transfer<V, A> extends AsyncOperation<V, A> {

        private final AsyncDirection direction;

        Transfer(AsyncDirection direction, int interest, CompletionHandler<V, ? super A> handler, A attachment) {
            super(group, port, interest, handler, attachment);
            this.direction = direction;
        }

        @Override
        void over(Throwable failure) {
            direction.free();
        }

        @Override
        void givenUp() {
            port.take(this);
            direction.kill();
        }

        @Override
        void closeChannel() throws IOException {
            owner.close();
        }
    }
}
