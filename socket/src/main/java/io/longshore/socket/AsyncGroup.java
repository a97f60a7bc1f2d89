package io.longshore.socket;

import java.io.IOException;
import java.nio.channels.AsynchronousChannel;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asynchronous channels that share a selector and threads. Handlers are called by the pool's threads only; where the
 * pool is not of a fixed size, a thread besides it looks for news, since the pool's may all be in handlers.
 */
final class AsyncGroup extends AsynchronousChannelGroup {

    private final AsyncPool pool;
    private final AsyncLoop loop;
    private final ScheduledThreadPoolExecutor timers;
    /** Channels of this group; its monitor guards what follows. */
    private final Set<AsynchronousChannel> members = new HashSet<>();
    private volatile boolean shutdown;
    private boolean terminating;

    AsyncGroup(LongshoreAsyncProvider provider, AsyncPool pool, LongshoreSelector selector) {
        super(provider);
        this.pool = pool;
        this.loop = new AsyncLoop(selector);
        this.timers = new ScheduledThreadPoolExecutor(1, AsyncPool::daemon);
        timers.setRemoveOnCancelPolicy(true);
    }

    void start() {
        if (!pool.fixed()) {
            startOwn();
        }
        for (int i = 0; i < pool.lookers(); i++) {
            startPooled();
        }
    }

    private void startOwn() {
        loop.expectThread();
        AsyncPool.daemon(() -> look(this::startOwn)).start();
    }

    private void startPooled() {
        loop.expectThread();
        try {
            pool.executor().execute(AsyncBinding.bind(this, () -> look(this::startPooled)));
        } catch (RejectedExecutionException full) {
            loop.leave();
        }
    }

    // A handler that throws ends its thread, as in the JDK; another takes its place.
    private void look(Runnable replacement) {
        boolean thrown = true;
        try {
            loop.run();
            thrown = false;
        } finally {
            if (thrown && !loop.isStopped()) {
                replacement.run();
            }
            loop.leave();
        }
    }

    // --- Members ----------------------------------------------------------------------------------------------------

    /** Takes a channel in hand, or closes it. */
    AsyncPort port(SelectableChannel channel) throws IOException {
        try {
            if (!shutdown) {
                return new AsyncPort(loop.selector(), channel);
            }
        } catch (ClosedSelectorException terminated) {
            // said below
        }
        channel.close();
        throw new ShutdownChannelGroupException();
    }

    void join(AsynchronousChannel channel) {
        synchronized (members) {
            if (shutdown) {
                throw new ShutdownChannelGroupException();
            }
            members.add(channel);
        }
    }

    void leave(AsynchronousChannel channel) {
        boolean last;
        synchronized (members) {
            members.remove(channel);
            last = shutdown && members.isEmpty();
        }
        if (last) {
            terminate();
        }
    }

    // --- Running ----------------------------------------------------------------------------------------------------

    /** Calls a handler for the thread that started the operation: on this very thread if that is the group's. */
    void call(Runnable handler) {
        if (AsyncBinding.enter(this)) {
            handler.run();
            return;
        }
        try {
            execute(handler);
        } catch (RejectedExecutionException gone) {
            if (!AsyncBinding.isOf(this)) {
                throw new ShutdownChannelGroupException();
            }
            handler.run();
        }
    }

    /** Calls a handler from a thread of the pool, later. */
    void callLater(Runnable handler) {
        try {
            execute(handler);
        } catch (RejectedExecutionException gone) {
            throw new ShutdownChannelGroupException();
        }
    }

    /** Calls a handler for the loop: its thread may be one of the pool's. */
    void callFromLoop(Runnable handler) {
        if (AsyncBinding.isOf(this)) {
            handler.run();
            return;
        }
        try {
            execute(handler);
        } catch (RejectedExecutionException full) {
            // Better here than never: nobody else will hear of this completion.
            handler.run();
        }
    }

    private void execute(Runnable task) {
        if (pool.fixed()) {
            loop.execute(task);
        } else {
            pool.executor().execute(AsyncBinding.bind(this, task));
        }
    }

    Future<?> schedule(Runnable task, long timeout, TimeUnit unit) {
        return timers.schedule(task, timeout, unit);
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return pool.executor().isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.executor().awaitTermination(timeout, unit);
    }

    @Override
    public void shutdown() {
        boolean empty;
        synchronized (members) {
            shutdown = true;
            empty = members.isEmpty();
        }
        if (empty) {
            terminate();
        }
    }

    @Override
    public void shutdownNow() throws IOException {
        List<AsynchronousChannel> open;
        synchronized (members) {
            shutdown = true;
            open = List.copyOf(members);
        }
        for (AsynchronousChannel channel : open) {
            closeQuietly(channel);
        }
        terminate();
    }

    private static void closeQuietly(AsynchronousChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            // It is closed all the same.
        }
    }

    private void terminate() {
        synchronized (members) {
            if (terminating) {
                return;
            }
            terminating = true;
        }
        loop.stop();
        pool.executor().shutdown();
        timers.shutdown();
    }
}
