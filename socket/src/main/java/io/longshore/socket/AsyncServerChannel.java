package io.longshore.socket;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AcceptPendingException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;

/** An asynchronous listener in front of a non-blocking one, on the kernel, on the stack, or on both. */
final class AsyncServerChannel extends AsynchronousServerSocketChannel {

    private final LongshoreAsyncProvider provider;
    private final AsyncGroup group;
    private final ServerSocketChannel channel;
    private final AsyncPort port;
    private final AsyncOptions options;
    private final AsyncDirection accepts = new AsyncDirection();
    private volatile boolean bound;

    AsyncServerChannel(LongshoreAsyncProvider provider, AsyncGroup group, ServerSocketChannel channel)
            throws IOException {
        super(provider);
        this.provider = provider;
        this.group = group;
        this.channel = channel;
        this.port = group.port(channel);
        this.options = new AsyncOptions(channel);
        join();
    }

    private void join() throws IOException {
        try {
            group.join(this);
        } catch (ShutdownChannelGroupException tooLate) {
            channel.close();
            throw tooLate;
        }
    }

    @Override
    public AsynchronousServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
        if (local != null) {
            Checks.internet(local);
        }
        channel.bind(local, backlog);
        bound = true;
        return this;
    }

    // --- Accepting --------------------------------------------------------------------------------------------------

    @Override
    public <A> void accept(A attachment, CompletionHandler<AsynchronousSocketChannel, ? super A> handler) {
        Objects.requireNonNull(handler, "'handler' is null");
        accept(new Accepting<>(handler, attachment));
    }

    @Override
    public Future<AsynchronousSocketChannel> accept() {
        return accept(new Accepting<>(null, null));
    }

    private Future<AsynchronousSocketChannel> accept(Accepting<?> accepting) {
        if (!isOpen()) {
            return accepting.end(null, new ClosedChannelException());
        }
        if (!bound) {
            throw new NotYetBoundException();
        }
        synchronized (accepts) {
            if (accepts.isKilled()) {
                throw new RuntimeException("Accept not allowed due cancellation");
            }
            if (accepts.isBusy()) {
                throw new AcceptPendingException();
            }
            accepts.occupy();
        }
        return accepting.startAndTellLater();
    }

    private final class Accepting<A> extends AsyncOperation<AsynchronousSocketChannel, A> {

        Accepting(CompletionHandler<AsynchronousSocketChannel, ? super A> handler, A attachment) {
            super(group, port, SelectionKey.OP_ACCEPT, handler, attachment);
        }

        @Override
        boolean attempt() throws IOException {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return false;
            }
            try {
                value = new AsyncSocketChannel(provider, group, accepted);
            } catch (ShutdownChannelGroupException shutdown) {
                throw new IOException(shutdown);
            }
            return true;
        }

        @Override
        void over(Throwable failure) {
            accepts.free();
        }

        @Override
        void givenUp() {
            port.take(this);
            accepts.kill();
        }

        @Override
        void unwanted() throws IOException {
            if (value != null) {
                value.close();
            }
        }

        @Override
        void closeChannel() throws IOException {
            close();
        }
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    @Override
    public boolean isOpen() {
        return !port.isClosed();
    }

    @Override
    public void close() throws IOException {
        List<AsyncOperation<?, ?>> left = port.close();
        if (left == null) {
            return;
        }
        try {
            channel.close();
        } finally {
            port.flush();
            for (AsyncOperation<?, ?> operation : left) {
                operation.fail(new AsynchronousCloseException());
            }
            group.leave(this);
        }
    }

    // --- Options, address -------------------------------------------------------------------------------------------

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    public <T> AsynchronousServerSocketChannel setOption(SocketOption<T> option, T value) throws IOException {
        options.set(option, value, null);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return options.get(option);
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public String toString() {
        return AsyncDescriptions.of(this);
    }
}
