package io.longshore.socket;

import io.longshore.channel.HostContext;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * How a selector's thread sleeps and is woken: by the server's bell, by kernel channels, by other threads. A thread
 * that is not asleep is never rung for: a wakeup is then one store.
 */
final class Sleep {

    /** Timeouts in milliseconds, but these. */
    static final long FOREVER = -1;
    static final long NOT = 0;

    /** While the stack keeps us busy, the kernel is asked in every so many selections. */
    private static final int KERNEL_EVERY = 16;

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;

    private final Selector kernel;
    private final HostContext context;
    private final Offload offload;
    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger twins = new AtomicInteger();
    private volatile boolean woken;
    private int sinceKernel;

    /** {@code context} null: all events come by way of the default one. */
    Sleep(Selector kernel, HostContext context, Offload offload) throws IOException {
        this.kernel = kernel;
        this.context = context;
        this.offload = offload;
        if (context != null) {
            context.bell().register(kernel, SelectionKey.OP_READ, null);
        }
    }

    Selector kernel() {
        return kernel;
    }

    HostContext context() {
        return context;
    }

    int contextNumber() {
        return context == null ? 0 : context.number();
    }

    // --- Other threads ----------------------------------------------------------------------------------------------

    /** The selection under way, or else the next one, returns at once. */
    void wake() {
        // Volatile, then the state: a sleeper sets its state, then reads this.
        woken = true;
        nudge();
    }

    /** If the thread sleeps, it looks around. */
    void nudge() {
        if (state.get() == ASLEEP && state.compareAndSet(ASLEEP, AWAKE)) {
            kernel.wakeup();
        }
    }

    void twinAdded() {
        twins.incrementAndGet();
    }

    void twinRemoved() {
        twins.decrementAndGet();
    }

    // --- The selecting thread ---------------------------------------------------------------------------------------

    boolean isWoken() {
        return woken;
    }

    void forgetWakeup() {
        if (woken) {
            woken = false;
        }
    }

    /** Whether a selection that finds work on the stack, or may sleep if it does not, should ask the kernel first. */
    boolean isKernelDue(boolean mayWait) {
        if (twins.get() == 0) {
            return false;
        }
        sinceKernel++;
        return !mayWait || sinceKernel >= KERNEL_EVERY;
    }

    void askKernel(Consumer<SelectionKey> taker) throws IOException {
        sinceKernel = 0;
        kernel.selectNow(taker);
    }

    /** Lets the kernel's selector let go of cancelled keys; what is ready stays so until it is asked. */
    void flushKernel() throws IOException {
        kernel.selectNow(ignored -> { });
    }

    /** Looks for news for a while before sleeping, where there are processors enough for that. */
    void spin(KeyQueue posted) {
        if (context == null || offload.spinNanos() == 0) {
            return;
        }
        long start = System.nanoTime();
        while (context.isQuiet() && posted.isEmpty() && !woken && System.nanoTime() - start < offload.spinNanos()) {
            Thread.onSpinWait();
        }
    }

    void fallAsleep() {
        state.set(ASLEEP);
        if (context != null) {
            context.fallAsleep();
        }
    }

    void block(long timeout, Consumer<SelectionKey> taker) throws IOException {
        sinceKernel = 0;
        if (timeout == FOREVER) {
            kernel.select(taker);
        } else {
            kernel.select(taker, timeout);
        }
    }

    void awake() {
        state.set(AWAKE);
        if (context != null) {
            context.awake();
        }
    }

    void bellRang(SelectionKey bell) {
        context.takeBells();
        if (offload.isGone()) {
            // Its end of stream would be ready for ever.
            bell.cancel();
        }
    }

    long deadline(long timeout) {
        return timeout == FOREVER ? 0 : System.nanoTime() + timeout * 1_000_000;
    }

    /** Milliseconds to the deadline, rounded up; 0 once it has passed. */
    long left(long deadline) {
        if (deadline == 0) {
            return FOREVER;
        }
        return Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
    }

    void close() throws IOException {
        kernel.close();
        if (context != null) {
            context.close();
        }
    }
}
