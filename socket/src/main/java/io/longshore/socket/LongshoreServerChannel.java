package io.longshore.socket;

import io.longshore.channel.AcceptEntry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A listener on the kernel, on the stack, or, on the wildcard address, with a half on each. Connections that come by
 * the kernel are the kernel's own channels.
 */
final class LongshoreServerChannel extends ServerSocketChannel implements LateChannel, PlacedSocket {

    private final Offload offload;
    private final OptionValues options;
    private final Family family;
    private final KeyList keys = new KeyList();
    private final ReentrantLock acceptLock = new ReentrantLock();
    private final Object stateLock = new Object();
    private volatile StackListener stack;
    private volatile ServerSocketChannel kernel;
    private volatile InetSocketAddress local;
    private boolean kernelFirst;
    private ServerSocket adaptor;

    LongshoreServerChannel(LongshoreProvider provider, Offload offload, Family family) {
        super(provider);
        this.offload = offload;
        this.family = family;
        this.options = new OptionValues(provider.listenerOptions());
    }

    // --- Where it is ------------------------------------------------------------------------------------------------

    @Override
    public KeyList keyList() {
        return keys;
    }

    @Override
    public void registered(LongshoreKey key) throws ClosedChannelException {
        synchronized (stateLock) {
            keys.add(key);
            putBehind(key);
        }
    }

    private void putBehind(LongshoreKey key) throws ClosedChannelException {
        if (stack != null) {
            key.behind(stack);
            stack.chooseContext();
        }
        if (kernel != null) {
            key.behind(kernel);
        }
    }

    @Override
    public ServerSocketChannel bind(SocketAddress address, int backlog) throws IOException {
        synchronized (stateLock) {
            ensureOpen();
            if (local != null) {
                throw new AlreadyBoundException();
            }
            InetSocketAddress wanted = address == null ? new InetSocketAddress(0) : family.check(address);
            try {
                bind(wanted, backlog < 1 ? 50 : backlog, offload.listener(wanted));
            } catch (IOException failure) {
                letGo();
                throw failure;
            }
            for (LongshoreKey key : keys.all()) {
                putBehind(key);
            }
            if (!isOpen()) {
                letGo();
                throw new ClosedChannelException();
            }
        }
        return this;
    }

    private void bind(InetSocketAddress wanted, int backlog, Decision decision) throws IOException {
        InetSocketAddress bound = wanted;
        if (!decision.isStack()) {
            ServerSocketChannel half = family.openListener(offload.kernel());
            kernel = half;
            options.replay(half);
            // A half is never blocked in: its listener waits for both.
            half.configureBlocking(decision.isKernel() && isBlocking());
            half.bind(wanted, backlog);
            bound = (InetSocketAddress) half.getLocalAddress();
        }
        if (!decision.isKernel()) {
            bound = bindStack(new InetSocketAddress(wanted.getAddress(), bound.getPort()), backlog, decision);
        }
        local = bound;
        if (kernel != null) {
            offload.placements().onKernel(this, decision);
        }
    }

    private InetSocketAddress bindStack(InetSocketAddress wanted, int backlog, Decision decision) throws IOException {
        StackListener half = new StackListener(offload, offload.open(0), keys);
        stack = half;
        options.write(half.slot);
        offload.enlist(half, decision);
        int errno = half.listen(family.local(wanted.getAddress()), wanted.getPort(), backlog);
        if (errno != 0) {
            throw Errno.binding(errno);
        }
        return kernel != null ? (InetSocketAddress) kernel.getLocalAddress() : half.local();
    }

    private void letGo() throws IOException {
        StackListener stackHalf = stack;
        ServerSocketChannel kernelHalf = kernel;
        stack = null;
        kernel = null;
        local = null;
        if (stackHalf != null) {
            stackHalf.close();
        }
        if (kernelHalf != null) {
            kernelHalf.close();
        }
    }

    // --- Accepting --------------------------------------------------------------------------------------------------

    @Override
    public SocketChannel accept() throws IOException {
        return accept(StackConnection.FOREVER);
    }

    /** With a limit to the wait in nanoseconds; 0: none. */
    SocketChannel accept(long nanos) throws IOException {
        Object begun = FlightEvents.HERE.isAcceptOn() ? FlightEvents.HERE.beginAccept() : null;
        SocketChannel accepted = acceptUntold(nanos);
        if (begun != null && accepted instanceof LongshoreSocketChannel) {
            FlightEvents.HERE.accepted(begun, ((LongshoreSocketChannel) accepted).stack());
        }
        return accepted;
    }

    /** Without a word to a flight recording. */
    private SocketChannel acceptUntold(long nanos) throws IOException {
        ServerSocketChannel half = kernel;
        if (half != null && stack == null) {
            return acceptKernel(half, nanos);
        }
        acceptLock.lock();
        try {
            ensureOpen();
            if (stack == null) {
                throw new NotYetBoundException();
            }
            if (!isBlocking()) {
                return acceptNow();
            }
            SocketChannel channel = Thread.currentThread().isInterrupted() ? null : acceptNow();
            return channel != null ? channel : awaitAccept(nanos);
        } finally {
            acceptLock.unlock();
        }
    }

    private SocketChannel acceptKernel(ServerSocketChannel half, long nanos) throws IOException {
        ensureOpen();
        try {
            if (nanos == StackConnection.FOREVER) {
                return counted(half.accept());
            }
            half.socket().setSoTimeout((int) Math.max(1, nanos / 1_000_000));
            return counted(half.socket().accept().getChannel());
        } catch (ClosedChannelException closed) {
            if (!half.isOpen()) {
                close();
            }
            throw closed;
        }
    }

    private SocketChannel counted(SocketChannel acceptedOrNull) {
        if (acceptedOrNull != null) {
            offload.placements().count(Decision.KERNEL_HALF);
        }
        return acceptedOrNull;
    }

    private SocketChannel awaitAccept(long nanos) throws IOException {
        long deadline = nanos == StackConnection.FOREVER ? 0 : System.nanoTime() + nanos;
        SocketChannel channel = null;
        begin();
        try {
            stack.reader = Thread.currentThread();
            stack.expectWaiter();
            while (channel == null && isOpen()) {
                channel = acceptNow();
                // A wait for a lock in there may have used up the wake-up that a close sent.
                if (channel == null && isOpen()) {
                    park(deadline);
                }
            }
        } finally {
            stack.reader = null;
            end(channel != null);
        }
        return channel;
    }

    private void park(long deadline) throws IOException {
        long left = deadline == 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("Accept timed out");
        }
        if (kernel != null) {
            offload.poller().watch(kernel, stack);
        }
        LockSupport.parkNanos(this, left);
    }

    // The halves take turns, so that neither starves the other.
    private SocketChannel acceptNow() throws IOException {
        kernelFirst = !kernelFirst && kernel != null;
        SocketChannel channel = kernelFirst ? counted(kernel.accept()) : acceptStack();
        if (channel == null && kernel != null) {
            channel = kernelFirst ? acceptStack() : counted(kernel.accept());
        }
        return channel;
    }

    private SocketChannel acceptStack() throws IOException {
        StackListener half = stack;
        if (offload.isGone()) {
            if (kernel == null) {
                throw offload.gone();
            }
            return null;
        }
        half.readLock.lock();
        try {
            if (half.isClosing()) {
                return null;
            }
            long entry = half.next();
            if (entry == AcceptEntry.NONE) {
                return null;
            }
            offload.ring(half.slot);
            // Mostly the connection's key will be the listener's selector's: it starts with the same context.
            int context = half.context();
            return LongshoreSocketChannel.accepted(this, offload, offload.accept(entry, context), context);
        } finally {
            half.unlock(half.readLock);
        }
    }

    // --- Close, modes -----------------------------------------------------------------------------------------------

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        StackListener stackHalf = stack;
        ServerSocketChannel kernelHalf = kernel;
        if (stackHalf != null) {
            stackHalf.close();
        }
        if (kernelHalf != null) {
            kernelHalf.close();
            offload.placements().closed(this);
        }
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        ServerSocketChannel half = kernel;
        if (half != null && stack == null) {
            half.configureBlocking(block);
        }
    }

    private void ensureOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    // --- Options, address -------------------------------------------------------------------------------------------

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        ServerSocketChannel half = kernel;
        return half != null && stack == null ? half.supportedOptions() : options.supported();
    }

    OptionValues options() {
        return options;
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> option, T value) throws IOException {
        options.checkSupported(option);
        synchronized (stateLock) {
            ensureOpen();
            if (kernel != null && (stack == null || !(option instanceof StackOption))) {
                kernel.setOption(option, value);
            }
            options.set(option, value);
            if (stack != null) {
                stack.change(() -> options.write(stack.slot));
            }
        }
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getOption(SocketOption<T> option) throws IOException {
        options.checkSupported(option);
        synchronized (stateLock) {
            ensureOpen();
            if (kernel != null && (stack == null || !(option instanceof StackOption))) {
                return kernel.getOption(option);
            }
            return (T) (stack == null ? options.get(option)
                    : stack.ask(slot -> options.getOnStack(option, slot, offload.largestRing())));
        }
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        ensureOpen();
        return local;
    }

    @Override
    public InetSocketAddress placedLocal() {
        return isOpen() ? local : null;
    }

    @Override
    public InetSocketAddress placedRemote() {
        return null;
    }

    /** Also of a closed channel; null: never bound. */
    InetSocketAddress local() {
        return local;
    }

    @Override
    public ServerSocket socket() {
        synchronized (stateLock) {
            if (adaptor == null) {
                adaptor = ChannelServerSocket.of(this);
            }
            return adaptor;
        }
    }

    @Override
    public String toString() {
        return Descriptions.of(this);
    }
}
