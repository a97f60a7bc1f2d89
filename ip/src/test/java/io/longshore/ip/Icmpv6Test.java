package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Checksum;
import io.longshore.wire.Frame;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv6;
import io.longshore.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4443.
class Icmpv6Test {

    private static final String US = Ipv6Fixture.digits(Ipv6Fixture.OURS);
    private static final String PEER = Ipv6Fixture.digits(Ipv6Fixture.PEER);
    /// A segment of ours, 1500 bytes, port 80 to port 5000, as far as the sequence number.
    private static final String QUOTE = "60000000 05b4 06 40" + US + PEER + "00501388 01020304";

    private static final String BOTH = "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

    private final Ipv6Fixture net = new Ipv6Fixture().settled().knowingPeer();

    @Test
    void anEchoRequestIsAnsweredWithItsData() {
        net.icmp("8000 0000 1234 0001 a0a1a2a3a4");
        String sent = net.onlySent();
        assertEquals("020000000002" + "020000000001" + "86dd" + "60000000" + "000d" + "3a40" + US + PEER,
            sent.substring(0, 108));
        assertEquals("8100" + "12340001" + "a0a1a2a3a4", Ipv6Fixture.message(sent));
        assertEquals(1, net.count(IpCounter.ICMP6_OUT_ECHO_REPLY));
    }

    @Test
    void anEchoRequestToAGroupIsAnsweredFromOurAddressUnlessThatIsSwitchedOff() {
        net.icmp("8000 0000 1234 0001", p -> p.destination = Ipv6Fixture.ALL_NODES);
        assertEquals(US, net.onlySent().substring(44, 76));
        net.ours.settings().echoMulticastIgnored6 = true;
        net.icmp("8000 0000 1234 0001", p -> p.destination = Ipv6Fixture.ALL_NODES);
        net.ours.settings().echoIgnored6 = true;
        net.icmp("8000 0000 1234 0001");
        assertEquals(0, net.out.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 1460, 1461, 4000, 60_000})
    void anEchoRequestOfAnySizeComesBackWhole(int size) {
        byte[] request = new byte[size];
        new Random(size).nextBytes(request);
        request[0] = (byte) 128;
        request[1] = 0;
        MemorySegment memory = MemorySegment.ofArray(request);
        request[2] = 0;
        request[3] = 0;
        int sum = Checksum.address(Ipv6Fixture.PEER.high(), Ipv6Fixture.PEER.low())
            + Checksum.address(Ipv6Fixture.OURS.high(), Ipv6Fixture.OURS.low()) + Ipv6.ICMPV6 + size
            + Checksum.sum(memory, 0, size);
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2,
            (short) Checksum.finish(sum));
        for (int at = 0; at < size; at += 1448) {
            fragment(request, at, Math.min(size, at + 1448));
        }
        byte[] reply = peerReceives();
        assertEquals((byte) 129, reply[0]);
        assertArrayEquals(Arrays.copyOfRange(request, 4, size), Arrays.copyOfRange(reply, 4, size));
    }

    private void fragment(byte[] message, int from, int to) {
        int more = to < message.length ? 1 : 0;
        net.receive(p -> {
            p.extension = Ipv6.FRAGMENT;
            p.extensions = HexFormat.of().parseHex(String.format("3a00%04x00000001", from | more));
            p.protocol = Ipv6.ICMPV6;
            p.payload = Arrays.copyOfRange(message, from, to);
        });
    }

    /// What another stack of ours, at the peer's address, makes of the frames sent.
    private byte[] peerReceives() {
        Interface theirs = new Interface(NetworkFixture.PEER_MAC, 1500, 0, Prefix.parse(Ipv6Fixture.PEER + "/64"));
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
        assertTrue(Checksum.isRight(packet.pseudoHeader(), packet.memory, packet.transportAt, packet.transportLength));
        return packet.memory.asSlice(packet.transportAt, packet.transportLength).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void aMessageWithAWrongChecksumOrWithoutAWholeHeaderIsDropped() {
        net.icmp("8000 0000 1234 0001", p -> p.checksumAt = -1);
        assertEquals(1, net.count(IpCounter.ICMP6_IN_CHECKSUM_ERRORS));
        net.icmp("8000 0000 123400");
        assertEquals(2, net.count(IpCounter.ICMP6_IN_ERRORS));
        assertEquals(0, net.out.size());
    }

    /// Linux's numbers.
    @ParameterizedTest
    @CsvSource({"0100, 101, false", "0101, 13, true", "0103, 113, false", "0104, 111, true", "0105, 13, true",
        "0300, 113, false", "0400, 71, true"})
    void anErrorSaysWhichSegmentOfOursItIsAbout(String typeAndCode, int errno, boolean hard) {
        assertEquals(Arrival.ICMP_ERROR, net.icmp(typeAndCode + "0000 00000000" + QUOTE));
        IcmpError error = net.network.icmpError();
        assertEquals(Ipv6Fixture.OURS, new IpAddress(error.sourceHigh, error.sourceLow));
        assertEquals(Ipv6Fixture.PEER, new IpAddress(error.destinationHigh, error.destinationLow));
        assertEquals(80, error.sourcePort);
        assertEquals(5000, error.destinationPort);
        assertEquals(0x0102_0304, error.sequence);
        assertEquals(errno, error.errno());
        assertEquals(hard, error.isHard());
        assertFalse(error.isTooBig());
    }

    @Test
    void theSegmentIsFoundBehindExtensionHeadersToo() {
        String quote = "60000000 05b4 00 40" + US + PEER + "2c00 0104 00000000" + "0600 0001 00000007";
        assertEquals(Arrival.ICMP_ERROR, net.icmp("0104 0000 00000000" + quote + "00501388 01020304"));
        assertEquals(5000, net.network.icmpError().destinationPort);
    }

    /// RFC 8201 section 4: nothing below 1280, nothing that would have let the packet through.
    @ParameterizedTest
    @CsvSource({"00000578, 1400", "00000500, 1280", "000004ff, 0", "00000044, 0", "00000000, 0", "000005dc, 0",
        "80000578, 0"})
    void packetTooBigSaysTheMtuToUse(String said, int mtu) {
        Arrival arrival = net.icmp("0200 0000" + said + QUOTE);
        assertEquals(mtu > 0 ? Arrival.ICMP_ERROR : Arrival.NOTHING, arrival);
        assertEquals(mtu, net.network.icmpError().mtu);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "60", "60000000 05b4 06 40 20010db8000000000000000000000001",
        "40000000 05b4 06 40" + BOTH + "0050138801020304",
        "60000000 05b4 06 40" + "20010db8000000000000000000000003"
            + "20010db8000000000000000000000002" + "0050138801020304",
        "60000000 05b4 11 40" + BOTH + "0050138801020304",
        "60000000 05b4 2c 40" + BOTH
            + "0600000900000000" + "0050138801020304",
        "60000000 05b4 3c 40" + BOTH
            + "06ff010400000000" + "0050138801020304",
        "60000000 05b4 06 40" + BOTH + "00501388010203"})
    void aQuoteThatIsNoBeginningOfASegmentOfOursIsIgnored(String quote) {
        assertEquals(Arrival.NOTHING, net.icmp("0104 0000 00000000" + quote));
        assertEquals(1, net.count(IpCounter.ICMP6_IN_ERRORS));
    }

    @Test
    void aPathsMtuIsLoweredKeptWithinBoundsAndForgottenAfterTenMinutes() {
        Network network = net.network;
        long high = Ipv6Fixture.FAR.high();
        long low = Ipv6Fixture.FAR.low();
        assertEquals(1500, network.pathMtu(high, low, net.now));
        network.lowerPathMtu(high, low, 1400, net.now);
        network.lowerPathMtu(high, low, 1450, net.now);
        assertEquals(1400, network.pathMtu(high, low, net.now));
        assertEquals(1500, network.pathMtu(high, low + 1, net.now));
        network.lowerPathMtu(high, low, 68, net.now);
        assertEquals(1280, network.pathMtu(high, low, net.now));
        network.lowerPathMtu(0, IpAddress.mapped(7), 68, net.now);
        assertEquals(552, network.pathMtu(0, IpAddress.mapped(7), net.now));
        net.now += 600 * Ipv6Fixture.SECOND - 1;
        assertEquals(1280, network.pathMtu(high, low, net.now));
        net.now++;
        assertEquals(1500, network.pathMtu(high, low, net.now));
    }

    @Test
    void aFloodOfPathsDisplacesTheOldestOnly() {
        for (int i = 0; i < 100_000; i++) {
            net.network.lowerPathMtu(Ipv6Fixture.FAR.high(), i, 1300, net.now + i);
        }
        assertEquals(1300, net.network.pathMtu(Ipv6Fixture.FAR.high(), 99_999, net.now + 100_000));
    }
}
