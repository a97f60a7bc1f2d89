package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.channel.Address128;
import io.longshore.channel.HostSlot;
import io.longshore.channel.SlotLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A host that talks to itself.
class LoopbackTest {

    private static final long SECOND = 1_000_000_000L;

    private final TestNetwork network = new TestNetwork();

    @AfterEach
    void close() {
        network.close();
    }

    /// A new IPv6 address is looked for on the link first.
    private void untilAddressesAreInUse() {
        network.run(3 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2", "fd00::2"})
    void aProgramReachesItselfByItsOwnAddress(String own) {
        untilAddressesAreInUse();
        long framesBefore = network.right.stack.counters().framesOut;
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(network.server, own, TestNetwork.PORT);
        HostSlot server = network.accept(listener);
        assertEquals(TestNetwork.address(own), client.localAddress());
        assertEquals(TestNetwork.address(own), server.remoteAddress());
        byte[] sent = new byte[3 << 20];
        new Random(7).nextBytes(sent);
        byte[] got = new byte[sent.length];
        int[] position = new int[2];
        network.runUntil("three megabytes", () -> {
            position[0] += position[0] < sent.length ? network.server.write(client, sent, position[0]) : 0;
            position[1] += network.server.read(server, got, position[1]);
            return position[1] == sent.length;
        });
        assertArrayEquals(sent, got);
        assertEquals(framesBefore, network.right.stack.counters().framesOut, "nothing goes over the link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2", "fd00::2"})
    void whereNobodyListensItIsRefused(String own) {
        untilAddressesAreInUse();
        HostSlot client = network.connect(network.server, own, 4711);
        network.runUntil("refusal", () -> client.state() == SlotLayout.STATE_CLOSED);
        assertEquals(111, client.error());
    }

    /// Its SYN meets itself: a simultaneous open (RFC 9293 3.5, figure 7).
    @ParameterizedTest
    @CsvSource({"10.0.0.2, 5000", "fd00::2, 5001"})
    void aSocketConnectsToItself(String own, int port) {
        untilAddressesAreInUse();
        HostSlot slot = network.server.open();
        slot.local(TestNetwork.address(own), port);
        slot.remote(TestNetwork.address(own), port);
        network.server.request(slot, SlotLayout.REQUEST_CONNECT);
        network.runUntil("established", () -> slot.state() == SlotLayout.STATE_ESTABLISHED);
        byte[] sent = "to myself".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        network.server.write(slot, sent, 0);
        byte[] got = new byte[sent.length];
        network.runUntil("what was sent", () -> slot.available() == sent.length);
        network.server.read(slot, got, 0);
        assertArrayEquals(sent, got);
        network.server.host.close(slot, 0);
        network.run(120 * SECOND);
        assertEquals(0, network.right.stack.connections(), "it ends as any other does");
    }

    @Test
    void aConnectionHoldsItsPortAgainstBinds() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        HostSlot client = network.connect(TestNetwork.PORT);
        network.accept(listener);
        int port = client.localPort();
        assertEquals(98, network.bind(network.client, "10.0.0.1", port).result());
        assertEquals(98, network.bind(network.client, "0.0.0.0", port).result());
        assertEquals(98, network.bind(network.client, "::", port).result());
        network.client.host.close(client, SlotLayout.INTENT_ABORT);
        network.run(SECOND);
        assertEquals(0, network.bind(network.client, "10.0.0.1", port).result());
    }

    @Test
    void aPortThatIsBoundIsNotChosenForAConnection() {
        HostSlot listener = network.listen(TestNetwork.PORT, 16);
        int first = network.connect(TestNetwork.PORT).localPort();
        network.accept(listener);
        // The algorithm goes on from there (RFC 6056 3.3.4), by less than eight at a time.
        for (int port = first + 1; port < first + 9; port++) {
            network.bind(network.client, "10.0.0.1", port);
        }
        int second = network.connect(TestNetwork.PORT).localPort();
        assertEquals(true, second > first + 8 || second < first, first + ", then " + second);
    }

    @Test
    void theWildcardsOfTheFamiliesExcludeEachOtherAsOnLinux() {
        assertEquals(0, network.bind(network.client, "::", 81).result());
        assertEquals(98, network.bind(network.client, "0.0.0.0", 81).result());
        assertEquals(98, network.bind(network.client, "10.0.0.1", 81).result());
        assertEquals(0, network.bind(network.client, "0.0.0.0", 82).result());
        assertEquals(98, network.bind(network.client, "::", 82).result());
        HostSlot onlyIpv6 = network.client.open();
        onlyIpv6.options(SlotLayout.OPTION_ONLY_IPV6);
        onlyIpv6.local(Address128.ANY, 82);
        network.client.request(onlyIpv6, SlotLayout.REQUEST_BIND);
        network.runUntil("the answer", onlyIpv6::isAnswered);
        assertEquals(0, onlyIpv6.result());
        assertEquals(98, network.bind(network.client, "10.0.0.1", 82).result());
        untilAddressesAreInUse();
        assertEquals(98, network.bind(network.client, "fd00::1", 82).result());
    }
}
