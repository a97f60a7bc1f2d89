package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 8200 4.5, RFC 5722, RFC 6946, RFC 7112.
class Reassembly6Test {

    private final Ipv6Fixture net = new Ipv6Fixture().settled().knowingPeer();

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        new Random(length).nextBytes(text);
        return text;
    }

    private static byte[] header(int next, int offset, boolean more, int id) {
        return Ipv6Fixture.bytes(String.format("%02x00%04x%08x", next, offset | (more ? 1 : 0), id));
    }

    private Arrival fragment(byte[] text, int from, int to) {
        return fragment(Arrays.copyOfRange(text, from, to), from, to < text.length);
    }

    private Arrival fragment(byte[] piece, int offset, boolean more) {
        return net.receive(p -> {
            p.extension = Ipv6.FRAGMENT;
            p.extensions = header(Ipv4.PROTOCOL_TCP, offset, more, 7);
            p.payload = piece;
        });
    }

    private void isWhole(byte[] text, Arrival arrival) {
        assertEquals(Arrival.SEGMENT, arrival);
        assertArrayEquals(text, net.received());
        assertTrue(net.network.packet().fragmented);
        assertEquals(Ipv6Fixture.PEER.low(), net.network.packet().sourceLow);
    }

    @Test
    void fragmentsInAnyOrderMakeTheWhole() {
        byte[] text = text(100);
        fragment(text, 48, 96);
        fragment(text, 96, 100);
        isWhole(text, fragment(text, 0, 48));
        assertEquals(1, net.count(IpCounter.REASSEMBLED6));
    }

    @Test
    void headersBeforeAndBehindTheFragmentHeaderAreLookedAt() {
        byte[] options = Ipv6Fixture.bytes("0600 1e04 01020304");
        byte[] text = text(64);
        byte[] fragmented = Arrays.copyOf(options, 72);
        System.arraycopy(text, 0, fragmented, 8, 64);
        for (int from = 0; from < 72; from += 40) {
            int at = from;
            boolean more = from == 0;
            Arrival arrival = net.receive(p -> {
                p.extension = Ipv6.HOP_BY_HOP;
                byte[] header = header(Ipv6.DESTINATION_OPTIONS, at, more, 9);
                p.extensions = Arrays.copyOf(Ipv6Fixture.bytes("2c00 0502 0000 0100"), 16);
                System.arraycopy(header, 0, p.extensions, 8, 8);
                p.payload = Arrays.copyOfRange(fragmented, at, Math.min(72, at + 40));
            });
            assertEquals(more ? Arrival.NOTHING : Arrival.SEGMENT, arrival);
        }
        assertArrayEquals(text, net.received());
        assertEquals(56, net.network.packet().headerLength);
    }

    @Test
    void anAtomicFragmentIsWholeWhateverElseIsThere() {
        byte[] text = text(64);
        fragment(text, 0, 32);
        isWhole(text, fragment(text, 0, false));
        assertEquals(1, net.count(IpCounter.REASSEMBLY6_REQUIRED));
        isWhole(text, fragment(text, 32, 64));
    }

    @Test
    void overlapsRuinTheDatagramAndTwinsDoNot() {
        byte[] text = text(96);
        fragment(text, 0, 48);
        fragment(text, 0, 48);
        assertEquals(0, net.count(IpCounter.REASSEMBLY6_OVERLAPS));
        fragment(Arrays.copyOfRange(text, 40, 96), 40, false);
        assertEquals(1, net.count(IpCounter.REASSEMBLY6_OVERLAPS));
        assertEquals(Arrival.NOTHING, fragment(text, 48, 96));
        assertEquals(0, net.out.size());
    }

    @Test
    void aLengthThatIsNoMultipleOfEightIsReportedAtThePayloadLength() {
        fragment(new byte[41], 0, true);
        assertEquals("0400" + "00000004", Ipv6Fixture.message(net.onlySent()).substring(0, 12));
    }

    @Test
    void anEndBeyond65535IsReportedAtTheOffset() {
        fragment(new byte[24], 65_528, false);
        assertEquals("0400" + "0000002a", Ipv6Fixture.message(net.onlySent()).substring(0, 12));
        fragment(new byte[7], 65_528, false);
        assertEquals(0, net.out.size());
        assertEquals(1, net.count(IpCounter.REASSEMBLY6_REQUIRED));
    }

    /// RFC 7112 section 5.
    @Test
    void aFirstFragmentWithoutAllHeadersIsRefused() {
        fragment(new byte[16], 0, true);
        assertEquals("0403" + "00000000", Ipv6Fixture.message(net.onlySent()).substring(0, 12));
        net.receive(p -> {
            p.extension = Ipv6.FRAGMENT;
            p.extensions = header(Ipv6.DESTINATION_OPTIONS, 0, true, 8);
            p.payload = Ipv6Fixture.bytes("0602 0104 00000000");
        });
        assertEquals("0403", Ipv6Fixture.message(net.onlySent()).substring(0, 4));
        assertEquals(0, net.count(IpCounter.REASSEMBLY6_REQUIRED));
    }

    @Test
    void aFragmentHeaderWithinAFragmentedDatagramIsRefused() {
        net.receive(p -> {
            p.extension = Ipv6.FRAGMENT;
            p.extensions = Arrays.copyOf(header(Ipv6.FRAGMENT, 0, false, 8), 16);
            System.arraycopy(header(Ipv4.PROTOCOL_TCP, 0, false, 9), 0, p.extensions, 8, 8);
        });
        assertEquals(IpCounter.IN6_HEADER_ERRORS, net.network.packet().reason);
    }

    /// RFC 8200 4.5: within 60 seconds; the sender is told if fragment zero came, and gets it back as it was.
    @Test
    void afterTheTimeoutTheSenderIsToldIfFragmentZeroCame() {
        byte[] text = text(96);
        fragment(text, 0, 48);
        net.pass(59);
        assertEquals(0, net.count(IpCounter.REASSEMBLY_TIMEOUTS));
        net.out.clear();
        net.pass(1);
        assertEquals(1, net.count(IpCounter.REASSEMBLY_TIMEOUTS));
        String message = Ipv6Fixture.message(net.onlySent());
        assertEquals("0301" + "00000000" + "60000000" + "0038" + "2c40", message.substring(0, 28));
        assertEquals("0600" + "0001" + "00000007", message.substring(12 + 80, 12 + 96));
        fragment(text, 48, 96);
        net.pass(60);
        assertEquals(2, net.count(IpCounter.REASSEMBLY_TIMEOUTS));
        assertEquals(1, net.count(IpCounter.ICMP6_OUT_TIME_EXCEEDED));
    }

    @Test
    void aFloodTakesNoMoreThanThereIsAndTheOldestMakesPlace() {
        byte[] text = text(64);
        for (int i = 0; i < 100_000; i++) {
            int id = i;
            if (i % 100 == 0) {
                fragment(text, 0, 32);
            }
            net.receive(p -> {
                p.source = new IpAddress(Ipv6Fixture.FAR.high(), id % 3000 + 1);
                p.extension = Ipv6.FRAGMENT;
                p.extensions = header(Ipv4.PROTOCOL_TCP, 64, true, id);
                p.payload = new byte[8];
            });
            if (i % 100 == 40) {
                isWhole(text, fragment(text, 32, 64));
                net.turn();
            }
        }
        assertEquals(1000, net.count(IpCounter.REASSEMBLED6));
        assertTrue(net.count(IpCounter.REASSEMBLY6_EVICTED) > 98_000, "the others made place for each other");
    }
}
