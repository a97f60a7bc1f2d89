package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// RFC 2018, 4; RFC 2883, 4.
class OutOfOrderTest {

    private static final int WINDOW = 80;

    record Arrival(int start, int length) {
    }

    @Property
    void whatIsInOrderIsWhatASetOfBytesSays(@ForAll("starts") int irs, @ForAll("arrivals") List<Arrival> arrivals) {
        Tcb tcb = TcbFixture.established(0, 0);
        BitSet model = new BitSet();
        int next = 0;
        for (Arrival arrival : arrivals) {
            int from = arrival.start;
            int to = arrival.start + arrival.length;
            if (from > next) {
                assertTrue(OutOfOrder.add(tcb, irs + from, irs + to));
                model.set(from, to);
                assertEquals(irs + from - longestTo(model, from), tcb.outOfOrderStart(0), "the latest is first");
            } else if (to > next) {
                model.set(0, to);
                next = OutOfOrder.advance(tcb, irs + to) - irs;
                assertEquals(model.nextClearBit(0), next);
            }
            check(tcb, model, irs, next);
        }
    }

    private static int longestTo(BitSet model, int from) {
        return from - 1 - model.previousClearBit(from - 1);
    }

    private static void check(Tcb tcb, BitSet model, int irs, int next) {
        BitSet held = new BitSet();
        for (int i = 0; i < tcb.outOfOrderCount(); i++) {
            int start = tcb.outOfOrderStart(i) - irs;
            int end = tcb.outOfOrderEnd(i) - irs;
            assertTrue(start > next && end > start, "ranges lie beyond rcvNxt");
            assertFalse(held.get(Math.max(start - 1, 0), end + 1).cardinality() > 0, "disjoint, and not touching");
            held.set(start, end);
        }
        BitSet expected = (BitSet) model.clone();
        expected.clear(0, next);
        assertEquals(expected, held);
    }

    @Provide
    Arbitrary<Integer> starts() {
        return Arbitraries.of(0, 1_000, -1, -30, Integer.MAX_VALUE - 20, Integer.MIN_VALUE);
    }

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        Arbitrary<Integer> start = Arbitraries.integers().between(0, WINDOW);
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 8);
        return Combinators.combine(start, length).as(Arrival::new).list().ofMaxSize(31);
    }

    @Test
    void whenThereIsNoRoomTheNewestIsDroppedUnlessItTouchesAnother() {
        Tcb tcb = TcbFixture.established(0, 0);
        for (int i = 0; i < Tcb.RANGES; i++) {
            assertTrue(OutOfOrder.add(tcb, 100 + i * 10, 101 + i * 10));
        }
        assertFalse(OutOfOrder.add(tcb, 1_000, 1_001));
        assertEquals(Tcb.RANGES, tcb.outOfOrderCount());
        assertEquals(100 + (Tcb.RANGES - 1) * 10, tcb.outOfOrderStart(0), "the others are as they were");
        assertTrue(OutOfOrder.add(tcb, 101, 102));
        assertEquals(102, tcb.outOfOrderEnd(0));
        assertEquals(102, OutOfOrder.advance(tcb, 100));
    }

    @Test
    void theFirstSackBlockMustContainTheSegmentThatTriggeredTheAckAndTheOthersRepeatTheMostRecent() {
        Tcb tcb = TcbFixture.established(0, 0);
        OutOfOrder.add(tcb, 100, 110);
        OutOfOrder.add(tcb, 300, 310);
        OutOfOrder.add(tcb, 200, 210);
        OutOfOrder.add(tcb, 110, 120);
        assertEquals(List.of(100, 120, 200, 210, 300, 310), report(tcb, 4));
        assertEquals(List.of(100, 120, 200, 210), report(tcb, 2));
    }

    @Test
    void aDuplicateBelowRcvNxtIsReportedFirstAndOnce() {
        Tcb tcb = TcbFixture.established(0, 0);
        OutOfOrder.add(tcb, 300, 310);
        OutOfOrder.duplicate(tcb, 50, 60);
        assertTrue(OutOfOrder.hasReport(tcb));
        assertEquals(List.of(50, 60, 300, 310), report(tcb, 3));
        assertEquals(List.of(300, 310), report(tcb, 3));
    }

    @Test
    void aDuplicateWithinARangeIsReportedBeforeTheRangeThatContainsIt() {
        Tcb tcb = TcbFixture.established(0, 0);
        OutOfOrder.add(tcb, 300, 400);
        OutOfOrder.add(tcb, 500, 510);
        OutOfOrder.add(tcb, 320, 330);
        assertEquals(List.of(320, 330, 300, 400, 500, 510), report(tcb, 4));
    }

    private static List<Integer> report(Tcb tcb, int most) {
        TcpOptions options = new TcpOptions();
        OutOfOrder.report(tcb, options, most);
        List<Integer> edges = new ArrayList<>();
        for (int i = 0; i < options.sackBlocks(); i++) {
            edges.add(options.sackLeft(i));
            edges.add(options.sackRight(i));
        }
        return edges;
    }

    /// SegmentSmack (CVE-2018-5390): a byte of every two, a hundred thousand times. No more is remembered than there
    /// are ranges, and no segment costs more than looking at each of them.
    @Test
    void aByteOfEveryTwoFillsTheRangesAndNothingElse() {
        Tcb tcb = new Tcb();
        TcbFixture.slab(1).allocate(tcb);
        int accepted = 0;
        for (int i = 1; i <= 100_000; i++) {
            accepted += OutOfOrder.add(tcb, 2 * i, 2 * i + 1) ? 1 : 0;
            assertTrue(tcb.outOfOrderCount() <= Tcb.RANGES);
        }
        assertEquals(Tcb.RANGES, accepted);
        assertEquals(3, OutOfOrder.advance(tcb, 2));
    }
}
