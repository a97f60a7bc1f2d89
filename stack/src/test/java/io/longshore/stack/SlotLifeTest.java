package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.Address128;
import io.longshore.channel.CutOff;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.tcp.SocketOptions;
import io.longshore.tcp.Tcb;
import io.longshore.wire.Ipv4Address;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slots from their allocation to their end, where something is in the way.
class SlotLifeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int PAGE = 4096;

    private final TestNetwork network = new TestNetwork();

    @AfterEach
    void end() {
        network.close();
    }

    @Test
    void aListenerTakesMoreOnceSlotsAreFreeAgain() {
        HostSlot listener = network.listen(TestNetwork.PORT, 4);
        int slots = TestHost.LAYOUT.slots() - TestHost.LAYOUT.firstServerSlot();
        HostSlot[] clients = new HostSlot[slots - 1];
        HostSlot[] servers = new HostSlot[slots];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = network.connect(TestNetwork.PORT);
            servers[i] = network.accept(listener);
        }
        TestHost.Application others = network.left.attach();
        HostSlot last = connect(others);
        servers[slots - 1] = network.accept(listener);
        for (int i = 0; i < 10; i++) {
            HostSlot refused = connect(others);
            network.runUntil("reset", () -> refused.state() == SlotLayout.STATE_CLOSED);
            others.host.close(refused, 0);
        }
        assertEquals(10, network.right.stack.counters().slotsExhausted);
        network.server.host.close(servers[0], SlotLayout.INTENT_ABORT);
        network.run(SECOND);
        HostSlot again = connect(others);
        assertNotNull(network.accept(listener));
        assertEquals(SlotLayout.STATE_ESTABLISHED, again.state());
        assertEquals(SlotLayout.STATE_ESTABLISHED, last.state());
    }

    private HostSlot connect(TestHost.Application application) {
        HostSlot slot = application.open();
        slot.remote(Address128.ofIpv4(Ipv4Address.parse("10.0.0.2")), TestNetwork.PORT);
        application.request(slot, SlotLayout.REQUEST_CONNECT);
        network.runUntil("the answer to connect", slot::isAnswered);
        return slot;
    }

    @Test
    void whatTheDeadAskedForLastIsNotDone() {
        HostSlot slot = network.server.open();
        slot.local(Address128.ANY, TestNetwork.PORT);
        slot.backlog(4);
        network.server.request(slot, SlotLayout.REQUEST_LISTEN);
        network.right.stack.bury(network.server.attachment, network.now);
        network.run(SECOND);
        assertTrue(network.server.ended);
        assertTrue(network.right.stack.fallAsleep(), "nothing is left to do");
        assertEquals(0, network.right.stack.boundPorts());
        assertEquals(0, network.right.stack.attachments());
    }

    @Test
    void aKeepAliveTimeSetWhileKeepAliveIsOnCountsAtOnce() {
        HostSlot listener = network.listen(TestNetwork.PORT, 4);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot accepted = network.accept(listener);
        accepted.options(SlotLayout.OPTION_KEEP_ALIVE);
        network.server.host.ring(accepted);
        network.run(SECOND);
        accepted.keepAlive(5, 1, 3);
        network.server.host.ring(accepted);
        network.run(10 * SECOND);
        assertTrue(network.right.stack.tcpCounters().tcpKeepAlive > 0);
        assertEquals(SlotLayout.STATE_ESTABLISHED, client.state());
    }

    @Test
    void timeoutsBackOffToASecondAtLeastWhateverTheHostSays() {
        HostSlot listener = network.listen(TestNetwork.PORT, 4);
        network.connect(TestNetwork.PORT);
        HostSlot accepted = network.accept(listener);
        Shard shard = network.right.stack.shard();
        Tcb tcb = shard.tcp.slab.at(new Tcb(), network.server.attachment.owner[accepted.number()]);
        int[][] saidAndTaken = {{1, 1_000}, {999, 1_000}, {1_000, 1_000}, {1_001, 1_001}, {120_000, 120_000},
            {Integer.MAX_VALUE, 120_000}, {0, 0}, {-1, 0}};
        for (int[] pair : saidAndTaken) {
            accepted.option(SlotLayout.RTO_MAX, pair[0]);
            network.server.host.ring(accepted);
            network.run(SECOND);
            assertEquals(pair[1], SocketOptions.rtoMax(tcb), "where the host says " + pair[0]);
        }
    }

    @Test
    void aConnectionAcceptedIntoMemoryThatIsNoMoreIsResetWithItsAttachment(@TempDir Path directory) throws IOException {
        long kept = TestHost.LAYOUT.slot(TestHost.LAYOUT.firstServerSlot()) / PAGE * PAGE;
        try (FileChannel file = FileChannel.open(directory.resolve("region"), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, TestHost.LAYOUT.bytes(), network.arena);
            TestHost.Application vandal = network.right.attach(memory, () -> file.size() > kept);
            HostSlot listener = vandal.open();
            listener.local(Address128.ANY, TestNetwork.PORT);
            listener.backlog(4);
            vandal.request(listener, SlotLayout.REQUEST_LISTEN);
            network.runUntil("listen", listener::isAnswered);
            file.truncate(kept);
            HostSlot client = network.connect(TestNetwork.PORT);
            network.runUntil("reset", () -> client.state() == SlotLayout.STATE_CLOSED);
            network.run(SECOND);
            assertEquals(CutOff.MEMORY, vandal.cutOff);
            assertTrue(vandal.ended);
            assertEquals(0, network.right.stack.connections());
            assertEquals(0, network.right.stack.boundPorts());
        }
    }
}
