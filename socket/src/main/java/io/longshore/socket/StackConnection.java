package io.longshore.socket;

import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.LockSupport;

/** A connection on the stack, or one being opened. The channel in front of it has checked its arguments. */
final class StackConnection extends StackSocket {

    /** No time limit. */
    static final long FOREVER = 0;
    private static final long LINGER_LOOK = 1_000_000L;

    private final ConnectionHost host;
    private final StackInput input = new StackInput(this);
    private final StackOutput output = new StackOutput(this);
    private volatile InetSocketAddress local;
    private volatile InetSocketAddress remote;
    private volatile boolean connected;
    private volatile boolean pending;
    private volatile boolean inputShut;
    private volatile boolean outputShut;
    private volatile boolean urgentInline;
    private volatile int linger = -1;
    private volatile boolean errorTold;
    /** What a flight recording is to be told of how the connect went. */
    private volatile Object connecting;
    private volatile ConnectionRings rings;

    StackConnection(ConnectionHost host, Offload offload, HostSlot slot, int context) {
        super(offload, slot, host.keyList(), context);
        this.host = host;
    }

    // --- Opening ----------------------------------------------------------------------------------------------------

    /** Takes up a connection that the server has made. */
    void accepted() {
        local = address(slot.localAddress(), slot.localPort());
        remote = address(slot.remoteAddress(), slot.remotePort());
        connected = true;
    }

    void bind(InetSocketAddress address) throws IOException {
        slot.local(Address128.of(address.getAddress()), address.getPort());
        int errno = request(SlotLayout.REQUEST_BIND);
        if (errno != 0) {
            throw Errno.binding(errno);
        }
        local = address(slot.localAddress(), slot.localPort());
    }

    /** Keeps a port for the coming connect. */
    void wishPort(int port) {
        slot.local(Address128.ANY, port);
    }

    void startConnect(InetSocketAddress address) {
        remote = address;
        pending = true;
        slot.remote(Address128.of(address.getAddress()), address.getPort());
        connecting = FlightEvents.HERE.beginConnect();
        make(SlotLayout.REQUEST_CONNECT);
    }

    /** Whether the connection is open; an exception if it will not be. */
    boolean pollConnect() throws IOException {
        if (connecting == null) {
            return pollUntold();
        }
        try {
            boolean done = pollUntold();
            if (done) {
                tellConnect(null);
            }
            return done;
        } catch (IOException failure) {
            tellConnect(failure);
            throw failure;
        }
    }

    private void tellConnect(IOException failure) {
        Object begun = connecting;
        connecting = null;
        FlightEvents.HERE.connected(begun, this, failure);
    }

    private boolean pollUntold() throws IOException {
        if (connected) {
            return true;
        }
        if (slot.isAnswered() && slot.result() != 0) {
            throw Errno.connecting(slot.result());
        }
        // The state first: it is released after the conditions that explain it.
        int state = slot.state();
        if (slot.hasConditions(SlotLayout.CONDITION_ERROR)) {
            throw Errno.connecting(slot.error());
        }
        if (state == SlotLayout.STATE_ESTABLISHED || state == SlotLayout.STATE_CLOSED) {
            local = address(slot.localAddress(), slot.localPort());
            remote = new InetSocketAddress(remote.getAddress(), remote.getPort());
            connected = true;
            pending = false;
            // What came meanwhile was no news to a key of a connection that was not yet open.
            lookAgain();
            return true;
        }
        if (offload.isGone()) {
            throw offload.gone();
        }
        return false;
    }

    /** Waits for the connection; {@code nanos} 0 waits for ever. */
    void awaitConnect(long nanos) throws IOException {
        long deadline = nanos == FOREVER ? 0 : System.nanoTime() + nanos;
        boolean done = false;
        BlockingCall call = host.beginBlocking();
        try {
            writer = Thread.currentThread();
            expectWaiter();
            while (!done && host.isOpen()) {
                done = pollConnect();
                if (!done) {
                    parkUntil(call, deadline, "Connect timed out");
                }
            }
        } finally {
            writer = null;
            call.endBlocking(done);
        }
    }

    // --- Open, over -------------------------------------------------------------------------------------------------

    StackInput input() {
        return input;
    }

    StackOutput output() {
        return output;
    }

    ConnectionHost host() {
        return host;
    }

    void checkConnected() throws ClosedChannelException {
        if (isClosing()) {
            throw new ClosedChannelException();
        }
        if (!connected) {
            throw new NotYetConnectedException();
        }
    }

    /** The connection is no more, or nobody is there to serve it. */
    boolean isOver() {
        return slot.hasConditions(SlotLayout.CONDITION_ERROR) || slot.state() == SlotLayout.STATE_CLOSED
                || offload.isGone();
    }

    /** The error that ended the connection, to the first who asks; 0 to the others and if there is none. */
    int takeError() {
        if (errorTold || !slot.hasConditions(SlotLayout.CONDITION_ERROR)) {
            return 0;
        }
        errorTold = true;
        return slot.error();
    }

    // --- Readiness --------------------------------------------------------------------------------------------------

    @Override
    int ready(int interest) {
        if (isClosing()) {
            return 0;
        }
        if (!connected) {
            return readyToConnect(interest);
        }
        if (isHungUp()) {
            return interest;
        }
        int ready = 0;
        if ((interest & SelectionKey.OP_READ) != 0 && (inputShut || slot.isReadable() || offload.isGone())) {
            ready = SelectionKey.OP_READ;
        }
        if ((interest & SelectionKey.OP_WRITE) != 0 && (outputShut || isWritableOrAsk())) {
            ready |= SelectionKey.OP_WRITE;
        }
        return ready;
    }

    // The kernel's poll reports a hang-up for a socket that is not connecting, or has failed to, whatever was asked.
    private int readyToConnect(int interest) {
        if (!pending || slot.isAnswered() && slot.result() != 0 || slot.hasConditions(SlotLayout.CONDITION_ERROR)
                || offload.isGone()) {
            return interest;
        }
        int state = slot.state();
        return state == SlotLayout.STATE_ESTABLISHED || state == SlotLayout.STATE_CLOSED
                ? interest & SelectionKey.OP_CONNECT : 0;
    }

    /** Both directions are at their end: no operation would block, and none is left out, as with the kernel's. */
    private boolean isHungUp() {
        return isOver() || outputShut && (inputShut || slot.hasConditions(SlotLayout.CONDITION_INPUT_END));
    }

    // --- Closing ----------------------------------------------------------------------------------------------------

    void shutInput() {
        if (!inputShut) {
            inputShut = true;
            change(() -> slot.intend(SlotLayout.INTENT_SHUT_INPUT));
            lookAgain();
        }
    }

    void shutOutput() {
        outputShut = true;
        lookAgain();
        // A writer that waits leaves now; behind it no byte follows, and the intent may be released.
        writeLock.lock();
        try {
            change(() -> slot.intend(SlotLayout.INTENT_SHUT_OUTPUT));
        } finally {
            unlock(writeLock);
        }
    }

    /** What of the options counts on this side. */
    void follow(OptionValues options) {
        linger = options.linger();
        urgentInline = options.isUrgentInline();
    }

    /** SO_OOBINLINE: urgent bytes are read like others. */
    boolean isUrgentInline() {
        return urgentInline;
    }

    /** SO_LINGER 0. */
    @Override
    boolean isAborted() {
        return linger == 0;
    }

    /**
     * As Linux's close with SO_LINGER: the peer gets all that was written, and the FIN behind it, and so long nobody
     * goes on; what is still missing then is sent all the same. With bytes unread there is nothing to wait for.
     */
    @Override
    void linger() {
        if (linger <= 0 || !connected || !host.isBlocking() || isOver() || slot.available() > 0) {
            return;
        }
        long deadline = System.nanoTime() + linger * 1_000_000_000L;
        shutOutput();
        boolean interrupted = false;
        while (!slot.hasConditions(SlotLayout.CONDITION_OUTPUT_END) && !isOver() && System.nanoTime() < deadline) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(this, LINGER_LOOK);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void lapse() {
        ConnectionRings inUse = rings;
        if (inUse != null) {
            inUse.lapse();
        }
    }

    /** With a view in somebody's hands the slot stays ours; the peer need not wait for that. */
    @Override
    boolean isHeld() {
        ConnectionRings inUse = rings;
        if (inUse == null || !inUse.isHeld()) {
            return false;
        }
        if (!isAborted()) {
            change(() -> slot.intend(SlotLayout.INTENT_SHUT_INPUT | SlotLayout.INTENT_SHUT_OUTPUT));
        }
        return true;
    }

    // --- Its rings in place -----------------------------------------------------------------------------------------

    ConnectionRings rings() {
        synchronized (input) {
            if (rings == null) {
                rings = new ConnectionRings(this);
            }
            return rings;
        }
    }

    /** No claim is under way. */
    void checkUnclaimed() {
        ConnectionRings inUse = rings;
        if (inUse != null) {
            inUse.checkUnclaimed();
        }
    }

    /** No peek is under way. */
    void checkUnseen() {
        ConnectionRings inUse = rings;
        if (inUse != null) {
            inUse.checkUnseen();
        }
    }

    // --- What it is -------------------------------------------------------------------------------------------------

    @Override
    String stateWord() {
        return connected ? slot.state() == SlotLayout.STATE_ESTABLISHED ? "ESTAB" : "CLOSE"
                : pending ? "SYN-SENT" : "UNCONN";
    }

    @Override
    InetSocketAddress local() {
        return local;
    }

    @Override
    InetSocketAddress remote() {
        return remote;
    }

    boolean isConnected() {
        return connected;
    }

    boolean isPending() {
        return pending;
    }

    boolean isInputShut() {
        return inputShut;
    }

    boolean isOutputShut() {
        return outputShut;
    }

    static InetSocketAddress address(Address128 address, int port) {
        return new InetSocketAddress(address.toInetAddress(), port);
    }

    /** Parks until someone has news; {@code deadline} 0: no limit. */
    void parkUntil(BlockingCall call, long deadline, String expired) throws IOException {
        if (deadline == 0) {
            call.park(this, Long.MAX_VALUE);
            return;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException(expired);
        }
        call.park(this, left);
    }
}
