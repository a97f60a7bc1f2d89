package io.longshore.socket;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One read, write, connect or accept. Whoever starts it tries it at once; if that does not do, it waits in its
 * channel's port, and the group's loop tries it again. Its own monitor decides between an end and a cancellation.
 *
 * @param <V> what it comes to
 * @param <A> what the handler gets back
 */
abstract class AsyncOperation<V, A> extends CompletableFuture<V> implements Runnable {

    private final AsyncGroup group;
    private final AsyncPort port;
    private final int interest;
    private final CompletionHandler<V, ? super A> handler;
    private final A attachment;
    private long timeout;
    private TimeUnit unit;
    private volatile Future<?> timer;
    /** What {@link #attempt} came to. */
    V value;

    /** {@code handler} null: the operation is its own future. */
    AsyncOperation(AsyncGroup group, AsyncPort port, int interest, CompletionHandler<V, ? super A> handler,
            A attachment) {
        this.group = group;
        this.port = port;
        this.interest = interest;
        this.handler = handler;
        this.attachment = attachment;
    }

    /** Does what can be done without waiting; false: nothing. */
    abstract boolean attempt() throws IOException;

    /** The channel is free for the next operation, however this one went. */
    abstract void over(Throwable failure);

    /** Nobody is to go on where this one was given up. */
    abstract void givenUp();

    /** It came to something after it was cancelled. */
    void unwanted() throws IOException {
    }

    /** The channel of this operation closes. */
    abstract void closeChannel() throws IOException;

    final int interest() {
        return interest;
    }

    final void limit(long newTimeout, TimeUnit newUnit) {
        timeout = newTimeout;
        unit = newUnit;
    }

    // --- The thread that starts it ----------------------------------------------------------------------------------

    /** A read or write: what is done at once is told at once, if this thread is the group's. */
    final Future<V> start() {
        return start(true);
    }

    /** A connect or accept: its handler is called by another thread, or later. */
    final Future<V> startAndTellLater() {
        return start(false);
    }

    private Future<V> start(boolean atOnce) {
        Throwable failure = null;
        boolean done = true;
        try {
            done = attempt();
        } catch (Throwable thrown) {
            failure = translated(thrown);
        }
        if (!done) {
            if (port.await(this)) {
                return future();
            }
            failure = new AsynchronousCloseException();
        }
        over(failure);
        return settleOrDrop(failure) ? told(failure, atOnce) : future();
    }

    /** It comes to nothing, or to something without trying. */
    final Future<V> end(V outcome, Throwable failure) {
        value = outcome;
        settle(failure);
        return told(failure, true);
    }

    private Future<V> told(Throwable failure, boolean atOnce) {
        if (handler != null) {
            Runnable call = () -> tell(failure);
            if (atOnce) {
                group.call(call);
            } else {
                group.callLater(call);
            }
        }
        return future();
    }

    private Future<V> future() {
        return handler == null ? this : null;
    }

    // A connection goes on being opened without the one who asked for it.
    private boolean isGivenUp() {
        return isDone() && interest != SelectionKey.OP_CONNECT;
    }

    // --- The group's loop -------------------------------------------------------------------------------------------

    /** Tries again; the port has given it away. */
    @Override
    public final void run() {
        Throwable failure = null;
        boolean done = true;
        try {
            done = attempt();
        } catch (Throwable thrown) {
            failure = translated(thrown);
        }
        if (!done) {
            if (isGivenUp() || port.await(this)) {
                return;
            }
            failure = new AsynchronousCloseException();
        }
        Throwable why = failure;
        over(why);
        if (settleOrDrop(why) && handler != null) {
            group.callFromLoop(() -> tell(why));
        }
    }

    /** The channel was closed, or the time is over. */
    final void fail(Exception failure) {
        over(failure);
        if (settle(failure) && handler != null) {
            group.callLater(() -> tell(failure));
        }
    }

    /** Under the port's monitor, the operation being about to wait there. */
    final void startTimer() {
        if (timeout > 0 && timer == null) {
            timer = group.schedule(this::timeOut, timeout, unit);
        }
    }

    private void timeOut() {
        if (port.take(this)) {
            givenUp();
            fail(new InterruptedByTimeoutException());
        }
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    private boolean settle(Throwable failure) {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        synchronized (this) {
            return failure == null ? complete(value) : completeExceptionally(failure);
        }
    }

    private boolean settleOrDrop(Throwable failure) {
        if (settle(failure)) {
            return true;
        }
        try {
            unwanted();
        } catch (IOException gone) {
            // It is not there any more: as it should be.
        }
        return false;
    }

    private void tell(Throwable failure) {
        if (failure == null) {
            handler.completed(value, attachment);
        } else {
            handler.failed(failure, attachment);
        }
        // What the handler left of an interrupt is not for the next.
        Thread.interrupted();
    }

    private static Throwable translated(Throwable thrown) {
        return thrown instanceof ClosedChannelException ? new AsynchronousCloseException() : thrown;
    }

    // A cancellation is told as what it is, not as the cause of one.
    @Override
    public V get() throws InterruptedException, ExecutionException {
        try {
            return super.get();
        } catch (CancellationException cancelled) {
            throw new CancellationException();
        }
    }

    @Override
    public V get(long most, TimeUnit measure) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return super.get(most, measure);
        } catch (CancellationException cancelled) {
            throw new CancellationException();
        }
    }

    /** As the JDK's: what was cancelled leaves its direction unusable, and with {@code close} the channel closed. */
    @Override
    public boolean cancel(boolean close) {
        synchronized (this) {
            if (isDone()) {
                return false;
            }
            givenUp();
            super.cancel(false);
        }
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        if (close) {
            closeQuietly();
        }
        return true;
    }

    final void closeQuietly() {
        try {
            closeChannel();
        } catch (IOException failure) {
            // It is closed all the same.
        }
    }
}
