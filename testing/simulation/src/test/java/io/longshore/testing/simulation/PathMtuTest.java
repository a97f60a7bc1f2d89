package io.longshore.testing.simulation;

import static io.longshore.testing.simulation.FlowCase.CUBIC;
import static io.longshore.testing.simulation.FlowCase.RENO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.HostSlot;
import io.longshore.tcp.TcpCounters;
import io.longshore.tcp.TcpSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A path that takes less than the link, and routers that do not say so (RFC 4821): segments have to climb to its MTU
/// from below, and to fall to it from above.
class PathMtuTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long MEGABIT = 125_000;
    private static final long RATE = 20 * MEGABIT;
    private static final long DELAY = 10 * MS;
    private static final int LINK_MTU = 1_500;
    private static final long SEED = 11;

    private final TcpSettings settings = new TcpSettings();
    private PathSpec there;

    @BeforeEach
    void path() {
        there = PathSpec.delay(DELAY).rate(RATE).buffer(100_000);
    }

    private FlowWorld world(long seed) {
        return new FlowWorld(there, PathSpec.delay(DELAY), settings, seed);
    }

    private void assertReaches(int mtu, int longest) {
        assertTrue(longest <= mtu && longest > mtu - settings.probeThreshold, () -> "longest packet " + longest);
    }

    @ParameterizedTest(name = "a path of {0}, algorithm {1}")
    @CsvSource({"1500,2", "1492,2", "1400,1", "1400,2", "1400,3", "1281,2", "1100,2", "1080,3"})
    void segmentsClimbToWhatThePathTakes(int mtu, int algorithm) {
        settings.mtuProbing = 2;
        there.mtu(mtu);
        try (FlowWorld world = world(SEED)) {
            HostSlot stream = world.open(algorithm);
            world.longestUntil(10 * SECOND);
            long before = stream.acknowledged();
            assertReaches(mtu, world.longestUntil(20 * SECOND));
            TcpCounters counters = world.counters();
            assertTrue(mtu < 1_100 || counters.tcpMtupSuccess > 0, "no probe arrived");
            assertTrue(mtu == LINK_MTU || counters.tcpMtupFail > 0, "no probe was lost");
            assertEquals(0, counters.tcpTimeouts);
            double used = (stream.acknowledged() - before) / 10.0 / RATE;
            assertTrue(used > 0.8, () -> "use is " + used);
        }
    }

    @Test
    void lostProbesAreNoCongestion() {
        settings.mtuProbing = 2;
        // nothing but probes is ever lost
        there = PathSpec.delay(DELAY).mtu(1_200);
        settings.sendBufferMost = 400_000;
        try (FlowWorld world = world(SEED)) {
            world.open(RENO);
            assertReaches(1_200, world.longestUntil(10 * SECOND));
            TcpCounters counters = world.counters();
            assertTrue(counters.tcpMtupFail > 2);
            assertEquals(0, counters.tcpSackRecovery + counters.tcpTimeouts);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void segmentsClimbThoughOthersAreLostToo(long seed) {
        settings.mtuProbing = 2;
        there.mtu(1_400).loss(0.005);
        try (FlowWorld world = world(seed)) {
            world.open(CUBIC);
            assertReaches(1_400, world.longestUntil(60 * SECOND));
        }
    }

    @ParameterizedTest(name = "from {0} to {1}, algorithm {2}")
    @CsvSource({"1500,1400,2", "1500,1200,1", "1500,1200,3", "1450,1100,2", "1500,600,2"})
    void segmentsFallIntoABlackHoleAndOutOfIt(int before, int after, int algorithm) {
        settings.mtuProbing = before == LINK_MTU ? 1 : 2;
        there.mtu(before).mtuChanges(5 * SECOND, after);
        try (FlowWorld world = world(SEED)) {
            HostSlot stream = world.open(algorithm);
            world.longestUntil(5 * SECOND);
            long narrowed = stream.acknowledged();
            world.longestUntil(40 * SECOND);
            assertTrue(stream.acknowledged() - narrowed > 5 * RATE, "it does not go on");
            assertReaches(after, world.longestUntil(60 * SECOND));
        }
    }

    @Test
    void withoutProbingABlackHoleIsTheEnd() {
        settings.mtuProbing = 0;
        there.mtuChanges(5 * SECOND, 1_400);
        try (FlowWorld world = world(SEED)) {
            HostSlot stream = world.open(CUBIC);
            world.longestUntil(6 * SECOND);
            long stuck = stream.acknowledged();
            world.longestUntil(60 * SECOND);
            assertEquals(stuck, stream.acknowledged());
        }
    }

    @Test
    void aPathThatTakesMoreIsFoundOutAfterTheInterval() {
        settings.mtuProbing = 2;
        settings.probeInterval = 30 * SECOND;
        there.mtu(1_200).mtuChanges(15 * SECOND, LINK_MTU);
        try (FlowWorld world = world(SEED)) {
            world.open(CUBIC);
            assertReaches(1_200, world.longestUntil(29 * SECOND));
            world.longestUntil(40 * SECOND);
            assertReaches(LINK_MTU, world.longestUntil(50 * SECOND));
        }
    }
}
