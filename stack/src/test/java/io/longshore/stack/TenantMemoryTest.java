package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.channel.Address128;
import io.longshore.tcp.Errno;
import io.longshore.tcp.TcpSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two applications on one stack: one lets its text lie, the other does not notice.
class TenantMemoryTest {

    private static final int OTHER_PORT = 9090;
    private static final long SECOND = 1_000_000_000L;

    private final TestNetwork network = new TestNetwork();
    private final byte[] much = new byte[1 << 17];
    private TestHost.Application neighbour;
    private HostSlot listener;
    private HostSlot otherListener;

    @BeforeEach
    void listen() {
        listener = network.listen(TestNetwork.PORT, 16);
        neighbour = network.right.attach();
        otherListener = neighbour.open();
        otherListener.local(Address128.ANY, OTHER_PORT);
        otherListener.backlog(16);
        neighbour.request(otherListener, SlotLayout.REQUEST_LISTEN);
        network.runUntil("listen", otherListener::isAnswered);
    }

    @AfterEach
    void end() {
        network.close();
    }

    private TcpSettings settings() {
        return network.right.stack.shard().tcp.settings;
    }

    private int pages() {
        return network.right.stack.shard().tcp.pressure.pages(network.server.attachment.number());
    }

    /// A peer that sends what its server does not read.
    private HostSlot hoard() {
        HostSlot client = network.connect(TestNetwork.PORT);
        network.accept(listener);
        network.client.write(client, much, 0);
        network.run(SECOND);
        return client;
    }

    @Test
    void whatLiesInRingsIsCountedAndCountedOut() {
        HostSlot client = hoard();
        assertTrue(pages() >= 8, "counted " + pages());
        assertEquals(pages(), network.right.stack.shard().tcp.pressure.pages());
        network.client.host.close(client, SlotLayout.INTENT_ABORT);
        network.run(SECOND);
        assertEquals(0, pages());
        assertEquals(0, network.right.stack.shard().tcp.pressure.pages());
    }

    @Test
    void aFullApplicationIsClosedToNewcomersAndItsNeighbourOpen() {
        settings().attachmentHigh = 8;
        HostSlot there = hoard();
        HostSlot late = network.connect(TestNetwork.PORT);
        HostSlot other = network.connect(OTHER_PORT);
        network.runUntil("the neighbour's", () -> other.state() == SlotLayout.STATE_ESTABLISHED);
        network.run(SECOND / 2);
        assertEquals(SlotLayout.STATE_CONNECTING, late.state());
        assertEquals(SlotLayout.STATE_ESTABLISHED, there.state(), "nobody is ended for it");
        assertTrue(network.right.stack.tcpCounters().memoryDrops > 0);
        settings().attachmentHigh = 1 << 20;
        network.runUntil("its SYN comes again", () -> late.state() == SlotLayout.STATE_ESTABLISHED);
    }

    @Test
    void aFullApplicationDoesNotConnectEither() {
        settings().attachmentHigh = 8;
        hoard();
        HostSlot slot = network.server.open();
        slot.remote(TestNetwork.address("10.0.0.1"), 1);
        network.server.request(slot, SlotLayout.REQUEST_CONNECT);
        network.runUntil("the answer", slot::isAnswered);
        assertEquals(Errno.ENOBUFS, slot.result());
    }

    /// The peer takes nothing; what its server may write is little, at once, however much it was before.
    @Test
    void aHoardingPeersServerWritesLittleAtATime() {
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        settings().memoryPressure = 400;
        settings().memoryLow = 300;
        long written = 0;
        for (int i = 0; i < 1_000; i++) {
            written += network.server.write(server, new byte[1 << 12], 0);
            network.run(SECOND / 1_000);
        }
        int limit = network.server.attachment.get(server.number(), SlotLayout.SEND_LIMIT);
        assertTrue(written < 2L << 20, "written " + written);
        assertEquals(SlotLayout.STATE_ESTABLISHED, client.state());
        assertTrue(limit > 0);
    }

    @Test
    void aDeadApplicationsMemoryIsCountedOut() {
        hoard();
        network.right.stack.bury(network.server.attachment, network.now);
        network.runUntil("ended", () -> network.server.ended);
        assertEquals(0, network.right.stack.shard().tcp.pressure.pages());
    }
}
