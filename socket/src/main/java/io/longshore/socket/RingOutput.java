package io.longshore.socket;

import io.longshore.channel.HostRings;
import io.longshore.channel.HostSlot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;

/** Bytes to be sent, written where they are sent from; see {@link ConnectionRings}. */
final class RingOutput {

    private final StackConnection connection;
    private final HostSlot slot;
    private final HostRings rings;
    private final ByteBuffer view;
    /** Who has claimed; written under the write lock, or by that thread itself. */
    private volatile Thread claimer;
    private int claimed;

    RingOutput(StackConnection connection, HostRings rings) {
        this.connection = connection;
        this.slot = connection.slot;
        this.rings = rings;
        this.view = rings.sendView().limit(0);
    }

    ByteBuffer claim(int most) throws IOException {
        if (most <= 0) {
            throw new IllegalArgumentException("a claim of " + most + " bytes");
        }
        connection.writeLock.lock();
        try {
            connection.output().checkWritable();
            boolean blocking = connection.host().isBlocking();
            if (blocking && Thread.currentThread().isInterrupted() || !claimNow(most) && blocking) {
                awaitClaim(most);
            }
            return view;
        } finally {
            connection.unlock(connection.writeLock);
        }
    }

    private boolean claimNow(int most) throws IOException {
        connection.output().checkError();
        claimed = rings.claim(view, most);
        claimer = claimed > 0 ? Thread.currentThread() : null;
        return claimed > 0;
    }

    private void awaitClaim(int most) throws IOException {
        boolean done = false;
        BlockingCall call = connection.host().beginBlocking();
        try {
            connection.writer = Thread.currentThread();
            connection.expectWaiter();
            while (!done && connection.host().isOpen()) {
                connection.output().checkWritable();
                done = claimNow(most);
                if (!done && !connection.isWritableOrAsk() && !connection.isOver()) {
                    call.park(connection, Long.MAX_VALUE);
                }
            }
        } finally {
            connection.writer = null;
            call.endBlocking(done);
        }
    }

    int room() throws IOException {
        connection.writeLock.lock();
        try {
            connection.output().checkWritable();
            return slot.room();
        } finally {
            connection.unlock(connection.writeLock);
        }
    }

    void commit(int count) throws IOException {
        connection.writeLock.lock();
        try {
            if (claimer == null) {
                connection.checkConnected();
                throw new IllegalStateException("nothing is claimed");
            }
            if (count < 0 || count > claimed) {
                throw new IllegalArgumentException(count + " bytes of " + claimed + " that are claimed");
            }
            forget();
            if (count > 0) {
                connection.output().checkWritable();
                connection.output().checkError();
                rings.commit(count);
                connection.offload.ring(slot);
            }
        } finally {
            connection.unlock(connection.writeLock);
        }
    }

    /** Nobody else writes between a claim and its end. */
    void checkUnclaimed() {
        if (claimer != null) {
            throw new WritePendingException();
        }
    }

    boolean isClaimed() {
        return claimer != null;
    }

    /** The thread that has claimed closes the channel: it has no more use for the claim. */
    void lapse() {
        if (claimer == Thread.currentThread()) {
            forget();
        }
    }

    private void forget() {
        claimer = null;
        claimed = 0;
        view.limit(0);
    }
}
