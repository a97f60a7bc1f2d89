package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostContext;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The default context's one thread: it sleeps on the context's bell and unparks the threads that wait in blocking
 * operations. It also minds the lease, and the kernel halves of listeners in which a thread waits to accept.
 */
final class Poller implements Runnable {

    private static final long HEARTBEAT_MILLIS = 1_000;

    private final Offload offload;
    private final HostAttachment attachment;
    private final HostContext context;
    private final Selector selector;
    private final PlacementAnswer answer;
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private long lastTended;
    private volatile boolean stopped;

    Poller(Offload offload, HostAttachment attachment) throws IOException {
        this.offload = offload;
        this.attachment = attachment;
        this.context = attachment.openContext();
        this.answer = new PlacementAnswer(offload, attachment);
        this.selector = offload.kernel().openSelector();
        if (context.bell() != null) {
            context.bell().register(selector, SelectionKey.OP_READ, null);
        }
        if (attachment.lease() != null) {
            attachment.lease().register(selector, SelectionKey.OP_READ, null);
        }
    }

    void start() {
        Thread thread = new Thread(null, this, "longshore-poller", 256 * 1024, false);
        thread.setDaemon(true);
        thread.start();
    }

    /** When the kernel half has a connection, or cannot have one any more, the listener's waiters hear of it, once. */
    void watch(ServerSocketChannel kernelHalf, StackSocket listener) {
        errands.add(() -> {
            try {
                kernelHalf.register(selector, SelectionKey.OP_ACCEPT, listener);
            } catch (ClosedChannelException | IllegalStateException over) {
                listener.wakeWaiters();
            }
        });
        selector.wakeup();
    }

    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!stopped && tend()) {
                turn();
            }
        } catch (IOException | RuntimeException | InternalError failure) {
            // InternalError: the mapped file was cut short.
            offload.complain("the poller has failed (" + failure + ")");
        }
        offload.endWatch();
        if (!stopped) {
            offload.complain(offload.goneBecause() + "; new sockets are the kernel's");
        }
        offload.tellAll();
        // Waiters of kernel halves have no other way to hear of a connection.
        while (!stopped) {
            try {
                turn();
            } catch (IOException | ClosedSelectorException failure) {
                return;
            }
        }
    }

    private void turn() throws IOException {
        drain();
        context.fallAsleep();
        if (context.isQuiet() && errands.isEmpty()) {
            selector.select(this::found, HEARTBEAT_MILLIS);
        }
        context.awake();
    }

    private void drain() {
        for (int slot = context.next(); slot >= 0; slot = context.next()) {
            offload.news(slot, null);
        }
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
            errand.run();
        }
    }

    private boolean tend() {
        long now = System.currentTimeMillis();
        if (now - lastTended >= HEARTBEAT_MILLIS || now < lastTended) {
            lastTended = now;
            attachment.tend(now);
            answer.giveIfAsked();
            offload.tendWatch();
        }
        return !offload.isGone();
    }

    private void found(SelectionKey key) {
        if (key.attachment() instanceof StackSocket) {
            key.interestOps(0);
            ((StackSocket) key.attachment()).wakeWaiters();
            return;
        }
        if (key.channel() == context.bell()) {
            context.takeBells();
        } else {
            attachment.tend(System.currentTimeMillis());
            answer.giveIfAsked();
        }
        if (offload.isGone()) {
            // Its end of stream would be ready for ever.
            key.cancel();
        }
    }
}
