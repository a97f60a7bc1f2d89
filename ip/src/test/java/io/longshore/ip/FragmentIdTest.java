package io.longshore.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Identifications of fragments (RFC 7739): what one destination sees tells nothing of the next, nor of another's.
class FragmentIdTest {

    private static final int MANY = 10_000;

    @Test
    void eachDestinationHasItsOwnAndNobodyKnowsTheNext() {
        FragmentIdGenerator generator = new FragmentIdGenerator(7);
        Set<Integer> steps = new HashSet<>();
        int before = generator.next(0, 1);
        for (int i = 0; i < MANY; i++) {
            generator.next(0, 2 + i % 5);
            int id = generator.next(0, 1);
            int step = id - before;
            assertTrue(step > 0, "step " + step);
            steps.add(step);
            before = id;
        }
        assertTrue(steps.size() > 32, "different steps: " + steps.size());
    }

    @Test
    void destinationsBeginAnywhere() {
        Set<Integer> first = new HashSet<>();
        for (long secret = 0; secret < 100; secret++) {
            FragmentIdGenerator generator = new FragmentIdGenerator(secret);
            for (int destination = 0; destination < 10; destination++) {
                first.add(generator.next(0, destination) >>> 16);
            }
        }
        assertTrue(first.size() > 900, "different beginnings: " + first.size());
    }

    @Test
    void noneComesAgainSoon() {
        FragmentIdGenerator generator = new FragmentIdGenerator(7);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            seen.add(generator.next(0, 1));
        }
        assertEquals(MANY, seen.size());
    }
}
