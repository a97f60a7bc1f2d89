package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What a connection and a listener on the stack have in common: a slot, the keys that want its news, threads that wait.
 *
 * <p>A thread that waits writes itself into a field, fences, and looks at the registers before it parks; whoever brings
 * news reads the field afterwards. The slot goes back to the server only when no operation is under way: each holds one
 * of two locks, and the last to leave after {@link #close} finishes it.
 */
abstract class StackSocket {

    /** How long the server may take to answer a request before we stop believing in it. */
    private static final long ANSWER_LIMIT = 10_000_000_000L;
    private static final long ANSWER_LOOK = 200_000L;

    final Offload offload;
    final HostSlot slot;
    final KeyList keys;
    /** Held by whoever takes from the slot: bytes or accepted connections. */
    final ReentrantLock readLock = new ReentrantLock();
    /** Held by whoever writes bytes or makes requests. */
    final ReentrantLock writeLock = new ReentrantLock();
    volatile Thread reader;
    volatile Thread writer;
    /** While a recording wants to hear of stalls. */
    volatile StallTrack track;

    private final Object guard = new Object();
    private final Object ending = new Object();
    private Decision why;
    private int context;
    private boolean asked;
    private boolean released;
    private volatile boolean closing;

    StackSocket(Offload offload, HostSlot slot, KeyList keys, int context) {
        this.offload = offload;
        this.slot = slot;
        this.keys = keys;
        this.context = context;
    }

    /** Before it is enlisted, which publishes it. */
    final void placed(Decision reason) {
        why = reason;
    }

    final Decision why() {
        return why;
    }

    /** As {@code ss} calls the state that it is in. */
    abstract String stateWord();

    /** Null: it has none yet. */
    abstract InetSocketAddress local();

    /** Null: it has none. */
    abstract InetSocketAddress remote();

    /** Which of these operations would not block; asks for news of those that would. */
    abstract int ready(int interest);

    // --- News -------------------------------------------------------------------------------------------------------

    /** The slot's doorbell rang in the context of {@code drainer}; null: the default one. */
    final void news(LongshoreSelector drainer) {
        wakeWaiters();
        for (LongshoreKey key : keys.all()) {
            if (key.owner() == drainer) {
                drainer.consider(key);
            } else {
                key.owner().post(key);
            }
        }
    }

    /** What this side has changed makes keys ready that were not. */
    final void lookAgain() {
        wakeWaiters();
        for (LongshoreKey key : keys.all()) {
            key.owner().post(key);
        }
    }

    final void wakeWaiters() {
        Thread thread = reader;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        thread = writer;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** A key was added: its selector's context gets the events, or the default one if there are several selectors. */
    final void chooseContext() {
        LongshoreSelector only = keys.onlySelector();
        sendEventsTo(only == null ? 0 : only.contextNumber());
    }

    /** A thread is going to wait here: the default context's poller has to see the events. */
    final void expectWaiter() {
        sendEventsTo(0);
    }

    private void sendEventsTo(int wanted) {
        synchronized (guard) {
            if (context != wanted && !released) {
                context = wanted;
                slot.context(wanted);
            }
        }
    }

    final int context() {
        synchronized (guard) {
            return context;
        }
    }

    // --- Registers that are not the stream's ------------------------------------------------------------------------

    /** Runs while the slot is surely ours, or not at all; then rings. */
    final void change(Runnable writes) {
        synchronized (guard) {
            if (!released) {
                writes.run();
                offload.ring(slot);
            }
        }
    }

    /** A look at registers while the slot is surely ours. */
    final <T> T ask(Function<HostSlot, T> look) throws ClosedChannelException {
        synchronized (guard) {
            if (released) {
                throw new ClosedChannelException();
            }
            return look.apply(slot);
        }
    }

    /** Asks for the doorbell when there is room to write, unless there is; see {@link HostSlot#askForRoom}. */
    final boolean isWritableOrAsk() {
        synchronized (guard) {
            boolean writable = released || slot.isWritable();
            if (writable == asked && !released) {
                asked = !writable;
                if (writable) {
                    slot.withdrawAskForRoom();
                }
            }
            return writable || slot.askForRoom();
        }
    }

    /** Makes a request and waits for the server's word on it, which it gives in its next turn. */
    final int request(int code) throws IOException {
        make(code);
        return awaitAnswer();
    }

    final void make(int code) {
        change(() -> slot.request(code));
    }

    final int awaitAnswer() throws IOException {
        long start = System.nanoTime();
        while (!slot.isAnswered()) {
            if (offload.isGone()) {
                throw offload.gone();
            }
            if (System.nanoTime() - start > ANSWER_LIMIT) {
                throw new SocketException("the TCP Server does not answer");
            }
            LockSupport.parkNanos(this, ANSWER_LOOK);
        }
        return slot.result();
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    final boolean isClosing() {
        return closing;
    }

    /** Ends this use of the slot, at once or as soon as the last operation has left. */
    final void close() {
        linger();
        closing = true;
        lapse();
        wakeWaiters();
        finishIfIdle();
    }

    final void unlock(ReentrantLock lock) {
        lock.unlock();
        if (closing) {
            finishIfIdle();
        }
    }

    // Attempts are one at a time: of two operations that leave at once, the second to attempt finds both locks free.
    private void finishIfIdle() {
        synchronized (ending) {
            if (readLock.tryLock()) {
                try {
                    if (writeLock.tryLock()) {
                        try {
                            finish();
                        } finally {
                            writeLock.unlock();
                        }
                    }
                } finally {
                    readLock.unlock();
                }
            }
        }
    }

    private void finish() {
        // A thread inside an operation holds the lock itself, and tryLock would let it pass.
        if (readLock.getHoldCount() > 1 || writeLock.getHoldCount() > 1 || isHeld()) {
            return;
        }
        synchronized (guard) {
            if (!released) {
                released = true;
                offload.release(this, isAborted() ? SlotLayout.INTENT_ABORT : 0);
                released();
            }
        }
    }

    /** Before the end: waits for what was written to arrive, if that is wanted. */
    void linger() {
    }

    /** What the closing thread itself held of the slot's memory is held no longer. */
    void lapse() {
    }

    /** Whether somebody still uses the slot's memory in place; who stops to do so leaves as an operation does. */
    boolean isHeld() {
        return false;
    }

    /** The server has been told. */
    void released() {
    }

    /** Whether the end is a reset. */
    boolean isAborted() {
        return false;
    }
}
