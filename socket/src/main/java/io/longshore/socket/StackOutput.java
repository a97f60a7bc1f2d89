package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** The bytes that go out on a connection. */
final class StackOutput {

    private final StackConnection connection;
    private final HostSlot slot;

    StackOutput(StackConnection connection) {
        this.connection = connection;
        this.slot = connection.slot;
    }

    int write(ByteBuffer source) throws IOException {
        FlightEvents events = FlightEvents.HERE;
        return events.isWriteOn() ? events.write(connection, source) : writeUntold(source);
    }

    /** Gathers; the bell rings once. */
    long write(ByteBuffer[] sources, int from, int count) throws IOException {
        FlightEvents events = FlightEvents.HERE;
        return events.isWriteOn() ? events.write(connection, sources, from, count)
                : writeUntold(sources, from, count);
    }

    /** Without a word to a flight recording. */
    int writeUntold(ByteBuffer source) throws IOException {
        connection.writeLock.lock();
        try {
            checkWritable();
            if (!connection.host().isBlocking()) {
                return writeNow(source);
            }
            int before = source.remaining();
            if (!Thread.currentThread().isInterrupted()) {
                writeNow(source);
                if (!source.hasRemaining()) {
                    return before;
                }
            }
            awaitWrite(source);
            return before - source.remaining();
        } finally {
            connection.unlock(connection.writeLock);
        }
    }

    /** One byte that the peer is to know of before it reads what lies ahead of it (RFC 9293 3.8.5). */
    void writeUrgent(byte data) throws IOException {
        connection.writeLock.lock();
        try {
            checkWritable();
            checkError();
            // before the byte itself: then its segment says so
            slot.option(SlotLayout.URGENT_SENT, slot.sent() + 1);
            awaitWrite(ByteBuffer.wrap(new byte[] {data}));
        } finally {
            connection.unlock(connection.writeLock);
        }
    }

    /** The same with several buffers. */
    long writeUntold(ByteBuffer[] sources, int from, int count) throws IOException {
        connection.writeLock.lock();
        try {
            checkWritable();
            long written = 0;
            boolean blocking = connection.host().isBlocking();
            if (!blocking || !Thread.currentThread().isInterrupted()) {
                written = gatherNow(sources, from, count);
            }
            for (int i = from; blocking && i < from + count; i++) {
                if (sources[i].hasRemaining()) {
                    int before = sources[i].remaining();
                    awaitWrite(sources[i]);
                    written += before - sources[i].remaining();
                }
            }
            return written;
        } finally {
            connection.unlock(connection.writeLock);
        }
    }

    private long gatherNow(ByteBuffer[] sources, int from, int count) throws IOException {
        if (!hasRemaining(sources, from, count)) {
            return 0;
        }
        checkError();
        long written = 0;
        for (int i = from; i < from + count; i++) {
            written += slot.write(sources[i]);
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        if (written > 0) {
            connection.offload.ring(slot);
        }
        return written;
    }

    private static boolean hasRemaining(ByteBuffer[] sources, int from, int count) {
        boolean any = false;
        for (int i = from; i < from + count; i++) {
            any |= sources[i].hasRemaining();
        }
        return any;
    }

    void checkWritable() throws ClosedChannelException {
        connection.checkConnected();
        connection.checkUnclaimed();
        if (connection.isOutputShut()) {
            throw new AsynchronousCloseException();
        }
    }

    private void awaitWrite(ByteBuffer source) throws IOException {
        boolean done = false;
        int before = source.remaining();
        BlockingCall call = connection.host().beginBlocking();
        try {
            connection.writer = Thread.currentThread();
            connection.expectWaiter();
            while (!done && connection.host().isOpen()) {
                if (connection.isOutputShut()) {
                    throw new AsynchronousCloseException();
                }
                int count = writeNow(source);
                done = !source.hasRemaining();
                // Who has rung the bell looks again first: a wait for the bell's lock may have used up a wake-up.
                if (count == 0 && !done && !connection.isWritableOrAsk() && !connection.isOver()) {
                    call.park(connection, Long.MAX_VALUE);
                }
            }
        } finally {
            connection.writer = null;
            call.endBlocking(done || source.remaining() < before);
        }
    }

    private int writeNow(ByteBuffer source) throws IOException {
        if (!source.hasRemaining()) {
            return 0;
        }
        checkError();
        int count = slot.write(source);
        if (count > 0) {
            connection.offload.ring(slot);
        }
        return count;
    }

    void checkError() throws IOException {
        if (connection.isOver()) {
            if (connection.offload.isGone()) {
                throw connection.offload.gone();
            }
            int errno = connection.takeError();
            throw Errno.writing(errno == 0 ? Errno.EPIPE : errno);
        }
    }
}
