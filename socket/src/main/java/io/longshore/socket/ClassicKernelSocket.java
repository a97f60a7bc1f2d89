package io.longshore.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.SocketOption;

/**
 * The JDK's own implementation of a socket, behind a classic socket that the rules leave on the kernel. Its methods are
 * protected in {@code java.net}, which the agent opens to us; its streams are used as they are.
 */
final class ClassicKernelSocket {

    /** The package that has to be open. */
    static final String PACKAGE = "java.net";

    private static final Method CREATE = method("create", boolean.class);
    private static final Method CONNECT = method("connect", SocketAddress.class, int.class);
    private static final Method BIND = method("bind", InetAddress.class, int.class);
    private static final Method LISTEN = method("listen", int.class);
    private static final Method ACCEPT = method("accept", SocketImpl.class);
    private static final Method INPUT = method("getInputStream");
    private static final Method OUTPUT = method("getOutputStream");
    private static final Method AVAILABLE = method("available");
    private static final Method CLOSE = method("close");
    private static final Method SHUT_INPUT = method("shutdownInput");
    private static final Method SHUT_OUTPUT = method("shutdownOutput");
    private static final Method URGENT = method("sendUrgentData", int.class);
    private static final Method ADDRESS = method("getInetAddress");
    private static final Method PORT = method("getPort");
    private static final Method LOCAL_PORT = method("getLocalPort");
    private static final Method SET = method("setOption", SocketOption.class, Object.class);
    private static final Method GET = method("getOption", SocketOption.class);

    private final SocketImpl socket;
    private boolean datagram;

    private ClassicKernelSocket(boolean listening) {
        try {
            socket = (SocketImpl) Class.forName(KernelProvider.PACKAGE + ".NioSocketImpl")
                    .getConstructor(boolean.class).newInstance(listening);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException("the JDK's own sockets cannot be reached", closed);
        }
    }

    static ClassicKernelSocket client() throws IOException {
        return new ClassicKernelSocket(false).create(true);
    }

    /** Old constructors of {@code java.net.Socket} still make them. */
    static ClassicKernelSocket datagram() throws IOException {
        return new ClassicKernelSocket(false).create(false);
    }

    static ClassicKernelSocket listener() throws IOException {
        return new ClassicKernelSocket(true).create(true);
    }

    private ClassicKernelSocket create(boolean stream) throws IOException {
        call(CREATE, stream);
        datagram = !stream;
        return this;
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            Method method = SocketImpl.class.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this Java's SocketImpl has no " + name, changed);
        }
    }

    private Object call(Method method, Object... arguments) throws IOException {
        try {
            return method.invoke(socket, arguments);
        } catch (InvocationTargetException thrown) {
            throw unchecked(thrown.getCause());
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }

    /** What may be thrown on; the rest is thrown here. */
    private static IOException unchecked(Throwable cause) {
        if (cause instanceof RuntimeException) {
            throw (RuntimeException) cause;
        }
        if (cause instanceof Error) {
            throw (Error) cause;
        }
        return (IOException) cause;
    }

    // --- Opening and closing ----------------------------------------------------------------------------------------

    void connect(SocketAddress remote, int millis) throws IOException {
        call(CONNECT, remote, millis);
    }

    void bind(InetAddress address, int port) throws IOException {
        call(BIND, address, port);
    }

    void listen(int backlog) throws IOException {
        call(LISTEN, backlog);
    }

    ClassicKernelSocket accept() throws IOException {
        ClassicKernelSocket accepted = new ClassicKernelSocket(false);
        call(ACCEPT, accepted.socket);
        return accepted;
    }

    void close() throws IOException {
        call(CLOSE);
    }

    void shutInput() throws IOException {
        call(SHUT_INPUT);
    }

    void shutOutput() throws IOException {
        call(SHUT_OUTPUT);
    }

    // --- Bytes ------------------------------------------------------------------------------------------------------

    InputStream input() throws IOException {
        return (InputStream) call(INPUT);
    }

    OutputStream output() throws IOException {
        return (OutputStream) call(OUTPUT);
    }

    int available() throws IOException {
        return (Integer) call(AVAILABLE);
    }

    void sendUrgent(int data) throws IOException {
        call(URGENT, data);
    }

    // --- What it is -------------------------------------------------------------------------------------------------

    InetAddress address() throws IOException {
        return (InetAddress) call(ADDRESS);
    }

    int port() throws IOException {
        return (Integer) call(PORT);
    }

    int localPort() throws IOException {
        return (Integer) call(LOCAL_PORT);
    }

    boolean isDatagram() {
        return datagram;
    }

    /** By the numbers of {@link java.net.SocketOptions}, of which some have no other name. */
    SocketImpl numbered() {
        return socket;
    }

    void set(SocketOption<?> option, Object value) throws IOException {
        call(SET, option, value);
    }

    Object get(SocketOption<?> option) throws IOException {
        return call(GET, option);
    }
}
