package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostSlot;
import io.longshore.channel.RegionHeader;
import io.longshore.channel.RegionLayout;
import io.longshore.memory.Memory;
import io.longshore.memory.Region;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket with nothing but a slot: counts how often that is given back. */
final class StandInSocket extends StackSocket {

    private static final RegionLayout LAYOUT = new RegionLayout(1 << 12, 2, 1, 16);
    private static final Offload OFFLOAD = attach();

    private final AtomicInteger releases = new AtomicInteger();

    StandInSocket(Offload offload, HostSlot slot, int context) {
        super(offload, slot, new KeyList(), context);
    }

    /** One that has a whole attachment behind it. */
    static StandInSocket attached() {
        try {
            return new StandInSocket(OFFLOAD, OFFLOAD.open(0), 0);
        } catch (SocketException noneFree) {
            throw new AssertionError(noneFree);
        }
    }

    private static Offload attach() {
        int log2 = LAYOUT.smallestChunkLog2();
        ByteBuffer registers = Memory.allocate(1 << log2).buffer();
        ByteBuffer rings = Memory.allocate(1 << log2).buffer();
        Region region =
                Region.from((offset, bytes) -> offset == 0 ? registers : rings, LAYOUT.bytes(), log2, () -> { });
        new RegionHeader(region.chunk(0)).write(LAYOUT, 0, 1, 0);
        try {
            return new Offload(SelectorProvider.provider(), HostAttachment.over(region, LAYOUT, () -> { }), null);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    int releases() {
        return releases.get();
    }

    @Override
    int ready(int interest) {
        return 0;
    }

    @Override
    void released() {
        releases.incrementAndGet();
    }
}
