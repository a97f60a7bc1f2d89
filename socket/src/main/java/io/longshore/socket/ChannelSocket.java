package io.longshore.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** The {@link Socket} in front of a channel. Whatever is asked at each request is a field's read. */
final class ChannelSocket extends Socket {

    private final LongshoreSocketChannel channel;
    private final ChannelView view;
    private volatile int timeout;

    private ChannelSocket(LongshoreSocketChannel channel) throws SocketException {
        super((SocketImpl) null);
        this.channel = channel;
        this.view = new ChannelView(channel);
    }

    static Socket of(LongshoreSocketChannel channel) {
        try {
            return new ChannelSocket(channel);
        } catch (SocketException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    // --- Opening and closing ----------------------------------------------------------------------------------------

    @Override
    public void connect(SocketAddress remote) throws IOException {
        connect(remote, 0);
    }

    @Override
    public void connect(SocketAddress remote, int limit) throws IOException {
        if (remote == null) {
            throw new IllegalArgumentException("connect: The address can't be null");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("connect: timeout can't be negative");
        }
        if (remote instanceof InetSocketAddress && ((InetSocketAddress) remote).isUnresolved()) {
            refuseUnresolved(remote);
        }
        Translation.of(() -> {
            if (!channel.isBlocking()) {
                throw new java.nio.channels.IllegalBlockingModeException();
            }
            if (!channel.isOpen()) {
                // The JDK's adaptor notices while it connects.
                throw new AsynchronousCloseException();
            }
            return channel.connect(remote, limit * 1_000_000L);
        });
    }

    private void refuseUnresolved(SocketAddress remote) throws IOException {
        if (!channel.isOpen()) {
            throw new SocketException("Socket is closed");
        }
        if (channel.isConnected()) {
            throw new SocketException("Already connected");
        }
        close();
        throw new UnknownHostException(remote.toString());
    }

    @Override
    public void bind(SocketAddress local) throws IOException {
        Translation.of(() -> channel.bind(local));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        Translation.of(channel::shutdownInput);
    }

    @Override
    public void shutdownOutput() throws IOException {
        Translation.of(channel::shutdownOutput);
    }

    // --- Streams ----------------------------------------------------------------------------------------------------

    @Override
    public InputStream getInputStream() throws IOException {
        checkUsable();
        if (view.isInputShut()) {
            throw new SocketException("Socket input is shutdown");
        }
        return new ChannelInput(channel, this);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        checkUsable();
        if (view.isOutputShut()) {
            throw new SocketException("Socket output is shutdown");
        }
        return new ChannelOutput(channel);
    }

    private void checkUsable() throws SocketException {
        checkOpen();
        if (!channel.isConnected()) {
            throw new SocketException("Socket is not connected");
        }
    }

    private void checkOpen() throws SocketException {
        if (!channel.isOpen()) {
            throw new SocketException("Socket is closed");
        }
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        SocketChannel kernel = channel.kernel();
        if (kernel == null) {
            StackConnection stack = channel.stack();
            channel.ensureOpen();
            if (stack == null) {
                throw new java.nio.channels.NotYetConnectedException();
            }
            stack.output().writeUrgent((byte) data);
            return;
        }
        kernel.socket().sendUrgentData(data);
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        checkOpen();
        if (millis < 0) {
            throw new IllegalArgumentException("timeout < 0");
        }
        timeout = millis;
    }

    @Override
    public int getSoTimeout() throws SocketException {
        checkOpen();
        return timeout;
    }

    int timeoutMillis() {
        return timeout;
    }

    // --- What it is -------------------------------------------------------------------------------------------------

    @Override
    public InetAddress getInetAddress() {
        InetSocketAddress remote = view.remote();
        return remote == null ? null : remote.getAddress();
    }

    @Override
    public int getPort() {
        InetSocketAddress remote = view.remote();
        return remote == null ? 0 : remote.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        InetSocketAddress local = channel.isOpen() ? view.local() : null;
        return local == null ? new InetSocketAddress(0).getAddress() : local.getAddress();
    }

    @Override
    public int getLocalPort() {
        InetSocketAddress local = view.local();
        return local == null ? -1 : local.getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return view.remote();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return view.local();
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return view.local() != null;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return view.isInputShut();
    }

    @Override
    public boolean isOutputShutdown() {
        return view.isOutputShut();
    }

    @Override
    public String toString() {
        return channel.isConnected()
                ? "Socket[addr=" + getInetAddress() + ",port=" + getPort() + ",localport=" + getLocalPort() + "]"
                : "Socket[unconnected]";
    }

    // --- Options ----------------------------------------------------------------------------------------------------

    private <T> void set(SocketOption<T> option, T value) throws SocketException {
        Translation.ofOption(() -> channel.setOption(option, value));
    }

    private <T> T get(SocketOption<T> option) throws SocketException {
        return Translation.ofOption(() -> channel.getOption(option));
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        set(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return get(StandardSocketOptions.TCP_NODELAY);
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        set(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return get(StandardSocketOptions.SO_LINGER);
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        set(view.urgentInline(), on);
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        return get(view.urgentInline());
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        if (size <= 0) {
            throw new IllegalArgumentException("Invalid send size");
        }
        set(StandardSocketOptions.SO_SNDBUF, size);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        if (size <= 0) {
            throw new IllegalArgumentException("Invalid receive size");
        }
        set(StandardSocketOptions.SO_RCVBUF, size);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return get(StandardSocketOptions.SO_KEEPALIVE);
    }

    @Override
    public void setTrafficClass(int bits) throws SocketException {
        set(StandardSocketOptions.IP_TOS, bits);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }
}
