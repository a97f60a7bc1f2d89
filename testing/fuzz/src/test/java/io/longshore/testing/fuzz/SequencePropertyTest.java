package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.wire.Sequence;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Circular numbers against 64-bit positions that never wrap: what is less than 2³¹ apart compares alike.
class SequencePropertyTest {

    private static final long HALF = 1L << 31;

    /// Positions around multiples of 2³¹, where the 32-bit numbers wrap or change their sign.
    @Provide
    Arbitrary<Long> positions() {
        Arbitrary<Long> borders = Arbitraries.longs().between(1, 8).map(i -> i * HALF);
        Arbitrary<Long> offsets = Arbitraries.oneOf(Arbitraries.longs().between(-3, 3),
            Arbitraries.longs().between(-HALF, HALF));
        return borders.flatMap(border -> offsets.map(offset -> border + offset));
    }

    @Provide
    Arbitrary<Long> distances() {
        return Arbitraries.oneOf(Arbitraries.longs().between(-3, 3), Arbitraries.of(HALF - 1, 1 - HALF, HALF - 2),
            Arbitraries.longs().between(1 - HALF, HALF - 1));
    }

    @Property(tries = 2000, seed = "1")
    void comparisonIsThatOfPositions(@ForAll("positions") long a, @ForAll("distances") long distance) {
        long b = a + distance;
        assertEquals(a < b, Sequence.isBefore((int) a, (int) b));
        assertEquals(a <= b, Sequence.isAtOrBefore((int) a, (int) b));
        assertEquals(a > b, Sequence.isAfter((int) a, (int) b));
        assertEquals(a >= b, Sequence.isAtOrAfter((int) a, (int) b));
        assertEquals((int) Math.max(a, b), Sequence.max((int) a, (int) b));
        assertEquals((int) Math.min(a, b), Sequence.min((int) a, (int) b));
        assertEquals(distance, Sequence.distance((int) a, (int) b));
        assertEquals(b, Sequence.unwrap((int) b, a));
    }

    @Property(tries = 2000, seed = "1")
    void rangesAreThoseOfPositions(@ForAll("positions") long start, @ForAll("distances") long length,
            @ForAll("distances") long offset) {
        long end = start + Math.abs(length);
        long x = start + Math.abs(offset);
        assertEquals(x < end, Sequence.isWithin((int) x, (int) start, (int) end));
        assertEquals(x <= end, Sequence.isBetween((int) start, (int) x, (int) end));
    }

    @Property(tries = 1000, seed = "1")
    void whatLiesBehindARangesStartIsOutside(@ForAll("positions") long start, @ForAll("distances") long length) {
        long end = start + Math.abs(length);
        assertEquals(false, Sequence.isWithin((int) start - 1, (int) start, (int) end));
        assertEquals(false, Sequence.isBetween((int) start, (int) start - 1, (int) end));
    }
}
