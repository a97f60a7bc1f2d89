package io.longshore.socket;

import java.io.IOException;
import java.net.SocketOptions;

/**
 * The kernel's half of a classic listener that is on the stack too. The JDK's own sockets can be waited for only by
 * blocking in them: a thread does, and hands over what it accepts, one connection at a time.
 */
final class ClassicAcceptor implements Runnable {

    private final ClassicKernelSocket kernel;
    private final StackSocket listener;
    /** A connection, or why there is none; null: nothing yet. Guarded by this. */
    private Object arrived;
    private boolean started;
    private boolean closed;

    ClassicAcceptor(ClassicKernelSocket kernel, StackSocket listener) {
        this.kernel = kernel;
        this.listener = listener;
    }

    /** Somebody is going to wait: from now on connections are accepted. */
    synchronized void start() {
        if (!started && !closed) {
            started = true;
            Thread thread = new Thread(null, this, "longshore-acceptor", 128 * 1024, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The next connection, or null: then the listener's waiters will be woken. */
    synchronized ClassicKernelSocket take() throws IOException {
        Object next = arrived;
        arrived = null;
        notifyAll();
        if (next instanceof IOException) {
            throw (IOException) next;
        }
        return (ClassicKernelSocket) next;
    }

    @Override
    public void run() {
        while (awaitDemand()) {
            Object next;
            try {
                next = kernel.accept();
            } catch (IOException failure) {
                next = failure;
            }
            put(next);
        }
    }

    private synchronized boolean awaitDemand() {
        while (arrived != null && !closed) {
            try {
                wait();
            } catch (InterruptedException nobodyDoes) {
                closed = true;
            }
        }
        return !closed;
    }

    private void put(Object next) {
        synchronized (this) {
            if (!closed) {
                arrived = next;
                next = null;
            }
        }
        reset(next);
        listener.wakeWaiters();
    }

    /** What nobody will take any more ends as it would have in the kernel's queue. */
    private static void reset(Object left) {
        if (!(left instanceof ClassicKernelSocket)) {
            return;
        }
        ClassicKernelSocket connection = (ClassicKernelSocket) left;
        try {
            connection.numbered().setOption(SocketOptions.SO_LINGER, 0);
            connection.close();
        } catch (IOException gone) {
            // It is closed already, by the peer.
        }
    }

    void close() throws IOException {
        Object left;
        synchronized (this) {
            closed = true;
            left = arrived;
            arrived = null;
            notifyAll();
        }
        reset(left);
        kernel.close();
    }
}
