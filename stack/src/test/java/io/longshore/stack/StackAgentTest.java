package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.Address128;
import io.longshore.channel.CutOff;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import io.longshore.link.LinkCapabilities;
import io.longshore.memory.RingGeometry;
import io.longshore.tcp.Errno;
import io.longshore.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackAgentTest {

    private static final int OFFLOADS = LinkCapabilities.CHECKSUM | LinkCapabilities.SEGMENTATION;
    private static final long SECOND = 1_000_000_000L;

    private TestNetwork network = new TestNetwork();

    @AfterEach
    void end() {
        network.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] readFully(TestHost.Application application, HostSlot slot, int length) {
        byte[] got = new byte[length];
        int[] count = new int[1];
        network.runUntil("reading " + length + " bytes", () -> {
            count[0] += application.read(slot, got, count[0]);
            return count[0] == length;
        });
        return got;
    }

    @Test
    void whatIsWrittenArrivesBothWays() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        assertEquals(SlotLayout.STATE_ESTABLISHED, client.state());
        network.client.write(client, bytes("question"), 0);
        assertArrayEquals(bytes("question"), readFully(network.server, server, 8));
        network.server.write(server, bytes("answer"), 0);
        assertArrayEquals(bytes("answer"), readFully(network.client, client, 6));
    }

    @Test
    void bytesArriveBeforeTheConnectionIsAccepted() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        network.runUntil("established", () -> client.state() == SlotLayout.STATE_ESTABLISHED);
        network.client.write(client, bytes("early"), 0);
        network.run(SECOND);
        HostSlot server = network.accept(listener);
        assertEquals(5, server.available());
        assertArrayEquals(bytes("early"), readFully(network.server, server, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, OFFLOADS})
    void tenMegabytesArriveUnchangedWhileRingsGrow(int offloads) {
        network.close();
        network = new TestNetwork(offloads);
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        byte[] sent = new byte[10 << 20];
        new Random(9293).nextBytes(sent);
        byte[] got = new byte[sent.length];
        int[] position = new int[2];
        network.runUntil("ten megabytes", () -> {
            position[0] += network.client.write(client, sent, position[0]);
            position[1] += network.server.read(server, got, position[1]);
            return position[1] == sent.length;
        });
        assertArrayEquals(sent, got);
        long geometry = network.server.attachment.acquire(server.number(), SlotLayout.RECEIVE_GEOMETRY);
        // Without offloads a turn sends so little that the window never limits it.
        assertTrue(offloads == 0 || RingGeometry.log2Capacity(geometry) == TestHost.LAYOUT.log2Ring());
        assertEquals(0, network.left.stack.counters().frameFaults);
        assertEquals(0, network.right.stack.counters().frameFaults);
    }

    @Test
    void theEndOfOutputIsTheEndOfInputBehindTheLastByte() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        network.client.write(client, bytes("last"), 0);
        client.intend(SlotLayout.INTENT_SHUT_OUTPUT);
        network.client.host.ring(client);
        assertArrayEquals(bytes("last"), readFully(network.server, server, 4));
        network.runUntil("end of input", server::isInputEnded);
        network.server.write(server, bytes("still open"), 0);
        assertArrayEquals(bytes("still open"), readFully(network.client, client, 10));
        network.server.host.close(server, 0);
        network.runUntil("end of input", client::isInputEnded);
        network.client.host.close(client, 0);
        network.run(70 * SECOND);
        assertEquals(0, network.left.stack.connections());
        assertEquals(0, network.right.stack.connections());
        assertEquals(1, network.server.attachment.inUse(), "the listener alone");
        assertEquals(0, network.client.attachment.inUse());
    }

    @Test
    void aCloseWithUnreadBytesResetsTheConnection() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        network.client.write(client, bytes("unread"), 0);
        network.runUntil("arrival", () -> server.available() == 6);
        network.server.host.close(server, 0);
        network.runUntil("reset", () -> client.hasConditions(SlotLayout.CONDITION_ERROR));
        assertEquals(Errno.ECONNRESET, client.error());
        assertEquals(SlotLayout.STATE_CLOSED, client.state());
        assertEquals(0, network.left.stack.connections());
    }

    @Test
    void aConnectToAPortThatNobodyListensOnIsRefused() {
        HostSlot client = network.connect(4711);
        network.runUntil("refusal", () -> client.state() == SlotLayout.STATE_CLOSED);
        assertEquals(Errno.ECONNREFUSED, client.error());
    }

    @Test
    void aPortInUseIsNotGivenTwiceAndFreeAgainAtOnceAfterTheClose() {
        HostSlot first = network.listen(TestNetwork.PORT, 16);
        HostSlot second = network.listen(TestNetwork.PORT, 16);
        assertEquals(0, first.result());
        assertEquals(Errno.EADDRINUSE, second.result());
        network.server.host.close(first, 0);
        network.run(SECOND / 1000);
        assertEquals(0, network.listen(TestNetwork.PORT, 16).result());
    }

    @Test
    void aBindToAnAddressThatIsNotOursIsRefused() {
        HostSlot slot = network.server.open();
        slot.local(Address128.ofIpv4(Ipv4Address.parse("192.0.2.1")), 80);
        network.server.request(slot, SlotLayout.REQUEST_BIND);
        network.runUntil("answer", slot::isAnswered);
        assertEquals(Errno.EADDRNOTAVAIL, slot.result());
    }

    @Test
    void aBindToPortZeroNamesAFreePort() {
        HostSlot slot = network.server.open();
        slot.local(Address128.ANY, 0);
        network.server.request(slot, SlotLayout.REQUEST_BIND);
        network.runUntil("answer", slot::isAnswered);
        assertEquals(0, slot.result());
        assertTrue(slot.localPort() >= Ports.FIRST_EPHEMERAL && slot.localPort() <= Ports.LAST_EPHEMERAL);
    }

    @Test
    void aReaderThatDoesNotReadStallsItsPeerOnly() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot slowClient = network.connect(TestNetwork.PORT);
        HostSlot slowServer = network.accept(listener);
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        int[] position = new int[2];
        for (int i = 0; i < 200; i++) {
            position[0] += network.client.write(slowClient, sent, position[0]);
            network.turn();
        }
        int stalled = slowServer.available();
        assertTrue(stalled <= 131_072 && stalled > 50_000,
                "a receive buffer grows only while its reader reads, but holds "
                + stalled);
        network.run(10 * SECOND);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        network.client.write(client, bytes("quick"), 0);
        assertArrayEquals(bytes("quick"), readFully(network.server, server, 5));
        byte[] got = new byte[sent.length];
        network.runUntil("the rest", () -> {
            position[0] += network.client.write(slowClient, sent, position[0]);
            position[1] += network.server.read(slowServer, got, position[1]);
            return position[1] == sent.length;
        });
        assertArrayEquals(sent, got);
    }

    @Test
    void aListenerThatClosesResetsWhoWaitsForAccept() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        network.runUntil("established", () -> client.state() == SlotLayout.STATE_ESTABLISHED);
        network.runUntil("queued", () -> network.server.attachment.inUse() == 2);
        network.server.host.close(listener, 0);
        network.runUntil("reset", () -> client.state() == SlotLayout.STATE_CLOSED);
        assertEquals(Errno.ECONNRESET, client.error());
        assertEquals(0, network.server.attachment.inUse());
        assertEquals(0, network.right.stack.boundPorts());
    }

    @Test
    void aBacklogThatIsFullTakesNoMore() {
        HostSlot listener = network.listen(TestNetwork.PORT, 2);
        HostSlot[] clients = new HostSlot[6];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = network.connect(TestNetwork.PORT);
        }
        network.run(SECOND / 10);
        assertTrue(network.server.attachment.inUse() <= 4, "slots in use: " + network.server.attachment.inUse());
        for (int i = 0; i < clients.length; i++) {
            assertNotNull(network.accept(listener));
        }
        assertNull(network.server.accept(listener));
    }

    @Test
    void theDeadAreBuriedAsTheKernelDoes() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot reading = network.connect(TestNetwork.PORT);
        HostSlot writing = network.accept(listener);
        HostSlot unreadClient = network.connect(TestNetwork.PORT);
        HostSlot unreadServer = network.accept(listener);
        network.client.write(unreadClient, bytes("unread"), 0);
        network.runUntil("arrival", () -> unreadServer.available() == 6);
        network.server.write(writing, bytes("the last words"), 0);
        network.right.stack.bury(network.server.attachment, network.now);
        assertArrayEquals(bytes("the last words"), readFully(network.client, reading, 14));
        network.runUntil("FIN", reading::isInputEnded);
        network.runUntil("RST", () -> unreadClient.state() == SlotLayout.STATE_CLOSED);
        assertEquals(Errno.ECONNRESET, unreadClient.error());
        network.runUntil("the region is given back", () -> network.server.ended);
        assertEquals(0, network.right.stack.boundPorts());
        assertEquals(0, network.right.stack.attachments());
    }

    @Test
    void aRegionIsKeptUntilItsLastByteIsAcknowledged() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot reading = network.connect(TestNetwork.PORT);
        HostSlot writing = network.accept(listener);
        byte[] much = new byte[200_000];
        new Random(2).nextBytes(much);
        int written = 0;
        for (int i = 0; i < 100; i++) {
            written += network.server.write(writing, much, written);
            network.turn();
        }
        network.right.stack.bury(network.server.attachment, network.now);
        network.run(SECOND);
        assertFalse(network.server.ended, "the reader has not read, so bytes are left in the send ring");
        byte[] got = readFully(network.client, reading, written);
        assertArrayEquals(Arrays.copyOf(much, written), got);
        network.runUntil("the region is given back", () -> network.server.ended);
    }

    @Test
    void aStopResetsEverything() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        network.accept(listener);
        network.right.stack.stop(network.now);
        network.runUntil("reset", () -> client.state() == SlotLayout.STATE_CLOSED);
        assertEquals(CutOff.SERVER_STOPPED, network.server.host.header().cutOff());
        network.runUntil("given back", () -> network.server.ended);
    }

    @Test
    void aSleepingContextIsRungOncePerTurn() throws Exception {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        network.run(SECOND);
        var context = network.server.host.openContext();
        while (context.next() >= 0) {
            continue;
        }
        context.fallAsleep();
        int before = network.server.bells;
        network.client.write(client, bytes("wake up"), 0);
        network.runUntil("arrival", () -> server.available() == 7);
        assertEquals(before + 1, network.server.bells);
        assertEquals(server.number(), context.next());
    }

    @Test
    void anIdleConnectionsReceiveRingAndAFreedSlotsRingsAreGivenBack() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        network.client.write(client, bytes("first"), 0);
        assertArrayEquals(bytes("first"), readFully(network.server, server, 5));
        assertEquals(0, network.server.discarded);
        network.run(10 * SECOND);
        assertEquals(2 << 16, network.server.discarded, "the receive ring");
        network.client.write(client, bytes("second"), 0);
        assertArrayEquals(bytes("second"), readFully(network.server, server, 6));
        network.server.write(server, bytes("third"), 0);
        assertArrayEquals(bytes("third"), readFully(network.client, client, 5));
        network.server.host.close(server, 0);
        network.client.host.close(client, 0);
        network.run(5 * SECOND);
        assertEquals(5 << 16, network.server.discarded, "both rings of the freed slot");
        assertEquals(3 << 16, network.client.discarded);
    }

    @Test
    void bytesThatNobodyHasReadAreNotGivenBack() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        network.client.write(client, bytes("patience"), 0);
        network.run(60 * SECOND);
        assertEquals(0, network.server.discarded);
        assertArrayEquals(bytes("patience"), readFully(network.server, server, 8));
    }

    @Test
    void aConnectToANeighbourThatIsNotThereFails() {
        HostSlot slot = network.client.open();
        slot.remote(Address128.ofIpv4(Ipv4Address.parse("10.0.0.77")), 80);
        network.client.request(slot, SlotLayout.REQUEST_CONNECT);
        long start = network.now;
        network.runUntil("failure", () -> slot.state() == SlotLayout.STATE_CLOSED);
        assertEquals(Errno.EHOSTUNREACH, slot.error());
        assertTrue(network.now - start < 10 * SECOND, "it took " + (network.now - start) + " ns");
    }

    @Test
    void aConnectToWhereThereIsNoRouteFailsAtOnce() {
        for (String nowhere : new String[] {"192.0.2.1", "2001:db8::1", "10.0.0.255", "224.0.0.1", "ff02::1"}) {
            assertEquals(Errno.ENETUNREACH, network.connect(network.client, nowhere, 80).result(), nowhere);
        }
    }
}
