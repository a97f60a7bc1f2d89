package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// RFC 2018, 2883, 6675.
class ScoreboardTest {

    private static final int FLIGHT = 60;

    /// One step of the model: a block reported, then sndUna moved on.
    record Step(int start, int length, int acknowledged) {
    }

    @Property
    void holdsWhatASetOfBytesHolds(@ForAll("starts") int una, @ForAll("steps") List<Step> steps) {
        Tcb tcb = TcbFixture.established(una, FLIGHT);
        BitSet model = new BitSet();
        int acked = 0;
        for (Step step : steps) {
            int from = step.start;
            int to = step.start + step.length;
            BitSet before = (BitSet) model.clone();
            if (from >= acked && from < to && to <= FLIGHT) {
                model.set(from, to);
            }
            assertEquals(model.cardinality() - before.cardinality(), Scoreboard.add(tcb, una + from, una + to));
            acked = Math.min(FLIGHT, acked + step.acknowledged);
            model.clear(0, acked);
            tcb.sndUna(una + acked);
            Scoreboard.advance(tcb);
            check(tcb, model, una);
        }
    }

    private static void check(Tcb tcb, BitSet model, int una) {
        assertEquals(model.cardinality(), tcb.sackedBytes());
        int end = -1;
        for (int i = 0; i < tcb.scoreboardCount(); i++) {
            int start = tcb.scoreboardStart(i) - una;
            assertTrue(start > end, "ascending, and with a gap between");
            end = tcb.scoreboardEnd(i) - una;
            assertEquals(end, model.nextClearBit(start));
        }
        int acked = tcb.sndUna() - una;
        int hole = model.nextClearBit(acked);
        int behind = model.nextSetBit(hole) < 0 ? FLIGHT : model.nextSetBit(hole);
        assertEquals(Scoreboard.packed(una + hole, behind - hole), Scoreboard.hole(tcb, tcb.sndUna(), tcb.sndNxt()));
        assertEquals(FLIGHT - acked - model.cardinality(), Scoreboard.missing(tcb, tcb.sndUna(), tcb.sndNxt()));
        int last = model.previousClearBit(FLIGHT - 1);
        int first = Math.max(model.previousSetBit(Math.max(last, 0)) + 1, acked);
        assertEquals(Scoreboard.packed(una + first, last + 1 - first), Scoreboard.lastHole(tcb, tcb.sndNxt(), 1_000));
    }

    @Provide
    Arbitrary<Integer> starts() {
        return Arbitraries.of(0, 1_000, -1, -30, Integer.MAX_VALUE - 20, Integer.MIN_VALUE);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> start = Arbitraries.integers().between(-5, FLIGHT + 5);
        Arbitrary<Integer> length = Arbitraries.integers().between(-1, 12);
        Arbitrary<Integer> acknowledged = Arbitraries.of(0, 0, 0, 1, 5);
        return Combinators.combine(start, length, acknowledged).as(Step::new).list().ofMaxSize(40);
    }

    @Test
    void blocksOutsideWhatIsOutstandingAreIgnored() {
        Tcb tcb = TcbFixture.established(1_000, 500);
        assertEquals(0, Scoreboard.add(tcb, 900, 1_100));
        assertEquals(0, Scoreboard.add(tcb, 1_400, 1_501));
        assertEquals(0, Scoreboard.add(tcb, 1_100, 1_100));
        assertEquals(0, Scoreboard.add(tcb, 1_200, 1_100));
        assertEquals(0, Scoreboard.add(tcb, 1_100 + Integer.MIN_VALUE, 1_200));
        assertEquals(0, tcb.scoreboardCount());
    }

    @Test
    void whatDoesNotFitIsForgottenAndWhatMergesFits() {
        Tcb tcb = TcbFixture.established(-500, 10_000);
        for (int i = 0; i < Tcb.RANGES; i++) {
            assertEquals(10, Scoreboard.add(tcb, -400 + i * 100, -390 + i * 100));
        }
        assertEquals(0, Scoreboard.add(tcb, 5_000, 5_010));
        assertEquals(90, Scoreboard.add(tcb, -390, -300));
        assertEquals(Tcb.RANGES - 1, tcb.scoreboardCount());
        assertEquals(10, Scoreboard.add(tcb, 5_000, 5_010));
    }

    @Test
    void whatThreeLaterRangesOrMoreThanTwoSegmentsHaveOvertakenIsLost() {
        Tcb tcb = TcbFixture.established(0, 20_000);
        Scoreboard.add(tcb, 1_000, 2_000);
        assertEquals(0, Scoreboard.lostEdge(tcb));
        Scoreboard.add(tcb, 3_000, 3_100);
        assertEquals(0, Scoreboard.lostEdge(tcb));
        Scoreboard.add(tcb, 5_000, 5_100);
        assertEquals(1_000, Scoreboard.lostEdge(tcb));
        Scoreboard.add(tcb, 5_100, 7_001);
        assertEquals(5_000, Scoreboard.lostEdge(tcb));
    }

    @Test
    void aFirstBlockBelowTheAcknowledgmentOrWithinTheSecondReportsADuplicate() {
        assertTrue(Scoreboard.isDsack(acknowledgment(100, 50, 100)));
        assertTrue(Scoreboard.isDsack(acknowledgment(100, 200, 210, 150, 300)));
        assertFalse(Scoreboard.isDsack(acknowledgment(100, 200, 300)));
        assertFalse(Scoreboard.isDsack(acknowledgment(100, 200, 300, 400, 500)));
        assertFalse(Scoreboard.isDsack(acknowledgment(100)));
        assertTrue(Scoreboard.isDsack(acknowledgment(5, -10, 3)), "across the wrap");
    }

    @Test
    void aDuplicateReportAddsNothing() {
        Tcb tcb = TcbFixture.established(100, 1_000);
        assertEquals(100, Scoreboard.update(tcb, acknowledgment(100, 50, 100, 300, 400)));
        assertEquals(0, Scoreboard.update(tcb, acknowledgment(100, 320, 330, 300, 400)));
        assertEquals(100, tcb.sackedBytes());
    }

    static Segment acknowledgment(int number, int... edges) {
        Segment segment = new Segment();
        segment.acknowledgment = number;
        for (int i = 0; i < edges.length; i += 2) {
            segment.options.addSackBlock(edges[i], edges[i + 1]);
        }
        return segment;
    }
}
