package io.longshore.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.channels.Channel;
import java.util.concurrent.locks.LockSupport;

/**
 * A classic socket's operation that waits. An interrupt means nothing to it on a platform thread, which has it back
 * when the wait is over; on a virtual thread it ends the operation, and {@code java.net.Socket} closes the socket.
 */
final class ClassicCall implements BlockingCall {

    private static final Class<?> VIRTUAL = virtual();

    private final Channel socket;
    private boolean interrupted;

    ClassicCall(Channel socket) {
        this.socket = socket;
    }

    // Java 17 has none, and no name for them that could be compiled.
    private static Class<?> virtual() {
        try {
            return Class.forName("java.lang.BaseVirtualThread", false, null);
        } catch (ClassNotFoundException olderJava) {
            return Void.class;
        }
    }

    @Override
    public void park(Object blocker, long nanos) throws IOException {
        if (VIRTUAL.isInstance(Thread.currentThread())) {
            LockSupport.parkNanos(blocker, nanos);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            return;
        }
        // Taken away: with it no park would wait.
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public void endBlocking(boolean completed) throws SocketException {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!completed && !socket.isOpen()) {
            throw new SocketException("Socket closed");
        }
    }
}
