package io.longshore.socket;

import io.longshore.channel.HostRings;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/** Received bytes shown where they lie; see {@link ConnectionRings}. */
final class RingInput {

    private final StackConnection connection;
    private final HostSlot slot;
    private final HostRings rings;
    private final ByteBuffer first;
    private final ByteBuffer rest;
    /** Who was shown bytes that are not yet consumed; written under the read lock, or by that thread itself. */
    private volatile Thread looker;
    private int shown;

    RingInput(StackConnection connection, HostRings rings) {
        this.connection = connection;
        this.slot = connection.slot;
        this.rings = rings;
        // What the writable side of the mapping is good for a reader has no use for.
        this.first = rings.receiveView().limit(0).asReadOnlyBuffer();
        this.rest = rings.receiveView().limit(0).asReadOnlyBuffer();
    }

    ByteBuffer peek() throws IOException {
        connection.readLock.lock();
        try {
            connection.checkConnected();
            if (!connection.host().isBlocking()) {
                return peekNow();
            }
            ByteBuffer view = Thread.currentThread().isInterrupted() ? first.limit(0) : peekNow();
            return view == null || view.hasRemaining() ? view : awaitPeek();
        } finally {
            connection.unlock(connection.readLock);
        }
    }

    private ByteBuffer awaitPeek() throws IOException {
        ByteBuffer view = first.limit(0);
        BlockingCall call = connection.host().beginBlocking();
        try {
            connection.reader = Thread.currentThread();
            connection.expectWaiter();
            while (view != null && !view.hasRemaining() && connection.host().isOpen()) {
                view = peekNow();
                if (view != null && !view.hasRemaining()) {
                    call.park(connection, Long.MAX_VALUE);
                }
            }
        } finally {
            connection.reader = null;
            call.endBlocking(view == null || view.hasRemaining());
        }
        return view;
    }

    /** Null at the end of the stream. */
    private ByteBuffer peekNow() throws IOException {
        if (connection.isInputShut()) {
            return null;
        }
        look(first, 0);
        if (!first.hasRemaining() && connection.input().isOver()) {
            // The condition was released after the last position: what it ends is to be seen now.
            look(first, 0);
            if (!first.hasRemaining()) {
                connection.input().end();
                return null;
            }
        }
        if (first.hasRemaining()) {
            shown = first.remaining();
            looker = Thread.currentThread();
        }
        return first;
    }

    ByteBuffer peek(int from) throws IOException {
        connection.readLock.lock();
        try {
            checkShown();
            Objects.checkIndex(from, slot.available() + 1);
            look(rest, from);
            shown = Math.max(shown, from + rest.remaining());
            return rest;
        } finally {
            connection.unlock(connection.readLock);
        }
    }

    /** Sets the view; an urgent byte ends it, and is passed over once it is the first, unless SO_OOBINLINE. */
    private void look(ByteBuffer view, int from) throws IOException {
        int most = Integer.MAX_VALUE;
        if (slot.hasConditions(SlotLayout.CONDITION_URGENT) && !connection.isUrgentInline()) {
            long toUrgent = slot.urgentEnd() - 1 - slot.taken();
            if (toUrgent == 0 && from == 0 && slot.available() > 0) {
                slot.skip(1);
            } else if (toUrgent >= 0) {
                most = (int) Math.max(0, Math.min(most, toUrgent - from));
            }
        }
        if (!rings.peek(view, from, most)) {
            throw new IOException("the TCP Server's registers of this connection make no sense");
        }
    }

    void consume(int count) throws IOException {
        connection.readLock.lock();
        try {
            checkShown();
            if (count < 0 || count > shown) {
                throw new IllegalArgumentException(count + " bytes of " + shown + " that were shown");
            }
            forget();
            connection.checkConnected();
            slot.skip(count);
            if (count > 0 && slot.isReadNews()) {
                connection.offload.ring(slot);
            }
        } finally {
            connection.unlock(connection.readLock);
        }
    }

    private void checkShown() throws ClosedChannelException {
        if (looker == null) {
            connection.checkConnected();
            throw new IllegalStateException("nothing is shown: peek comes first");
        }
    }

    boolean isShowing() {
        return looker != null;
    }

    /** The thread that was shown bytes closes the channel: it has no more use for them. */
    void lapse() {
        if (looker == Thread.currentThread()) {
            forget();
        }
    }

    private void forget() {
        looker = null;
        shown = 0;
        first.limit(0);
        rest.limit(0);
    }
}
