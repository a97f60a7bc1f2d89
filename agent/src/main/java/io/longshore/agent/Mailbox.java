package io.longshore.agent;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A bounded queue of rare commands from any number of threads to one agent. A full mailbox refuses: back-pressure,
/// not loss. What was written before [#offer] is seen after the [#poll] that takes the message.
public final class Mailbox<T> {

    private final AtomicReferenceArray<T> messages;
    private final int mask;
    /// Messages ever begun by offering threads.
    private final AtomicLong tail = new AtomicLong();
    /// Messages ever taken; written by the agent's thread alone.
    private final AtomicLong head = new AtomicLong();

    /// @param capacity at least this many messages fit; rounded up to a power of two
    public Mailbox(int capacity) {
        int size = Integer.highestOneBit(Math.max(capacity, 2) - 1) << 1;
        messages = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    /// Puts a message in; false if there is no room.
    public boolean offer(T message) {
        long position;
        do {
            position = tail.get();
            // Acquires the release of head in poll(): the place named by position is empty again.
            if (position - head.getAcquire() > mask) {
                return false;
            }
        } while (!tail.compareAndSet(position, position + 1));
        messages.setRelease((int) position & mask, message);
        return true;
    }

    /// Takes the oldest message, null if there is none. By the agent's thread alone.
    public T poll() {
        long position = head.getPlain();
        int index = (int) position & mask;
        T message = messages.getAcquire(index);
        if (message != null) {
            messages.setPlain(index, null);
            head.setRelease(position + 1);
        }
        return message;
    }

    /// Whether a poll would find nothing now. By the agent's thread alone.
    public boolean isEmpty() {
        return messages.getAcquire((int) head.getPlain() & mask) == null;
    }
}
