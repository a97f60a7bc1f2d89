package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// RFC 5681, 6928, 9438.
class CongestionControlTest {

    private static final long MS = 1_000_000;

    private final NewReno newReno = new NewReno();
    private final Cubic cubic = new Cubic();
    private final Tcb tcb = TcbFixture.established(0, 0);

    @Test
    void theUpperBoundForTheInitialWindowIsTenSegments() {
        assertEquals(10_000, tcb.cwnd());
        tcb.sndMss(9_000);
        assertEquals(18_000, CongestionControl.initialWindow(tcb));
        tcb.sndMss(1_460);
        assertEquals(14_600, CongestionControl.initialWindow(tcb));
        tcb.sndMss(2_000);
        assertEquals(14_600, CongestionControl.initialWindow(tcb));
    }

    @Test
    void duringSlowStartCwndGrowsByWhatIsAcknowledgedHoweverItIsDivided() {
        for (int i = 0; i < 10_000; i++) {
            newReno.acknowledged(tcb, 1, 0);
        }
        assertEquals(20_000, tcb.cwnd());
    }

    @Test
    void duringCongestionAvoidanceCwndGrowsByOneSegmentPerRoundTrip() {
        tcb.ssthresh(10_000);
        for (int i = 0; i < 10; i++) {
            newReno.acknowledged(tcb, 1_000, 0);
        }
        assertEquals(11_000, tcb.cwnd());
        newReno.acknowledged(tcb, 11_000, 0);
        assertEquals(12_000, tcb.cwnd());
    }

    @Test
    void ssthreshIsHalfTheFlightButAtLeastTwoSegments() {
        newReno.lost(tcb, 10_000, 0);
        assertEquals(5_000, tcb.ssthresh());
        assertEquals(5_000, tcb.cwnd());
        newReno.timedOut(tcb, 2_000, 0);
        assertEquals(2_000, tcb.ssthresh());
        assertEquals(1_000, tcb.cwnd());
    }

    @Test
    void cwndStaysFarFromTheSignBit() {
        tcb.cwnd(CongestionControl.MAXIMUM_CWND - 10);
        newReno.acknowledged(tcb, 60_000, 0);
        assertEquals(CongestionControl.MAXIMUM_CWND, tcb.cwnd());
    }

    @Test
    void cubicDecreasesToSevenTenths() {
        tcb.cwnd(100_000);
        cubic.lost(tcb, 100_000, 0);
        assertEquals(70_000, tcb.cwnd());
        assertEquals(100_000, tcb.wMax());
    }

    @Test
    void fastConvergenceReleasesBandwidthWhenTheMaximumFalls() {
        tcb.cwnd(100_000);
        cubic.lost(tcb, 100_000, 0);
        cubic.lost(tcb, 70_000, 0);
        assertEquals(70_000 * 1.7 / 2, tcb.wMax(), 1);
    }

    @Test
    void cubicReturnsToTheOldWindowAfterKConcaveThenGrowsConvex() {
        // 1,000 segments on a path of 100 ms: K = cbrt(300 / 0.4) = 9.09 s, far above the Reno-friendly region
        tcb.cwnd(1_000_000);
        cubic.lost(tcb, 1_000_000, 0);
        tcb.srtt(100 * MS);
        double k = StrictMath.cbrt(300 / 0.4);
        int halfWay = cubicAfter(0, k / 2);
        assertEquals(1_000_000 - 300_000 / 8, halfWay, 12_000, "W_cubic(K/2) = W_max − C·(K/2)³");
        int plateau = cubicAfter(k / 2, k);
        assertEquals(1_000_000, plateau, 12_000, "W_cubic(K) = W_max");
        int beyond = cubicAfter(k, 1.5 * k);
        assertEquals(1_000_000 + 300_000 / 8, beyond, 15_000, "as far above as it was below");
    }

    @Test
    void onAShortPathCubicIsAsFastAsReno() {
        // 20 segments, 1 ms: the cubic would need seconds; W_est grows by 0.529 segments per round trip
        tcb.cwnd(20_000);
        cubic.lost(tcb, 20_000, 0);
        tcb.srtt(MS);
        long now = 1;
        for (int trip = 0; trip < 10; trip++, now += MS) {
            cubic.acknowledged(tcb, tcb.cwnd(), now);
        }
        assertEquals(14_000 + 5_290, tcb.cwnd(), 600);
    }

    @Test
    void timeInWhichTheApplicationWasTheLimitDoesNotCount() {
        tcb.cwnd(1_000_000);
        cubic.lost(tcb, 1_000_000, 0);
        tcb.srtt(100 * MS);
        int before = cubicAfter(0, 1);
        long later = 60_000 * MS;
        Cubic.rested(tcb, later);
        cubic.acknowledged(tcb, 10_000, later);
        assertTrue(tcb.cwnd() - before < 10_000, "a minute of rest made cwnd jump to " + tcb.cwnd());
    }

    /// Round trips of 100 ms with a whole window acknowledged in each; returns cwnd.
    private int cubicAfter(double from, double to) {
        for (double t = from; t < to; t += 0.1) {
            long now = 1 + (long) (t * 1e9);
            int window = tcb.cwnd();
            for (int i = 0; i < 10; i++) {
                cubic.acknowledged(tcb, window / 10, now + i * 10 * MS);
            }
        }
        return tcb.cwnd();
    }
}
