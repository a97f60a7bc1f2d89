package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes that come in on a connection. */
final class StackInput {

    private static final int NOTHING = 0;
    private static final int END = -1;

    private final StackConnection connection;
    private final HostSlot slot;
    /** Under the read lock. */
    private boolean resetRead;

    StackInput(StackConnection connection) {
        this.connection = connection;
        this.slot = connection.slot;
    }

    /** As {@code SocketChannel.read}; {@code nanos} limits the wait, 0 does not. */
    int read(ByteBuffer target, long nanos) throws IOException {
        connection.readLock.lock();
        try {
            connection.checkConnected();
            connection.checkUnseen();
            if (target.isReadOnly()) {
                throw new IllegalArgumentException("Read-only buffer");
            }
            if (!connection.host().isBlocking()) {
                return readNow(target);
            }
            if (!Thread.currentThread().isInterrupted()) {
                int count = readNow(target);
                if (count != NOTHING || !target.hasRemaining()) {
                    return count;
                }
            }
            return awaitRead(target, nanos);
        } finally {
            connection.unlock(connection.readLock);
        }
    }

    /** Scatters; waits for the first byte only. */
    long read(ByteBuffer[] targets, int from, int count) throws IOException {
        connection.readLock.lock();
        try {
            connection.checkConnected();
            connection.checkUnseen();
            int at = from;
            while (at < from + count && !targets[at].hasRemaining()) {
                at++;
            }
            if (at == from + count) {
                return NOTHING;
            }
            long total = read(targets[at], StackConnection.FOREVER);
            while (total > 0 && !targets[at].hasRemaining() && ++at < from + count) {
                int more = take(targets[at]);
                total += more;
            }
            if (total > 0 && slot.isReadNews()) {
                connection.offload.ring(slot);
            }
            return total;
        } finally {
            connection.unlock(connection.readLock);
        }
    }

    int available() throws IOException {
        connection.readLock.lock();
        try {
            connection.checkConnected();
            return connection.isInputShut() ? 0 : slot.available();
        } finally {
            connection.unlock(connection.readLock);
        }
    }

    private int awaitRead(ByteBuffer target, long nanos) throws IOException {
        long deadline = nanos == StackConnection.FOREVER ? 0 : System.nanoTime() + nanos;
        int count = NOTHING;
        BlockingCall call = connection.host().beginBlocking();
        try {
            connection.reader = Thread.currentThread();
            connection.expectWaiter();
            while (count == NOTHING && connection.host().isOpen()) {
                count = readNow(target);
                if (count == NOTHING) {
                    connection.parkUntil(call, deadline, "Read timed out");
                }
            }
        } finally {
            connection.reader = null;
            call.endBlocking(count != NOTHING);
        }
        return count;
    }

    /** Bytes read, {@link #NOTHING}, or {@link #END}. */
    private int readNow(ByteBuffer target) throws IOException {
        if (connection.isInputShut()) {
            return END;
        }
        int count = take(target);
        if (count == 0 && target.hasRemaining() && isOver()) {
            // The condition was released after the last position: what it ends is to be seen now.
            count = take(target);
            if (count == 0) {
                return end();
            }
        }
        if (count > 0 && slot.isReadNews()) {
            connection.offload.ring(slot);
        }
        return count;
    }

    /** What is there, without the urgent byte, which the JDK's sockets drop too, unless SO_OOBINLINE. */
    private int take(ByteBuffer target) {
        int count = slot.read(target);
        // The condition is released before the byte.
        if (count > 0 && slot.hasConditions(SlotLayout.CONDITION_URGENT) && !connection.isUrgentInline()) {
            return count - removeUrgent(target, count);
        }
        return count;
    }

    private int removeUrgent(ByteBuffer target, int count) {
        long behind = slot.taken() - slot.urgentEnd();
        if (behind < 0 || behind >= count) {
            return 0;
        }
        int end = target.position();
        for (int at = end - (int) behind; at < end; at++) {
            target.put(at - 1, target.get(at));
        }
        target.position(end - 1);
        return 1;
    }

    boolean isOver() {
        return slot.hasConditions(SlotLayout.CONDITION_INPUT_END) || connection.isOver();
    }

    /** The end of the stream, or the error that ended it. */
    int end() throws IOException {
        // Linux tells the error once; the JDK remembers a reset that a reader was told of.
        int errno = resetRead ? Errno.ECONNRESET : connection.takeError();
        if (errno != 0) {
            resetRead = errno == Errno.ECONNRESET;
            throw Errno.reading(errno);
        }
        if (connection.offload.isGone() && !slot.hasConditions(SlotLayout.CONDITION_INPUT_END)) {
            throw connection.offload.gone();
        }
        return END;
    }
}
