package io.longshore.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.tcp.Endpoints;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final int ONE = 0x0A000001;
    private static final int OTHER = 0x0A000002;

    private final Ports ports = new Ports();

    private static Endpoints end(int address, int port) {
        return new Endpoints().localIpv4(address, port);
    }

    private int bind(int address, int port) {
        return ports.bind(end(address, port), 0);
    }

    @Test
    void aPortIsTakenOnItsAddressAndByTheWildcard() {
        assertNotEquals(Ports.NONE, bind(ONE, 80));
        assertEquals(Ports.NONE, bind(ONE, 80));
        assertEquals(Ports.NONE, bind(0, 80));
        assertNotEquals(Ports.NONE, bind(OTHER, 80));
        assertNotEquals(Ports.NONE, bind(ONE, 81));
    }

    @Test
    void aReleasedPortIsFreeAndItsNeighboursAreNot() {
        int first = bind(ONE, 80);
        int second = bind(OTHER, 80);
        ports.release(first);
        assertNotEquals(Ports.NONE, bind(ONE, 80));
        assertEquals(Ports.NONE, bind(OTHER, 80));
        ports.release(second);
        assertNotEquals(Ports.NONE, bind(OTHER, 80));
        assertEquals(2, ports.size());
    }

    @Test
    void everyEphemeralPortIsGivenOnceThenNoneIsLeft() {
        Set<Integer> given = new HashSet<>();
        int range = Ports.LAST_EPHEMERAL - Ports.FIRST_EPHEMERAL + 1;
        for (int i = 0; i < range; i++) {
            given.add(ports.port(ports.bindEphemeral(end(ONE, 0), 0, -i)));
        }
        assertEquals(range, given.size());
        assertTrue(given.stream().allMatch(p -> p >= Ports.FIRST_EPHEMERAL && p <= Ports.LAST_EPHEMERAL));
        assertEquals(Ports.NONE, ports.bindEphemeral(end(ONE, 0), 0, 7));
    }
}
