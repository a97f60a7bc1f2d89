package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9438, clause by clause.
class CubicTest extends CongestionFixture {

    private static final double C = 0.4;

    CubicTest() {
        super(CongestionControl.CUBIC);
    }

    @Test
    void aLossDecreasesToSevenTenthsOfTheWindow() {
        tcb.cwnd(100_000);
        lose();
        assertEquals(70_000, tcb.cwnd());
        assertEquals(100_000, tcb.wMax());
        tcb.cwnd(10_000);
        lose();
        assertEquals(7_000, tcb.ssthresh(), "as in Linux, in whole segments");
    }

    @Test
    void fastConvergenceReleasesBandwidthWhenTheMaximumFalls() {
        tcb.cwnd(100_000);
        lose();
        lose();
        assertEquals(70_000 * 1.7 / 2, tcb.wMax(), 1);
        tcb.cwnd(200_000);
        lose();
        assertEquals(200_000, tcb.wMax(), "a new maximum counts whole");
    }

    @ParameterizedTest(name = "{0} segments lost at, {1} ms: after {2} of K")
    @CsvSource({"1000,100,0.25", "1000,100,0.5", "1000,100,0.75", "1000,100,1.0", "1000,100,1.25", "1000,100,1.5",
        "400,200,0.5", "400,200,1.0", "400,200,1.5", "2000,50,0.5", "2000,50,1.0"})
    void theWindowFollowsTheCubic(int lostAt, long rttMs, double part) {
        tcb.cwnd(lostAt * MSS);
        lose();
        tcb.srtt(rttMs * MS);
        double k = StrictMath.cbrt(lostAt * 0.3 / C);
        long begin = now;
        while (now - begin < part * k * 1e9) {
            roundTrip(rttMs * MS);
        }
        double t = (now - begin) / 1e9;
        // the window aims a round trip ahead, and gets there by whole segments
        double low = C * Math.pow(t - 0.1 - k, 3) + lostAt;
        double high = C * Math.pow(t + rttMs / 1e3 + 0.1 - k, 3) + lostAt;
        assertTrue(segments() >= low - 2 && segments() <= high + 2,
                () -> segments() + " segments after " + t + " s, not within " + low + " and " + high);
    }

    @Test
    void onAShortPathCubicIsAsFastAsReno() {
        // 20 segments, 1 ms: the cubic would need seconds; W_est grows by 0.529 segments per round trip
        tcb.cwnd(20_000);
        lose();
        tcb.srtt(MS);
        for (int trip = 0; trip < 11; trip++) {
            roundTrip(MS);
        }
        assertEquals(14 + 5, segments(), 1);
    }

    @Test
    void pastTheWindowOfTheLastLossTheEstimateGrowsAsRenoItself() {
        tcb.cwnd(20_000);
        lose();
        tcb.srtt(MS);
        for (int trip = 0; segments() < 21; trip++) {
            assertTrue(trip < 20, "it does not grow");
            roundTrip(MS);
        }
        int before = segments();
        for (int trip = 0; trip < 10; trip++) {
            roundTrip(MS);
        }
        assertEquals(before + 10, segments(), 1);
    }

    @Test
    void thereIsNeverMoreThanHalfAWindowPerRoundTrip() {
        tcb.cwnd(100_000);
        tcb.ssthresh(100_000);
        tcb.srtt(10 * MS);
        roundTrip(10 * MS);
        now += 100_000 * MS;
        int before = segments();
        roundTrip(10 * MS);
        assertTrue(segments() <= before * 3 / 2 + 1, () -> "from " + before + " to " + segments());
    }

    @Test
    void afterATimeoutTheWindowAtTheEndOfSlowStartIsTheOrigin() {
        tcb.cwnd(100_000);
        algorithm.timedOut(tcb, now);
        assertEquals(1_000, tcb.cwnd());
        assertEquals(70_000, tcb.ssthresh());
        acknowledge(69);
        assertEquals(70, segments());
        acknowledge(1);
        assertEquals(0, tcb.cubicK());
        assertEquals(70_000, CongestionLayout.doubleAt(tcb, CongestionLayout.ORIGIN));
    }

    @Test
    void whereNoMaximumIsKnownTwentySegmentsMakeOne() {
        tcb.cwnd(100_000);
        tcb.ssthresh(100_000);
        tcb.srtt(MS);
        for (int i = 0; i < 19; i++) {
            acknowledge(1);
        }
        assertEquals(100, segments());
        acknowledge(1);
        assertEquals(101, segments());
    }

    @Test
    void timeInWhichTheApplicationWasTheLimitDoesNotCount() {
        tcb.cwnd(1_000_000);
        lose();
        tcb.srtt(100 * MS);
        roundTrip(100 * MS);
        int before = segments();
        limited(false);
        now += 60_000 * MS;
        acknowledge(10);
        limited(true);
        acknowledge(10);
        assertTrue(segments() - before < 10, () -> "a minute of rest made it " + segments());
    }

    @Test
    void idleTimeDoesNotCount() {
        tcb.cwnd(1_000_000);
        lose();
        tcb.srtt(100 * MS);
        roundTrip(100 * MS);
        int before = segments();
        now += 60_000 * MS;
        algorithm.restarted(tcb, now);
        acknowledge(10);
        assertTrue(segments() - before < 10, () -> "a minute of idleness made it " + segments());
    }

    @Test
    void whatWasNoLossIsTakenBackWithTheWholeEpoch() {
        tcb.cwnd(400_000);
        lose();
        tcb.srtt(100 * MS);
        for (int trip = 0; trip < 10; trip++) {
            roundTrip(100 * MS);
        }
        double k = tcb.cubicK();
        long epoch = tcb.cubicEpoch();
        int cwnd = tcb.cwnd();
        lose();
        algorithm.undone(tcb, now);
        assertEquals(cwnd, tcb.cwnd());
        assertEquals(280_000, tcb.ssthresh());
        assertEquals(400_000, tcb.wMax());
        assertEquals(k, tcb.cubicK());
        assertEquals(epoch, tcb.cubicEpoch());
    }
}
