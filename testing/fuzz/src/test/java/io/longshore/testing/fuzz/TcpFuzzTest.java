package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.longshore.tcp.State;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Any segments into TCP, in every state: no exception, and every record keeps its invariants.
class TcpFuzzTest {

    private static final int RUNS = 150;

    @FuzzTest(maxDuration = "10m")
    void anySegments(byte[] data) {
        TcpFuzz.run(data, EnumSet.noneOf(State.class));
    }

    @Test
    void randomSegments() {
        Set<State> seen = EnumSet.noneOf(State.class);
        Campaign.run(RUNS, 30_000, data -> TcpFuzz.run(data, seen));
        if (!Campaign.isReplay()) {
            assertEquals(EnumSet.complementOf(EnumSet.of(State.CLOSED)), seen, "states in which segments arrived");
        }
    }
}
