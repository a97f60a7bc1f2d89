package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// RFC 6298.
class RttEstimatorTest {

    private static final long MS = 1_000_000;

    @Test
    void untilARoundTripTimeMeasurementHasBeenMadeTheSenderShouldSetRtoToOneSecond() {
        assertEquals(1_000 * MS, RttEstimator.timeout(TcbFixture.established(0, 0)));
    }

    @Test
    void whenTheFirstMeasurementIsMadeSrttIsItAndTheDeviationHalfOfIt() {
        Tcb tcb = TcbFixture.established(0, 0);
        RttEstimator.sampled(tcb, 300 * MS);
        assertEquals(300 * MS, tcb.srtt());
        assertEquals(150 * MS, RttEstimator.deviation(tcb));
        assertEquals(300 * MS + 4 * 150 * MS, RttEstimator.timeout(tcb));
    }

    @Test
    void whenASubsequentMeasurementIsMadeAlphaIsAnEighthAndBetaAQuarter() {
        Tcb tcb = TcbFixture.established(0, 0);
        RttEstimator.sampled(tcb, 300 * MS);
        RttEstimator.sampled(tcb, 380 * MS);
        assertEquals(310 * MS, tcb.srtt());
        assertEquals((150 * 3 + 80) * MS / 4, RttEstimator.deviation(tcb));
        assertEquals(310 * MS + 4 * 150 * MS, RttEstimator.timeout(tcb), "the variation falls once in a round trip");
    }

    @Test
    void aMuchShorterRoundTripHardlyRaisesTheVariation() {
        Tcb tcb = TcbFixture.established(0, 0);
        for (int i = 0; i < 60; i++) {
            tcb.sndUna(tcb.sndNxt());
            tcb.sndNxt(tcb.sndNxt() + 1_000);
            RttEstimator.sampled(tcb, 300 * MS);
        }
        RttEstimator.sampled(tcb, 20 * MS);
        assertTrue(RttEstimator.timeout(tcb) <= 500 * MS, "srtt + 200 ms, but " + RttEstimator.timeout(tcb) / MS);
        RttEstimator.sampled(tcb, 900 * MS);
        assertTrue(RttEstimator.timeout(tcb) > 900 * MS, "a longer one does: " + RttEstimator.timeout(tcb) / MS);
    }

    @Test
    void onASteadyPathTheVariationsShareStaysAtTwoHundredMilliseconds() {
        Tcb tcb = TcbFixture.established(0, 0);
        for (int i = 0; i < 100; i++) {
            tcb.sndUna(tcb.sndNxt());
            tcb.sndNxt(tcb.sndNxt() + 1_000);
            RttEstimator.sampled(tcb, 20 * MS);
        }
        assertEquals(220 * MS, RttEstimator.timeout(tcb));
    }

    @Test
    void aLowerMaximumIsNotExceeded() {
        Tcb tcb = TcbFixture.established(0, 0);
        tcb.intAt(TcbLayout.RTO_MAX, 1_500);
        RttEstimator.backOff(tcb);
        assertEquals(1_500 * MS, RttEstimator.timeout(tcb));
        RttEstimator.sampled(tcb, 5_000 * MS);
        assertEquals(1_500 * MS, RttEstimator.timeout(tcb));
        tcb.intAt(TcbLayout.RTO_MAX, 0);
        RttEstimator.sampled(tcb, 5_000 * MS);
        assertTrue(RttEstimator.timeout(tcb) > 1_500 * MS, "0 is the default");
    }

    @Test
    void theHostMustSetRtoToTwiceRtoAndAMaximumMayBePlaced() {
        Tcb tcb = TcbFixture.established(0, 0);
        long previous = RttEstimator.timeout(tcb);
        for (int i = 0; i < 40; i++) {
            RttEstimator.backOff(tcb);
            long timeout = RttEstimator.timeout(tcb);
            assertEquals(Math.min(2 * previous, RttEstimator.MAXIMUM_RTO), timeout);
            previous = timeout;
        }
        RttEstimator.sampled(tcb, MS);
        assertTrue(RttEstimator.timeout(tcb) < 1_000 * MS, "a measurement ends the backoff");
    }

    @Test
    void ifTheTimerExpiresAwaitingTheAckOfASynRtoMustBeReinitializedToThreeSeconds() {
        Tcb tcb = TcbFixture.established(0, 0);
        RttEstimator.backOff(tcb);
        RttEstimator.cautious(tcb);
        assertEquals(3_000 * MS, RttEstimator.timeout(tcb));
    }

    @Test
    void rttSamplesMustNotBeMadeUsingASynThatWasRetransmittedUnlessATimestampRemovesTheAmbiguity() {
        Tcb tcb = TcbFixture.established(0, 0);
        RttEstimator.synSent(tcb, 10 * MS);
        RttEstimator.spoil(tcb);
        RttEstimator.synAcknowledged(tcb, -1, 30 * MS);
        assertEquals(0, tcb.srtt());
        RttEstimator.synSent(tcb, 10 * MS);
        RttEstimator.spoil(tcb);
        RttEstimator.synAcknowledged(tcb, 7 * MS, 30 * MS);
        assertEquals(7 * MS, tcb.srtt());
    }
}
