package io.longshore.socket;

import java.io.IOException;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Constructor;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketImplFactory;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where {@code java.net.Socket} and {@code java.net.ServerSocket} get their implementation from, once the agent has
 * said so: from us, which way of asking keeps the JDK's SOCKS client in front of sockets that may need it.
 */
final class ClassicSource implements SocketImplFactory {

    private static final String SOCKS = ClassicKernelSocket.PACKAGE + ".SocksSocketImpl";
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final Function<Stream<StackFrame>, StackFrame> CALLER = ClassicSource::caller;

    private final LongshoreProvider provider;
    private final Offload offload;
    /** Null: these are listeners' implementations. */
    private final Constructor<?> socks;

    private ClassicSource(LongshoreProvider provider, Offload offload, Constructor<?> socks) {
        this.provider = provider;
        this.offload = offload;
        this.socks = socks;
    }

    /** From now on every new classic socket is ours to place; if not, all are the kernel's, and it is said. */
    @SuppressWarnings("deprecation")
    static void install(LongshoreProvider provider, Offload offload) {
        try {
            Constructor<?> socks = Class.forName(SOCKS).getDeclaredConstructor(SocketImpl.class);
            socks.setAccessible(true);
            if (socks.getDeclaringClass().desiredAssertionStatus()) {
                offload.complain("with system assertions java.net takes no sockets but its own:"
                        + " java.net.Socket stays on the kernel");
                return;
            }
            ServerSocket.setSocketFactory(new ClassicSource(provider, offload, null));
            Socket.setSocketImplFactory(new ClassicSource(provider, offload, socks));
        } catch (ReflectiveOperationException | RuntimeException | IOException refused) {
            offload.complain("java.net.Socket stays on the kernel (" + refused.getMessage() + ")");
        }
    }

    @Override
    public SocketImpl createSocketImpl() {
        if (socks == null) {
            return new ClassicServerSocket(provider, offload);
        }
        ClassicSocket socket = new ClassicSocket(provider, offload);
        try {
            return mayNeedProxy() ? (SocketImpl) socks.newInstance(socket) : socket;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Not if it is accepted from a listener, nor if {@code new Socket(Proxy.NO_PROXY)} asks, which is the constructor
     * itself; all others come by a method of Socket's.
     */
    private static boolean mayNeedProxy() {
        StackFrame caller = WALKER.walk(CALLER);
        return caller.getClassName().equals(Socket.class.getName()) && !caller.getMethodName().equals("<init>");
    }

    private static StackFrame caller(Stream<StackFrame> frames) {
        Iterator<StackFrame> each = frames.iterator();
        StackFrame frame = each.next();
        while (frame.getClassName().equals(ClassicSource.class.getName())) {
            frame = each.next();
        }
        return frame;
    }
}
