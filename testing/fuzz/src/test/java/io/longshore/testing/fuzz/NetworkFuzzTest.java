package io.longshore.testing.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.longshore.ip.IpCounter;
import io.longshore.ip.IpCounters;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Any frames into the network layer: no exception, nothing written elsewhere, and what is sent is well-formed.
class NetworkFuzzTest {

    private static final int RUNS = 1500;
    /// A batch too small for a reply, a flood of errors: their own tests have them.
    private static final Set<IpCounter> RARE = EnumSet.of(IpCounter.FRAGMENT_FAILS, IpCounter.ICMP_OUT_LIMITED);

    @FuzzTest
    void anyFrames(byte[] data) {
        NetworkFuzz.run(data, new IpCounters());
    }

    @Test
    void randomFrames() {
        IpCounters totals = new IpCounters();
        Campaign.run(RUNS, 8000, data -> NetworkFuzz.run(data, totals));
        if (!Campaign.isReplay()) {
            for (IpCounter counter : EnumSet.range(IpCounter.LINK_SHORT, IpCounter.IN_DELIVERS)) {
                assertTrue(RARE.contains(counter) || totals.get(counter) > 0, "never reached: " + counter);
            }
        }
    }
}
