package io.longshore.socket;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A channel's place in its group: the key by which the group's selector watches it, and the operations that wait for
 * what the selector finds, at most one for each interest. An operation that is taken from here is its taker's alone.
 */
final class AsyncPort {

    private static final int IN = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

    private final LongshoreKey key;
    private AsyncOperation<?, ?> in;
    private AsyncOperation<?, ?> out;
    private int interest;
    private boolean closed;

    AsyncPort(LongshoreSelector selector, SelectableChannel channel) throws IOException {
        channel.configureBlocking(false);
        this.key = (LongshoreKey) channel.register(selector, 0, this);
    }

    /** From now on the operation is tried again whenever the channel seems ready; false: the channel is closed. */
    synchronized boolean await(AsyncOperation<?, ?> operation) {
        if (closed) {
            return false;
        }
        if ((operation.interest() & IN) != 0) {
            in = operation;
        } else {
            out = operation;
        }
        operation.startTimer();
        watch(interest | operation.interest());
        return true;
    }

    /** The selecting thread: takes the operations that may go on now. */
    synchronized void found(int ready, List<Runnable> finds) {
        if (in != null && (in.interest() & ready) != 0) {
            finds.add(in);
            take(in);
        }
        if (out != null && (out.interest() & ready) != 0) {
            finds.add(out);
            take(out);
        }
    }

    /** Whether the operation waited here; then it does no more. */
    synchronized boolean take(AsyncOperation<?, ?> operation) {
        if (in == operation) {
            in = null;
        } else if (out == operation) {
            out = null;
        } else {
            return false;
        }
        watch(interest & ~operation.interest());
        return true;
    }

    private void watch(int ops) {
        int before = interest;
        interest = ops;
        try {
            key.interestOps(ops);
        } catch (CancelledKeyException closing) {
            // Whoever closes the channel ends what waits here.
            return;
        }
        if ((ops & ~before) != 0) {
            // A selection under way is to look for this, too.
            key.owner().post(key);
        }
    }

    /** Nothing waits here any more; null: it was closed before. */
    synchronized List<AsyncOperation<?, ?>> close() {
        if (closed) {
            return null;
        }
        closed = true;
        List<AsyncOperation<?, ?>> left = new ArrayList<>(2);
        if (in != null) {
            left.add(in);
        }
        if (out != null) {
            left.add(out);
        }
        in = null;
        out = null;
        return left;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** After the channel behind was closed: its selector lets go of it. */
    void flush() {
        key.owner().wakeup();
    }
}
