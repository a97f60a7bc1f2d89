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
        FlightEvents events = FlightEvents.HERE;
        return events.isReadOn() ? events.read(connection, target, nanos) : readUntold(target, nanos);
    }

    /** Scatters; waits for the first byte only. */
    long read(ByteBuffer[] targets, int from, int count) throws IOException {
        FlightEvents events = FlightEvents.HERE;
        return events.isReadOn() ? events.read(connection, targets, from, count) : readUntold(targets, from, count);
    }

    /** Without a word to a flight recording. */
    int readUntold(ByteBuffer target, long nanos) throws IOException {
        connection.readLock.lock();
        try {
            connection.checkConnected();
            connection.checkUnseen();
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

    /** The same with several buffers. */
    long readUntold(ByteBuffer[] targets, int from, int count) throws IOException {
        connection.readLock.lock();
        try {
            connection.checkConnected();
            connection.checkUnseen();
            if (isEnded()) {
                return END;
            }
            int at = firstWithRoom(targets, from, count);
            if (at < 0) {
                return NOTHING;
            }
            long total = readUntold(targets[at], StackConnection.FOREVER);
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

    /** The first that takes a byte, or else the first; −1: there is none. All are checked, as the JDK's channels do. */
    private static int firstWithRoom(ByteBuffer[] targets, int from, int count) {
        int first = count > 0 ? from : -1;
        for (int i = from + count - 1; i >= from; i--) {
            checkWritable(targets[i]);
            first = targets[i].hasRemaining() ? i : first;
        }
        return first;
    }

    private static void checkWritable(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
    }

    /** Without the lock: while one thread waits for bytes another may ask. */
    int available() throws IOException {
        connection.checkConnected();
        return connection.isInputShut() ? 0 : Math.max(0, slot.available());
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
        if (isEnded()) {
            return END;
        }
        checkWritable(target);
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

    /** Whether this side has ended the input; or throws what a reader was told before. */
    private boolean isEnded() throws IOException {
        if (resetRead) {
            throw Errno.reading(Errno.ECONNRESET);
        }
        return connection.isInputShut();
    }

    /** What is there, without the urgent byte, which the JDK's sockets drop too, unless SO_OOBINLINE. */
    private int take(ByteBuffer target) {
        StallTrack track = connection.track;
        if (track != null) {
            track.reading();
        }
        int count = slot.read(target);
        if (track != null && count > 0) {
            track.took();
        }
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
        // Behind a FIN there is nothing: a reset that comes after it is the writer's to hear of, as with Linux.
        if (slot.hasConditions(SlotLayout.CONDITION_INPUT_END)) {
            return END;
        }
        // Linux tells the error once; the JDK remembers a reset that a reader was told of.
        int errno = connection.takeError();
        if (errno != 0) {
            resetRead = errno == Errno.ECONNRESET;
            throw Errno.reading(errno);
        }
        if (connection.offload.isGone()) {
            throw connection.offload.gone();
        }
        return END;
    }
}
