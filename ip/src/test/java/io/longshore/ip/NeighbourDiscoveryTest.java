package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4861.
class NeighbourDiscoveryTest {

    private static final String US = Ipv6Fixture.digits(Ipv6Fixture.OURS);
    private static final String PEER = Ipv6Fixture.digits(Ipv6Fixture.PEER);
    private static final String ROUTER = Ipv6Fixture.digits(Ipv6Fixture.ROUTER);
    private static final String FAR = Ipv6Fixture.digits(Ipv6Fixture.FAR);
    private static final String SOLICIT = "8700 0000 00000000";
    private static final Consumer<CraftedIpv6> TO_GROUP = p -> p.destination = Ipv6Fixture.OUR_GROUP;
    private static final Consumer<CraftedIpv6> UNCHANGED = p -> { };

    private final Ipv6Fixture net = new Ipv6Fixture().settled();

    private void advertise(String flags, IpAddress target, String mac) {
        net.ndp("8800 0000" + flags + Ipv6Fixture.digits(target) + (mac.isEmpty() ? "" : "0201" + mac), UNCHANGED);
    }

    @Test
    void aSolicitationForOurAddressIsAnsweredAndItsSenderRemembered() {
        net.ndp(SOLICIT + US + "0101 020000000002", TO_GROUP);
        String sent = net.onlySent();
        assertEquals("020000000002" + "020000000001" + "86dd" + "60000000" + "0020" + "3aff" + US + PEER,
            sent.substring(0, 108));
        assertEquals("8800" + "60000000" + US + "0201" + "020000000001", Ipv6Fixture.message(sent));
        assertEquals("020000000002", net.macOf(Ipv6Fixture.PEER));
    }

    /// RFC 4861 7.2.4: who has no address yet is answered with everybody.
    @Test
    void aProbeForOurAddressIsAnsweredToAllNodes() {
        net.ndp(SOLICIT + US, TO_GROUP.andThen(p -> p.source = Ipv6Fixture.NOBODY));
        String sent = net.onlySent();
        assertEquals("333300000001", sent.substring(0, 12));
        assertEquals("8800" + "20000000" + US + "0201" + "020000000001", Ipv6Fixture.message(sent));
    }

    @Test
    void aSolicitationWithoutALinkAddressIsAnsweredWhereItCameFrom() {
        net.ndp(SOLICIT + US, UNCHANGED);
        assertEquals("020000000002", net.onlySent().substring(0, 12));
    }

    @Test
    void aSolicitationForAnotherOrFromAnotherNetworkIsNotAnswered() {
        net.ndp(SOLICIT + PEER + "0101 020000000002", TO_GROUP);
        net.ndp(SOLICIT + US + "0101 020000000002", TO_GROUP.andThen(p -> p.source = Ipv6Fixture.FAR));
        assertEquals(0, net.out.size());
        assertEquals("PENDING", net.macOf(Ipv6Fixture.PEER));
    }

    /// RFC 4861 7.1.1, 7.1.2, 4.6; RFC 6980.
    @ParameterizedTest
    @CsvSource({
        "254, 8700 0000 00000000 20010db8000000000000000000000001 0101 020000000002",
        "255, 8701 0000 00000000 20010db8000000000000000000000001 0101 020000000002",
        "255, 8700 0000 00000000 20010db80000000000000000000000",
        "255, 8700 0000 00000000 20010db8000000000000000000000001 0100 020000000002",
        "255, 8700 0000 00000000 20010db8000000000000000000000001 0102 020000000002",
        "255, 8700 0000 00000000 20010db8000000000000000000000001 01",
        "255, 8700 0000 00000000 20010db8000000000000000000000001 0101 333300000001",
        "255, 8700 0000 00000000 20010db8000000000000000000000001 0101 020000000001",
        "255, 8700 0000 00000000 ff020000000000000000000000000001 0101 020000000002",
        "255, 8800 0000 60000000 ff020000000000000000000000000001 0201 020000000002",
        "255, 8800 0000 60000000 20010db8000000000000000000000002 0200 020000000002",
        "255, 8900 0000 00000000 fe800000000000000000000000000002 20010db8ffff00000000000000000007",
        "255, 8600 0000 40000708 00000000 00000000"})
    void whatIsNotSoundIsCountedAndNotAnswered(int hopLimit, String message) {
        net.icmp(message, p -> p.hopLimit = hopLimit);
        assertEquals(1, net.count(IpCounter.NDP_IN_ERRORS));
        assertEquals(0, net.out.size());
        assertEquals("PENDING", net.macOf(Ipv6Fixture.PEER));
    }

    @Test
    void anAnonymousSolicitationIsForTheGroupAndBringsNoLinkAddress() {
        net.ndp(SOLICIT + US, p -> {
            p.source = Ipv6Fixture.NOBODY;
            p.destination = Ipv6Fixture.ALL_NODES;
        });
        net.ndp(SOLICIT + US + "0101 020000000002", TO_GROUP.andThen(p -> p.source = Ipv6Fixture.NOBODY));
        assertEquals(2, net.count(IpCounter.NDP_IN_ERRORS));
        assertEquals(0, net.out.size());
    }

    /// RFC 6980.
    @Test
    void neighbourDiscoveryInFragmentsIsRefused() {
        net.ndp(SOLICIT + US + "0101 020000000002", p -> {
            p.extension = Ipv6.FRAGMENT;
            p.extensions = Ipv6Fixture.bytes("3a00 0000 00000007");
        });
        assertEquals(1, net.count(IpCounter.NDP_FRAGMENTED));
        assertEquals(0, net.out.size());
    }

    @Test
    void anUnknownNeighbourIsAskedForAndGetsItsPacketsOnceItAnswers() {
        assertEquals(NextHop.PENDING, net.send(Ipv6Fixture.PEER, 0xA0A0_A0A0));
        assertEquals(NextHop.PENDING, net.send(Ipv6Fixture.PEER, 0xB1B1_B1B1));
        net.turn();
        String asked = net.onlySent();
        assertEquals("3333ff000002" + "020000000001" + "86dd" + "60000000" + "0020" + "3aff" + US
            + "ff0200000000000000000001ff000002", asked.substring(0, 108));
        assertEquals("8700" + "00000000" + PEER + "0101" + "020000000001", Ipv6Fixture.message(asked));
        advertise("60000000", Ipv6Fixture.PEER, "020000000002");
        net.turn();
        assertEquals(2, net.out.size());
        assertTrue(net.sent(0).startsWith("020000000002" + "020000000001" + "86dd"));
        assertEquals("a0a0a0a0", net.sent(0).substring(108));
        assertEquals("b1b1b1b1", net.sent(1).substring(108));
    }

    @Test
    void aSilentNeighbourIsAskedThreeTimesAndThenUnreachable() {
        net.send(Ipv6Fixture.PEER);
        net.turn();
        net.pass(3);
        assertEquals(3, net.count(IpCounter.ICMP6_OUT_SOLICITATIONS));
        assertEquals(NextHop.UNREACHABLE, net.send(Ipv6Fixture.PEER));
    }

    @Test
    void anAnswerThatNobodyAskedForIsIgnored() {
        advertise("60000000", Ipv6Fixture.PEER, "020000000066");
        advertise("20000000", Ipv6Fixture.PEER, "020000000066");
        assertEquals(2, net.count(IpCounter.NEIGHBOUR_IGNORED));
        assertEquals("PENDING", net.macOf(Ipv6Fixture.PEER));
    }

    /// The same as with ARP: asked at the old address first, whatever flags the claim bears.
    @ParameterizedTest
    @ValueSource(strings = {"60000000", "20000000", "e0000000"})
    void aClaimDoesNotTakeALivingNeighboursTraffic(String flags) {
        net.knowingPeer();
        net.pass(2);
        advertise(flags, Ipv6Fixture.PEER, "020000000066");
        assertEquals("020000000002", net.macOf(Ipv6Fixture.PEER));
        net.turn();
        assertTrue(net.onlySent().startsWith("020000000002"));
        // an answer need not repeat the address (RFC 4861 4.4)
        advertise("40000000", Ipv6Fixture.PEER, "");
        net.pass(10);
        assertEquals("020000000002", net.macOf(Ipv6Fixture.PEER));
        assertEquals(0, net.count(IpCounter.NEIGHBOUR_MOVED));
    }

    @Test
    void aNeighbourWhoseOldAddressIsSilentHasMoved() {
        net.knowingPeer();
        net.pass(2);
        advertise("20000000", Ipv6Fixture.PEER, "020000000066");
        net.pass(2);
        assertEquals("020000000066", net.macOf(Ipv6Fixture.PEER));
    }

    /// RFC 4861 appendix C: STALE, DELAY, PROBE, gone.
    @Test
    void aNeighbourThatFallsSilentIsProbedAndGivenUp() {
        net.knowingPeer();
        assertEquals("020000000002", net.macOf(Ipv6Fixture.PEER));
        net.pass(4);
        assertEquals(0, net.out.size());
        net.pass(1);
        assertTrue(net.onlySent().startsWith("020000000002"));
        net.pass(3);
        assertEquals("UNREACHABLE", net.macOf(Ipv6Fixture.PEER));
    }

    @Test
    void anotherHostWithOurAddressIsCountedAndNotBelieved() {
        advertise("20000000", Ipv6Fixture.OURS, "020000000066");
        assertEquals(1, net.count(IpCounter.ADDRESS_CONFLICTS));
        assertTrue(net.network.owns(Ipv6Fixture.OURS.high(), Ipv6Fixture.OURS.low()));
    }

    /// CVE class of RFC 6583: a scan of our /64 from outside.
    @Test
    void aScanOfTheNetworkIsAskedForAtALimitedRate() {
        net.knowingPeer();
        for (int i = 0; i < 100_000; i++) {
            net.now += Ipv6Fixture.SECOND / 10_000;
            net.network.confirm(Ipv6Fixture.PEER.high(), Ipv6Fixture.PEER.low(), net.now);
            net.send(new IpAddress(Ipv6Fixture.OURS.high(), 0x1_0000L + i));
            net.turn();
            net.out.clear();
            assertEquals("020000000002", net.macOf(Ipv6Fixture.PEER));
        }
        long asked = net.count(IpCounter.ICMP6_OUT_SOLICITATIONS);
        assertTrue(asked > 1000 && asked <= 3 * 1100, asked + " questions in ten seconds");
    }

    /// Spoofed solicitations fill the table; who is in use stays.
    @Test
    void aFloodOfSolicitationsDoesNotDisplaceTheNeighbourInUse() {
        net.knowingPeer();
        for (int i = 1; i < 100_000; i++) {
            int host = 0x1_0000 + i;
            assertEquals("020000000002", net.macOf(Ipv6Fixture.PEER));
            net.ndp(SOLICIT + US + "0101" + String.format("0201%08x", host), TO_GROUP.andThen(p ->
                p.source = new IpAddress(Ipv6Fixture.OURS.high(), host)));
            net.out.clear();
        }
    }

    @Test
    void whatIsNotOnTheLinkGoesToTheRouter() {
        net.send(Ipv6Fixture.FAR);
        net.turn();
        assertTrue(Ipv6Fixture.message(net.onlySent()).contains(ROUTER));
        advertise("e0000000", Ipv6Fixture.ROUTER, "0200000000fe");
        assertEquals("0200000000fe", net.macOf(Ipv6Fixture.FAR));
    }

    private void redirect(IpAddress from) {
        net.ndp("8900 0000 00000000" + Ipv6Fixture.digits(Ipv6Fixture.PEER_LOCAL) + FAR + "0201 020000000002",
            p -> p.source = from);
    }

    /// RFC 4861 8.1: "the IP source address of the Redirect is the same as the current first-hop router".
    @Test
    void onlyTheRouterInUseSendsUsAnotherWay() {
        net.ndp(SOLICIT + US + "0101 0200000000fe", p -> p.source = Ipv6Fixture.ROUTER);
        redirect(Ipv6Fixture.PEER_LOCAL);
        assertEquals(1, net.count(IpCounter.NDP_REDIRECTS_REFUSED));
        assertEquals("0200000000fe", net.macOf(Ipv6Fixture.FAR));
        redirect(Ipv6Fixture.ROUTER);
        assertEquals("020000000002", net.macOf(Ipv6Fixture.FAR));
        // and who sent it there once may not again: it is not the first hop any more
        redirect(Ipv6Fixture.ROUTER);
        assertEquals(2, net.count(IpCounter.NDP_REDIRECTS_REFUSED));
    }

    @Test
    void redirectsCanBeSwitchedOff() {
        net.ours.settings().acceptRedirects = false;
        redirect(Ipv6Fixture.ROUTER);
        assertEquals(1, net.count(IpCounter.NDP_REDIRECTS_REFUSED));
    }

    @Test
    void aPointToPointLinkHasNoNeighbours() {
        Ipv6Fixture wire = new Ipv6Fixture(i -> i.pointToPoint(0x0200_0000_0099L));
        assertEquals(Long.MAX_VALUE, wire.network.deadline());
        assertEquals("020000000099", wire.macOf(Ipv6Fixture.FAR));
        wire.ndp(SOLICIT + US + "0101 020000000002", TO_GROUP);
        wire.pass(5);
        assertEquals(0, wire.out.size());
    }

    @Test
    void theFlowLabelIsOneForAConnectionAndAnotherForAnother() {
        net.knowingPeer();
        String one = label(1);
        assertEquals(one, label(1));
        assertTrue(!one.equals(label(2)) || !one.equals(label(3)), one);
        assertTrue(!one.equals("00000"), one);
    }

    private String label(int ports) {
        PacketFields fields = Ipv6Fixture.to(Ipv6Fixture.PEER);
        Frame frame = net.out.add();
        NetworkOrder.put32(frame.memory, frame.start + PacketFields.TRANSPORT6, ports);
        frame.length = PacketFields.TRANSPORT6 + 4;
        net.network.send(frame, fields, net.now);
        String label = NetworkFixture.digits(frame).substring(31, 36);
        net.out.removeLast();
        return label;
    }

    @Test
    void groupsAreReachedByTheirEthernetGroup() {
        assertEquals(0x3333_FF00_0001L, Ethernet.multicast(Ipv6Fixture.OUR_GROUP.low()));
    }
}
