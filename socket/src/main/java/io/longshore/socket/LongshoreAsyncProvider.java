package io.longshore.socket;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.IllegalChannelGroupException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * The process's provider of asynchronous channels: in front of channels whose place is decided late, or the kernel's
 * own where there is no TCP Server to go to.
 */
public final class LongshoreAsyncProvider extends AsynchronousChannelProvider {

    static final String PROPERTY = "java.nio.channels.spi.AsynchronousChannelProvider";

    /** Null: another selector provider was there first. */
    private final LongshoreProvider channels;
    private final Object opening = new Object();
    private AsynchronousChannelProvider kernel;
    private AsyncGroup common;

    /** For the property. */
    public LongshoreAsyncProvider() {
        SelectorProvider provider = SelectorProvider.provider();
        this.channels = provider instanceof LongshoreProvider ? (LongshoreProvider) provider : null;
    }

    /** One of several in a process. */
    LongshoreAsyncProvider(LongshoreProvider channels) {
        this.channels = channels;
    }

    private boolean isAttached() {
        return channels != null && channels.isAttached();
    }

    private AsynchronousChannelProvider kernel() {
        synchronized (opening) {
            if (kernel == null) {
                kernel = KernelProvider.getAsynchronous();
            }
            return kernel;
        }
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory factory)
            throws IOException {
        return isAttached() ? open(AsyncPool.fixed(threads, factory))
                : kernel().openAsynchronousChannelGroup(threads, factory);
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService executor, int initialSize)
            throws IOException {
        return isAttached() ? open(AsyncPool.of(executor, initialSize))
                : kernel().openAsynchronousChannelGroup(executor, initialSize);
    }

    private AsyncGroup open(AsyncPool pool) throws IOException {
        AsyncGroup group = new AsyncGroup(this, pool, (LongshoreSelector) channels.openSelector());
        group.start();
        return group;
    }

    @Override
    public AsynchronousSocketChannel openAsynchronousSocketChannel(AsynchronousChannelGroup group) throws IOException {
        if (isKernels(group)) {
            return kernel().openAsynchronousSocketChannel(group);
        }
        return new AsyncSocketChannel(this, ours(group), channels.openSocketChannel());
    }

    @Override
    public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(AsynchronousChannelGroup group)
            throws IOException {
        if (isKernels(group)) {
            return kernel().openAsynchronousServerSocketChannel(group);
        }
        return new AsyncServerChannel(this, ours(group), channels.openServerSocketChannel());
    }

    private boolean isKernels(AsynchronousChannelGroup group) {
        return group == null ? !isAttached() : !(group instanceof AsyncGroup) && group.provider() == kernel();
    }

    private AsyncGroup ours(AsynchronousChannelGroup group) throws IOException {
        if (group == null) {
            return common();
        }
        if (group.provider() != this || !(group instanceof AsyncGroup)) {
            throw new IllegalChannelGroupException();
        }
        return (AsyncGroup) group;
    }

    private AsyncGroup common() throws IOException {
        synchronized (opening) {
            if (common == null) {
                common = open(AsyncPool.common());
            }
            return common;
        }
    }
}
