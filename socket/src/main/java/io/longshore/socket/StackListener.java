package io.longshore.socket;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;

/** A listener on the stack; its receive ring is the queue of connections that wait to be accepted. */
final class StackListener extends StackSocket {

    StackListener(Offload offload, HostSlot slot, KeyList keys) {
        super(offload, slot, keys, 0);
    }

    /** Binds and listens; 0 or a Linux error number. */
    int listen(InetSocketAddress local, int backlog) throws IOException {
        slot.local(Address128.of(local.getAddress()), local.getPort());
        slot.backlog(backlog);
        return request(SlotLayout.REQUEST_LISTEN);
    }

    InetSocketAddress local() {
        return StackConnection.address(slot.localAddress(), slot.localPort());
    }

    /** The next connection, or {@link AcceptEntry#NONE}; under the read lock. */
    long next() {
        return slot.nextAccepted();
    }

    @Override
    int ready(int interest) {
        return !isClosing() && (interest & SelectionKey.OP_ACCEPT) != 0 && slot.available() >= AcceptEntry.BYTES
                ? SelectionKey.OP_ACCEPT : 0;
    }
}
