package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.wire.Ethernet;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv6;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6InputTest {

    private final Ipv6Fixture net = new Ipv6Fixture().settled().knowingPeer();

    private void drops(IpCounter reason, Consumer<CraftedIpv6> changes) {
        long before = net.count(reason);
        assertEquals(Arrival.NOTHING, net.receive(changes));
        assertEquals(reason, net.network.packet().reason);
        assertEquals(before + 1, net.count(reason));
        assertEquals(0, net.out.size());
    }

    private Arrival extended(int first, String extensions) {
        return net.receive(p -> {
            p.extension = first;
            p.extensions = Ipv6Fixture.bytes(extensions);
        });
    }

    @Test
    void aSegmentIsHandedOn() {
        assertEquals(Arrival.SEGMENT, net.receive(p -> {
            p.payload = new byte[] {1, 2, 3};
            p.trafficClass = 0xB9;
            p.hopLimit = 7;
            p.padding = 30;
        }));
        Packet packet = net.network.packet();
        assertArrayEquals(new byte[] {1, 2, 3}, net.received());
        assertEquals(Ipv6Fixture.PEER, new IpAddress(packet.sourceHigh, packet.sourceLow));
        assertEquals(Ipv6Fixture.OURS, new IpAddress(packet.destinationHigh, packet.destinationLow));
        assertEquals(0xB9, packet.trafficClass);
        assertEquals(1, packet.ecn());
        assertEquals(7, packet.hopLimit);
        assertEquals(6, packet.version);
    }

    @Test
    void whatIsNotWholeIsDropped() {
        drops(IpCounter.IN6_TRUNCATED, p -> p.padding = -1);
        drops(IpCounter.IN6_TRUNCATED, p -> p.padding = -21);
        drops(IpCounter.IN6_TRUNCATED, p -> p.payloadLength = 21);
        drops(IpCounter.IN6_HEADER_ERRORS, p -> p.version = 4);
    }

    @Test
    void whatIsForOthersIsDropped() {
        drops(IpCounter.IN6_ADDRESS_ERRORS, p -> p.destination = Ipv6Fixture.PEER);
        drops(IpCounter.IN6_ADDRESS_ERRORS, p -> p.toMac = Ethernet.BROADCAST);
        drops(IpCounter.IN6_MULTICAST, p -> p.destination = IpAddress.parse("ff02::2"));
        drops(IpCounter.IN6_MULTICAST, p -> p.destination = IpAddress.parse("ff02::1:ff00:2"));
        // a group of ours, but TCP is for one
        drops(IpCounter.IN6_MULTICAST, p -> p.destination = Ipv6Fixture.ALL_NODES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::1", "::", "::1", "ff02::1", "::ffff:10.0.0.1", "::10.0.0.1", "ff0e::7"})
    void aSourceThatNobodyElseHasIsNotBelieved(String source) {
        drops(IpCounter.IN6_MARTIANS, p -> p.source = IpAddress.parse(source));
    }

    @Test
    void anIpv4MappedDestinationIsNotTakenForIpv4() {
        drops(IpCounter.IN6_ADDRESS_ERRORS, p -> p.destination = IpAddress.parse("::ffff:10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 06 00 0100 00000000",
        "60, 06 00 0104 00000000",
        "0, 3c00 0502 0000 0100 0600 1e04 01020304",
        "43, 06 00 0000 00000000",
        "43, 06 02 0400 00000000 20010db8000000000000000000000001",
        "44, 06 00 0000 12345678",
        "0, 2b00 0104 00000000 2c00 0000 00000000 3c00 0000 12345678 0600 0104 00000000"})
    void extensionHeadersThatMeanNothingArePassedOver(int first, String extensions) {
        assertEquals(Arrival.SEGMENT, extended(first, extensions));
        assertEquals(20, net.network.packet().transportLength);
    }

    /// RFC 4443 3.4: code and pointer.
    @ParameterizedTest
    @CsvSource({
        "43, 06 02 0001 00000000 20010db8000000000000000000000001, 0400 0000002a",
        "43, 06 00 fd01 00000000, 0400 0000002a",
        "60, 06 00 8000 01020000, 0402 0000002a",
        "60, 06 00 c000 01020000, 0402 0000002a",
        "60, 06 00 0000 c0020000, 0402 0000002c",
        "60, 0000 0104 00000000 0600 0104 00000000, 0401 00000028"})
    void whatTheHeadersAskToBeToldIsTold(int first, String extensions, String message) {
        assertEquals(Arrival.NOTHING, extended(first, extensions));
        String sent = net.onlySent();
        assertEquals(message.replace(" ", ""), Ipv6Fixture.message(sent).substring(0, 12));
        assertEquals(Ipv6Fixture.digits(Ipv6Fixture.PEER), sent.substring(76, 108));
        assertEquals(1, net.count(IpCounter.ICMP6_OUT_PARAMETER_PROBLEM));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // an option that asks to be dropped in silence, lengths beyond the header, no room for a header
        "06 00 4000 01020000", "06 00 0105 00000000", "06 00 01ff 00000000", "06 00 0103 00 000001",
        "06 01 0104 00000000",
        "06 ff 0104 00000000"})
    void optionsThatMakeNoSenseAreDroppedInSilence(String extensions) {
        assertEquals(Arrival.NOTHING, net.receive(p -> {
            p.extension = Ipv6.DESTINATION_OPTIONS;
            p.extensions = Ipv6Fixture.bytes(extensions);
            p.payload = new byte[0];
        }));
        assertEquals(0, net.out.size());
    }

    /// RFC 8504 5.3.
    @Test
    void moreHeadersOptionsOrPaddingThanAnybodyNeedsAreDropped() {
        String header = "3c00 0104 00000000";
        assertEquals(Arrival.SEGMENT, extended(60, header.repeat(7) + "0600 0104 00000000"));
        assertEquals(Arrival.NOTHING, extended(60, header.repeat(8) + "0600 0104 00000000"));
        assertEquals(1, net.count(IpCounter.IN6_EXTENSION_LIMIT));
        // eight unknown options, and nine
        assertEquals(Arrival.SEGMENT, extended(60, "0602" + "1e00".repeat(8) + "01040000 0000"));
        assertEquals(Arrival.NOTHING, extended(60, "0602" + "1e00".repeat(9) + "01020000"));
        // padding of eight bytes
        assertEquals(Arrival.NOTHING, extended(60, "0601" + "0106000000000000" + "1e04 00000000"));
        // 264 bytes of headers
        assertEquals(Arrival.NOTHING, extended(60, "0620" + "1eff" + "00".repeat(255) + "010300 0000"));
        assertEquals(4, net.count(IpCounter.IN6_EXTENSION_LIMIT));
        assertEquals(0, net.out.size());
    }

    @Test
    void nothingMoreToComeIsNothing() {
        drops(IpCounter.IN6_NO_NEXT_HEADER, p -> p.protocol = Ipv6.NO_NEXT_HEADER);
    }

    @Test
    void anUnknownProtocolIsAnsweredWithWhereItIsNamed() {
        net.receive(Ipv6Fixture::unknown);
        assertEquals("0401" + "00000006", Ipv6Fixture.message(net.onlySent()).substring(0, 12));
        net.receive(p -> {
            Ipv6Fixture.unknown(p);
            p.extension = 60;
            p.extensions = Ipv6Fixture.bytes("6300 0104 00000000");
        });
        assertEquals("0401" + "00000028", Ipv6Fixture.message(net.onlySent()).substring(0, 12));
    }

    @Test
    void aUdpDatagramForNobodyIsAnsweredWithPortUnreachableUnlessItCameToAGroup() {
        Consumer<CraftedIpv6> udp = p -> {
            p.protocol = 17;
            p.payload = Ipv6Fixture.bytes("13880007 000c0000 01020304");
            p.checksumAt = 6;
        };
        net.receive(udp);
        assertEquals("0104", Ipv6Fixture.message(net.onlySent()).substring(0, 4));
        net.receive(udp.andThen(p -> p.destination = Ipv6Fixture.ALL_NODES));
        net.receive(udp.andThen(p -> p.checksumAt = -1));
        assertEquals(0, net.out.size());
        assertEquals(2, net.count(IpCounter.UDP_NO_PORTS));
        assertEquals(1, net.count(IpCounter.UDP_IN_CHECKSUM_ERRORS));
    }

    /// RFC 4443 2.4 c.
    @Test
    void anErrorQuotesAsMuchAsFitsInto1280Bytes() {
        net.receive(p -> {
            Ipv6Fixture.unknown(p);
            p.payload = new byte[1400];
        });
        assertEquals(2 * (14 + 1280), net.onlySent().length());
    }

    /// RFC 4443 2.4 e.1, behind extension headers too.
    @Test
    void noErrorIsSentAboutAnError() {
        net.receive(p -> {
            p.extension = 60;
            p.extensions = Ipv6Fixture.bytes("3a00 8000 01020000");
            p.protocol = Ipv6.ICMPV6;
            p.payload = Ipv6Fixture.bytes("0104000000000000");
        });
        assertEquals(0, net.out.size());
        assertEquals(1, net.count(IpCounter.IN6_HEADER_ERRORS));
    }

    /// RFC 4443 2.4 e.3.
    @Test
    void aboutAGroupsPacketOnlyAnUnknownOptionIsReported() {
        for (String option : new String[] {"c002", "8002"}) {
            net.receive(p -> {
                p.destination = Ipv6Fixture.ALL_NODES;
                p.extension = 60;
                p.extensions = Ipv6Fixture.bytes("1100 " + option + " 00000000");
            });
        }
        assertEquals("0402", Ipv6Fixture.message(net.onlySent()).substring(0, 4));
        net.receive(p -> {
            Ipv6Fixture.unknown(p);
            p.destination = Ipv6Fixture.ALL_NODES;
        });
        assertEquals(0, net.out.size());
    }

    @Test
    void errorsToOneSourceAreLimited() {
        int sent = 0;
        for (int i = 0; i < 100_000; i++) {
            net.receive(Ipv6Fixture::unknown);
            sent += net.out.size();
            net.out.clear();
        }
        assertEquals(true, sent >= 5 && sent <= ErrorLimit.BURST, sent + " errors at once");
    }
}
