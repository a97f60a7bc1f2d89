package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is outstanding is known, entry by entry, as far as there is room.
class FlightLogTest {

    private static final int MSS = 1_000;

    private TcbSlab slab;
    private Tcb tcb;
    private FlightLog log;
    private int una;

    static int[] starts() {
        return TcbFixture.STARTS;
    }

    private void open(int start) {
        MemorySegment memory = Arena.ofAuto().allocate(4L * Tcb.BYTES, 64);
        slab = new TcbSlab(memory);
        tcb = new Tcb();
        slab.allocate(tcb);
        tcb.sndMss(MSS);
        una = start;
        log = tcb.flight();
    }

    private void send(int from, int to, long now) {
        log.append(una + from, una + to, 0, tcb.sndMss(), now);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void aSuperSegmentIsOneEntry(int start) {
        open(start);
        send(0, 64_000, 5);
        assertEquals(1, log.count());
        assertEquals(64, log.segments(0));
        assertEquals(5, log.sentAt(0));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void whatIsSentAtTheSameInstantIsOneEntryAsLongAsItsSegmentsAreFull(int start) {
        open(start);
        send(0, 2_000, 5);
        send(2_000, 2_500, 5);
        send(2_500, 3_500, 5);
        send(3_500, 4_500, 6);
        assertEquals(3, log.count());
        assertEquals(3, log.segments(0), "two full ones and the small one");
        assertEquals(1, log.segments(1));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void anEntryIsDividedWhereAReportEnds(int start) {
        open(start);
        send(0, 10_000, 5);
        assertTrue(log.divide(0, una + 4_000));
        assertTrue(log.divide(1, una + 5_000));
        assertEquals(3, log.count());
        assertEquals(0, log.find(una));
        assertEquals(1, log.find(una + 4_000));
        assertEquals(1, log.find(una + 4_999));
        assertEquals(2, log.find(una + 5_000));
        assertEquals(3, log.find(una + 10_000));
        assertEquals(una + 4_000, log.start(1));
        assertEquals(5, log.segments(2));
    }

    @Test
    void theFinCountsNoSegmentOfItsOwnBehindText() {
        open(0);
        log.append(0, 2_001, FlightLog.FIN, tcb.sndMss(), 1);
        assertEquals(2, log.segments(0));
        open(0);
        log.append(0, 1, FlightLog.FIN, tcb.sndMss(), 1);
        assertEquals(1, log.segments(0));
    }

    @Test
    void aFinAloneStaysASegmentOfItsOwnBehindReportedText() {
        open(0);
        send(0, 2_000, 1);
        log.append(2_000, 2_001, FlightLog.FIN, tcb.sndMss(), 2);
        log.set(0, FlightLog.SACKED);
        log.set(1, FlightLog.SACKED);
        assertFalse(log.meltReported(0));
        assertEquals(3, log.segments(0) + log.segments(1));
    }

    @Test
    void idleConnectionsHoldNoBlock() {
        open(0);
        for (int i = 0; i < 5; i++) {
            send(i * MSS, (i + 1) * MSS, i);
        }
        assertEquals(1, slab.flights.used());
        log.drop(5);
        assertEquals(0, slab.flights.used());
        assertEquals(0, log.count());
    }

    @Test
    void aRecordThatIsFreedGivesItsBlockBack() {
        open(0);
        for (int i = 0; i < 40; i++) {
            send(i * MSS, (i + 1) * MSS, i);
        }
        assertEquals(1, slab.flights.used());
        slab.free(tcb.number());
        assertEquals(0, slab.flights.used());
    }

    @Test
    void whenThePoolIsExhaustedNeighboursMeltAndNothingIsForgotten() {
        open(0);
        List<Integer> taken = new java.util.ArrayList<>();
        for (int block = slab.flights.take(1); block != 0; block = slab.flights.take(1)) {
            taken.add(block);
        }
        for (int block = slab.flights.take(1); block != 0; block = slab.flights.take(100)) {
            taken.add(block);
        }
        for (int i = 0; i < 1_000; i++) {
            send(i * MSS, (i + 1) * MSS, i);
            check(0, (i + 1) * MSS);
            assertTrue(log.count() <= 4);
        }
        assertEquals(999, log.sentAt(log.count() - 1));
        taken.forEach(slab.flights::give);
        assertEquals(0, slab.flights.used());
    }

    @Test
    void theNumberOfEntriesIsBoundedAndSoIsTheWorkOfOneMore() {
        open(0);
        for (int i = 0; i < 20_000; i++) {
            long before = log.steps;
            send(i * MSS, (i + 1) * MSS, i);
            assertTrue(log.steps - before <= 3 * FlightPool.LARGE, "steps for one");
            assertTrue(log.count() <= FlightPool.LARGE);
        }
        check(0, 20_000 * MSS);
        assertTrue(log.steps < 20_000 * 16L, "steps in all: " + log.steps);
    }

    @Test
    void whenAllRoomIsTakenAnEntryIsNotDivided() {
        open(0);
        send(0, 4_000_000, 1);
        int at = 1_000;
        while (log.divide(log.count() - 1, at)) {
            log.set(log.count() - 2, (at / 1_000 & 1) == 0 ? FlightLog.SACKED : FlightLog.LOST);
            at += 1_000;
        }
        assertEquals(FlightPool.LARGE, log.count());
        check(0, 4_000_000);
        send(4_000_000, 4_001_000, 2);
        check(0, 4_001_000);
        int last = log.count() - 1;
        assertFalse(log.has(last, FlightLog.SACKED | FlightLog.LOST));
    }

    @Property(tries = 200)
    void entriesFollowEachOtherWithoutGaps(@ForAll long seed, @ForAll @IntRange(min = 0, max = 6) int start) {
        open(TcbFixture.STARTS[start]);
        Random random = new Random(seed);
        int from = 0;
        int to = 0;
        for (int i = 0; i < 300; i++) {
            int length = 1 + random.nextInt(5_000);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    send(to, to + length, random.nextInt(3) == 0 ? i : i - 1L);
                    to += length;
                }
                case 2 -> divideSomewhere(random);
                default -> from = acknowledge(random, from, to);
            }
            check(from, to);
        }
    }

    private void divideSomewhere(Random random) {
        if (log.count() > 0) {
            int i = random.nextInt(log.count());
            int length = log.end(i) - log.start(i);
            if (length > 1) {
                log.divide(i, log.start(i) + 1 + random.nextInt(length - 1));
                log.set(i, random.nextInt(4));
            }
        }
    }

    private int acknowledge(Random random, int from, int to) {
        int acknowledged = from + random.nextInt(to - from + 1) / 2;
        log.drop(log.find(una + acknowledged));
        if (log.count() > 0 && log.start(0) - (una + acknowledged) < 0) {
            log.trim(0, una + acknowledged);
        }
        return log.count() > 0 ? acknowledged : to;
    }

    private void check(int from, int to) {
        int at = una + from;
        for (int i = 0; i < log.count(); i++) {
            assertEquals(at, log.start(i), "entry " + i);
            assertTrue(log.end(i) - at > 0);
            at = log.end(i);
        }
        assertEquals(una + to, at);
    }
}
