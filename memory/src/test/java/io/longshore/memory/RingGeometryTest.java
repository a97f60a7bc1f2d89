package io.longshore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RingGeometryTest {

    @Property
    void baseAndCapacityComeOutAsTheyWentIn(
            @ForAll @LongRange(max = (1L << 57) - 1) long base, @ForAll @IntRange(min = 12, max = 30) int log2) {
        long geometry = RingGeometry.of(base, log2);
        assertEquals(base, RingGeometry.base(geometry));
        assertEquals(1 << log2, RingGeometry.capacity(geometry));
        assertEquals(0, RingGeometry.offset(geometry, base));
    }

    @Property
    void growingMovesNoLiveByte(
            @ForAll @LongRange(max = 1L << 50) long base, @ForAll @IntRange(min = 12, max = 29) int log2,
            @ForAll @LongRange(max = 1L << 32) long ahead, @ForAll @IntRange(min = 0, max = 1 << 29) int wanted) {
        long geometry = RingGeometry.of(base, log2);
        long first = base + ahead;
        int live = Math.min(wanted, RingGeometry.contiguous(geometry, first));
        assertTrue(RingGeometry.mayGrow(geometry, first, first + live));
        long grown = RingGeometry.grow(geometry, first);
        assertEquals(log2 + 1, RingGeometry.log2Capacity(grown));
        assertTrue(RingGeometry.base(grown) <= first);
        assertEquals(RingGeometry.offset(geometry, first), RingGeometry.offset(grown, first));
        if (live > 0) {
            long last = first + live - 1;
            assertEquals(RingGeometry.offset(geometry, last), RingGeometry.offset(grown, last));
        }
    }

    @Test
    void aRingWhoseLiveBytesSpanTwoLapsMayNotGrow() {
        long geometry = RingGeometry.of(0, 12);
        assertFalse(RingGeometry.mayGrow(geometry, 4_000, 4_100));
        assertTrue(RingGeometry.mayGrow(geometry, 4_000, 4_096));
        assertTrue(RingGeometry.mayGrow(geometry, 4_096, 4_100));
    }

    @Test
    void aHostileGeometryIsNotSound() {
        assertTrue(RingGeometry.isSound(RingGeometry.of(100, 16), 16, 22, 100));
        assertFalse(RingGeometry.isSound(RingGeometry.of(101, 16), 16, 22, 100), "its base is ahead");
        assertFalse(RingGeometry.isSound(RingGeometry.of(-1, 16), 16, 22, 100), "its base is negative");
        assertFalse(RingGeometry.isSound(RingGeometry.of(0, 15), 16, 22, 100), "it is too small");
        assertFalse(RingGeometry.isSound(RingGeometry.of(0, 23), 16, 22, 100), "it is too large");
        assertFalse(RingGeometry.isSound(0, 16, 22, 100));
        assertFalse(RingGeometry.isSound(-1, 16, 22, 100));
        assertFalse(RingGeometry.isSound(Long.MIN_VALUE, 16, 22, 100));
    }
}
