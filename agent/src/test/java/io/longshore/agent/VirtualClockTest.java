package io.longshore.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VirtualClockTest {

    @Test
    void standsStillUntilItIsMoved() {
        VirtualClock clock = new VirtualClock(5);
        assertEquals(5, clock.nanoTime());
        clock.advance(10);
        clock.advanceTo(20);
        assertEquals(20, clock.nanoTime());
        assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(19));
        assertEquals(20, clock.nanoTime());
    }
}
