package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.longshore.ip.IpCounter;
import io.longshore.ip.IpCounters;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Any frames into the network layer: no exception, nothing written elsewhere, and what is sent is well-formed.
class NetworkFuzzTest {

    private static final int RUNS = 2500;
    /// A batch too small for a reply, floods, and what takes a minute: their own tests have them.
    private static final Set<IpCounter> RARE = EnumSet.of(IpCounter.FRAGMENT_FAILS, IpCounter.ICMP_OUT_LIMITED,
        IpCounter.REASSEMBLY_EVICTED, IpCounter.REASSEMBLY6_EVICTED, IpCounter.ICMP6_OUT_TIME_EXCEEDED,
        IpCounter.NEIGHBOUR_TABLE_FULL, IpCounter.NEIGHBOUR_LIMITED);

    @FuzzTest(maxDuration = "10m")
    void anyFrames(byte[] data) {
        NetworkFuzz.run(data, new IpCounters());
    }

    @Test
    void randomFrames() {
        IpCounters totals = new IpCounters();
        Campaign.run(RUNS, 8000, data -> NetworkFuzz.run(data, totals));
        if (!Campaign.isReplay()) {
            Set<IpCounter> unreached = EnumSet.allOf(IpCounter.class);
            unreached.removeIf(counter -> RARE.contains(counter) || totals.get(counter) > 0);
            assertEquals(Set.of(), unreached, "never reached");
        }
    }
}
