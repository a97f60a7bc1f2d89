package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.longshore.channel.HostSlot;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// A million segments through two stacks allocate nothing.
class AllocationGateTest {

    private static final long SEGMENTS = 1_000_000;
    private static final int ATTEMPTS = 6;
    private static final int CHUNK = 1 << 15;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);

    @Test
    void aMillionSegmentsAllocateNothing() {
        try (TestNetwork network = new TestNetwork()) {
            HostSlot listener = network.listen(TestNetwork.PORT, 16);
            HostSlot client = network.connect(TestNetwork.PORT);
            HostSlot server = network.accept(listener);
            long self = Thread.currentThread().threadId();
            // When the compiler changes its mind about a method, objects that it had optimised away come into being
            // once: so the first million that allocates nothing counts, and what allocates per segment never gets
            // there.
            long allocated = Long.MAX_VALUE;
            for (int i = 0; i < ATTEMPTS && allocated > 0; i++) {
                long before = threads.getThreadAllocatedBytes(self);
                long segments = move(network, client, server, SEGMENTS);
                allocated = threads.getThreadAllocatedBytes(self) - before;
                assertTrue(segments >= SEGMENTS, "segments: " + segments);
            }
            assertEquals(0, allocated, "bytes allocated by the last million segments");
        }
    }

    /// Moves bytes from one to the other until both stacks have received that many segments together.
    private long move(TestNetwork network, HostSlot client, HostSlot server, long segments) {
        long start = received(network);
        while (received(network) - start < segments) {
            buffer.clear();
            if (client.write(buffer) > 0) {
                network.client.host.ring(client);
            }
            network.turn();
            buffer.clear();
            if (server.read(buffer) > 0 && server.isReadNews()) {
                network.server.host.ring(server);
            }
        }
        return received(network) - start;
    }

    private static long received(TestNetwork network) {
        return network.left.stack.tcpCounters().inSegs + network.right.stack.tcpCounters().inSegs;
    }
}
