package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.Ipv4Address;
import io.longshore.wire.MacAddress;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArpTest {

    private static final String BODY = "00010800060400";
    private static final String OUR_REQUEST = "ffffffffffff" + "020000000001" + "0806" + BODY + "01"
        + "020000000001" + "0a000001" + "000000000000" + "0a000002";

    private final NetworkFixture net = new NetworkFixture();

    private void request(String senderMac, String sender, String target) {
        net.receive(Ethernet.TYPE_ARP, BODY + "01" + senderMac + sender + "000000000000" + target);
    }

    private void reply(String senderMac, String sender) {
        net.receive(Ethernet.TYPE_ARP, BODY + "02" + senderMac + sender + "020000000001" + "0a000001");
    }

    private NextHop send(int destination, int marker) {
        Frame frame = net.out.add();
        NetworkOrder.put32(frame.memory, frame.start + PacketFields.TRANSPORT4, marker);
        frame.length = PacketFields.TRANSPORT4 + 4;
        NextHop hop = net.network.send(frame, NetworkFixture.to(destination), net.now);
        net.out.removeLast();
        return hop;
    }

    private String macOf(int neighbour) {
        Frame frame = net.out.add();
        frame.length = PacketFields.TRANSPORT4;
        NextHop hop = net.network.send(frame, NetworkFixture.to(neighbour), net.now);
        net.out.removeLast();
        return hop == NextHop.RESOLVED ? MacAddress.text(Ethernet.destination(frame.memory, frame.start)) : "" + hop;
    }

    @Test
    void ourAddressesAreAnnouncedAtTheStart() {
        Network fresh = new Network(net.ours, net.arena, 1);
        assertEquals(Long.MIN_VALUE, fresh.deadline());
        fresh.turn(net.out, 0);
        assertEquals("ffffffffffff" + "020000000001" + "0806" + BODY + "01" + "020000000001" + "0a000001"
            + "000000000000" + "0a000001", net.onlySent());
        assertEquals(Long.MAX_VALUE, fresh.deadline());
    }

    @Test
    void aRequestForOurAddressIsAnsweredAndItsSenderRemembered() {
        request("020000000002", "0a000002", "0a000001");
        assertEquals("020000000002" + "020000000001" + "0806" + BODY + "02"
            + "020000000001" + "0a000001" + "020000000002" + "0a000002", net.onlySent());
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
    }

    @Test
    void aRequestForAnotherIsNotAnswered() {
        request("020000000002", "0a000002", "0a000003");
        assertEquals(0, net.out.size());
        assertEquals("PENDING", macOf(NetworkFixture.PEER));
    }

    /// RFC 5227 1.1: a probe has no sender address.
    @Test
    void aProbeForOurAddressIsAnsweredButTeachesNothing() {
        request("020000000002", "00000000", "0a000001");
        assertEquals(1, net.out.size());
        assertEquals(0, net.count(IpCounter.ARP_IGNORED));
    }

    @Test
    void anUnknownNeighbourIsAskedForAndGetsItsPacketsOnceItAnswers() {
        assertEquals(NextHop.PENDING, send(NetworkFixture.PEER, 0xA0A0_A0A0));
        assertEquals(NextHop.PENDING, send(NetworkFixture.PEER, 0xB1B1_B1B1));
        assertTrue(net.network.deadline() <= net.now);
        net.turn();
        assertEquals(OUR_REQUEST, net.onlySent());
        reply("020000000002", "0a000002");
        assertEquals(Long.MIN_VALUE, net.network.deadline());
        net.turn();
        assertEquals(2, net.out.size());
        String first = NetworkFixture.digits(net.out.get(0));
        assertEquals("020000000002" + "020000000001" + "0800", first.substring(0, 28));
        assertEquals("a0a0a0a0", first.substring(68));
        assertEquals("b1b1b1b1", NetworkFixture.digits(net.out.get(1)).substring(68));
        net.turn();
        assertEquals(2, net.out.size());
    }

    /// RFC 1122 2.3.2.1: "the maximum rate of ARP requests … 1 per second per destination".
    @Test
    void aSilentNeighbourIsAskedThreeTimesAndThenUnreachable() {
        send(NetworkFixture.PEER, 1);
        for (int second = 0; second < 3; second++) {
            net.turn();
            assertEquals(OUR_REQUEST, net.onlySent());
            net.turn();
            assertEquals(0, net.out.size());
            assertEquals(NextHop.PENDING, send(NetworkFixture.PEER, 1));
            net.now += NetworkFixture.SECOND;
        }
        net.turn();
        assertEquals(0, net.out.size());
        assertEquals(NextHop.UNREACHABLE, send(NetworkFixture.PEER, 1));
        assertEquals(1, net.count(IpCounter.ARP_UNANSWERED));
        // and it is tried again, a second later, when somebody wants it
        net.pass(1);
        assertEquals(NextHop.UNREACHABLE, send(NetworkFixture.PEER, 1));
        net.turn();
        assertEquals(OUR_REQUEST, net.onlySent());
        reply("020000000002", "0a000002");
        assertEquals(NextHop.RESOLVED, send(NetworkFixture.PEER, 1));
    }

    @Test
    void packetsForASilentNeighbourAreForgotten() {
        send(NetworkFixture.PEER, 1);
        net.pass(4);
        net.out.clear();
        reply("020000000002", "0a000002");
        request("020000000002", "0a000002", "0a000001");
        net.out.clear();
        net.turn();
        assertEquals(0, net.out.size());
    }

    @Test
    void anAnswerThatNobodyAskedForIsIgnored() {
        reply("020000000066", "0a000002");
        assertEquals(1, net.count(IpCounter.ARP_IGNORED));
        assertEquals("PENDING", macOf(NetworkFixture.PEER));
    }

    @Test
    void aKnownNeighbourMayMoveButNotTwiceInASecond() {
        net.knowingPeer();
        reply("020000000066", "0a000002");
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.pass(1);
        reply("020000000077", "0a000002");
        reply("020000000066", "0a000002");
        assertEquals("02:00:00:00:00:77", macOf(NetworkFixture.PEER));
    }

    /// RFC 5227 2.4.
    @Test
    void anotherHostWithOurAddressIsCountedAndNotBelieved() {
        request("020000000066", "0a000001", "0a000001");
        reply("020000000066", "0a000001");
        assertEquals(2, net.count(IpCounter.ARP_CONFLICTS));
        assertEquals(0, net.out.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0001080006040001 ffffffffffff 0a000002 000000000000 0a000001",
        "0001080006040001 010000000002 0a000002 000000000000 0a000001",
        "0001080006040001 000000000000 0a000002 000000000000 0a000001",
        "0001080006040001 020000000001 0a000002 000000000000 0a000001",
        "0001080006040001 020000000002 0a0000ff 000000000000 0a000001",
        "0001080006040001 020000000002 c0000207 000000000000 0a000001",
        "0001080006040003 020000000002 0a000002 000000000000 0a000001",
        "0006080006040001 020000000002 0a000002 000000000000 0a000001",
        "0001086006040001 020000000002 0a000002 000000000000 0a000001",
        "0001080008040001 020000000002 0a000002 000000000000 0a000001",
        "0001080006040001 020000000002 0a000002 000000000000 0a0000"})
    void nonsenseIsCountedAndNotAnswered(String packet) {
        net.receive(Ethernet.TYPE_ARP, packet);
        assertEquals(1, net.count(IpCounter.ARP_IN_ERRORS));
        assertEquals(0, net.out.size());
    }

    /// RFC 1122 2.3.2.1 (2), unicast poll.
    @Test
    void afterAMinuteANeighbourInUseIsAskedDirectlyAndUsedMeanwhile() {
        net.knowingPeer();
        net.now += 61 * NetworkFixture.SECOND;
        net.turn();
        assertEquals(0, net.out.size());
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.turn();
        assertTrue(net.onlySent().startsWith("020000000002" + "020000000001" + "0806"));
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.pass(3);
        assertEquals("UNREACHABLE", macOf(NetworkFixture.PEER));
    }

    @Test
    void whatIsNotOnTheLinkGoesToTheGateway() {
        assertEquals(NextHop.PENDING, send(NetworkFixture.FAR, 1));
        net.turn();
        assertTrue(net.onlySent().endsWith("0a0000fe"));
        reply("0200000000fe", "0a0000fe");
        assertEquals("02:00:00:00:00:fe", macOf(NetworkFixture.FAR));
    }

    @Test
    void withoutAGatewayThereIsNoRoute() {
        Interface island = new Interface(NetworkFixture.OUR_MAC, 1500, 0, Prefix.parse("10.0.0.1/24"));
        Network network = new Network(island, net.arena, 1);
        Frame frame = net.out.add();
        assertEquals(NextHop.UNREACHABLE, network.send(frame, NetworkFixture.to(NetworkFixture.FAR), 0));
        assertEquals(1, network.counters().get(IpCounter.OUT_NO_ROUTES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.255", "255.255.255.255"})
    void nothingIsSentToOurselvesOrToEverybody(String destination) {
        assertEquals(NextHop.UNREACHABLE, send(Ipv4Address.parse(destination), 1));
    }

    @Test
    void threePacketsAreHeldForOneNeighbourAndAFixedNumberInAll() {
        for (int i = 0; i < 5; i++) {
            assertEquals(NextHop.PENDING, send(NetworkFixture.PEER, i));
        }
        assertEquals(2, net.count(IpCounter.OUT_DISCARDS));
        for (int i = 0; i < 100; i++) {
            send(Ipv4Address.parse("10.0.0.100") + i, i);
        }
        assertEquals(2 + 100 - (HeldFrames.FRAMES - 3), net.count(IpCounter.OUT_DISCARDS));
    }

    @Test
    void aFloodOfNeighboursDoesNotDisplaceTheOneInUse() {
        Interface wide = new Interface(NetworkFixture.OUR_MAC, 1500, 0, Prefix.parse("10.0.0.1/8"));
        IpCounters counters = new IpCounters();
        ArpCache cache = new ArpCache(wide, counters, net.arena, 42);
        cache.learn(NetworkFixture.PEER, NetworkFixture.PEER_MAC, true, 0);
        for (int i = 0; i < 100_000; i++) {
            assertEquals(NetworkFixture.PEER_MAC, cache.resolve(NetworkFixture.PEER, i));
            cache.learn(NetworkFixture.PEER + 1 + i, 0x0200_0100_0000L + i, true, i);
        }
        assertTrue(counters.get(IpCounter.ARP_IGNORED) == 0, "newcomers displace idle ones");
    }
}
