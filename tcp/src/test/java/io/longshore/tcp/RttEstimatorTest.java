package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/// RFC 6298.
class RttEstimatorTest {

    private static final long MS = 1_000_000;

    static int[] starts() {
        return TcbFixture.STARTS;
    }

    @Test
    void untilARoundTripTimeMeasurementHasBeenMadeTheSenderShouldSetRtoToOneSecond() {
        assertEquals(1_000 * MS, RttEstimator.timeout(TcbFixture.established(0, 0)));
    }

    @Test
    void whenTheFirstMeasurementIsMadeSrttIsItAndRttvarHalfOfIt() {
        Tcb tcb = TcbFixture.established(0, 0);
        RttEstimator.sampled(tcb, 300 * MS);
        assertEquals(300 * MS, tcb.srtt());
        assertEquals(150 * MS, tcb.rttvar());
        assertEquals(300 * MS + 4 * 150 * MS, RttEstimator.timeout(tcb));
    }

    @Test
    void whenASubsequentMeasurementIsMadeAlphaIsAnEighthAndBetaAQuarter() {
        Tcb tcb = TcbFixture.established(0, 0);
        RttEstimator.sampled(tcb, 300 * MS);
        RttEstimator.sampled(tcb, 380 * MS);
        assertEquals(310 * MS, tcb.srtt());
        assertEquals((150 * 3 + 80) * MS / 4, tcb.rttvar());
    }

    @Test
    void onASteadyPathTheVariationsShareStaysAtTwoHundredMilliseconds() {
        Tcb tcb = TcbFixture.established(0, 0);
        for (int i = 0; i < 100; i++) {
            RttEstimator.sampled(tcb, 20 * MS);
        }
        assertEquals(220 * MS, RttEstimator.timeout(tcb));
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

    @ParameterizedTest
    @MethodSource("starts")
    void oneSegmentIsTimedAtATime(int start) {
        Tcb tcb = TcbFixture.established(start, 2_000);
        RttEstimator.sent(tcb, start + 1_000, 10 * MS);
        RttEstimator.sent(tcb, start + 2_000, 15 * MS);
        tcb.sndUna(start + 500);
        RttEstimator.acknowledged(tcb, -1, 20 * MS);
        assertEquals(0, tcb.srtt(), "the timed segment is not acknowledged yet");
        tcb.sndUna(start + 2_000);
        RttEstimator.acknowledged(tcb, -1, 30 * MS);
        assertEquals(20 * MS, tcb.srtt());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void rttSamplesMustNotBeMadeUsingSegmentsThatWereRetransmitted(int start) {
        Tcb tcb = TcbFixture.established(start, 1_000);
        RttEstimator.sent(tcb, start + 1_000, 10 * MS);
        RttEstimator.spoil(tcb);
        tcb.sndUna(start + 1_000);
        RttEstimator.acknowledged(tcb, -1, 30 * MS);
        assertEquals(0, tcb.srtt());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void unlessTheTimestampOptionRemovesTheAmbiguity(int start) {
        Tcb tcb = TcbFixture.established(start, 1_000);
        RttEstimator.sent(tcb, start + 1_000, 10 * MS);
        RttEstimator.spoil(tcb);
        tcb.sndUna(start + 1_000);
        RttEstimator.acknowledged(tcb, 7 * MS, 30 * MS);
        assertEquals(7 * MS, tcb.srtt());
    }
}
