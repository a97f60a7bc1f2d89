package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.Ipv4Address;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4InputTest {

    private final NetworkFixture net = new NetworkFixture().knowingPeer();

    private void drops(IpCounter reason, Consumer<CraftedPacket> packet) {
        long before = net.count(reason);
        assertEquals(Arrival.NOTHING, net.receive(packet));
        assertEquals(reason, net.network.packet().reason);
        assertEquals(before + 1, net.count(reason));
        assertEquals(0, net.out.size());
    }

    @Test
    void aSegmentForUsIsDeliveredWithoutTheFramesPadding() {
        assertEquals(Arrival.SEGMENT, net.receive(p -> {
            p.payload = new byte[] {1, 2, 3};
            p.padding = 23;
            p.tos = 3;
        }));
        Packet packet = net.network.packet();
        assertArrayEquals(new byte[] {1, 2, 3}, net.received());
        assertEquals(NetworkFixture.PEER, packet.source());
        assertEquals(NetworkFixture.OURS, packet.destination());
        assertEquals(3, packet.trafficClass);
        assertFalse(packet.checksumVouched);
        assertEquals(1, net.count(IpCounter.IN_DELIVERS));
    }

    @Test
    void whatTheLinkVouchesForIsPassedOn() {
        Frame frame = net.incoming();
        new CraftedPacket().write(frame);
        frame.flags = Frame.CHECKSUM_OFFLOADED;
        frame.segmentSize = 1448;
        net.network.receive(frame, net.out, net.now);
        assertTrue(net.network.packet().checksumVouched);
        assertEquals(1448, net.network.packet().segmentSize);
    }

    /// RFC 1122 3.2.1.1.
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 6, 15})
    void aDatagramWhoseVersionNumberIsNot4MustBeSilentlyDiscarded(int version) {
        drops(IpCounter.IN_HEADER_ERRORS, p -> p.version = version);
    }

    /// RFC 1122 3.2.1.2.
    @Test
    void aHostMustSilentlyDiscardEveryDatagramThatHasABadChecksum() {
        drops(IpCounter.IN_CHECKSUM_ERRORS, p -> p.checksumError = 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 16})
    void aHeaderShorterThan20BytesIsMalformed(int length) {
        drops(IpCounter.IN_HEADER_ERRORS, p -> p.headerLength = length);
    }

    @Test
    void aHeaderThatReachesBeyondTheFrameIsMalformed() {
        drops(IpCounter.IN_HEADER_ERRORS, p -> p.headerLength = 44);
    }

    @Test
    void aTotalLengthWithinTheHeaderIsMalformed() {
        drops(IpCounter.IN_HEADER_ERRORS, p -> p.totalLength = 19);
        drops(IpCounter.IN_HEADER_ERRORS, p -> p.totalLength = 0);
    }

    @Test
    void aTotalLengthBeyondTheFrameIsTruncated() {
        drops(IpCounter.IN_TRUNCATED, p -> p.totalLength = 41);
        drops(IpCounter.IN_TRUNCATED, p -> p.padding = -1);
    }

    @Test
    void aFrameWithoutAWholeHeaderIsTruncated() {
        drops(IpCounter.IN_TRUNCATED, p -> p.padding = -21);
        drops(IpCounter.IN_TRUNCATED, p -> p.padding = -40);
        drops(IpCounter.LINK_SHORT, p -> p.padding = -41);
        drops(IpCounter.LINK_SHORT, p -> p.padding = -54);
    }

    @Test
    void whatIsForOthersIsDropped() {
        drops(IpCounter.LINK_OTHER_HOST, p -> p.toMac = 0x0200_0000_0099L);
        drops(IpCounter.IN_ADDRESS_ERRORS, p -> p.destination = NetworkFixture.PEER);
        drops(IpCounter.LINK_UNKNOWN_TYPE, p -> p.type = 0x88CC);
        drops(IpCounter.LINK_UNKNOWN_TYPE, p -> p.type = 60);
    }

    @Test
    void broadcastAndMulticastReachNoConnection() {
        drops(IpCounter.IN_BROADCAST, p -> p.destination = Ipv4Address.LIMITED_BROADCAST);
        drops(IpCounter.IN_BROADCAST, p -> p.destination = Ipv4Address.parse("10.0.0.255"));
        drops(IpCounter.IN_MULTICAST, p -> p.destination = Ipv4Address.parse("224.0.0.1"));
    }

    /// RFC 1122 3.3.6: "a host SHOULD silently discard a datagram that is received via a link-layer broadcast but does
    /// not specify an IP multicast or broadcast destination address".
    @Test
    void aLinkBroadcastIsNotForOneAddress() {
        drops(IpCounter.IN_ADDRESS_ERRORS, p -> p.toMac = Ethernet.BROADCAST);
    }

    /// RFC 1122 3.2.1.3; the first is the attack called LAND.
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.255", "10.0.0.0", "255.255.255.255", "224.0.0.1", "127.0.0.1",
        "0.0.0.0", "0.1.2.3", "240.0.0.1"})
    void aSourceThatNobodyElseHasIsDropped(String source) {
        drops(IpCounter.IN_MARTIANS, p -> p.source = Ipv4Address.parse(source));
    }

    /// RFC 1122 3.2.1.7.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aHostMustNotDiscardADatagramJustBecauseItWasReceivedWithTtlLessThan2(int ttl) {
        assertEquals(Arrival.SEGMENT, net.receive(p -> p.ttl = ttl));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01010101", "00ffffff", "07070400000000 00", "440c0500 00000000 00000000",
        "9404000001010101"})
    void optionsAreSkipped(String options) {
        byte[] bytes = HexFormat.of().parseHex(options.replace(" ", ""));
        assertEquals(Arrival.SEGMENT, net.receive(p -> p.options = bytes));
        assertEquals(20, net.network.packet().transportLength);
    }

    @ParameterizedTest
    @ValueSource(strings = {"830704 0a000002 00", "890704 0a000002 00", "01010101 830304 00"})
    void sourceRoutesAreRefused(String options) {
        drops(IpCounter.IN_SOURCE_ROUTES, p -> p.options = HexFormat.of().parseHex(options.replace(" ", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"07000000", "07010000", "07050000", "010101 07", "44ff0000"})
    void anOptionOfIllegalLengthIsMalformed(String options) {
        drops(IpCounter.IN_HEADER_ERRORS, p -> p.options = HexFormat.of().parseHex(options.replace(" ", "")));
    }

    @Test
    void anUnknownProtocolIsReportedUnreachable() {
        net.receive(p -> p.protocol = 99);
        assertEquals(1, net.count(IpCounter.IN_UNKNOWN_PROTOCOLS));
        String sent = net.onlySent();
        assertEquals("0302", sent.substring(68, 72));
        assertEquals("45000028", sent.substring(84, 92));
    }

    @Test
    void ipInIpIsNotUnpacked() {
        net.receive(p -> p.protocol = 4);
        assertEquals(1, net.count(IpCounter.IN_UNKNOWN_PROTOCOLS));
        assertEquals(0, net.count(IpCounter.IN_DELIVERS));
    }
}
