package io.longshore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DoorbellBitmapTest {

    private static final int BITS = 8_192;

    private final Memory memory = Memory.allocate(64 + DoorbellBitmap.bytes(BITS));
    private final DoorbellBitmap bitmap = new DoorbellBitmap(memory, 64, BITS);

    @Property(tries = 300)
    void everyNumberRungIsFoundOnce(@ForAll Set<@IntRange(max = BITS - 1) Integer> numbers) {
        numbers.forEach(bitmap::ring);
        numbers.forEach(bitmap::ring);
        assertEquals(numbers.isEmpty(), bitmap.isEmpty());
        assertEquals(new TreeSet<>(numbers), drain(numbers.size()));
        assertTrue(bitmap.isEmpty());
        assertEquals(-1, bitmap.next());
    }

    @Test
    void everyBitOfALargeBitmapHasItsPlace() {
        for (int number = 0; number < BITS; number++) {
            bitmap.ring(number);
        }
        assertEquals(BITS, drain(BITS).size());
        assertEquals(0, memory.getLong(0), "nothing before it is touched");
    }

    @Test
    void aNumberRungAgainWhileItIsDrainedIsFoundAgain() {
        bitmap.ring(5);
        bitmap.ring(4_711);
        assertEquals(5, bitmap.next());
        bitmap.ring(5);
        assertFalse(bitmap.isEmpty());
        assertEquals(4_711, bitmap.next());
        assertEquals(-1, bitmap.next(), "the pass has gone by");
        assertEquals(5, bitmap.next());
        assertEquals(-1, bitmap.next());
    }

    @Test
    void aPassThatIsUnderWayIsNotEmpty() {
        bitmap.ring(1);
        bitmap.ring(2);
        assertEquals(1, bitmap.next());
        assertFalse(bitmap.isEmpty(), "a taken bit that was not yet returned is news");
        assertEquals(2, bitmap.next());
        assertTrue(bitmap.isEmpty());
    }

    @Test
    void aRingerThatWasOvertakenBetweenItsTwoStepsHoldsNobodyUp() {
        // The first ringer has set its leaf bit and not yet the summary bit.
        memory.getAndBitwiseOr(64, 1L << 3);
        bitmap.ring(4);
        assertEquals(3, bitmap.next());
        assertEquals(4, bitmap.next());
    }

    @Test
    void summaryBitsWithoutALeafBitAreHarmless() {
        memory.putLong(64 + BITS / 8, -1);
        assertEquals(-1, bitmap.next());
        assertTrue(bitmap.isEmpty());
    }

    @Test
    void aHostileSummaryNamesNoLeafThatDoesNotExist() {
        Memory small = Memory.allocate(1_024);
        DoorbellBitmap two = new DoorbellBitmap(small, 0, 128);
        for (int at = 0; at < small.size(); at += Long.BYTES) {
            small.putLong(at, -1);
        }
        for (int number = 0; number < 128; number++) {
            assertEquals(number, two.next());
        }
        assertEquals(-1, two.next());
        assertEquals(-1, small.getLong(24), "nothing behind it is touched");
        small.putLong(16, -1L << 2);
        assertTrue(two.isEmpty());
    }

    @Test
    void numbersBeyondTheMemoryAreRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> bitmap.ring(1 << 20));
        assertThrows(IllegalArgumentException.class, () -> new DoorbellBitmap(memory, 128, BITS));
        assertThrows(IllegalArgumentException.class, () -> new DoorbellBitmap(memory, 0, 100));
        assertThrows(IllegalArgumentException.class, () -> new DoorbellBitmap(memory, 4, 64));
    }

    private Set<Integer> drain(int expected) {
        Set<Integer> found = new TreeSet<>();
        int count = 0;
        for (int number = bitmap.next(); number >= 0; number = bitmap.next()) {
            found.add(number);
            count++;
        }
        assertEquals(expected, count, "each is found once");
        return found;
    }
}
