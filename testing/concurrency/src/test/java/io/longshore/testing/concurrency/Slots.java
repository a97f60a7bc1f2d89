package io.longshore.testing.concurrency;

import io.longshore.channel.HostSlot;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.ServerSlot;
import io.longshore.memory.Memory;
import io.longshore.memory.Region;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Both sides' views of a slot that no other race uses just now: slots are taken in turn from one large region. All
 * chunks of rings are the same bytes, since these races look at registers only.
 */
public final class Slots {

    private static final RegionLayout LAYOUT = new RegionLayout(1 << 16, 2, 1, 16);
    private static final Region REGION = region();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Slots() {
    }

    private static Region region() {
        int log2 = LAYOUT.smallestChunkLog2();
        ByteBuffer registers = Memory.allocate(1 << log2).buffer();
        ByteBuffer rings = Memory.allocate(1 << log2).buffer();
        return Region.from((offset, bytes) -> offset == 0 ? registers : rings, LAYOUT.bytes(), log2, () -> { });
    }

    public static int next() {
        int slot = (NEXT.getAndAdd(1) & Integer.MAX_VALUE) % LAYOUT.slots();
        server(slot).free();
        return slot;
    }

    public static HostSlot host(int slot) {
        return new HostSlot(REGION, LAYOUT, slot);
    }

    public static ServerSlot server(int slot) {
        return new ServerSlot(REGION.chunk(0), LAYOUT).at(slot);
    }
}
