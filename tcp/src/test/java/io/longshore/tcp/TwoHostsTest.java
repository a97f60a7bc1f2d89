package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole connections between two of our own TCPs.
class TwoHostsTest {

    private TwoHosts hosts;
    private TestHost.Application client;
    private TestHost.Application server;

    private void connect(TwoHosts two) {
        hosts = two;
        hosts.right.listen(80);
        client = hosts.left.connect(TwoHosts.RIGHT, 80, hosts.now);
        assertTrue(hosts.runUntil(300_000, () -> client.established && !hosts.right.accepted.isEmpty()));
        server = hosts.right.accepted.getFirst();
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aHandshakeEstablishesBothSides() {
        connect(new TwoHosts(1));
        assertEquals(State.ESTABLISHED, hosts.left.tcb(client).state());
        assertEquals(State.ESTABLISHED, hosts.right.tcb(server).state());
        assertEquals(1460 - 12, hosts.left.tcb(client).sndMss());
    }

    @Test
    void bothSidesCloseAndOnlyTheFirstWaits() {
        connect(new TwoHosts(2));
        hosts.left.close(client, hosts.now);
        assertTrue(hosts.runUntil(1_000, () -> server.inputEnd));
        hosts.right.close(server, hosts.now);
        assertTrue(hosts.runUntil(1_000, () -> client.timeWait && server.dead));
        assertEquals(0, hosts.right.tcp.slab.size());
        hosts.run(61_000);
        assertEquals(0, hosts.left.tcp.slab.size());
    }

    @Test
    void bothCloseAtOnceAndBothWait() {
        connect(new TwoHosts(3));
        hosts.left.close(client, hosts.now);
        hosts.right.close(server, hosts.now);
        assertTrue(hosts.runUntil(1_000, () -> client.timeWait && server.timeWait));
        hosts.run(61_000);
        assertEquals(0, hosts.left.tcp.slab.size() + hosts.right.tcp.slab.size());
    }

    @Test
    void bothOpenAtOnceAndShareOneConnection() {
        hosts = new TwoHosts(4);
        client = hosts.left.connect(1000, TwoHosts.RIGHT, 2000, hosts.now);
        server = hosts.right.connect(2000, TwoHosts.LEFT, 1000, hosts.now);
        assertTrue(hosts.runUntil(1_000, () -> client.established && server.established));
        hosts.left.write(client, bytes(100_000, 1));
        assertTrue(hosts.runUntil(5_000, () -> server.read.size() == 100_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 10, 20, 30})
    void textArrivesWholeThroughLossBothWays(int percent) {
        for (int seed = 0; seed < 8; seed++) {
            transfer(percent, seed);
        }
    }

    /// Each seed leaves out another of the options, and super-segments.
    private static void vary(TcpSettings settings, int seed) {
        settings.maxSuperSegment = (seed & 1) == 0 ? 65_000 : 0;
        settings.sack = (seed & 2) == 0;
        settings.timestamps = (seed & 4) == 0;
        settings.congestionControl = CongestionControl.numbered(2 - (seed >> 1 & 1));
        settings.windowScaling = (seed & 4) == 0;
        // it is about what arrives in the end, not about whose patience ends first
        settings.retries = 255;
    }

    private void transfer(int percent, int seed) {
        String why = "loss " + percent + " %, seed " + seed;
        TwoHosts two = new TwoHosts(seed, settings -> vary(settings, seed));
        two.loss = percent / 100.0;
        two.duplication = percent / 200.0;
        two.reordering = percent / 100.0;
        connect(two);
        byte[] up = bytes(300_000, seed);
        byte[] down = bytes(200_000, seed + 100);
        hosts.left.write(client, up);
        hosts.right.write(server, down);
        hosts.left.shutdown(client, hosts.now);
        hosts.right.shutdown(server, hosts.now);
        boolean done = hosts.runUntil(36_000_000, () -> client.inputEnd && server.inputEnd);
        assertTrue(done, () -> why + ": " + server.read.size() + " up, " + client.read.size() + " down, "
                + hosts.left.describe(client) + " / " + hosts.right.describe(server));
        assertArrayEquals(up, server.read.toByteArray(), why);
        assertArrayEquals(down, client.read.toByteArray(), why);
        hosts.run(3_600_000);
        assertEquals(0, hosts.left.tcp.slab.size() + hosts.right.tcp.slab.size(), why);
    }

    @Test
    void aReaderThatPausesClosesTheWindowAndOpensItAgain() {
        connect(new TwoHosts(6));
        server.reads = false;
        hosts.left.write(client, bytes(200_000, 6));
        hosts.run(10_000);
        assertTrue(hosts.right.tcb(server).received() > 64_000);
        assertEquals(0, hosts.left.tcb(client).sndWnd());
        server.reads = true;
        assertTrue(hosts.runUntil(30_000, () -> server.read.size() == 200_000));
    }

    @Test
    void aLostWindowUpdateIsMadeGoodByAProbe() {
        connect(new TwoHosts(7));
        server.reads = false;
        hosts.left.write(client, bytes(200_000, 7));
        hosts.run(5_000);
        server.reads = true;
        hosts.filter = packet -> true;
        hosts.run(1);
        hosts.filter = packet -> false;
        assertTrue(hosts.runUntil(60_000, () -> server.read.size() == 200_000));
    }

    @Test
    void aRefusedConnectionFailsAtOnce() {
        hosts = new TwoHosts(8);
        client = hosts.left.connect(TwoHosts.RIGHT, 81, hosts.now);
        assertTrue(hosts.runUntil(1_000, () -> client.dead));
        assertEquals(Errno.ECONNREFUSED, client.error);
    }

    @Test
    void anUnansweredConnectionTimesOutAfterTwoMinutes() {
        hosts = new TwoHosts(9);
        hosts.loss = 1;
        client = hosts.left.connect(TwoHosts.RIGHT, 80, hosts.now);
        assertTrue(hosts.runUntil(200_000, () -> client.dead));
        assertEquals(Errno.ETIMEDOUT, client.error);
        assertEquals(132_000, hosts.now / TwoHosts.MILLISECOND);
    }

    @Test
    void anAbortResetsThePeer() {
        connect(new TwoHosts(10));
        hosts.left.abort(client, hosts.now);
        assertTrue(hosts.runUntil(1_000, () -> server.dead));
        assertEquals(Errno.ECONNRESET, server.error);
        assertEquals(0, hosts.left.tcp.slab.size() + hosts.right.tcp.slab.size());
    }
}
