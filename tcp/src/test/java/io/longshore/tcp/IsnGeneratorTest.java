package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.SipHash;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// RFC 6528, 3.
class IsnGeneratorTest {

    private final IsnGenerator generator = new IsnGenerator(SipHash.strong(1, 2));

    @Test
    @Requirement("MUST-8")
    void theClockTicksEveryFourMicroseconds() {
        Tcb tcb = connection(0x0a000001, 80, 0x0a000002, 4_000);
        int first = generator.initialSequence(tcb, 0);
        assertEquals(first, generator.initialSequence(tcb, 3_999));
        assertEquals(first + 1, generator.initialSequence(tcb, 4_000));
        assertEquals(first + 250_000, generator.initialSequence(tcb, 1_000_000_000));
    }

    @Test
    void eachConnectionHasItsOwnSequenceNumberSpaceAndTimestampOffset() {
        Set<Integer> sequences = new HashSet<>();
        Set<Integer> offsets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Tcb tcb = connection(0x0a000001, 1_000 + i % 10, 0x0a000002 + i / 100, 2_000 + i / 10 % 10);
            sequences.add(generator.initialSequence(tcb, 0));
            offsets.add(generator.timestampOffset(tcb));
        }
        assertTrue(sequences.size() > 998 && offsets.size() > 998, "1,000 connections");
    }

    @Test
    @Requirement({"MUST-9", "SHLD-1"})
    void whoDoesNotKnowTheSecretCannotComputeThem() {
        Tcb tcb = connection(0x0a000001, 80, 0x0a000002, 4_000);
        IsnGenerator other = new IsnGenerator(SipHash.strong(1, 3));
        assertNotEquals(generator.initialSequence(tcb, 0), other.initialSequence(tcb, 0));
        assertNotEquals(generator.timestampOffset(tcb), other.timestampOffset(tcb));
    }

    private static Tcb connection(int local, int localPort, int remote, int remotePort) {
        Tcb tcb = TcbFixture.established(0, 0);
        tcb.endpoints(new Endpoints().localIpv4(local, localPort).remoteIpv4(remote, remotePort));
        return tcb;
    }
}
