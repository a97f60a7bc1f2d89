package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9406, 4.2 and 4.3.
class HyStartTest extends CongestionFixture {

    HyStartTest() {
        super(CongestionControl.CUBIC);
    }

    /// A round of so many acknowledgments, each of one segment, with this round-trip time.
    private void round(int acknowledgments, long rtt) {
        tcb.sndUna(tcb.intAt(CongestionLayout.WINDOW_END));
        tcb.sndNxt(tcb.sndUna() + 100_000);
        for (int i = 0; i < acknowledgments; i++) {
            acknowledge(1, rtt);
        }
    }

    @Test
    void whileTheRoundTripTimeStaysSlowStartGoesOn() {
        for (int i = 0; i < 6; i++) {
            round(20, 100 * MS + i);
        }
        assertFalse(HyStart.isConservative(tcb));
        assertEquals(130, segments());
    }

    @ParameterizedTest(name = "from {0} ms, {1} ms are the threshold")
    @CsvSource({"8, 4", "31, 4", "32, 4", "80, 10", "128, 16", "500, 16"})
    void aRiseByAnEighthButAtLeastFourAndAtMostSixteenMillisecondsLeavesIt(long base, long threshold) {
        round(8, base * MS);
        round(8, (base + threshold) * MS - 1);
        assertFalse(HyStart.isConservative(tcb), "a nanosecond less is not enough");
        begin();
        round(8, base * MS);
        round(8, (base + threshold) * MS);
        assertTrue(HyStart.isConservative(tcb));
    }

    private void begin() {
        algorithm.opened(tcb, now);
    }

    @Test
    void sevenSamplesAreNotEnough() {
        round(10, 100 * MS);
        round(7, 150 * MS);
        assertFalse(HyStart.isConservative(tcb));
        acknowledge(1, 150 * MS);
        assertTrue(HyStart.isConservative(tcb));
    }

    @Test
    void oneSampleAtTheOldTimeKeepsItIn() {
        round(10, 100 * MS);
        round(7, 150 * MS);
        acknowledge(1, 100 * MS);
        acknowledge(20, 150 * MS);
        assertFalse(HyStart.isConservative(tcb));
    }

    @Test
    void conservativeSlowStartGrowsByAQuarterForFiveRoundsThenEndsSlowStart() {
        round(10, 100 * MS);
        round(8, 150 * MS);
        assertTrue(HyStart.isConservative(tcb));
        int entered = segments();
        for (int i = 1; i < 5; i++) {
            round(20, 150 * MS);
            assertTrue(HyStart.isConservative(tcb), "round " + (i + 1));
        }
        assertEquals(entered + 20, segments());
        assertEquals(CongestionControl.MAXIMUM_CWND, tcb.ssthresh());
        round(1, 150 * MS);
        assertFalse(HyStart.isConservative(tcb));
        assertEquals(entered + 20, tcb.ssthresh() / MSS);
    }

    @Test
    void aFallBelowTheBaselineResumesSlowStart() {
        round(10, 100 * MS);
        round(8, 150 * MS);
        round(8, 140 * MS);
        assertFalse(HyStart.isConservative(tcb));
        int before = segments();
        acknowledge(4, 140 * MS);
        assertEquals(before + 4, segments());
    }

    @Test
    void aLossEndsItForGood() {
        round(10, 100 * MS);
        round(8, 150 * MS);
        lose();
        assertFalse(HyStart.isConservative(tcb));
        tcb.cwnd(100_000);
        tcb.sndUna(tcb.sndNxt());
        algorithm.timedOut(tcb, now);
        round(10, 100 * MS);
        round(10, 200 * MS);
        assertEquals(21, segments(), "only the first slow start is left early");
    }

    @Test
    void measurementsThatFailDoNotCount() {
        round(10, 100 * MS);
        round(20, -1);
        assertFalse(HyStart.isConservative(tcb));
        assertEquals(0, tcb.intAt(CongestionLayout.SAMPLES));
    }
}
