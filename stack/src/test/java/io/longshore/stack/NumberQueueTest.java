package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberQueueTest {

    @Test
    void itIsAQueueInWhichANumberIsOnce() {
        long seed = 20260101;
        Random random = new Random(seed);
        NumberQueue queue = new NumberQueue(128);
        LinkedHashSet<Integer> model = new LinkedHashSet<>();
        for (int i = 0; i < 100_000; i++) {
            int number = random.nextInt(128);
            if (random.nextBoolean()) {
                queue.add(number);
                model.add(number);
            } else {
                int expected = model.isEmpty() ? NumberQueue.NONE : model.removeFirst();
                assertEquals(expected, queue.take(), "seed " + seed + ", step " + i);
            }
            assertEquals(model.size(), queue.size());
            assertEquals(model.contains(number), queue.contains(number));
        }
    }

    @Test
    void anEmptyQueueHasNothing() {
        NumberQueue queue = new NumberQueue(64);
        assertEquals(NumberQueue.NONE, queue.take());
        queue.add(63);
        assertTrue(queue.contains(63));
        assertEquals(63, queue.take());
        assertFalse(queue.contains(63));
    }
}
