package io.longshore.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.util.Set;

/**
 * What stands behind a {@code java.net.ServerSocket}: a listener on the kernel, which then is the JDK's own, on the
 * stack, or, on the wildcard address, on both.
 */
final class ClassicServerSocket extends SocketImpl implements PlacedSocket {

    private final Offload offload;
    private final ClassicOptions options;
    /** Guards what follows. */
    private final Object state = new Object();
    private Decision decision;
    private volatile ClassicKernelSocket kernel;
    private volatile ClassicListener listener;
    private Cleaner.Cleanable cleanable;
    private volatile boolean closed;

    ClassicServerSocket(LongshoreProvider provider, Offload offload) {
        this.offload = offload;
        this.options = ClassicOptions.ofListener(provider.listenerOptions());
    }

    // --- Opening ----------------------------------------------------------------------------------------------------

    @Override
    protected void create(boolean stream) {
        // Nothing yet: there is no socket before it is known where it goes.
    }

    @Override
    protected void bind(InetAddress host, int wanted) throws IOException {
        synchronized (state) {
            checkOpen();
            if (address != null) {
                throw new SocketException("Already bound");
            }
            decision = offload.listener(new InetSocketAddress(host, wanted));
            localport = decision.isStack() ? wanted : bindKernel(host, wanted);
            address = host;
        }
    }

    private int bindKernel(InetAddress host, int wanted) throws IOException {
        ClassicKernelSocket half = ClassicKernelSocket.listener();
        try {
            options.replay(half);
            if (!decision.isKernel()) {
                // A half is waited for without a limit: the limit is the listener's.
                half.numbered().setOption(SocketOptions.SO_TIMEOUT, 0);
            }
            half.bind(host, wanted);
        } catch (IOException failure) {
            half.close();
            throw failure;
        }
        kernel = half;
        offload.placements().onKernel(this, decision);
        return half.localPort();
    }

    @Override
    protected void listen(int backlog) throws IOException {
        synchronized (state) {
            checkOpen();
            if (address == null) {
                throw new SocketException("Not bound");
            }
            int length = backlog < 1 ? 50 : backlog;
            try {
                if (kernel != null) {
                    kernel.listen(length);
                }
                if (!decision.isKernel()) {
                    listenOnStack(length);
                }
            } catch (IOException failure) {
                letGo();
                throw failure;
            }
        }
    }

    private void listenOnStack(int backlog) throws IOException {
        ClassicListener half = new ClassicListener(offload, kernel, decision, options);
        listener = half;
        cleanable = ClassicPlace.cleaned(this, () -> close(half));
        localport = half.listen(Family.UNSPECIFIED.local(address), localport, backlog).getPort();
    }

    private static void close(ClassicListener half) {
        try {
            half.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** It may be bound again, elsewhere. */
    private void letGo() throws IOException {
        ClassicKernelSocket half = kernel;
        Cleaner.Cleanable ours = cleanable;
        kernel = null;
        listener = null;
        cleanable = null;
        address = null;
        localport = 0;
        end(ours, half);
    }

    // --- Accepting --------------------------------------------------------------------------------------------------

    @Override
    protected void accept(SocketImpl fresh) throws IOException {
        checkOpen();
        if (!(fresh instanceof ClassicSocket)) {
            throw new SocketException("a connection of Longshore's cannot be given to " + fresh.getClass().getName());
        }
        ClassicSocket accepted = (ClassicSocket) fresh;
        ClassicListener half = listener;
        if (half != null) {
            half.accept(accepted, options.timeoutMillis());
        } else if (kernel != null) {
            accepted.accepted(kernel.accept());
        } else {
            throw new SocketException("Not bound");
        }
    }

    // --- Closing ----------------------------------------------------------------------------------------------------

    private void checkOpen() throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
    }

    @Override
    protected void close() throws IOException {
        Cleaner.Cleanable ours;
        ClassicKernelSocket half;
        synchronized (state) {
            closed = true;
            ours = cleanable;
            half = kernel;
            cleanable = null;
        }
        end(ours, half);
    }

    private void end(Cleaner.Cleanable ours, ClassicKernelSocket half) throws IOException {
        if (ours != null) {
            ours.clean();
        }
        if (half != null) {
            offload.placements().closed(this);
            half.close();
        }
    }

    // --- Options ----------------------------------------------------------------------------------------------------

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        synchronized (state) {
            options.set(option, value);
            checkOpen();
            if (kernel != null) {
                kernel.set(option, value);
            }
            changed();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        synchronized (state) {
            options.checkSupported(option);
            checkOpen();
            return (T) (kernel != null ? kernel.get(option) : options.values().get(option));
        }
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        synchronized (state) {
            options.set(option, value);
            checkOpen();
            if (kernel != null && (option != SocketOptions.SO_TIMEOUT || decision.isKernel())) {
                kernel.numbered().setOption(option, value);
            }
            changed();
        }
    }

    private void changed() {
        if (listener != null) {
            listener.optionsChanged();
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        synchronized (state) {
            checkOpen();
            return kernel != null && option != SocketOptions.SO_TIMEOUT
                    ? kernel.numbered().getOption(option) : options.get(option, null);
        }
    }

    // --- Which sockets went where -----------------------------------------------------------------------------------

    @Override
    public InetSocketAddress placedLocal() {
        return closed || address == null ? null : new InetSocketAddress(address, localport);
    }

    @Override
    public InetSocketAddress placedRemote() {
        return null;
    }

    // --- What a listener has not ------------------------------------------------------------------------------------

    private static SocketException unconnected() {
        return new SocketException("Not connected");
    }

    @Override
    protected void connect(String host, int remote) throws IOException {
        throw unconnected();
    }

    @Override
    protected void connect(InetAddress host, int remote) throws IOException {
        throw unconnected();
    }

    @Override
    protected void connect(SocketAddress remote, int millis) throws IOException {
        throw unconnected();
    }

    @Override
    protected InputStream getInputStream() throws IOException {
        throw unconnected();
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
        throw unconnected();
    }

    @Override
    protected int available() throws IOException {
        throw unconnected();
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        throw unconnected();
    }
}
