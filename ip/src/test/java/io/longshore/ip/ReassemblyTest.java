package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReassemblyTest {

    private static final int MORE = Ipv4.MORE_FRAGMENTS;

    private final NetworkFixture net = new NetworkFixture().knowingPeer();

    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /// A fragment of `text`, numbered 7.
    private Arrival fragment(byte[] text, int from, int to) {
        return net.receive(p -> {
            p.id = 7;
            p.payload = Arrays.copyOfRange(text, from, to);
            p.offset = from;
            p.flags = to < text.length ? MORE : 0;
        });
    }

    private void isWhole(byte[] text, Arrival arrival) {
        assertEquals(Arrival.SEGMENT, arrival);
        assertArrayEquals(text, net.received());
        assertEquals(1, net.count(IpCounter.REASSEMBLED));
    }

    private void fails(IpCounter reason) {
        assertEquals(reason, net.network.packet().reason);
        assertEquals(1, net.count(reason));
    }

    @Test
    void fragmentsInOrderBecomeTheDatagram() {
        byte[] text = text(100);
        assertEquals(Arrival.NOTHING, fragment(text, 0, 40));
        assertEquals(Arrival.NOTHING, fragment(text, 40, 80));
        isWhole(text, fragment(text, 80, 100));
    }

    @Test
    void theLargestDatagramComesTogetherInAnyOrder() {
        byte[] text = text(Ipv4.MAX_PACKET - Ipv4.HEADER);
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < text.length; at += 1480) {
            starts.add(at);
        }
        Collections.shuffle(starts, new Random(3));
        Arrival arrival = Arrival.NOTHING;
        for (int at : starts) {
            assertEquals(Arrival.NOTHING, arrival);
            arrival = fragment(text, at, Math.min(at + 1480, text.length));
        }
        isWhole(text, arrival);
    }

    @Test
    void aDatagramThatIsTooLongWithTheFirstFragmentsHeaderIsRefused() {
        byte[] text = text(Ipv4.MAX_PACKET - Ipv4.HEADER);
        for (int at = 1480; at < text.length; at += 1480) {
            assertEquals(Arrival.NOTHING, fragment(text, at, Math.min(at + 1480, text.length)));
        }
        net.receive(p -> {
            p.id = 7;
            p.flags = MORE;
            p.options = new byte[] {1, 1, 1, 0};
            p.payload = Arrays.copyOf(text, 1480);
        });
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    @Test
    void theHeaderIsTheFirstFragments() {
        net.receive(p -> {
            p.offset = 8;
            p.tos = 4;
        });
        net.receive(p -> {
            p.flags = MORE;
            p.payload = new byte[8];
            p.options = new byte[] {1, 1, 1, 0};
            p.tos = 8;
        });
        Packet packet = net.network.packet();
        assertEquals(8, packet.trafficClass);
        assertEquals(24, packet.headerLength);
        assertEquals(28, packet.transportLength);
        assertEquals(52, Ipv4.totalLength(packet.memory, packet.networkAt));
        assertEquals(false, Ipv4.isFragment(packet.memory, packet.networkAt));
    }

    @Test
    void aFragmentThatComesTwiceIsForgiven() {
        byte[] text = text(24);
        fragment(text, 8, 16);
        fragment(text, 8, 16);
        fragment(text, 16, 24);
        fragment(text, 16, 24);
        isWhole(text, fragment(text, 0, 8));
    }

    /// RFC 5722 section 3: "the entire datagram (and any constituent fragments, including those not yet received) MUST
    /// be silently discarded."
    @Test
    void overlappingFragmentsDiscardTheEntireDatagram() {
        byte[] text = text(64);
        fragment(text, 0, 32);
        fragment(text, 24, 48);
        fails(IpCounter.REASSEMBLY_OVERLAPS);
        fragment(text, 32, 64);
        assertEquals(2, net.count(IpCounter.REASSEMBLY_OVERLAPS));
        assertEquals(0, net.count(IpCounter.REASSEMBLED));
    }

    @Test
    void theSameRangeWithOtherBytesIsAnOverlap() {
        fragment(text(64), 0, 32);
        fragment(new byte[64], 0, 32);
        fails(IpCounter.REASSEMBLY_OVERLAPS);
    }

    /// "Teardrop" (CVE-1997-0015): a fragment inside another.
    @Test
    void aFragmentInsideAnotherIsAnOverlap() {
        byte[] text = text(64);
        fragment(text, 0, 40);
        fragment(text, 8, 16);
        fails(IpCounter.REASSEMBLY_OVERLAPS);
    }

    /// The "ping of death" (CVE-1999-0128).
    @Test
    void aDatagramBeyond65535BytesIsDropped() {
        net.receive(p -> {
            p.offset = 65_528;
            p.payload = new byte[8];
        });
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    @Test
    void anEmptyFragmentIsDropped() {
        net.receive(p -> {
            p.offset = 8;
            p.payload = new byte[0];
        });
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    @Test
    void onlyTheLastFragmentMayHaveAnOddLength() {
        byte[] text = text(32);
        fragment(text, 0, 12);
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    @Test
    void aDatagramHasOneEnd() {
        fragment(text(32), 24, 32);
        fragment(text(40), 32, 40);
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    @Test
    void nothingLiesBehindTheLastFragment() {
        fragment(text(32), 24, 32);
        fragment(text(80), 40, 48);
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    @Test
    void theLastFragmentDoesNotLieBeforeAnother() {
        fragment(text(80), 40, 48);
        fragment(text(32), 24, 32);
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    /// RFC 791 3.2: source, destination, protocol and identification tell datagrams apart.
    @Test
    void fragmentsOfDifferentDatagramsDoNotMix() {
        byte[] text = text(16);
        fragment(text, 0, 8);
        for (int i = 0; i < 3; i++) {
            int different = i;
            assertEquals(Arrival.NOTHING, net.receive(p -> {
                p.id = different == 0 ? 8 : 7;
                p.source = different == 1 ? NetworkFixture.GATEWAY : NetworkFixture.PEER;
                p.protocol = different == 2 ? Ipv4.PROTOCOL_UDP : Ipv4.PROTOCOL_TCP;
                p.offset = 8;
                p.payload = new byte[8];
            }));
        }
        isWhole(text, fragment(text, 8, 16));
    }

    /// RFC 1122 3.3.2: "If this timeout expires, the partially-reassembled datagram MUST be discarded and an ICMP Time
    /// Exceeded message sent to the source host (if fragment zero has been received)."
    @Test
    void afterTheTimeoutTheSenderIsToldIfFragmentZeroCame() {
        byte[] text = text(64);
        fragment(text, 0, 16);
        fragment(text, 32, 48);
        net.pass(29);
        assertEquals(0, net.count(IpCounter.REASSEMBLY_TIMEOUTS));
        net.pass(1);
        assertEquals(1, net.count(IpCounter.REASSEMBLY_TIMEOUTS));
        String sent = net.onlySent();
        assertEquals("0b01", sent.substring(68, 72));
        assertEquals(1, net.count(IpCounter.ICMP_OUT_TIME_EXCEEDED));
        // what was there is gone
        assertEquals(Arrival.NOTHING, fragment(text, 48, 64));
        assertEquals(Arrival.NOTHING, fragment(text, 16, 32));
    }

    @Test
    void withoutFragmentZeroATimeoutIsSilent() {
        fragment(text(64), 32, 48);
        assertEquals(net.now + net.ours.settings().fragmentTime, net.network.deadline());
        net.pass(30);
        assertEquals(0, net.out.size());
        assertEquals(1, net.count(IpCounter.REASSEMBLY_TIMEOUTS));
        assertEquals(Long.MAX_VALUE, net.network.deadline());
    }

    private void first(int source, int id) {
        net.receive(p -> {
            p.source = source;
            p.id = id;
            p.offset = 8;
            p.flags = MORE;
            p.payload = new byte[8];
        });
    }

    @Test
    void oneSourceCannotTakeAllRoom() {
        for (int id = 0; id < 100; id++) {
            first(NetworkFixture.PEER, id);
        }
        assertEquals(100 - Reassembly.PER_SOURCE, net.count(IpCounter.REASSEMBLY_EVICTED));
        byte[] text = text(16);
        net.receive(p -> {
            p.source = NetworkFixture.FAR;
            p.flags = MORE;
            p.payload = text;
        });
        assertEquals(100 - Reassembly.PER_SOURCE, net.count(IpCounter.REASSEMBLY_EVICTED));
    }

    /// CVE-2018-5391: whatever comes, no more than so many datagrams; and who comes during the flood is served.
    @Test
    void aFloodTakesNoMoreThanThereIsAndTheOldestMakesPlace() {
        byte[] text = text(16);
        for (int id = 0; id < 100_000; id++) {
            if (id % 100 == 0) {
                fragment(text, 0, 8);
            }
            first(Ipv4Address.parse("192.0.2.0") + id % 200, id & 0xFFFF);
            if (id % 100 == 30) {
                assertEquals(Arrival.SEGMENT, fragment(text, 8, 16));
                assertArrayEquals(text, net.received());
                net.turn();
            }
        }
        assertEquals(1000, net.count(IpCounter.REASSEMBLED));
        assertEquals(0, net.count(IpCounter.REASSEMBLY_FAILS));
        net.pass(30);
        assertEquals(Long.MAX_VALUE, net.network.deadline());
        fragment(text, 0, 8);
        assertEquals(Arrival.SEGMENT, fragment(text, 8, 16));
    }

    /// RFC 3168 5.3.
    @Test
    void congestionMarkedOnAFragmentIsMarkedOnTheWhole() {
        ecnOf(2, 3);
        assertEquals(3, net.network.packet().ecn());
        ecnOf(0, 0);
        assertEquals(0, net.network.packet().ecn());
        ecnOf(0, 3);
        assertEquals(1, net.count(IpCounter.REASSEMBLY_FAILS));
    }

    private void ecnOf(int first, int second) {
        for (int i = 0; i < 2; i++) {
            int at = i;
            net.receive(p -> {
                p.id = 77;
                p.tos = at == 0 ? first : second;
                p.flags = at == 0 ? MORE : 0;
                p.offset = 24 * at;
                p.payload = new byte[24];
            });
            net.turn();
        }
    }

    @Test
    void aDatagramOfMoreThan64FragmentsIsDropped() {
        byte[] text = text(8 * 65);
        for (int i = 0; i < 65; i++) {
            fragment(text, 8 * i, 8 * i + 8);
        }
        fails(IpCounter.REASSEMBLY_FAILS);
    }

    @Test
    void deliveredDatagramsAreFreeInTheNextTurn() {
        byte[] text = text(16);
        for (int i = 0; i < 1000; i++) {
            fragment(text, 0, 8);
            assertEquals(Arrival.SEGMENT, fragment(text, 8, 16));
            net.turn();
        }
        assertEquals(1000, net.count(IpCounter.REASSEMBLED));
        assertEquals(Long.MAX_VALUE, net.network.deadline());
    }
}
