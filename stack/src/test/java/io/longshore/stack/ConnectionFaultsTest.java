package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.CutOff;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.Errno;
import io.longshore.tcp.Tcb;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A defect of ours that shows on one connection, put in by hand: that connection is reset and told so, the others of
/// its application go on.
class ConnectionFaultsTest {

    private static final byte[] TEXT = "all is well here".getBytes(StandardCharsets.US_ASCII);
    private static final long SECOND = 1_000_000_000L;
    /// More than any ring has, so that TCP lets in what the ring does not take.
    private static final long TOO_MUCH = 1L << 40;

    private final TestNetwork network = new TestNetwork();
    private final Tcb tcb = new Tcb();
    private HostSlot listener;
    private HostSlot client;
    private HostSlot server;
    private HostSlot otherClient;
    private HostSlot otherServer;

    @BeforeEach
    void connect() {
        listener = network.listen(TestNetwork.PORT, 16);
        client = network.connect(TestNetwork.PORT);
        server = network.accept(listener);
        otherClient = network.connect(TestNetwork.PORT);
        otherServer = network.accept(listener);
        network.run(1_000_000);
    }

    @AfterEach
    void end() {
        network.close();
    }

    private Tcb record(HostSlot slot) {
        return network.right.stack.shard().tcp.slab.at(tcb, network.server.attachment.owner[slot.number()]);
    }

    private void othersGoOn() {
        assertEquals(CutOff.NONE, network.server.cutOff);
        assertEquals(1, network.right.stack.counters().connectionsAborted);
        assertEquals(0, network.right.stack.counters().attachmentsCutOff);
        network.client.write(otherClient, TEXT, 0);
        byte[] got = new byte[TEXT.length];
        network.runUntil("text", () -> network.server.read(otherServer, got, 0) == TEXT.length);
        assertArrayEquals(TEXT, got);
        network.connect(TestNetwork.PORT);
        network.accept(listener);
        assertNull(StackAudit.of(network.right.stack).violation());
    }

    private void expectReset() {
        network.runUntil("the peer hears of it", () -> client.state() == SlotLayout.STATE_CLOSED);
        network.runUntil("so does the application", () -> server.state() == SlotLayout.STATE_CLOSED);
        assertEquals(Errno.ECONNRESET, network.client.attachment.get(client.number(), SlotLayout.ERROR));
        assertEquals(Errno.ECONNABORTED, network.server.attachment.get(server.number(), SlotLayout.ERROR));
    }

    @Test
    void textThatTheRingDoesNotTakeCostsItsConnection() {
        network.client.write(client, TEXT, 0);
        network.runUntil("text", () -> server.available() == TEXT.length);
        // the ring's end is forgotten, and the text is said to lie beyond it
        network.right.stack.shard().connections.receiveGeometry[record(server).number()] = Shard.NEW_RING;
        record(server).received(TOO_MUCH);
        network.client.write(client, TEXT, 0);
        expectReset();
        assertEquals(1, network.right.stack.counters().frameFaults);
        assertTrue(server.available() <= TEXT.length, "told of " + server.available());
        othersGoOn();
    }

    @Test
    void aFailureOnADoorbellCostsItsConnection() {
        network.right.stack.shard().connections.sendGeometry[record(server).number()] = 0;
        network.server.attachment.owner[server.number()] = Integer.MAX_VALUE;
        network.server.write(server, TEXT, 0);
        network.run(1_000_000);
        // nobody knows whose it is: it is counted, and that is all
        assertEquals(1, network.right.stack.counters().frameFaults);
        assertEquals(CutOff.NONE, network.server.cutOff);
    }

    @Test
    void aFailureWhileSendingLeavesNoHalfMadeFrame() {
        long framesBefore = network.right.stack.counters().framesOut;
        Connections connections = network.right.stack.shard().connections;
        connections.sendGeometry[record(server).number()] = RingGeometry.of(-(1 << 29), 30);
        record(server).sent(TEXT.length);
        network.right.stack.shard().ready.add(tcb.number());
        expectReset();
        assertTrue(network.right.stack.counters().framesOut > framesBefore);
        assertEquals(0, network.left.stack.counters().segmentsMalformed);
        othersGoOn();
    }

    @Test
    void aFailureOnAFreedSlotsRingsCostsNobody() {
        // the connection that the last round of giving back looked at
        network.client.write(otherClient, TEXT, 0);
        byte[] got = new byte[TEXT.length];
        network.runUntil("text", () -> network.server.read(otherServer, got, 0) == TEXT.length);
        network.run(10 * SECOND);
        assertTrue(network.server.discarded > 0);
        network.client.write(client, TEXT, 0);
        network.runUntil("text", () -> network.server.read(server, got, 0) == TEXT.length);
        network.server.discardFailure = new IllegalStateException("injected");
        network.server.host.close(server, 0);
        network.client.host.close(client, 0);
        network.run(5 * SECOND);
        assertNull(network.server.discardFailure, "not thrown");
        assertEquals(1, network.right.stack.counters().frameFaults);
        assertEquals(0, network.right.stack.counters().connectionsAborted);
        assertEquals(SlotLayout.STATE_ESTABLISHED, otherServer.state());
        assertEquals(SlotLayout.STATE_ESTABLISHED, otherClient.state());
    }

    @Test
    void whoCannotEvenBeResetIsForgotten() {
        int number = record(server).number();
        ConnectionFaults faults = new ConnectionFaults(network.right.stack.shard(), null,
                consequences(), sender());
        faults.connection(number, new IllegalStateException("injected"), network.now);
        faults.connection(number, new IllegalStateException("injected again"), network.now);
        assertEquals(-1, network.right.stack.shard().tcp.slab.isLive(number) ? number : -1);
        assertEquals(SlotLayout.STATE_CLOSED, server.state());
        othersGoOn();
    }

    private Consequences consequences() {
        Shard shard = network.right.stack.shard();
        Announcer announcer = new Announcer(shard);
        return new Consequences(shard, new Acceptor(shard, announcer), announcer);
    }

    private Sender sender() {
        Shard shard = network.right.stack.shard();
        return new Sender(shard, shard.network, network.rightLink(), null, consequences());
    }
}
