package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Checksum;
import io.longshore.wire.Frame;
import io.longshore.wire.Icmp;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv4Address;
import io.longshore.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpTest {

    /// IP header of a segment of ours, 10.0.0.1:80 to 10.0.0.2:5000, 1500 bytes, then 8 bytes of TCP.
    private static final String QUOTE = "450005dc 00004000 40060000 0a000001 0a000002" + "00501388 01020304";

    private final NetworkFixture net = new NetworkFixture().knowingPeer();

    private Arrival icmp(String digits) {
        return icmp(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    /// Receives a message, with its checksum put right.
    private Arrival icmp(byte[] message) {
        MemorySegment memory = MemorySegment.ofArray(message);
        message[2] = 0;
        message[3] = 0;
        int checksum = Checksum.of(memory, 0, message.length);
        message[2] = (byte) (checksum >>> 8);
        message[3] = (byte) checksum;
        return net.receive(p -> {
            p.protocol = Ipv4.PROTOCOL_ICMP;
            p.payload = message;
        });
    }

    @Test
    void anEchoRequestIsAnsweredWithItsData() {
        icmp("0800 0000 1234 0001 a0a1a2a3a4");
        String sent = net.onlySent();
        assertEquals("020000000002" + "020000000001" + "0800", sent.substring(0, 28));
        assertEquals("45000021" + "00004000" + "4001", sent.substring(28, 48));
        assertEquals("0a000001" + "0a000002" + "0000", sent.substring(52, 72));
        assertEquals("12340001" + "a0a1a2a3a4", sent.substring(76));
        MemorySegment reply = MemorySegment.ofArray(HexFormat.of().parseHex(sent.substring(68)));
        assertTrue(Checksum.isRight(0, reply, 0, (int) reply.byteSize()));
        assertEquals(1, net.count(IpCounter.ICMP_OUT_ECHO_REPLY));
    }

    /// Zeros add up to two different one's complement zeros; only one of them is right.
    @Test
    void anEchoRequestOfZerosIsAnsweredWithTheRightZero() {
        icmp(new byte[] {8, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        assertEquals("0000ffff", net.onlySent().substring(68, 76));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 1480, 1481, 4000, 65_515})
    void anEchoRequestOfAnySizeComesBackWhole(int size) {
        byte[] request = new byte[size];
        new Random(size).nextBytes(request);
        request[0] = 8;
        request[1] = 0;
        if (size <= 1480) {
            icmp(request);
        } else {
            fragmented(request);
        }
        byte[] reply = peerReceives();
        assertArrayEquals(Arrays.copyOfRange(request, 4, size), Arrays.copyOfRange(reply, 4, size));
        assertEquals(0, reply[0]);
    }

    private void fragmented(byte[] request) {
        int checksum = Checksum.of(MemorySegment.ofArray(request), 0, request.length)
            + (request[2] << 8 & 0xFF00) + (request[3] & 0xFF);
        checksum = (checksum & 0xFFFF) + (checksum >>> 16);
        request[2] = (byte) (checksum >>> 8);
        request[3] = (byte) checksum;
        for (int at = 0; at < request.length; at += 1480) {
            int from = at;
            int to = Math.min(at + 1480, request.length);
            net.receive(p -> {
                p.protocol = Ipv4.PROTOCOL_ICMP;
                p.offset = from;
                p.flags = to < request.length ? Ipv4.MORE_FRAGMENTS : 0;
                p.payload = Arrays.copyOfRange(request, from, to);
            });
        }
    }

    /// What another stack of ours, at the peer's address, makes of the frames sent.
    private byte[] peerReceives() {
        Interface theirs = new Interface(NetworkFixture.PEER_MAC, 1500, 0, new Prefix(NetworkFixture.PEER, 24));
        IpCounters counters = new IpCounters();
        FrameInput input = new FrameInput(theirs, new Reassembly(theirs.settings(), counters, net.arena), counters);
        Packet packet = new Packet();
        IpVerdict verdict = IpVerdict.HELD;
        for (int i = 0; i < net.out.size(); i++) {
            assertEquals(IpVerdict.HELD, verdict);
            byte[] bytes = NetworkFixture.bytes(net.out.get(i));
            assertTrue(bytes.length <= 1514);
            Frame frame = net.incoming();
            MemorySegment.copy(bytes, 0, frame.memory, ValueLayout.JAVA_BYTE, frame.start, bytes.length);
            frame.length = bytes.length;
            verdict = input.frame(frame, packet, 0);
        }
        assertEquals(IpVerdict.ICMP, verdict);
        assertTrue(Checksum.isRight(0, packet.memory, packet.transportAt, packet.transportLength));
        return packet.memory.asSlice(packet.transportAt, packet.transportLength).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void aReplyOfMoreFragmentsThanTheBatchHasRoomForIsCounted() {
        while (net.out.size() < 63) {
            net.out.add();
        }
        byte[] request = new byte[4000];
        request[0] = 8;
        fragmented(request);
        assertEquals(63, net.out.size());
        assertEquals(1, net.count(IpCounter.FRAGMENT_FAILS));
    }

    @Test
    void aMessageWithAWrongChecksumOrWithoutAWholeHeaderIsDropped() {
        net.receive(p -> {
            p.protocol = Ipv4.PROTOCOL_ICMP;
            p.payload = new byte[] {8, 0, 0, 1, 0, 0, 0, 0};
        });
        assertEquals(1, net.count(IpCounter.ICMP_IN_CHECKSUM_ERRORS));
        icmp(new byte[] {8, 0, 0, 0, 0, 0, 0});
        assertEquals(2, net.count(IpCounter.ICMP_IN_ERRORS));
        assertEquals(0, net.out.size());
    }

    @Test
    void whatIsNoRequestIsNotAnswered() {
        for (int type = 0; type < 256; type++) {
            if (type != Icmp.ECHO_REQUEST) {
                icmp(new byte[] {(byte) type, 0, 0, 0, 1, 2, 3, 4});
            }
        }
        assertEquals(0, net.out.size());
    }

    @Test
    void anErrorSaysWhichSegmentOfOursItIsAbout() {
        assertEquals(Arrival.ICMP_ERROR, icmp("0303 0000 00000000" + QUOTE));
        IcmpError error = net.network.icmpError();
        assertEquals(Icmp.DESTINATION_UNREACHABLE, error.type);
        assertEquals(Icmp.PORT_UNREACHABLE, error.code);
        assertEquals(IpAddress.mapped(NetworkFixture.OURS), error.sourceLow);
        assertEquals(IpAddress.mapped(NetworkFixture.PEER), error.destinationLow);
        assertEquals(80, error.sourcePort);
        assertEquals(5000, error.destinationPort);
        assertEquals(0x0102_0304, error.sequence);
        assertEquals(0, error.mtu);
    }

    @Test
    void timeExceededAndParameterProblemAreErrorsToo() {
        assertEquals(Arrival.ICMP_ERROR, icmp("0b00 0000 00000000" + QUOTE));
        assertEquals(Arrival.ICMP_ERROR, icmp("0c00 0000 00000000" + QUOTE));
    }

    /// RFC 6633: "A TCP stack MUST silently discard any received ICMP Source Quench messages"; we follow no redirect.
    @ParameterizedTest
    @ValueSource(strings = {"0400", "0501"})
    void sourceQuenchAndRedirectAreIgnored(String typeAndCode) {
        assertEquals(Arrival.NOTHING, icmp(typeAndCode + "0000 0a0000fe" + QUOTE));
    }

    /// RFC 1191 sections 4, 5 and 7.1; RFC 5927 section 7.
    @ParameterizedTest
    @CsvSource({"0578, 1400", "0228, 552", "0044, 552", "0000, 1492"})
    void fragmentationNeededSaysTheMtuToUse(String said, int mtu) {
        assertEquals(Arrival.ICMP_ERROR, icmp("0304 0000 0000" + said + QUOTE));
        assertEquals(mtu, net.network.icmpError().mtu);
    }

    @ParameterizedTest
    @ValueSource(strings = {"05dc", "05dd", "ffff"})
    void anMtuThatThePacketWouldHaveFitIsIgnored(String said) {
        assertEquals(Arrival.NOTHING, icmp("0304 0000 0000" + said + QUOTE));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "45",
        "450005dc 00004000 40060000 0a000001 0a000002 0050138801 0203",
        "650005dc 00004000 40060000 0a000001 0a000002 0050138801020304",
        "400005dc 00004000 40060000 0a000001 0a000002 0050138801020304",
        "440005dc 00004000 40060000 0a000001 0a000002 0050138801020304",
        "4f0005dc 00004000 40060000 0a000001 0a000002 0050138801020304",
        "4500001c 00004000 40060000 0a000001 0a000002 0050138801020304",
        "450005dc 00004000 40110000 0a000001 0a000002 0050138801020304",
        "450005dc 00000001 40060000 0a000001 0a000002 0050138801020304",
        "450005dc 00004000 40060000 0a000003 0a000002 0050138801020304"})
    void aQuoteThatIsNoBeginningOfASegmentOfOursIsIgnored(String quote) {
        assertEquals(Arrival.NOTHING, icmp("0303 0000 00000000" + quote));
        assertEquals(1, net.count(IpCounter.ICMP_IN_ERRORS));
    }

    private void unknownProtocol(int payload) {
        net.receive(p -> {
            p.protocol = 99;
            p.payload = new byte[payload];
        });
    }

    /// RFC 1812 4.3.2.3.
    @Test
    void anErrorQuotesAsMuchAsFitsInto576Bytes() {
        unknownProtocol(1400);
        String sent = net.onlySent();
        assertEquals(2 * (14 + 576), sent.length());
        MemorySegment error = MemorySegment.ofArray(HexFormat.of().parseHex(sent.substring(68)));
        assertTrue(Checksum.isRight(0, error, 0, (int) error.byteSize()));
    }

    /// RFC 1122 3.2.2: "An ICMP error message MUST NOT be sent as the result of receiving an ICMP error message".
    @Test
    void noErrorIsSentAboutAnError() {
        // protocol 99, which a test makes ICMP behind the back of the input
        net.receive(p -> {
            p.protocol = 99;
            p.payload = new byte[] {3, 3, 0, 0, 0, 0, 0, 0};
        });
        assertEquals(1, net.out.size());
        Packet packet = net.network.packet();
        packet.protocol = Ipv4.PROTOCOL_ICMP;
        net.icmpOutput().portUnreachable(packet, net.out, net.now);
        assertEquals(1, net.out.size());
        net.out.clear();
    }

    private static final String UDP = "13880007 000c0000 01020304";

    private void udp(String datagram) {
        net.receive(p -> {
            p.protocol = Ipv4.PROTOCOL_UDP;
            p.payload = HexFormat.of().parseHex(datagram.replace(" ", ""));
        });
    }

    /// RFC 1122 4.1.3.1.
    @Test
    void aUdpDatagramForNobodyIsAnsweredWithPortUnreachable() {
        udp(UDP);
        assertEquals("0303", net.onlySent().substring(68, 72));
        assertEquals(1, net.count(IpCounter.UDP_NO_PORTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"13880007 000c0001 01020304", "13880007 0007 0000 01020304", "13880007 000d0000 01020304",
        "138800070008"})
    void aUdpDatagramThatIsNotSoundIsNotAnswered(String datagram) {
        udp(datagram);
        assertEquals(0, net.out.size());
        assertEquals(1, net.count(IpCounter.UDP_IN_ERRORS) + net.count(IpCounter.UDP_IN_CHECKSUM_ERRORS));
    }

    @Test
    void noErrorIsSentAboutABroadcastOrALaterFragment() {
        net.receive(p -> {
            p.protocol = 99;
            p.destination = Ipv4Address.parse("10.0.0.255");
        });
        net.receive(p -> {
            p.protocol = 99;
            p.offset = 8;
        });
        assertEquals(0, net.out.size());
    }

    /// Errors sent to many hosts beyond the gateway, a packet from each.
    private int errorsOf(int packets) {
        net.knowing("0200000000fe", "0a0000fe");
        int sent = 0;
        for (int i = 0; i < packets; i++) {
            int source = Ipv4Address.parse("198.18.0.0") + host++;
            net.receive(p -> {
                p.protocol = 99;
                p.source = source;
            });
            sent += net.out.size();
            net.out.clear();
        }
        return sent;
    }

    private int host;

    /// CVE-2020-25705: how many are sent must not tell how many others were.
    @Test
    void errorsAreLimitedToARateThatCannotBeCountedExactly() {
        int first = errorsOf(200);
        assertTrue(first >= 25 && first < 50, first + " at once");
        assertEquals(200 - first, net.count(IpCounter.ICMP_OUT_LIMITED) + net.count(IpCounter.ICMP_OUT_LIMITED_HOST));
        net.now += 10 * NetworkFixture.SECOND;
        int second = errorsOf(200);
        assertTrue(second >= 25 && second < 50, second + " at once");
        net.now += 10_000_000;
        int few = errorsOf(200);
        assertTrue(few >= 5 && few <= 10, few + " after 10 ms");
    }

    /// Linux's icmp_ratelimit: one destination cannot use up what is for all.
    @Test
    void oneDestinationGetsSixErrorsAtOnceAndThenOneASecond() {
        int sent = 0;
        for (int i = 0; i < 100_000; i++) {
            unknownProtocol(20);
            sent += net.out.size();
            net.out.clear();
        }
        assertTrue(sent >= 5 && sent <= ErrorLimit.BURST, sent + " at once");
        assertEquals(0, net.count(IpCounter.ICMP_OUT_LIMITED));
        for (int i = 0; i < 400; i++) {
            net.now += NetworkFixture.SECOND / 4;
            unknownProtocol(20);
            sent += net.out.size();
            net.out.clear();
        }
        assertTrue(sent >= 75 && sent <= 107, sent + " in a hundred seconds");
    }
}
