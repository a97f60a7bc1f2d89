package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    /// RFC 5952 section 4.
    @ParameterizedTest
    @CsvSource({"2001:0db8::0001, 2001:db8::1", "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "2001:DB8::ABCD, 2001:db8::abcd", "::, ::", "::1, ::1", "1::, 1::",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221", "::ffff:192.0.2.1, 192.0.2.1", "10.0.0.1, 10.0.0.1"})
    void anAddressIsPrintedInItsShortestForm(String text, String shortest) {
        assertEquals(shortest, IpAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0",
        "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "1.2.3.4::", ":1::", "1:::2",
        "1::2:",
        "::1 ", "-1::"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }

    @Test
    void whatIsPrintedIsReadAsTheJdkReadsIt() throws UnknownHostException {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            long high = sparse(random);
            long low = sparse(random);
            String text = IpAddress.text(high, low);
            assertEquals(new IpAddress(high, low), IpAddress.parse(text), "seed " + seed);
            byte[] bytes = InetAddress.getByName(text).getAddress();
            if (bytes.length == 16) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                assertEquals(new IpAddress(buffer.getLong(), buffer.getLong()), new IpAddress(high, low), text);
            }
        }
    }

    /// With runs of zeros.
    private static long sparse(Random random) {
        long word = random.nextLong();
        for (int group = 0; group < 4; group++) {
            word &= random.nextInt(3) == 0 ? -1 : ~(0xFFFFL << 16 * group);
        }
        return word;
    }

    @Test
    void specialAddressesAreKnown() {
        assertTrue(is("::", IpAddress::isAny));
        assertTrue(is("0.0.0.0", IpAddress::isAny));
        assertFalse(is("::1", IpAddress::isAny));
        assertTrue(is("ff02::1", IpAddress::isMulticast));
        assertTrue(is("224.0.0.1", IpAddress::isMulticast));
        assertFalse(is("fe80::1", IpAddress::isMulticast));
        assertTrue(is("febf::1", IpAddress::isLinkLocal));
        assertTrue(is("169.254.1.1", IpAddress::isLinkLocal));
        assertFalse(is("fec0::1", IpAddress::isLinkLocal));
        assertTrue(is("::1", IpAddress::isLoopback));
        assertTrue(is("127.9.9.9", IpAddress::isLoopback));
        assertFalse(is("::2", IpAddress::isLoopback));
    }

    private interface Judgement {
        boolean of(long high, long low);
    }

    private static boolean is(String text, Judgement judgement) {
        IpAddress address = IpAddress.parse(text);
        return judgement.of(address.high(), address.low());
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::1/64, 2001:db8::ffff:1, true", "2001:db8::1/64, 2001:db8:0:1::1, false",
        "2001:db8::1/127, 2001:db8::, true", "2001:db8::1/127, 2001:db8::2, false", "::/0, ff::1, true",
        "2001:db8::1/128, 2001:db8::1, true", "2001:db8::1/33, 2001:db8:8000::1, false", "10.0.0.1/24, 10.0.0.9, true",
        "10.0.0.1/24, 10.0.1.9, false", "10.0.0.1/24, ::10.0.0.9, false", "0.0.0.0/0, 9.9.9.9, true"})
    void aPrefixContainsWhatBeginsLikeIt(String prefix, String address, boolean contained) {
        IpAddress other = IpAddress.parse(address);
        assertEquals(contained, Prefix.parse(prefix).contains(other.high(), other.low()));
        assertEquals(prefix, Prefix.parse(prefix).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::1/129", "2001:db8::1/", "2001:db8::1", "10.0.0.1/33", "::1/-1", "::1/01"})
    void whatIsNoPrefixIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text)).getMessage();
        assertTrue(message.startsWith("\"" + text + "\" is not"), message);
    }

    /// The mapped prefix is nothing in one's complement.
    @Test
    void anIpv4AddressCountsInAChecksumAsItWouldAlone() {
        for (int seed = 0; seed < 1000; seed++) {
            int address = new Random(seed).nextInt();
            int other = new Random(~seed).nextInt();
            int sum = Checksum.address(0, IpAddress.mapped(address)) + Checksum.address(0, IpAddress.mapped(other)) + 6
                    + 20;
            assertEquals(Checksum.pseudoHeader(address, other, 6, 20), Checksum.fold(sum), "seed " + seed);
        }
    }

    @Test
    void anIpv6HeaderSaysWhatWasWritten() {
        MemorySegment memory = MemorySegment.ofArray(new byte[48]);
        Ipv6.writeFlow(memory, 0, 0xB9, 0xFABCDE);
        Ipv6.writePayload(memory, 0, 65_535, 6, 255);
        Ipv6.writeSource(memory, 0, 1, -2);
        Ipv6.writeDestination(memory, 0, -3, 4);
        Ipv6.writeFragment(memory, 40, 17, 65_528 | 1, -5);
        assertEquals(6, Ipv6.version(memory, 0));
        assertEquals(0xB9, Ipv6.trafficClass(memory, 0));
        assertEquals(0xABCDE, Ipv6.flowLabel(memory, 0));
        assertEquals(65_535, Ipv6.payloadLength(memory, 0));
        assertEquals(6, Ipv6.nextHeader(memory, 0));
        assertEquals(255, Ipv6.hopLimit(memory, 0));
        assertEquals(new IpAddress(1, -2), new IpAddress(Ipv6.sourceHigh(memory, 0), Ipv6.sourceLow(memory, 0)));
        assertEquals(-3, Ipv6.destinationHigh(memory, 0));
        assertEquals(4, Ipv6.destinationLow(memory, 0));
        assertEquals(65_528, Ipv6.fragmentOffset(memory, 40));
        assertTrue(Ipv6.moreFragments(memory, 40));
        assertEquals(-5, Ipv6.fragmentId(memory, 40));
    }
}
