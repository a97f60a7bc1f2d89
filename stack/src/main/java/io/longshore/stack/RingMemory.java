package io.longshore.stack;

import io.longshore.tcp.MemoryPressure;
import io.longshore.tcp.Tcb;

/// Counts the pages that text takes in rings: received and not read, written and not acknowledged. What a ring keeps
/// beside that is given back by [IdleMemory].
final class RingMemory {

    private final Shard shard;

    RingMemory(Shard shard) {
        this.shard = shard;
    }

    /// Positions of a connection have moved.
    void count(Tcb tcb) {
        long received = Math.max(0, shard.connections.placedEnd[tcb.number()] - tcb.read());
        long written = Math.max(0, tcb.sent() - tcb.acknowledged());
        change(tcb, MemoryPressure.pages(received) + MemoryPressure.pages(written));
    }

    /// A connection has lost its rings.
    void parted(Tcb tcb) {
        change(tcb, 0);
    }

    private void change(Tcb tcb, int pages) {
        int number = tcb.number();
        int more = pages - shard.connections.pages[number];
        if (more != 0) {
            shard.connections.pages[number] = pages;
            shard.tcp.pressure.add(tcb, more);
        }
    }
}
