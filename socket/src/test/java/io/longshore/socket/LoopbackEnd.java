package io.longshore.socket;

import io.longshore.channel.RegionLayout;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.Memory;
import io.longshore.memory.Region;
import io.longshore.memory.RingBytes;
import io.longshore.memory.RingReader;
import io.longshore.memory.RingRegisters;
import io.longshore.memory.RingWriter;

/** What the loopback server knows of one slot in use. */
final class LoopbackEnd {

    final int slot;
    final RingReader fromHost;
    final RingWriter toHost;
    LoopbackEnd peer;
    /** The listener in whose queue it waits, as far as the server knows. */
    LoopbackEnd listener;
    long localHigh;
    long localLow;
    int localPort;
    boolean listening;
    boolean established;
    boolean closedByHost;
    boolean outputEnded;
    int backlog;
    int conditions;

    LoopbackEnd(Region region, RegionLayout layout, int slot) {
        this.slot = slot;
        Memory memory = region.chunk(0);
        int at = layout.slot(slot);
        memory.setLongRelease(at + SlotLayout.READ, 0);
        Memory rings = region.chunkAt(layout.receiveRing(slot));
        fromHost = new RingReader(
                new RingRegisters(memory, at + SlotLayout.SENT, at + SlotLayout.SEND_GEOMETRY,
                        at + SlotLayout.ACKNOWLEDGED),
                new RingBytes(rings, region.withinChunk(layout.sendRing(slot)), layout.log2Ring()));
        toHost = new RingWriter(
                new RingRegisters(memory, at + SlotLayout.RECEIVED, at + SlotLayout.RECEIVE_GEOMETRY,
                        at + SlotLayout.READ),
                new RingBytes(rings, region.withinChunk(layout.receiveRing(slot)), layout.log2Ring()));
        fromHost.reset();
        toHost.reset(RegionLayout.INITIAL_LOG2_RING);
    }
}
