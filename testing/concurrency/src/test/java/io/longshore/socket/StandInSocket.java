package io.longshore.socket;

import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostSlot;
import io.longshore.channel.RegionHeader;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.ServerSlot;
import io.longshore.memory.Memory;
import io.longshore.memory.Region;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket with nothing but a slot: counts how often that is given back. */
final class StandInSocket extends StackSocket {

    private static final RegionLayout LAYOUT = new RegionLayout(1 << 16, 2, 1, 16);
    private static final Region REGION = region();
    private static final Offload OFFLOAD = attach();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final AtomicInteger releases = new AtomicInteger();

    StandInSocket(Offload offload, HostSlot slot, int context) {
        super(offload, slot, new KeyList(), context);
    }

    /** One that has a whole attachment behind it, on a slot of the server's half: those are taken in turn. */
    static StandInSocket attached() {
        int half = LAYOUT.slots() - LAYOUT.firstServerSlot();
        int number = LAYOUT.firstServerSlot() + (NEXT.getAndAdd(1) & Integer.MAX_VALUE) % half;
        ServerSlot server = new ServerSlot(REGION.chunk(0), LAYOUT).at(number);
        server.free();
        HostSlot slot = new HostSlot(REGION, LAYOUT, number);
        slot.accept(server.generation(), 0);
        return new StandInSocket(OFFLOAD, slot, 0);
    }

    private static Region region() {
        int log2 = LAYOUT.smallestChunkLog2();
        ByteBuffer registers = Memory.allocate(1 << log2).buffer();
        ByteBuffer rings = Memory.allocate(1 << log2).buffer();
        return Region.from((offset, bytes) -> offset == 0 ? registers : rings, LAYOUT.bytes(), log2, () -> { });
    }

    private static Offload attach() {
        new RegionHeader(REGION.chunk(0)).write(LAYOUT, 0, 1, 0);
        try {
            return new Offload(SelectorProvider.provider(), HostAttachment.over(REGION, LAYOUT, () -> { }), null);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    int releases() {
        return releases.get();
    }

    @Override
    String stateWord() {
        return "UNCONN";
    }

    @Override
    InetSocketAddress local() {
        return null;
    }

    @Override
    InetSocketAddress remote() {
        return null;
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
