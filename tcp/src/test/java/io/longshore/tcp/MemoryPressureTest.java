package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpHeader;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Memory for text: who has more than his part, an application or a peer, and what that costs him and nobody else.
class MemoryPressureTest extends EstablishedFixture {

    private static final int OURS = 3;
    private static final int OTHER = 4;
    private static final int BEFORE = 300_000;

    private final Tcb other = new Tcb();

    @BeforeEach
    void belong() {
        tcp.listeners.attachment(listener, OURS);
        tcb.attachment(OURS);
        tcp.slab.allocate(other);
        other.attachment(OTHER);
    }

    private void newcomer(int port, int from) {
        Segment syn = new Segment();
        syn.ipv4(from, US);
        syn.sourcePort = port;
        syn.destinationPort = PORT;
        syn.flags = TcpHeader.SYN;
        syn.sequence = port;
        Tcb opened = new Tcb();
        isLetIn = tcp.passive.segment(opened, syn, verdict, now) >= 0;
        if (isLetIn) {
            tcp.release(opened);
        }
        verdict.clear();
    }

    private boolean isLetIn;

    private boolean lets(int from) {
        newcomer(5_000, from);
        return isLetIn;
    }

    @Test
    void anAttachmentsOwnPressureIsItsAlone() {
        tcp.pressure.add(other, settings.attachmentPressure + 1);
        assertEquals(1, tcp.counters.attachmentPressures);
        assertTrue(tcp.pressure.isOn(other));
        assertFalse(tcp.pressure.isOn(tcb));
        tcp.pressure.add(other, settings.attachmentLow - settings.attachmentPressure);
        assertTrue(tcp.pressure.isOn(other), "until it is below the first level");
        tcp.pressure.add(other, -2);
        assertFalse(tcp.pressure.isOn(other));
        assertEquals(settings.attachmentLow - 1, tcp.pressure.pages(OTHER));
        tcp.slab.free(other.number());
    }

    @Test
    void aFullAttachmentLetsNobodyNewInAndKeepsWhoIsThere() {
        tcp.pressure.add(other, settings.attachmentHigh + 1);
        assertTrue(lets(PEER), "the other's memory is not ours");
        tcp.pressure.add(other, -settings.attachmentHigh - 1);
        other.attachment(OURS);
        tcp.pressure.add(other, settings.attachmentHigh + 1);
        assertFalse(lets(PEER));
        assertEquals(1, tcp.counters.memoryDrops);
        send(seg().seq(0).ack(0).text(10));
        advanceUntilSent(seconds(1));
        expect(seg().seq(0).ack(10));
        expectState(State.ESTABLISHED);
        tcp.slab.free(other.number());
    }

    @Test
    void neitherDoesACookieLetAnybodyInThen() {
        settings.synCookies = 2;
        newcomer(5_000, PEER + 7);
        other.attachment(OURS);
        tcp.pressure.add(other, settings.attachmentHigh + 1);
        Segment syn = new Segment();
        syn.ipv4(PEER + 7, US);
        syn.sourcePort = 5_000;
        syn.destinationPort = PORT;
        syn.flags = TcpHeader.SYN;
        syn.sequence = 5_000;
        verdict.clear();
        verdict.add(Verdict.COOKIE);
        tcp.answer(syn, verdict, outgoing, now);
        syn.flags = TcpHeader.ACK;
        syn.sequence++;
        syn.acknowledgment = outgoing.sequence + 1;
        Tcb opened = new Tcb();
        assertEquals(-1, tcp.passive.segment(opened, syn, verdict, now));
        assertEquals(1, tcp.counters.memoryDrops);
        tcp.pressure.add(other, -settings.attachmentHigh);
        assertTrue(tcp.passive.segment(opened, syn, verdict, now) >= 0, "and it is good otherwise");
        verdict.clear();
        tcp.release(opened);
        tcp.slab.free(other.number());
    }

    @Test
    void whoHasNoMoreThanHisPartIsNotShutOutByOneThatHasMore() {
        settings.sourceShare = 0;
        settings.attachmentHigh = settings.memoryHigh * 2;
        settings.attachmentPressure = settings.memoryHigh * 2;
        tcp.pressure.add(other, settings.memoryHigh + 1);
        tcp.pressure.add(tcb, settings.memoryPressure / 2);
        assertTrue(tcp.pressure.isOn(other));
        assertTrue(tcp.pressure.isFull(OTHER));
        assertFalse(tcp.pressure.isOn(tcb));
        assertFalse(tcp.pressure.isFull(OURS));
        tcp.pressure.add(tcb, settings.memoryHigh / 2 + 1);
        assertTrue(tcp.pressure.isOn(tcb) && tcp.pressure.isFull(OURS), "it has more than its part now");
        tcp.slab.free(other.number());
    }

    @Test
    void aPeerThatHoldsMoreThanIsFreeOpensNothingNewAndOthersDo() {
        tcp.pressure.add(tcb, settings.attachmentPressure / 2);
        assertTrue(lets(PEER), "as much as is free is not too much");
        tcp.pressure.add(tcb, 1);
        assertFalse(lets(PEER));
        assertEquals(1, tcp.counters.sourceMemoryDrops);
        assertTrue(lets(PEER + 1));
        assertFalse(tcp.pressure.isOn(other), "all together are far from pressure");
        settings.sourceShare = 0;
        assertTrue(lets(PEER));
        tcp.slab.free(other.number());
    }

    @Test
    void itMayHaveLittleOnlySmallSendBuffersAndWindowsThatDoNotGrow() {
        assertEquals(BEFORE, tcp.sendBuffer.limit(tcb, BEFORE));
        tcp.pressure.add(tcb, settings.attachmentPressure / 2 + 1);
        assertEquals(settings.sendBuffer, tcp.sendBuffer.limit(tcb, BEFORE));
        assertEquals(BEFORE, tcp.sendBuffer.limit(other, BEFORE));
        tcb.intAt(FlowLayout.RCV_SSTHRESH, 10 * MSS);
        tcp.receiveBuffer.grow(tcb, MSS);
        assertTrue(tcb.intAt(FlowLayout.RCV_SSTHRESH) <= 4 * MSS);
        tcp.pressure.add(tcb, -settings.attachmentPressure / 2);
        assertTrue(tcp.sendBuffer.limit(tcb, settings.sendBuffer) > settings.sendBuffer, "it grows again");
        tcp.slab.free(other.number());
    }

    /// However many sources hoard, each until it is stopped: half, half of the rest, and in the end a little each.
    @Test
    void manyThatHoardLeaveSomethingForTheNext() {
        other.attachment(OURS);
        for (int source = 1; source <= 30; source++) {
            other.intAt(OpeningFields.SOURCE_AT, source);
            int most = 1 + (int) Math.max(tcp.pressure.left(OURS) / 2, SourceLimits.LEAST_PAGES);
            int taken = 0;
            while (!tcp.pressure.isTight(other)) {
                tcp.pressure.add(other, 1);
                taken++;
            }
            assertTrue(taken <= most, "source " + source + " took " + taken + " of " + most);
        }
        assertTrue(tcp.pressure.pages() <= settings.attachmentPressure + 30L * SourceLimits.LEAST_PAGES);
        assertFalse(tcp.pressure.isFull(OURS));
        tcp.slab.free(other.number());
    }

    @Test
    void aSourceHasHalfOfTheRecordsAtMost() {
        TcbSlab slab = new TcbSlab(Arena.ofAuto().allocate(512L * Tcb.BYTES, 64));
        Tcp large = new Tcp(settings, slab, 1, 2);
        int at = large.listeners.listen(new Endpoints().localIpv4(US, PORT), false, 4_096, CAPACITY);
        int open = 0;
        for (int port = 1; port <= 512; port++) {
            open += completes(large, PEER, port) ? 1 : 0;
            large.listeners.queued(at, 0);
        }
        assertEquals(256, open);
        assertTrue(large.counters.sourceLimitDrops > 0);
        assertTrue(completes(large, PEER + 1, 1));
        tcp.slab.free(other.number());
    }

    private boolean completes(Tcp large, int from, int port) {
        Segment segment = new Segment();
        segment.ipv4(from, US);
        segment.sourcePort = port;
        segment.destinationPort = PORT;
        segment.flags = TcpHeader.SYN;
        segment.sequence = 1;
        Tcb opened = new Tcb();
        if (large.passive.segment(opened, segment, verdict, now) < 0) {
            verdict.clear();
            return false;
        }
        large.output.next(opened, outgoing, now);
        segment.flags = TcpHeader.ACK;
        segment.sequence = 2;
        segment.acknowledgment = outgoing.sequence + 1;
        large.input.segment(opened, segment, verdict, now);
        boolean established = opened.state() == State.ESTABLISHED;
        verdict.clear();
        return established;
    }
}
