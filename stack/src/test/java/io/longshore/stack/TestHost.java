package io.longshore.stack;

import io.longshore.channel.AcceptEntry;
import io.longshore.channel.CutOff;
import io.longshore.channel.HostAttachment;
import io.longshore.channel.HostSlot;
import io.longshore.channel.RegionLayout;
import io.longshore.link.Link;
import io.longshore.memory.Region;
import io.longshore.tcp.TcbSlab;
import io.longshore.tcp.TcpSettings;
import io.longshore.wire.Prefix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/// A stack with applications in the same process: what a TCP Server and its hosts are, without sockets and threads.
final class TestHost {

    static final RegionLayout LAYOUT = new RegionLayout(128, 2, 1, 18);
    private static final int CONNECTIONS = 256;

    final StackAgent stack;
    final List<Application> applications = new ArrayList<>();
    private final Arena arena;

    TestHost(Arena arena, String address, Link link, long now) {
        this.arena = arena;
        StackConfig config = new StackConfig(0, addresses(address), 8,
                new StackConfig.Secret(address.hashCode(), 42), new TcpSettings());
        MemorySegment slab = arena.allocate(TcbSlab.bytes(CONNECTIONS), 64);
        stack = new StackAgent(config, link, slab, now);
    }

    /// As text, separated by spaces.
    private static OwnAddresses addresses(String text) {
        return new OwnAddresses(Arrays.stream(text.split(" ")).map(Prefix::parse).toList(), List.of());
    }

    /// Attaches another application.
    Application attach() {
        return attach(arena.allocate(LAYOUT.bytes(), 4096), () -> true);
    }

    /// The same with memory that may not last.
    Application attach(MemorySegment memory, Callable<Boolean> intact) {
        Application application = new Application(applications.size(), memory, intact);
        applications.add(application);
        stack.attach(application.attachment);
        return application;
    }

    /// One application: its own side, and what its lease was told.
    final class Application implements Lease {

        final ServerAttachment attachment;
        final HostAttachment host;
        final MemorySegment memory;
        int bells;
        CutOff cutOff = CutOff.NONE;
        boolean ended;
        long discarded;
        /// Thrown by the next discard, if there is one.
        RuntimeException discardFailure;

        private final Callable<Boolean> intact;

        Application(int number, MemorySegment memory, Callable<Boolean> intact) {
            this.memory = memory;
            this.intact = intact;
            attachment = new ServerAttachment(number, LAYOUT, 0, memory, this);
            Region region = Region.from((offset, bytes) -> memory.asSlice(offset, bytes).asByteBuffer(),
                    LAYOUT.bytes(), LAYOUT.smallestChunkLog2(), () -> { });
            try {
                host = HostAttachment.over(region, LAYOUT, () -> { });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        HostSlot open() {
            return host.open(0);
        }

        void request(HostSlot slot, int code) {
            slot.request(code);
            host.ring(slot);
        }

        int write(HostSlot slot, byte[] bytes, int from) {
            int written = slot.write(bytes, from, bytes.length - from);
            host.ring(slot);
            return written;
        }

        int read(HostSlot slot, byte[] bytes, int from) {
            int count = slot.read(bytes, from, bytes.length - from);
            if (count > 0 && slot.isReadNews()) {
                host.ring(slot);
            }
            return count;
        }

        HostSlot accept(HostSlot listener) {
            long entry = listener.nextAccepted();
            return entry == AcceptEntry.NONE ? null : host.accept(entry, 0);
        }

        @Override
        public void bell(int context) {
            bells++;
        }

        @Override
        public void discard(long at, long bytes) {
            if (discardFailure != null) {
                RuntimeException failure = discardFailure;
                discardFailure = null;
                throw failure;
            }
            memory.asSlice(at, bytes).fill((byte) 0);
            discarded += bytes;
        }

        @Override
        public void cutOff(CutOff reason) {
            cutOff = reason;
        }

        @Override
        public void ended() {
            ended = true;
        }

        @Override
        public boolean isIntact() {
            try {
                return intact.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
