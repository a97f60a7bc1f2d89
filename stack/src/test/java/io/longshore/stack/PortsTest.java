package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final int ONE = 0x0A000001;
    private static final int OTHER = 0x0A000002;

    private final Ports ports = new Ports();

    @Test
    void aPortIsTakenOnItsAddressAndByTheWildcard() {
        assertNotEquals(Ports.NONE, ports.bind(ONE, 80));
        assertEquals(Ports.NONE, ports.bind(ONE, 80));
        assertEquals(Ports.NONE, ports.bind(0, 80));
        assertNotEquals(Ports.NONE, ports.bind(OTHER, 80));
        assertNotEquals(Ports.NONE, ports.bind(ONE, 81));
    }

    @Test
    void aReleasedPortIsFreeAndItsNeighboursAreNot() {
        int first = ports.bind(ONE, 80);
        int second = ports.bind(OTHER, 80);
        ports.release(first);
        assertNotEquals(Ports.NONE, ports.bind(ONE, 80));
        assertEquals(Ports.NONE, ports.bind(OTHER, 80));
        ports.release(second);
        assertNotEquals(Ports.NONE, ports.bind(OTHER, 80));
        assertEquals(2, ports.size());
    }

    @Test
    void everyEphemeralPortIsGivenOnceThenNoneIsLeft() {
        Set<Integer> given = new HashSet<>();
        int range = Ports.LAST_EPHEMERAL - Ports.FIRST_EPHEMERAL + 1;
        for (int i = 0; i < range; i++) {
            given.add(ports.port(ports.bindEphemeral(ONE, -i)));
        }
        assertEquals(range, given.size());
        assertTrue(given.stream().allMatch(p -> p >= Ports.FIRST_EPHEMERAL && p <= Ports.LAST_EPHEMERAL));
        assertEquals(Ports.NONE, ports.bindEphemeral(ONE, 7));
    }
}
