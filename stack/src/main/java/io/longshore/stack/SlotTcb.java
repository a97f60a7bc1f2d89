package io.longshore.stack;

import io.longshore.tcp.Tcb;

/// The record of the connection that a slot holds, for who tells of it (TCP_INFO): on the shard's thread only.
public final class SlotTcb {

    private SlotTcb() {
    }

    /// A view that is lent until the next such question; null if the slot holds no connection.
    public static Tcb of(StackAgent agent, int attachment, int slot) {
        return agent.shard().connection(attachment, slot);
    }
}
