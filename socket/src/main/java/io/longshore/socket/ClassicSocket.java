package io.longshore.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * What stands behind a {@code java.net.Socket}: it decides late, as channels do, whether it is the stack's or the
 * kernel's, and on the kernel it is the JDK's own. The order of checks and the words are the JDK's.
 */
final class ClassicSocket extends SocketImpl implements PlacedSocket {

    /** The Java since which an implementation itself says that an interrupt ended its connect. */
    private static final int INTERRUPT_TOLD = 24;

    private final ClassicOptions options;
    private final ClassicPlace place;

    ClassicSocket(LongshoreProvider provider, Offload offload) {
        options = ClassicOptions.ofSocket(provider.socketOptions());
        place = new ClassicPlace(this, offload, options);
    }

    // --- Opening ----------------------------------------------------------------------------------------------------

    /** Nothing yet: there is none before it is known where it goes; datagrams, in older Javas, are the kernel's. */
    @Override
    protected void create(boolean stream) throws IOException {
        if (!stream) {
            place.goDatagram();
        }
    }

    @Override
    protected void bind(InetAddress host, int local) throws IOException {
        localport = place.bind(host, local);
        address = host;
    }

    @Override
    protected void connect(String host, int remote) throws IOException {
        connect(new InetSocketAddress(host, remote), 0);
    }

    @Override
    protected void connect(InetAddress host, int remote) throws IOException {
        connect(new InetSocketAddress(host, remote), 0);
    }

    @Override
    protected void connect(SocketAddress remote, int millis) throws IOException {
        if (!(remote instanceof InetSocketAddress)) {
            throw new IOException("Unsupported address type");
        }
        InetSocketAddress wanted = (InetSocketAddress) remote;
        if (wanted.isUnresolved()) {
            throw new UnknownHostException(wanted.getHostName());
        }
        try {
            ClassicConnection connection = place.begin(wanted);
            if (connection == null) {
                connectKernel(place.kernel(), wanted, millis);
            } else {
                connectStack(connection, wanted, millis);
            }
        } catch (SocketTimeoutException late) {
            close();
            throw late;
        } catch (InterruptedIOException interrupt) {
            close();
            throw Runtime.version().feature() >= INTERRUPT_TOLD
                    ? new SocketException("Closed by interrupt") : interrupt;
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    private void connectKernel(ClassicKernelSocket kernel, InetSocketAddress remote, int millis) throws IOException {
        try {
            kernel.connect(remote, millis);
        } finally {
            address = kernel.address();
            port = kernel.port();
            localport = kernel.localPort();
        }
    }

    private void connectStack(ClassicConnection connection, InetSocketAddress remote, int millis) throws IOException {
        address = remote.getAddress();
        port = remote.getPort();
        connection.awaitConnect(millis);
        localport = connection.local().getPort();
    }

    /** A listener's: it is this socket now that has the connection. */
    void accepted(ClassicKernelSocket connection) throws IOException {
        address = connection.address();
        port = connection.port();
        localport = connection.localPort();
        place.is(connection);
    }

    /** A listener's, from the stack. */
    void accepted(ClassicConnection connection) {
        address = connection.remote().getAddress();
        port = connection.remote().getPort();
        localport = connection.local().getPort();
        place.is(connection);
    }

    ClassicOptions options() {
        return options;
    }

    @Override
    protected void listen(int backlog) throws IOException {
        throw new SocketException("not a listener");
    }

    @Override
    protected void accept(SocketImpl accepted) throws IOException {
        throw new SocketException("not a listener");
    }

    // --- Bytes ------------------------------------------------------------------------------------------------------

    private ClassicConnection connected() throws SocketException {
        place.checkOpen();
        ClassicConnection connection = place.stack();
        if (connection == null) {
            throw new SocketException("Not connected");
        }
        return connection;
    }

    @Override
    protected InputStream getInputStream() throws IOException {
        ClassicKernelSocket kernel = place.kernel();
        return kernel != null ? kernel.input() : new ClassicInput(connected(), this);
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
        ClassicKernelSocket kernel = place.kernel();
        return kernel != null ? kernel.output() : new ClassicOutput(connected(), this);
    }

    @Override
    protected int available() throws IOException {
        ClassicKernelSocket kernel = place.kernel();
        return kernel != null ? kernel.available() : connected().available();
    }

    @Override
    protected boolean supportsUrgentData() {
        return true;
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        ClassicKernelSocket kernel = place.kernel();
        if (kernel != null) {
            kernel.sendUrgent(data);
        } else {
            connected().writeUrgent(data);
        }
    }

    // --- Half-close and close ---------------------------------------------------------------------------------------

    @Override
    protected void shutdownInput() throws IOException {
        ClassicKernelSocket kernel = place.kernel();
        if (kernel != null) {
            kernel.shutInput();
        } else {
            connected().shutInput();
        }
    }

    @Override
    protected void shutdownOutput() throws IOException {
        ClassicKernelSocket kernel = place.kernel();
        if (kernel != null) {
            kernel.shutOutput();
        } else {
            connected().shutOutput();
        }
    }

    @Override
    protected void close() throws IOException {
        place.close();
    }

    // --- Options ----------------------------------------------------------------------------------------------------

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        synchronized (place) {
            options.checkSupported(option);
            if (place.kernel() != null) {
                place.kernel().set(option, value);
                return;
            }
            options.set(option, value);
            changed();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        synchronized (place) {
            options.checkSupported(option);
            if (place.kernel() != null) {
                return (T) place.kernel().get(option);
            }
            place.checkOpen();
            return (T) options.get(option, place.stack());
        }
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        synchronized (place) {
            if (place.kernel() != null) {
                place.kernel().numbered().setOption(option, value);
                return;
            }
            options.set(option, value);
            changed();
        }
    }

    private void changed() throws SocketException {
        place.checkOpen();
        ClassicConnection connection = place.stack();
        if (connection != null) {
            connection.change(options.values());
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        synchronized (place) {
            if (place.kernel() != null) {
                return place.kernel().numbered().getOption(option);
            }
            place.checkOpen();
            ClassicConnection connection = place.stack();
            if (option == SocketOptions.SO_BINDADDR) {
                return connection == null || connection.local() == null
                        ? new InetSocketAddress(0).getAddress() : connection.local().getAddress();
            }
            return options.get(option, connection);
        }
    }

    // --- Which sockets went where -----------------------------------------------------------------------------------

    @Override
    public InetSocketAddress placedLocal() {
        ClassicKernelSocket kernel = place.isClosed() ? null : place.kernel();
        try {
            return kernel == null ? null : new InetSocketAddress(
                    (InetAddress) kernel.numbered().getOption(SocketOptions.SO_BINDADDR), localport);
        } catch (SocketException closedMeanwhile) {
            return null;
        }
    }

    @Override
    public InetSocketAddress placedRemote() {
        return place.isClosed() || port == 0 ? null : new InetSocketAddress(address, port);
    }
}
