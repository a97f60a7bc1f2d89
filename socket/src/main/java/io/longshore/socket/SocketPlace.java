package io.longshore.socket;

import io.longshore.channel.HostSlot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.SocketChannel;

/**
 * Where a socket is: nowhere yet, on the kernel, or on the stack; and how it gets there by bind and connect. Its
 * monitor guards the decision.
 */
final class SocketPlace {

    private final LongshoreSocketChannel channel;
    private final Offload offload;
    private final OptionValues options;
    private final Family family;
    private volatile StackConnection stack;
    private volatile SocketChannel kernel;

    SocketPlace(LongshoreSocketChannel channel, Offload offload, OptionValues options, Family family) {
        this.family = family;
        this.channel = channel;
        this.offload = offload;
        this.options = options;
    }

    StackConnection stack() {
        return stack;
    }

    SocketChannel kernel() {
        return kernel;
    }

    /** It was made on the stack. */
    void is(StackConnection connection) {
        stack = connection;
    }

    private SocketChannel goToKernel(Decision decision) throws IOException {
        SocketChannel delegate = family.openSocket(offload.kernel());
        options.replay(delegate);
        delegate.configureBlocking(channel.isBlocking());
        kernel = delegate;
        offload.placements().onKernel(channel, decision);
        for (LongshoreKey key : channel.keyList().all()) {
            key.behind(delegate);
        }
        if (!channel.isOpen()) {
            delegate.close();
            throw new ClosedChannelException();
        }
        return delegate;
    }

    private StackConnection goToStack(Decision decision) throws IOException {
        HostSlot slot = offload.open(0);
        StackConnection connection = new StackConnection(channel, offload, slot, 0);
        options.write(slot);
        connection.follow(options);
        offload.enlist(connection, decision);
        SocketChannel left = kernel;
        if (left != null) {
            // Bound to the wildcard: the port moves over with us.
            connection.wishPort(((InetSocketAddress) left.getLocalAddress()).getPort());
            kernel = null;
            offload.placements().moved(channel);
            for (LongshoreKey key : channel.keyList().all()) {
                key.leaveKernel();
            }
            left.close();
        }
        stack = connection;
        for (LongshoreKey key : channel.keyList().all()) {
            key.behind(connection);
        }
        connection.chooseContext();
        if (!channel.isOpen()) {
            connection.close();
            throw new AsynchronousCloseException();
        }
        return connection;
    }

    void bind(SocketAddress local) throws IOException {
        synchronized (this) {
            channel.ensureOpen();
            if (channel.isConnectionPending()) {
                throw new ConnectionPendingException();
            }
            if (channel.getLocalAddress() != null) {
                throw new AlreadyBoundException();
            }
            InetSocketAddress address = local == null ? new InetSocketAddress(0) : family.check(local);
            Decision decision = offload.bound(address.getAddress());
            if (decision.isStack()) {
                goToStack(decision).bind(address);
            } else {
                goToKernel(decision).bind(local);
            }
        }
    }

    /** With a limit in nanoseconds for a blocking channel; 0: none. */
    boolean connect(SocketAddress remote, long nanos) throws IOException {
        InetSocketAddress address = family.check(remote);
        Decision decision = decide(address);
        if (decision.isKernel()) {
            return connectKernel(kernel, address, nanos);
        }
        StackConnection connection;
        synchronized (this) {
            ensureUnconnected();
            connection = stack != null ? stack : goToStack(decision);
            connection.startConnect(address);
        }
        // Non-blocking: as with the kernel, how it went is told by finishConnect, however fast it was.
        return channel.isBlocking() && finish(connection, true, nanos);
    }

    /** The decision; a kernel channel comes into being here, since closing it must find it. */
    private Decision decide(InetSocketAddress remote) throws IOException {
        synchronized (this) {
            ensureUnconnected();
            if (stack != null) {
                return Decision.OWN;
            }
            Decision decision = offload.connection(remote);
            if (kernel == null) {
                if (decision.isKernel()) {
                    goToKernel(decision);
                }
                return decision;
            }
            // Bound already: only the wildcard address is the stack's too.
            if (decision.isStack() && isBoundToWildcard(kernel)) {
                return decision;
            }
            Decision stays = decision.isStack() ? Decision.BOUND_BEFORE : decision;
            offload.placements().onKernel(channel, stays);
            return stays;
        }
    }

    private static boolean isBoundToWildcard(SocketChannel channel) throws IOException {
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        return local != null && local.getAddress().isAnyLocalAddress();
    }

    private boolean connectKernel(SocketChannel delegate, InetSocketAddress remote, long nanos) throws IOException {
        try {
            if (nanos == StackConnection.FOREVER) {
                return delegate.connect(remote);
            }
            delegate.socket().connect(remote, (int) Math.max(1, nanos / 1_000_000));
            return true;
        } catch (IOException failure) {
            channel.closeWith(delegate);
            throw failure;
        }
    }

    boolean finishConnect() throws IOException {
        channel.ensureOpen();
        SocketChannel delegate = kernel;
        if (delegate != null) {
            try {
                return delegate.finishConnect();
            } catch (IOException failure) {
                channel.closeWith(delegate);
                throw failure;
            }
        }
        StackConnection connection = stack;
        if (connection != null && connection.isConnected()) {
            return true;
        }
        if (connection == null || !connection.isPending()) {
            throw new NoConnectionPendingException();
        }
        return finish(connection, channel.isBlocking(), StackConnection.FOREVER);
    }

    // A connection that fails closes its channel, as the JDK's do.
    private boolean finish(StackConnection connection, boolean wait, long nanos) throws IOException {
        try {
            if (wait) {
                connection.awaitConnect(nanos);
                return true;
            }
            return connection.pollConnect();
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private void ensureUnconnected() throws ClosedChannelException {
        channel.ensureOpen();
        if (channel.isConnected()) {
            throw new AlreadyConnectedException();
        }
        if (channel.isConnectionPending()) {
            throw new ConnectionPendingException();
        }
    }
}
