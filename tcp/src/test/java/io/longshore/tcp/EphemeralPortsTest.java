package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.SipHash;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// RFC 6056.
class EphemeralPortsTest {

    private static final int LOCAL = 0x0a000001;
    private static final int REMOTE = 0x0a000002;

    private final EphemeralPorts ports = new EphemeralPorts(SipHash.strong(1, 2));

    @Test
    void portsTowardsOneDestinationDoNotRepeatSoon() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            int port = ports.choose(to(REMOTE, 80), any -> false);
            assertTrue(port >= EphemeralPorts.FIRST && port <= EphemeralPorts.LAST, "port " + port);
            assertTrue(seen.add(port), "the " + i + "th port repeats: " + port);
        }
    }

    @Test
    void anotherDestinationDoesNotFollowTheSameSequence() {
        int apart = choose(REMOTE, 80) - choose(REMOTE, 81);
        int furtherApart = choose(REMOTE, 80) - choose(REMOTE + 1, 80);
        assertTrue(Math.abs(apart) > 16 && Math.abs(furtherApart) > 16);
        assertNotEquals(apart, furtherApart);
    }

    private int choose(int remote, int port) {
        return ports.choose(to(remote, port), any -> false);
    }

    private static Endpoints to(int remote, int port) {
        return new Endpoints().localIpv4(LOCAL, 0).remoteIpv4(remote, port);
    }

    @Test
    void theOnlyFreePortIsFound() {
        assertEquals(50_000, ports.choose(to(REMOTE, 80), port -> port != 50_000));
    }

    @Test
    void withAllTakenThereIsNone() {
        assertEquals(-1, ports.choose(to(REMOTE, 80), any -> true));
    }
}
