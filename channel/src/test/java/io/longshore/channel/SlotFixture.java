package io.longshore.channel;

import io.longshore.memory.DoorbellBitmap;
import io.longshore.memory.Memory;
import io.longshore.memory.Region;
import io.longshore.memory.SleepEpoch;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A small region with both sides of it in one process, and no socket. */
final class SlotFixture {

    final RegionLayout layout = new RegionLayout(128, 4, 2, 18);
    final Region region = Region.allocate(layout.bytes(), layout.smallestChunkLog2());
    final Memory memory = region.chunk(0);
    final AtomicInteger bells = new AtomicInteger();
    final ServerSlot server = new ServerSlot(memory, layout);
    final HostAttachment attachment;

    SlotFixture() throws IOException {
        new RegionHeader(memory).write(layout, 0, 7, 4_711);
        for (int slot = 0; slot < layout.slots(); slot++) {
            server.at(slot).reset();
        }
        attachment = HostAttachment.over(region, layout, bells::incrementAndGet, bells::incrementAndGet);
    }

    DoorbellBitmap requests(int shard) {
        return new DoorbellBitmap(memory, layout.shardBitmap(shard), layout.slots());
    }

    DoorbellBitmap events(int context) {
        return new DoorbellBitmap(memory, layout.contextBitmap(context), layout.slots());
    }

    SleepEpoch shardSleep(int shard) {
        return new SleepEpoch(memory, layout.shardSleep(shard));
    }

    SleepEpoch contextSleep(int context) {
        return new SleepEpoch(memory, layout.contextSleep(context));
    }

    /** The chunk and byte of a ring position, as the server would find it. */
    byte ringByte(long ring, int offset) {
        long at = ring + offset;
        return region.chunkAt(at).buffer().get(region.withinChunk(at));
    }

    void putRingByte(long ring, int offset, byte value) {
        long at = ring + offset;
        region.chunkAt(at).buffer().put(region.withinChunk(at), value);
    }
}
