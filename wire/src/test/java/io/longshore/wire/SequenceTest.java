package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9293, 3.4: "all arithmetic dealing with sequence numbers must be performed modulo 2**32".
class SequenceTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1, 0x1234_5678})
    void orderIsTheSameEverywhereOnTheCircle(int a) {
        for (int step : new int[] {1, 2, 1_000, 65_535, Integer.MAX_VALUE}) {
            int b = a + step;
            assertTrue(Sequence.isBefore(a, b) && Sequence.isAtOrBefore(a, b), () -> a + " is before " + b);
            assertTrue(Sequence.isAfter(b, a) && Sequence.isAtOrAfter(b, a), () -> b + " is after " + a);
            assertFalse(Sequence.isAfter(a, b) || Sequence.isAtOrAfter(a, b), () -> a + " is not after " + b);
            assertEquals(a, Sequence.min(a, b));
            assertEquals(b, Sequence.max(b, a));
            assertEquals(step, Sequence.distance(a, b));
            assertTrue(Sequence.isWithin(a, a, b) && Sequence.isWithin(b - 1, a, b));
            assertFalse(Sequence.isWithin(b, a, b) || Sequence.isWithin(a - 1, a, b));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aNumberIsNeitherBeforeNorAfterItself(int a) {
        assertFalse(Sequence.isBefore(a, a) || Sequence.isAfter(a, a));
        assertTrue(Sequence.isAtOrBefore(a, a) && Sequence.isAtOrAfter(a, a));
        assertFalse(Sequence.isWithin(a, a, a));
    }
}
