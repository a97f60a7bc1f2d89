package io.longshore.socket;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An asynchronous socket in front of a non-blocking one, which knows its place: kernel or stack. */
final class AsyncSocketChannel extends AsynchronousSocketChannel {

    private final AsyncGroup group;
    private final SocketChannel channel;
    private final AsyncPort port;
    private final AsyncOptions options;
    private final AsyncTransfers transfers;
    /** Guards the way to a connection. */
    private final Object state = new Object();
    private volatile boolean connected;
    private boolean pending;

    AsyncSocketChannel(LongshoreAsyncProvider provider, AsyncGroup group, SocketChannel channel) throws IOException {
        super(provider);
        this.group = group;
        this.channel = channel;
        this.connected = channel.isConnected();
        this.port = group.port(channel);
        this.options = new AsyncOptions(channel);
        this.transfers = new AsyncTransfers(this, group, port, channel);
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

    // --- Opening ----------------------------------------------------------------------------------------------------

    @Override
    public AsynchronousSocketChannel bind(SocketAddress local) throws IOException {
        options.ensureOpen();
        synchronized (state) {
            if (pending) {
                throw new ConnectionPendingException();
            }
            if (channel.getLocalAddress() != null) {
                throw new AlreadyBoundException();
            }
            channel.bind(local == null ? null : Checks.internet(local));
        }
        return this;
    }

    @Override
    public <A> void connect(SocketAddress remote, A attachment, CompletionHandler<Void, ? super A> handler) {
        Objects.requireNonNull(handler, "'handler' is null");
        connect(new Connecting<>(remote, handler, attachment));
    }

    @Override
    public Future<Void> connect(SocketAddress remote) {
        return connect(new Connecting<>(remote, null, null));
    }

    private Future<Void> connect(Connecting<?> connecting) {
        if (!isOpen()) {
            return connecting.end(null, new ClosedChannelException());
        }
        Checks.internet(connecting.remote);
        synchronized (state) {
            if (connected) {
                throw new AlreadyConnectedException();
            }
            if (pending) {
                throw new ConnectionPendingException();
            }
            pending = true;
        }
        return connecting.startAndTellLater();
    }

    private final class Connecting<A> extends AsyncOperation<Void, A> {

        private final SocketAddress remote;
        private boolean started;

        Connecting(SocketAddress remote, CompletionHandler<Void, ? super A> handler, A attachment) {
            super(group, port, SelectionKey.OP_CONNECT, handler, attachment);
            this.remote = remote;
        }

        @Override
        boolean attempt() throws IOException {
            if (started) {
                return channel.finishConnect();
            }
            started = true;
            return channel.connect(remote);
        }

        @Override
        void over(Throwable failure) {
            synchronized (state) {
                pending = false;
                connected = failure == null;
            }
            if (failure != null) {
                closeQuietly();
            }
        }

        // The connection may be there all the same: nobody is to use it.
        @Override
        void givenUp() {
            transfers.kill();
        }

        @Override
        void closeChannel() throws IOException {
            close();
        }
    }

    // --- Bytes ------------------------------------------------------------------------------------------------------

    private void checkConnected() {
        if (isOpen() && !connected) {
            throw new NotYetConnectedException();
        }
    }

    @Override
    public <A> void read(ByteBuffer target, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        Objects.requireNonNull(handler, "'handler' is null");
        checkWritable(target);
        checkConnected();
        transfers.read(target, timeout, unit, attachment, handler);
    }

    @Override
    public Future<Integer> read(ByteBuffer target) {
        checkWritable(target);
        checkConnected();
        return transfers.read(target, 0, TimeUnit.MILLISECONDS, null, null);
    }

    @Override
    public <A> void read(ByteBuffer[] targets, int from, int count, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Long, ? super A> handler) {
        Objects.requireNonNull(handler, "'handler' is null");
        Objects.checkFromIndexSize(from, count, targets.length);
        ByteBuffer[] some = Arrays.copyOfRange(targets, from, from + count);
        for (ByteBuffer target : some) {
            checkWritable(target);
        }
        checkConnected();
        transfers.scatter(some, timeout, unit, attachment, handler);
    }

    private static void checkWritable(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
    }

    @Override
    public <A> void write(ByteBuffer source, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        Objects.requireNonNull(handler, "'handler' is null");
        checkConnected();
        transfers.write(source, timeout, unit, attachment, handler);
    }

    @Override
    public Future<Integer> write(ByteBuffer source) {
        checkConnected();
        return transfers.write(source, 0, TimeUnit.MILLISECONDS, null, null);
    }

    @Override
    public <A> void write(ByteBuffer[] sources, int from, int count, long timeout, TimeUnit unit, A attachment,
            CompletionHandler<Long, ? super A> handler) {
        Objects.requireNonNull(handler, "'handler' is null");
        Objects.checkFromIndexSize(from, count, sources.length);
        ByteBuffer[] some = Arrays.copyOfRange(sources, from, from + count);
        checkConnected();
        transfers.gather(some, timeout, unit, attachment, handler);
    }

    // --- Half-close and close ---------------------------------------------------------------------------------------

    @Override
    public AsynchronousSocketChannel shutdownInput() throws IOException {
        options.ensureOpen();
        checkConnected();
        if (transfers.shutReads()) {
            channel.shutdownInput();
        }
        return this;
    }

    @Override
    public AsynchronousSocketChannel shutdownOutput() throws IOException {
        options.ensureOpen();
        checkConnected();
        if (transfers.shutWrites()) {
            channel.shutdownOutput();
        }
        return this;
    }

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

    // --- Options, addresses -----------------------------------------------------------------------------------------

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    public <T> AsynchronousSocketChannel setOption(SocketOption<T> option, T value) throws IOException {
        options.set(option, value, transfers.writes());
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return options.get(option);
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        return channel.getRemoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public String toString() {
        return isOpen() ? AsyncDescriptions.of(this, state())
                : AsynchronousSocketChannel.class.getName() + "[closed]";
    }

    private String state() {
        synchronized (state) {
            return connected ? "connected" + transfers.shutText() : pending ? "connection-pending" : "unconnected";
        }
    }
}
