package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SequenceTest {

    private static final int LAST = 0xFFFF_FFFF;
    private static final int MIDDLE = 0x8000_0000;

    @Test
    void comparisonGoesOnAcrossTheWrap() {
        assertTrue(Sequence.isBefore(LAST, 0));
        assertTrue(Sequence.isAfter(5, LAST - 5));
        assertFalse(Sequence.isBefore(0, LAST));
        assertTrue(Sequence.isAtOrBefore(LAST, LAST));
        assertTrue(Sequence.isAtOrAfter(0, LAST));
    }

    @Test
    void comparisonGoesOnAcrossTheSignBit() {
        assertTrue(Sequence.isBefore(MIDDLE - 1, MIDDLE));
        assertTrue(Sequence.isAfter(MIDDLE + 1, MIDDLE - 1));
    }

    @Test
    void anEmptyRangeContainsNothing() {
        assertFalse(Sequence.isWithin(7, 7, 7));
    }

    @Test
    void aRangeContainsItsStartAndNotItsEnd() {
        assertTrue(Sequence.isWithin(LAST, LAST, 3));
        assertTrue(Sequence.isWithin(2, LAST, 3));
        assertFalse(Sequence.isWithin(3, LAST, 3));
        assertFalse(Sequence.isWithin(LAST - 1, LAST, 3));
    }

    @Test
    void betweenIncludesBothEndsHoweverFarApart() {
        assertTrue(Sequence.isBetween(LAST, LAST, 3));
        assertTrue(Sequence.isBetween(LAST, 3, 3));
        assertFalse(Sequence.isBetween(LAST, 4, 3));
        assertTrue(Sequence.isBetween(1, MIDDLE + 5, 0));
    }

    @Test
    void theLaterOfTwoAcrossTheWrapIsTheSmallerInteger() {
        assertEquals(3, Sequence.max(LAST, 3));
        assertEquals(LAST, Sequence.min(LAST, 3));
        assertEquals(4, Sequence.distance(LAST, 3));
        assertEquals(-4, Sequence.distance(3, LAST));
    }

    @Test
    void aSequenceUnwrapsToTheNearestPosition() {
        assertEquals(0x1_0000_0003L, Sequence.unwrap(3, 0xFFFF_FFF0L));
        assertEquals(0xFFFF_FFFEL, Sequence.unwrap(0xFFFF_FFFE, 0x1_0000_0003L));
        assertEquals(0x5_8000_0000L, Sequence.unwrap(MIDDLE, 0x5_7FFF_FFFFL));
    }
}
