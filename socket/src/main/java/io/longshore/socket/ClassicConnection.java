package io.longshore.socket;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection on the stack with a classic socket in front of it, which it does not know: so it can be closed when
 * nobody knows the socket any more. What it throws is what {@code java.net} throws.
 */
final class ClassicConnection implements ConnectionHost, Channel {

    /** No selector ever asks for a classic socket. */
    private static final KeyList NO_KEYS = new KeyList();
    /** How long a close with bytes unread waits for its FIN to arrive: longer than a round trip nearby, no more. */
    private static final long FIN_LIMIT = 20_000_000L;
    private static final long FIN_LOOK = 100_000L;

    private final StackConnection connection;
    private volatile boolean open = true;
    private volatile boolean ended;

    private ClassicConnection(Offload offload, HostSlot slot, OptionValues options) {
        connection = new StackConnection(this, offload, slot, 0);
        options.write(slot);
        connection.follow(options);
    }

    /** To be bound or connected. */
    static ClassicConnection opened(Offload offload, HostSlot slot, Decision why, OptionValues options) {
        ClassicConnection opened = new ClassicConnection(offload, slot, options);
        offload.enlist(opened.connection, why);
        return opened;
    }

    /** Made by the server, with what the slot says of it. */
    static ClassicConnection accepted(Offload offload, HostSlot slot, OptionValues options) {
        ClassicConnection accepted = new ClassicConnection(offload, slot, options);
        accepted.connection.accepted();
        offload.enlist(accepted.connection, Decision.STACK_HALF);
        return accepted;
    }

    // --- What the stack's side asks ---------------------------------------------------------------------------------

    @Override
    public KeyList keyList() {
        return NO_KEYS;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isBlocking() {
        return true;
    }

    @Override
    public BlockingCall beginBlocking() {
        return new ClassicCall(this);
    }

    // --- Opening and closing ----------------------------------------------------------------------------------------

    StackConnection stack() {
        return connection;
    }

    /** Waits for the connection that was begun; 0 waits for ever. */
    void awaitConnect(int millis) throws IOException {
        connection.awaitConnect(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /**
     * The JDK's sockets send their FIN before they close: a peer whose bytes nobody read sees the end of the stream,
     * and the reset after it.
     */
    @Override
    public void close() {
        open = false;
        if (connection.isConnected() && connection.slot.available() > 0 && !connection.isAborted()) {
            finishFirst();
        }
        connection.close();
    }

    private void finishFirst() {
        connection.shutOutput();
        long deadline = System.nanoTime() + FIN_LIMIT;
        while (!connection.slot.hasConditions(SlotLayout.CONDITION_OUTPUT_END) && !connection.isOver()
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(this, FIN_LOOK);
        }
    }

    void checkUsable() throws SocketException {
        if (!open) {
            throw new SocketException("Socket closed");
        }
        if (!connection.isConnected()) {
            throw new SocketException("Not connected");
        }
    }

    // --- Bytes ------------------------------------------------------------------------------------------------------

    /** At least one byte, or -1 at the end, also once it is closed; 0 milliseconds wait for ever. */
    int read(byte[] target, int from, int length, int millis) throws IOException {
        if (length == 0) {
            return 0;
        }
        long nanos = lockToRead(TimeUnit.MILLISECONDS.toNanos(millis));
        try {
            if (ended) {
                return -1;
            }
            checkUsable();
            int count = connection.input().read(ByteBuffer.wrap(target, from, length), nanos);
            ended = count < 0;
            return count;
        } catch (InterruptedIOException timeOrInterrupt) {
            throw timeOrInterrupt;
        } catch (IOException failure) {
            throw translated(failure);
        } finally {
            connection.unlock(connection.readLock);
        }
    }

    /** Another reader's wait counts against the limit; returns what is left of it. */
    private long lockToRead(long nanos) throws SocketTimeoutException {
        return lock(connection.readLock, nanos, "Read timed out");
    }

    /** Takes a lock within a limit, 0: none, which an interrupt does not shorten; returns what is left of it. */
    static long lock(ReentrantLock lock, long nanos, String expired) throws SocketTimeoutException {
        if (nanos == 0) {
            lock.lock();
            return 0;
        }
        if (lock.tryLock()) {
            return nanos;
        }
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        boolean locked = false;
        for (long left = nanos; !locked && left > 0; left = deadline - System.nanoTime()) {
            try {
                locked = lock.tryLock(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException noMatter) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!locked) {
            throw new SocketTimeoutException(expired);
        }
        return Math.max(1, deadline - System.nanoTime());
    }

    void write(byte[] source, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        checkUsable();
        try {
            connection.output().write(ByteBuffer.wrap(source, from, length));
        } catch (InterruptedIOException interrupt) {
            throw interrupt;
        } catch (IOException failure) {
            throw translated(failure);
        }
    }

    void writeUrgent(int data) throws IOException {
        checkUsable();
        try {
            connection.output().writeUrgent((byte) data);
        } catch (ClosedChannelException half) {
            // Of all that is sent only this has another exception's class in the JDK.
            throw open ? new IOException(Errno.text(Errno.EPIPE)) : translated(half);
        }
    }

    int available() throws IOException {
        checkUsable();
        try {
            return connection.input().available();
        } catch (IOException failure) {
            throw translated(failure);
        }
    }

    private SocketException translated(IOException failure) {
        if (!open) {
            return new SocketException("Socket closed");
        }
        if (failure instanceof SocketException) {
            return (SocketException) failure;
        }
        // The stack's side says of a half that it is closed; Linux says what became of the bytes.
        SocketException exception = new SocketException(
                connection.isOutputShut() && failure.getMessage() == null ? Errno.text(Errno.EPIPE)
                        : failure.getMessage());
        exception.setStackTrace(failure.getStackTrace());
        return exception;
    }

    // --- Half-close, options, address -------------------------------------------------------------------------------

    void shutInput() throws SocketException {
        checkUsable();
        connection.shutInput();
    }

    void shutOutput() throws SocketException {
        checkUsable();
        connection.shutOutput();
    }

    /** An option's value, as the slot has it. */
    Object ask(OptionValues options, SocketOption<?> option) throws SocketException {
        try {
            return connection.ask(slot -> options.getOnStack(option, slot, connection.offload.largestRing()));
        } catch (ClosedChannelException closed) {
            throw new SocketException("Socket closed");
        }
    }

    void change(OptionValues options) {
        connection.change(() -> options.write(connection.slot));
        connection.follow(options);
    }

    InetSocketAddress local() {
        return connection.local();
    }

    InetSocketAddress remote() {
        return connection.remote();
    }
}
