package io.longshore.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * An event loop's turn over a Longshore selector: while the stack has news it makes no system call, and waking it is a
 * store unless it sleeps. It takes every channel that Netty's own NIO transport has, those of the kernel too, so name
 * resolution and the kernel's half of a wildcard listener live in the same loop.
 *
 * <pre>
 *   EventLoopGroup group = new MultiThreadIoEventLoopGroup(LongshoreIo.newFactory());
 *   new ServerBootstrap().group(group).channel(RingServerSocketChannel.class) ...
 * </pre>
 */
public final class LongshoreIo implements IoHandler {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ThreadAwareExecutor executor;
    private final Selector selector;
    private final Consumer<SelectionKey> finding = this::found;
    private SelectionKey[] ready = new SelectionKey[64];
    private int readyCount;

    private LongshoreIo(ThreadAwareExecutor executor, SelectorProvider provider) {
        this.executor = executor;
        try {
            this.selector = provider.openSelector();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open a selector", failure);
        }
    }

    /** For the process's own provider, which is Longshore's if its agent runs; else all channels are the kernel's. */
    public static IoHandlerFactory newFactory() {
        return newFactory(SelectorProvider.provider());
    }

    /** For channels of one provider among several. */
    public static IoHandlerFactory newFactory(SelectorProvider provider) {
        Objects.requireNonNull(provider);
        return executor -> new LongshoreIo(executor, provider);
    }

    // --- A turn -----------------------------------------------------------------------------------------------------

    @Override
    public int run(IoHandlerContext context) {
        try {
            select(context);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot select", failure);
        }
        // Only now: a channel may register others, for which the selector must not be selecting.
        int count = readyCount;
        readyCount = 0;
        SelectionKey[] round = ready;
        for (int i = 0; i < count; i++) {
            SelectionKey key = round[i];
            round[i] = null;
            SelectorRegistration registration = (SelectorRegistration) key.attachment();
            registration.handle(key);
        }
        return count;
    }

    private void select(IoHandlerContext context) throws IOException {
        long millis = context.canBlock()
                ? (context.delayNanos(System.nanoTime()) + NANOS_PER_MILLI / 2) / NANOS_PER_MILLI : 0;
        if (millis > 0) {
            selector.select(finding, millis);
        } else {
            selector.selectNow(finding);
        }
    }

    private void found(SelectionKey key) {
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, 2 * readyCount);
        }
        ready[readyCount++] = key;
    }

    @Override
    public void wakeup() {
        if (!executor.isExecutorThread(Thread.currentThread())) {
            selector.wakeup();
        }
    }

    // --- Channels ---------------------------------------------------------------------------------------------------

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return NioIoHandle.class.isAssignableFrom(type);
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        NioIoHandle channel = (NioIoHandle) handle;
        SelectorRegistration registration = new SelectorRegistration(channel);
        SelectionKey key;
        try {
            key = channel.selectableChannel().register(selector, 0, registration);
        } catch (CancelledKeyException stillThere) {
            // It left this very selector since the last selection: that has to be noticed first.
            selector.selectNow(finding);
            key = channel.selectableChannel().register(selector, 0, registration);
        }
        registration.key(key);
        handle.registered();
        return registration;
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    @Override
    public void prepareToDestroy() {
        List<SelectionKey> left = new ArrayList<>(selector.keys());
        for (SelectionKey key : left) {
            ((SelectorRegistration) key.attachment()).close();
        }
    }

    @Override
    public void destroy() {
        try {
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close a selector", failure);
        }
    }
}
