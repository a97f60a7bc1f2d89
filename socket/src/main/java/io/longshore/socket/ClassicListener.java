package io.longshore.socket;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.Address128;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A classic listener on the stack, with or without a half on the kernel. It does not know the socket in front of it, so
 * it can be closed when nobody knows that any more.
 */
final class ClassicListener implements Channel {

    private static final KeyList NO_KEYS = new KeyList();

    private final Offload offload;
    private final ClassicOptions options;
    private final StackListener stack;
    /** Null: on the stack only. */
    private final ClassicAcceptor kernel;
    private final ReentrantLock acceptLock = new ReentrantLock();
    private volatile boolean open = true;
    /** Under the accept lock. */
    private boolean kernelFirst;

    ClassicListener(Offload offload, ClassicKernelSocket kernelOrNull, Decision why, ClassicOptions options)
            throws IOException {
        this.offload = offload;
        this.options = options;
        stack = new StackListener(offload, offload.open(0), NO_KEYS);
        options.values().write(stack.slot);
        offload.enlist(stack, why);
        kernel = kernelOrNull == null ? null : new ClassicAcceptor(kernelOrNull, stack);
    }

    /** Binds and listens. */
    InetSocketAddress listen(Address128 local, int port, int backlog) throws IOException {
        int errno = stack.listen(local, port, backlog);
        if (errno != 0) {
            throw Errno.binding(errno);
        }
        return stack.local();
    }

    /** What was set counts. */
    void optionsChanged() {
        stack.change(() -> options.values().write(stack.slot));
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Gives the next connection to a fresh socket; 0 milliseconds wait for ever. */
    void accept(ClassicSocket target, int millis) throws IOException {
        long nanos = ClassicConnection.lock(acceptLock, TimeUnit.MILLISECONDS.toNanos(millis), "Accept timed out");
        try {
            if (!open) {
                throw new SocketException("Socket closed");
            }
            if (kernel != null) {
                kernel.start();
            }
            if (!acceptNow(target)) {
                awaitAccept(target, nanos == 0 ? 0 : System.nanoTime() + nanos);
            }
        } finally {
            acceptLock.unlock();
        }
    }

    private void awaitAccept(ClassicSocket target, long deadline) throws IOException {
        ClassicCall call = new ClassicCall(this);
        boolean done = false;
        try {
            stack.reader = Thread.currentThread();
            stack.expectWaiter();
            while (!done && open) {
                done = acceptNow(target);
                // A wait for a lock in there may have used up the wake-up that a close sent.
                if (!done && open) {
                    park(call, deadline);
                }
            }
        } finally {
            stack.reader = null;
            call.endBlocking(done);
        }
    }

    private void park(ClassicCall call, long deadline) throws IOException {
        long left = deadline == 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("Accept timed out");
        }
        call.park(this, left);
    }

    // The halves take turns, so that neither starves the other.
    private boolean acceptNow(ClassicSocket target) throws IOException {
        kernelFirst = !kernelFirst;
        return kernelFirst ? acceptKernel(target) || acceptStack(target) : acceptStack(target) || acceptKernel(target);
    }

    private boolean acceptKernel(ClassicSocket target) throws IOException {
        ClassicKernelSocket connection = kernel == null ? null : kernel.take();
        if (connection != null) {
            target.accepted(connection);
        }
        return connection != null;
    }

    private boolean acceptStack(ClassicSocket target) throws IOException {
        if (offload.isGone()) {
            if (kernel == null) {
                throw offload.gone();
            }
            return false;
        }
        stack.readLock.lock();
        try {
            long entry = stack.isClosing() ? AcceptEntry.NONE : stack.next();
            if (entry == AcceptEntry.NONE) {
                return false;
            }
            offload.ring(stack.slot);
            target.options().inherit(options);
            target.accepted(ClassicConnection.accepted(offload, offload.accept(entry, 0),
                    target.options().values()));
            return true;
        } finally {
            stack.unlock(stack.readLock);
        }
    }

    @Override
    public void close() throws IOException {
        open = false;
        stack.close();
        if (kernel != null) {
            kernel.close();
        }
    }
}
