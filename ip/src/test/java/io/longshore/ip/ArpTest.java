package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.IpAddress;
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
        net.receive(NetworkFixture.OUR_MAC, Ethernet.TYPE_ARP, BODY + "02" + senderMac + sender
            + "020000000001" + "0a000001");
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
        assertEquals(0, net.count(IpCounter.NEIGHBOUR_IGNORED));
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
        assertEquals(1, net.count(IpCounter.NEIGHBOUR_UNANSWERED));
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
        assertEquals(1, net.count(IpCounter.NEIGHBOUR_IGNORED));
        assertEquals("PENDING", macOf(NetworkFixture.PEER));
    }

    /// A known neighbour is asked at its old address before it counts as moved.
    @Test
    void aClaimDoesNotTakeALivingNeighboursTraffic() {
        net.knowingPeer();
        net.pass(2);
        request("020000000066", "0a000002", "0a000001");
        assertEquals(1, net.count(IpCounter.NEIGHBOUR_CHALLENGED));
        net.out.clear();
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.turn();
        assertTrue(net.onlySent().startsWith("020000000002" + "020000000001" + "0806"));
        reply("020000000002", "0a000002");
        net.pass(10);
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        assertEquals(0, net.count(IpCounter.NEIGHBOUR_MOVED));
    }

    @Test
    void aNeighbourWhoseOldAddressIsSilentHasMoved() {
        net.knowingPeer();
        net.pass(2);
        reply("020000000066", "0a000002");
        net.turn();
        net.out.clear();
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.pass(1);
        assertEquals("02:00:00:00:00:66", macOf(NetworkFixture.PEER));
        assertEquals(1, net.count(IpCounter.NEIGHBOUR_MOVED));
    }

    /// TCP's progress shows that what goes to the old address arrives.
    @Test
    void anAcknowledgmentAnswersForTheOldAddress() {
        net.knowingPeer();
        net.pass(2);
        reply("020000000066", "0a000002");
        net.network.confirm(0, IpAddress.mapped(NetworkFixture.PEER), net.now);
        net.pass(5);
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
    }

    /// A flood of claims costs the neighbour one question a second.
    @Test
    void aFloodOfClaimsIsAskedAboutOnceASecond() {
        net.knowingPeer();
        for (int i = 0; i < 100_000; i++) {
            net.now += NetworkFixture.SECOND / 10_000;
            reply("0200000001" + String.format("%02x", i & 0xFF), "0a000002");
            net.turn();
            if (net.out.size() > 0) {
                net.out.clear();
                reply("020000000002", "0a000002");
            }
            assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        }
        assertTrue(net.count(IpCounter.ARP_OUT_REQUESTS) <= 10, net.count(IpCounter.ARP_OUT_REQUESTS) + " questions");
    }

    /// RFC 5227 2.4.
    @Test
    void anotherHostWithOurAddressIsCountedAndNotBelieved() {
        request("020000000066", "0a000001", "0a000001");
        reply("020000000066", "0a000001");
        assertEquals(2, net.count(IpCounter.ADDRESS_CONFLICTS));
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

    /// RFC 4861 7.3.3, RFC 1122 2.3.2.1 (2): five seconds after it is used while stale.
    @Test
    void aStaleNeighbourInUseIsAskedDirectlyAndUsedMeanwhile() {
        net.knowingPeer();
        net.now += 61 * NetworkFixture.SECOND;
        net.turn();
        assertEquals(0, net.out.size());
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.pass(4);
        assertEquals(0, net.out.size());
        net.pass(1);
        assertTrue(net.onlySent().startsWith("020000000002" + "020000000001" + "0806"));
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.pass(3);
        assertEquals("UNREACHABLE", macOf(NetworkFixture.PEER));
    }

    @Test
    void aNeighbourThatAnswersIsNotAskedForAWhile() {
        net.knowingPeer();
        macOf(NetworkFixture.PEER);
        net.pass(5);
        net.out.clear();
        reply("020000000002", "0a000002");
        net.pass(14);
        assertEquals("02:00:00:00:00:02", macOf(NetworkFixture.PEER));
        net.pass(6);
        assertEquals(1, net.count(IpCounter.ARP_OUT_REQUESTS), "believed for 15 to 45 seconds");
    }

    @Test
    void whoseAcknowledgmentsArriveIsNeverAsked() {
        net.knowingPeer();
        for (int i = 0; i < 1000; i++) {
            macOf(NetworkFixture.PEER);
            net.pass(4);
            net.network.confirm(0, IpAddress.mapped(NetworkFixture.PEER), net.now);
        }
        assertEquals(0, net.count(IpCounter.ARP_OUT_REQUESTS));
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

    private final IpCounters counters = new IpCounters();

    private Neighbours neighbours() {
        Interface wide = new Interface(NetworkFixture.OUR_MAC, 1500, 0, Prefix.parse("10.0.0.1/8"));
        return new Neighbours(wide, new NdpOutput(wide, counters), counters, net.arena, 42);
    }

    private static long low(int i) {
        return IpAddress.mapped(NetworkFixture.PEER + i);
    }

    @Test
    void aFloodOfNeighboursDoesNotDisplaceTheOneInUse() {
        Neighbours neighbours = neighbours();
        neighbours.heard(0, low(0), NetworkFixture.PEER_MAC, true, 0);
        for (int i = 1; i < 100_000; i++) {
            assertEquals(NetworkFixture.PEER_MAC, neighbours.resolve(0, low(0), i));
            neighbours.heard(0, low(i), 0x0200_0100_0000L + i, true, i);
        }
        assertTrue(neighbours.size() <= NeighbourTable.ENTRIES, neighbours.size() + " neighbours");
        assertTrue(counters.get(IpCounter.NEIGHBOUR_IGNORED) == 0, "newcomers displace idle ones");
    }

    /// RFC 6583: a scan of the network from outside.
    @Test
    void aFloodOfUnknownNeighboursIsAskedForAtALimitedRate() {
        Neighbours neighbours = neighbours();
        neighbours.heard(0, low(0), NetworkFixture.PEER_MAC, true, 0);
        long now = 0;
        for (int i = 1; i < 100_000; i++) {
            now += NetworkFixture.SECOND / 10_000;
            neighbours.resolve(0, low(i), now);
            neighbours.turn(net.out, now);
            net.out.clear();
            neighbours.confirm(0, low(0), now);
            assertEquals(NetworkFixture.PEER_MAC, neighbours.resolve(0, low(0), now));
        }
        // ten seconds: a hundred a second and a hundred saved up, each up to three times
        long asked = counters.get(IpCounter.ARP_OUT_REQUESTS);
        assertTrue(asked > 1000 && asked <= 3 * 1100, asked + " questions");
        assertTrue(neighbours.size() <= NeighbourTable.ENTRIES, neighbours.size() + " neighbours");
        // and one that speaks to us is known at once
        neighbours.heard(0, low(200_000), NetworkFixture.PEER_MAC + 7, true, now);
        assertEquals(NetworkFixture.PEER_MAC + 7, neighbours.resolve(0, low(200_000), now));
    }
}
