package io.longshore.socket;

import io.longshore.channel.HostSlot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A socket whose place is decided when it is bound or connected: until then it is neither on the kernel nor on the
 * stack. This class keeps the JDK's order of checks; {@link StackConnection} and the kernel's own channel do the work.
 */
class LongshoreSocketChannel extends SocketChannel
        implements LateChannel, ConnectionHost, BlockingCall, PlacedSocket {

    private final Offload offload;
    private final OptionValues options;
    private final SocketPlace place;
    private final KeyList keys = new KeyList();
    private Socket adaptor;

    /** By {@link TrustedChannels#open}. */
    LongshoreSocketChannel(LongshoreProvider provider, Offload offload, Family family, OptionValues options) {
        super(provider);
        this.offload = offload;
        this.options = options;
        this.place = new SocketPlace(this, offload, options, family);
    }

    @Override
    public InetSocketAddress placedLocal() {
        return Descriptions.localEnd(place.kernel());
    }

    @Override
    public InetSocketAddress placedRemote() {
        return Descriptions.remoteEnd(place.kernel());
    }

    /** A connection that a listener's queue named. */
    static LongshoreSocketChannel accepted(LongshoreServerChannel listener, Offload offload, HostSlot slot,
            int context) {
        LongshoreProvider provider = (LongshoreProvider) listener.provider();
        OptionValues options = new OptionValues(provider.acceptedOptions());
        options.inherit(listener.options());
        LongshoreSocketChannel channel =
                TrustedChannels.open(provider, offload, Family.UNSPECIFIED, options);
        StackConnection connection = new StackConnection(channel, offload, slot, context);
        connection.accepted();
        offload.enlist(connection, Decision.STACK_HALF);
        channel.place.is(connection);
        return channel;
    }

    // --- Where it is ------------------------------------------------------------------------------------------------

    StackConnection stack() {
        return place.stack();
    }

    SocketChannel kernel() {
        return place.kernel();
    }

    @Override
    public KeyList keyList() {
        return keys;
    }

    @Override
    public void registered(LongshoreKey key) throws ClosedChannelException {
        keys.add(key);
        StackConnection connection = place.stack();
        SocketChannel delegate = place.kernel();
        if (connection != null) {
            key.behind(connection);
            connection.chooseContext();
        } else if (delegate != null) {
            key.behind(delegate);
        }
    }

    // --- Opening ----------------------------------------------------------------------------------------------------

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        place.bind(local);
        return this;
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        return place.connect(remote, StackConnection.FOREVER);
    }

    /** With a limit in nanoseconds for a blocking channel; 0: none. */
    boolean connect(SocketAddress remote, long nanos) throws IOException {
        return place.connect(remote, nanos);
    }

    @Override
    public boolean finishConnect() throws IOException {
        return place.finishConnect();
    }

    @Override
    public boolean isConnected() {
        StackConnection connection = place.stack();
        SocketChannel delegate = place.kernel();
        return connection != null ? connection.isConnected() && isOpen() : delegate != null && delegate.isConnected();
    }

    @Override
    public boolean isConnectionPending() {
        StackConnection connection = place.stack();
        SocketChannel delegate = place.kernel();
        return connection != null
                ? connection.isPending() && isOpen() : delegate != null && delegate.isConnectionPending();
    }

    // --- Bytes ------------------------------------------------------------------------------------------------------

    @Override
    public int read(ByteBuffer target) throws IOException {
        Objects.requireNonNull(target);
        StackConnection connection = place.stack();
        if (connection != null) {
            return connection.input().read(target, StackConnection.FOREVER);
        }
        SocketChannel delegate = delegate();
        try {
            return delegate.read(target);
        } catch (ClosedChannelException closed) {
            throw closeWith(delegate, closed);
        }
    }

    @Override
    public long read(ByteBuffer[] targets, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, targets.length);
        StackConnection connection = place.stack();
        if (connection != null) {
            return connection.input().read(targets, from, count);
        }
        SocketChannel delegate = delegate();
        try {
            return delegate.read(targets, from, count);
        } catch (ClosedChannelException closed) {
            throw closeWith(delegate, closed);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        Objects.requireNonNull(source);
        StackConnection connection = place.stack();
        if (connection != null) {
            return connection.output().write(source);
        }
        SocketChannel delegate = delegate();
        try {
            return delegate.write(source);
        } catch (ClosedChannelException closed) {
            throw closeWith(delegate, closed);
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, sources.length);
        StackConnection connection = place.stack();
        if (connection != null) {
            return connection.output().write(sources, from, count);
        }
        SocketChannel delegate = delegate();
        try {
            return delegate.write(sources, from, count);
        } catch (ClosedChannelException closed) {
            throw closeWith(delegate, closed);
        }
    }

    private SocketChannel delegate() throws ClosedChannelException {
        ensureOpen();
        SocketChannel delegate = place.kernel();
        if (delegate == null) {
            throw new NotYetConnectedException();
        }
        return delegate;
    }

    // An interrupt closes the kernel's channel under us: then we are closed too.
    void closeWith(SocketChannel delegate) throws IOException {
        if (!delegate.isOpen()) {
            close();
        }
    }

    private ClosedChannelException closeWith(SocketChannel delegate, ClosedChannelException why) throws IOException {
        closeWith(delegate);
        return why;
    }

    // --- Half-close and close ---------------------------------------------------------------------------------------

    @Override
    public SocketChannel shutdownInput() throws IOException {
        StackConnection connection = connected();
        if (connection != null) {
            connection.shutInput();
        } else {
            place.kernel().shutdownInput();
        }
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        StackConnection connection = connected();
        if (connection != null) {
            connection.shutOutput();
        } else {
            place.kernel().shutdownOutput();
        }
        return this;
    }

    private StackConnection connected() throws ClosedChannelException {
        ensureOpen();
        if (!isConnected()) {
            throw new NotYetConnectedException();
        }
        return place.stack();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        StackConnection connection = place.stack();
        SocketChannel delegate = place.kernel();
        if (connection != null) {
            connection.close();
        }
        if (delegate != null) {
            delegate.close();
            offload.placements().closed(this);
        }
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        SocketChannel delegate = place.kernel();
        if (delegate != null) {
            delegate.configureBlocking(block);
        }
    }

    /** The JDK's channels need no more for each call than the thread that it registers. */
    @Override
    public BlockingCall beginBlocking() {
        begin();
        return this;
    }

    @Override
    public void park(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public void endBlocking(boolean completed) throws AsynchronousCloseException {
        end(completed);
    }

    void ensureOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    // --- Options, addresses -----------------------------------------------------------------------------------------

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        SocketChannel delegate = place.kernel();
        return delegate != null ? delegate.supportedOptions() : options.supported();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> option, T value) throws IOException {
        options.checkSupported(option);
        synchronized (place) {
            ensureOpen();
            if (place.kernel() != null) {
                place.kernel().setOption(option, value);
            }
            options.set(option, value);
            StackConnection connection = place.stack();
            if (connection != null) {
                connection.change(() -> options.write(connection.slot));
                connection.follow(options);
            }
        }
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getOption(SocketOption<T> option) throws IOException {
        options.checkSupported(option);
        synchronized (place) {
            ensureOpen();
            if (place.kernel() != null) {
                return place.kernel().getOption(option);
            }
            return (T) (place.stack() == null ? options.get(option)
                    : place.stack().ask(slot -> options.getOnStack(option, slot, offload.largestRing())));
        }
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        ensureOpen();
        StackConnection connection = place.stack();
        SocketChannel delegate = place.kernel();
        if (connection != null) {
            return connection.remote();
        }
        return delegate == null ? null : delegate.getRemoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        ensureOpen();
        StackConnection connection = place.stack();
        SocketChannel delegate = place.kernel();
        return connection != null ? connection.local() : delegate == null ? null : delegate.getLocalAddress();
    }

    @Override
    public Socket socket() {
        synchronized (place) {
            if (adaptor == null) {
                adaptor = ChannelSocket.of(this);
            }
            return adaptor;
        }
    }

    @Override
    public String toString() {
        return Descriptions.of(this);
    }
}
