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
        int number = tcb.number();
        long received = Math.max(0, shard.connections.placedEnd[number] - tcb.read());
        long written = Math.max(0, tcb.sent() - tcb.acknowledged());
        change(number, MemoryPressure.pages(received) + MemoryPressure.pages(written));
    }

    /// A connection has lost its rings.
    void parted(int number) {
        change(number, 0);
    }

    private void change(int number, int pages) {
        int more = pages - shard.connections.pages[number];
        if (more != 0) {
            shard.connections.pages[number] = pages;
            shard.tcp.pressure.add(more);
        }
    }
}
