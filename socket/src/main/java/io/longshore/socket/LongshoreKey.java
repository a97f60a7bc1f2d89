package io.longshore.socket;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;

/**
 * One registration. Behind it stand a stack socket, a key of the selector's kernel selector (its twin), both for a
 * wildcard listener, or nothing while the channel's place is undecided.
 */
final class LongshoreKey extends AbstractSelectionKey {

    private final LongshoreSelector selector;
    private final AbstractSelectableChannel channel;
    private volatile int interest;
    private volatile int ready;
    private volatile StackSocket stack;
    private volatile SelectionKey twin;

    /** Place among the selected keys, −1: none; and whether it is among the candidates. The selecting thread's. */
    int selectedAt = -1;
    boolean isCandidate;
    /** What the kernel found in this pass; the selecting thread's. */
    int kernelReady;
    /** Waits among the posted keys; under their lock. */
    boolean isPosted;

    LongshoreKey(LongshoreSelector selector, AbstractSelectableChannel channel) {
        this.selector = selector;
        this.channel = channel;
    }

    // --- What stands behind it --------------------------------------------------------------------------------------

    void behind(StackSocket socket) {
        stack = socket;
        selector.post(this);
    }

    /** Registers a kernel channel for this key; it is non-blocking. */
    synchronized void behind(SelectableChannel kernel) throws ClosedChannelException {
        if (twin == null && isValid()) {
            twin = kernel.register(selector.kernel(), interest, this);
            selector.twinAdded();
        }
    }

    /** The channel leaves the kernel. */
    synchronized void leaveKernel() {
        SelectionKey left = twin;
        twin = null;
        if (left != null) {
            left.cancel();
            selector.twinCancelled();
        }
    }

    /** The selector closes: events go elsewhere. */
    void leaveContext() {
        StackSocket socket = stack;
        if (socket != null) {
            socket.chooseContext();
        }
    }

    int stackReady() {
        StackSocket socket = stack;
        if (socket != null) {
            return socket.ready(interest) & interest;
        }
        // Neither bound nor connected: the kernel's poll calls that a hang-up, ready for whatever was asked.
        return twin == null && channel instanceof LateChannel ? interest : 0;
    }

    // --- The interface ----------------------------------------------------------------------------------------------

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    /**
     * The selector. {@code cancel()} is final and calls this once the key is invalid: the twin is cancelled here, so
     * that the kernel channel behind may become blocking at once, as the JDK's own does.
     */
    @Override
    public Selector selector() {
        if (!isValid() && twin != null) {
            leaveKernel();
        }
        return selector;
    }

    LongshoreSelector owner() {
        return selector;
    }

    @Override
    public int interestOps() {
        checkValid();
        return interest;
    }

    @Override
    public SelectionKey interestOps(int ops) {
        checkValid();
        if ((ops & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException();
        }
        interest(ops);
        return this;
    }

    @Override
    public int interestOpsOr(int ops) {
        checkOps(ops);
        synchronized (this) {
            int before = interest;
            interest(before | ops);
            return before;
        }
    }

    @Override
    public int interestOpsAnd(int ops) {
        checkValid();
        synchronized (this) {
            int before = interest;
            interest(before & ops);
            return before;
        }
    }

    private void checkOps(int ops) {
        checkValid();
        if ((ops & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException();
        }
    }

    /** Sets the interest; the selector looks at the registers again in its next selection. */
    void interest(int ops) {
        interest = ops;
        SelectionKey kernel = twin;
        if (kernel != null) {
            try {
                kernel.interestOps(ops);
            } catch (CancelledKeyException gone) {
                // The channel was closed meanwhile; this key is about to become invalid.
            }
        }
        if (ops != 0) {
            selector.postQuietly(this);
        }
    }

    int interest() {
        return interest;
    }

    @Override
    public int readyOps() {
        checkValid();
        return ready;
    }

    /** Sets what is ready; tells whether that is news to an application that has {@code selected} the key before. */
    boolean found(int ops, boolean selected) {
        int before = ready;
        ready = selected ? before | ops : ops;
        return !selected || ready != before;
    }

    boolean isSelectedBy(LongshoreSelector other) {
        return selector == other && selectedAt >= 0;
    }

    private void checkValid() {
        if (!isValid()) {
            throw new CancelledKeyException();
        }
    }

    @Override
    public String toString() {
        return "channel=" + channel + ", selector=" + selector
                + (isValid() ? ", interestOps=" + interest + ", readyOps=" + ready : ", invalid");
    }
}
