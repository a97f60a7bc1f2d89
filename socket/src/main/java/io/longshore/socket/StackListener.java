package io.longshore.socket;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.LockSupport;

/** A listener on the stack; its receive ring is the queue of connections that wait to be accepted. */
final class StackListener extends StackSocket {

    private static final long CLOSE_LIMIT = 1_000_000_000L;
    private static final long CLOSE_LOOK = 50_000L;

    StackListener(Offload offload, HostSlot slot, KeyList keys) {
        super(offload, slot, keys, 0);
    }

    /** Binds and listens; 0 or a Linux error number. */
    int listen(Address128 local, int port, int backlog) throws IOException {
        slot.local(local, port);
        slot.backlog(backlog);
        return request(SlotLayout.REQUEST_LISTEN);
    }

    @Override
    InetSocketAddress local() {
        return StackConnection.address(slot.localAddress(), slot.localPort());
    }

    @Override
    InetSocketAddress remote() {
        return null;
    }

    @Override
    String stateWord() {
        return "LISTEN";
    }

    /** The next connection, or {@link AcceptEntry#NONE}; under the read lock. */
    long next() {
        return slot.nextAccepted();
    }

    /** A closed listener's port is free for the next: the server has to have heard of it. */
    @Override
    void released() {
        long start = System.nanoTime();
        while (slot.isCurrent() && !offload.isGone() && System.nanoTime() - start < CLOSE_LIMIT) {
            LockSupport.parkNanos(this, CLOSE_LOOK);
        }
    }

    @Override
    int ready(int interest) {
        return !isClosing() && (interest & SelectionKey.OP_ACCEPT) != 0 && slot.available() >= AcceptEntry.BYTES
                ? SelectionKey.OP_ACCEPT : 0;
    }
}
