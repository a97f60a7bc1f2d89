package io.longshore.socket;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;

/**
 * Where a classic socket is: nowhere yet, on the kernel, or on the stack; and how it gets there by bind and connect.
 * Its monitor guards the decision.
 */
final class ClassicPlace {

    /** As the JDK's: a socket that nobody closes is closed when nobody can any more. */
    private static final Cleaner CLEANER = Cleaner.create();

    private final ClassicSocket socket;
    private final Offload offload;
    private final ClassicOptions options;
    private volatile ClassicKernelSocket kernel;
    private volatile ClassicConnection stack;
    private Cleaner.Cleanable cleanable;
    private InetAddress bound;
    private volatile boolean closed;

    ClassicPlace(ClassicSocket socket, Offload offload, ClassicOptions options) {
        this.socket = socket;
        this.offload = offload;
        this.options = options;
    }

    ClassicKernelSocket kernel() {
        return kernel;
    }

    ClassicConnection stack() {
        return stack;
    }

    Offload offload() {
        return offload;
    }

    static Cleaner.Cleanable cleaned(Object front, Runnable end) {
        return CLEANER.register(front, end);
    }

    // --- Getting there ----------------------------------------------------------------------------------------------

    /** It was accepted, by the kernel. */
    synchronized void is(ClassicKernelSocket accepted) {
        kernel = accepted;
        offload.placements().onKernel(socket, Decision.KERNEL_HALF);
    }

    /** It was accepted, by the stack. */
    synchronized void is(ClassicConnection accepted) {
        stack = accepted;
        cleanable = CLEANER.register(socket, accepted::close);
    }

    synchronized void goDatagram() throws IOException {
        kernel = ClassicKernelSocket.datagram();
    }

    private ClassicKernelSocket goToKernel(Decision decision) throws IOException {
        ClassicKernelSocket delegate = ClassicKernelSocket.client();
        try {
            options.replay(delegate);
        } catch (IOException failure) {
            delegate.close();
            throw failure;
        }
        kernel = delegate;
        offload.placements().onKernel(socket, decision);
        return delegate;
    }

    private ClassicConnection goToStack(Decision decision) throws IOException {
        ClassicConnection connection =
                ClassicConnection.opened(offload, offload.open(0), decision, options.values());
        ClassicKernelSocket left = kernel;
        if (left != null) {
            // Bound to the wildcard: the port moves over with us.
            connection.stack().wishPort(left.localPort());
            kernel = null;
            offload.placements().moved(socket);
            left.close();
        }
        stack = connection;
        cleanable = CLEANER.register(socket, connection::close);
        return connection;
    }

    /** Returns the port. */
    synchronized int bind(InetAddress address, int port) throws IOException {
        checkOpen();
        if (bound != null) {
            throw new SocketException("Already bound");
        }
        Decision decision = offload.bound(address);
        if (decision.isStack()) {
            ClassicConnection connection = stack != null ? stack : goToStack(decision);
            connection.stack().bind(new InetSocketAddress(address, port));
            bound = address;
            return connection.local().getPort();
        }
        // There before it is bound is only one for datagrams.
        ClassicKernelSocket delegate = kernel != null ? kernel : goToKernel(decision);
        try {
            delegate.bind(address, port);
        } catch (IOException failure) {
            // It may go anywhere yet.
            kernel = null;
            offload.placements().moved(socket);
            delegate.close();
            throw failure;
        }
        bound = address;
        return delegate.localPort();
    }

    /** Begins the way there on the stack, or returns null: then it goes by {@link #kernel}. */
    synchronized ClassicConnection begin(InetSocketAddress remote) throws IOException {
        checkOpen();
        ClassicConnection connection = stack;
        if (connection == null) {
            Decision decision = decide(remote);
            if (decision.isKernel()) {
                return null;
            }
            connection = goToStack(decision);
        } else if (connection.stack().isConnected() || connection.stack().isPending()) {
            throw new SocketException(
                    connection.stack().isConnected() ? "Already connected" : "Connection in progress");
        }
        connection.stack().startConnect(remote);
        return connection;
    }

    private Decision decide(InetSocketAddress remote) throws IOException {
        Decision decision = offload.connection(remote);
        if (kernel == null) {
            if (decision.isKernel()) {
                goToKernel(decision);
            }
            return decision;
        }
        if (kernel.isDatagram()) {
            return Decision.NOT_CONNECTED;
        }
        if (decision.isStack() && bound != null && bound.isAnyLocalAddress()) {
            return decision;
        }
        Decision stays = decision.isStack() ? Decision.BOUND_BEFORE : decision;
        offload.placements().onKernel(socket, stays);
        return stays;
    }

    // --- The end ----------------------------------------------------------------------------------------------------

    boolean isClosed() {
        return closed;
    }

    void checkOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket closed");
        }
    }

    void close() throws IOException {
        Cleaner.Cleanable ours;
        ClassicKernelSocket delegate;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            ours = cleanable;
            delegate = kernel;
        }
        if (ours != null) {
            ours.clean();
        }
        if (delegate != null) {
            offload.placements().closed(socket);
            delegate.close();
        }
    }
}
