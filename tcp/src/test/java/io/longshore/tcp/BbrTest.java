package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// draft-ietf-ccwg-bbr, 5: the states, on a path that the test makes up round by round.
class BbrTest extends CongestionFixture {

    private static final long RTT = 40 * MS;
    /// 10 segments a millisecond: a bandwidth-delay product of 400 segments.
    private static final long RATE = 10_000L * MSS;
    private static final int BDP = 400 * MSS;

    private long rtt = RTT;
    private int inFlight;
    private int lostShare;

    BbrTest() {
        super(CongestionControl.BBR);
        tcb.srtt(RTT);
        tcb.minRtt(RTT);
        algorithm.opened(tcb, now);
    }

    /// A round trip: one acknowledgment of a whole window at this rate, which was all in flight when it was sent.
    private void round(long rate) {
        now += rtt;
        acked.clear(tcb, now);
        inFlight = (int) Math.min(tcb.cwnd(), rate / 1_000 * (rtt / MS));
        acked.acked = inFlight;
        acked.segments = inFlight / MSS;
        acked.rtt = rtt;
        acked.priorDelivered = (int) RateSample.delivered(tcb);
        acked.priorDeliveredAt = now - rtt;
        acked.inFlightAtSend = inFlight;
        acked.priorInFlight = inFlight;
        acked.inFlight = (int) Math.min(tcb.cwnd(), inFlight * BbrState.of(tcb).pacingGain);
        RateSample.delivered(tcb, inFlight, now);
        acked.rate = rate;
        acked.deliveredSince = inFlight;
        acked.lost = (int) ((long) inFlight * lostShare / 100);
        acked.lostSince = acked.lost;
        RateSample.lost(tcb, acked.lost);
        algorithm.acknowledged(tcb, acked, now);
    }

    private BbrState state() {
        return BbrState.of(tcb);
    }

    /// Until the path is full and what Startup put into its queue is gone.
    private void settle() {
        for (int i = 0; i < 8; i++) {
            round(Math.min(RATE, RATE / 64 << i));
        }
        for (int i = 0; i < 6; i++) {
            round(RATE);
        }
        assertTrue(state().isProbeBw(), () -> "still in " + state());
    }

    @Test
    void startupPacesAtTwoPointSevenSevenAndDoublesEachRound() {
        assertEquals(BbrState.STARTUP, state());
        assertEquals(2.77 * 10 * MSS / 0.04, Pacing.rate(tcb), 2);
        int before = tcb.cwnd();
        round(RATE / 40);
        assertEquals(2 * before, tcb.cwnd(), MSS);
        round(RATE / 20);
        assertEquals(4 * before, tcb.cwnd(), MSS);
        assertEquals((long) (2.77 * RATE / 20 * 0.99), Pacing.rate(tcb), 2);
    }

    @Test
    void threeRoundsWithoutAQuarterMoreEndIt() {
        round(RATE / 2);
        round(RATE);
        round(RATE * 5 / 4 - 1);
        round(RATE * 5 / 4 - 1);
        assertEquals(BbrState.STARTUP, state());
        round(RATE * 5 / 4 - 1);
        assertFalse(state() == BbrState.STARTUP);
    }

    @Test
    void aQuarterMoreKeepsItIn() {
        long rate = RATE / 10;
        for (int i = 0; i < 8; i++) {
            round(rate);
            rate = rate * 5 / 4 + 1;
        }
        assertEquals(BbrState.STARTUP, state());
    }

    @Test
    void roundsThatTheApplicationLimitedSayNothing() {
        round(RATE);
        for (int i = 0; i < 6; i++) {
            now += rtt;
            acked.clear(tcb, now);
            acked.acked = MSS;
            acked.priorDelivered = (int) RateSample.delivered(tcb);
            acked.priorDeliveredAt = now - rtt;
            acked.rate = RATE / 10;
            acked.wasApplicationLimited = true;
            RateSample.delivered(tcb, MSS, now);
            algorithm.acknowledged(tcb, acked, now);
        }
        assertEquals(BbrState.STARTUP, state());
        assertEquals(RATE, BbrModel.maxBw(tcb));
    }

    @Test
    void afterDrainItCruisesAtTheBandwidthWithTwiceTheProductAsItsLimit() {
        settle();
        for (int i = 0; i < 40 && state() != BbrState.CRUISE; i++) {
            round(RATE);
        }
        assertEquals(BbrState.CRUISE, state());
        round(RATE);
        assertEquals(RATE * 0.99, Pacing.rate(tcb), RATE / 1_000);
        assertEquals(BDP, BbrModel.bdp(tcb, 1), MSS);
        assertTrue(tcb.cwnd() <= 3 * BDP, () -> "cwnd is " + tcb.cwnd());
    }

    @Test
    void theCycleGoesDownCruiseRefillUpAndProbesEveryTwoToThreeSeconds() {
        settle();
        boolean[] seen = new boolean[BbrState.values().length];
        int ups = 0;
        BbrState before = state();
        long begin = now;
        while (now - begin < 20_000 * MS) {
            round(RATE);
            seen[state().ordinal()] = true;
            ups += state() == BbrState.UP && before != BbrState.UP ? 1 : 0;
            before = state();
        }
        for (BbrState state : new BbrState[] {BbrState.DOWN, BbrState.CRUISE, BbrState.REFILL, BbrState.UP}) {
            assertTrue(seen[state.ordinal()], () -> "never in " + state);
        }
        int count = ups;
        assertTrue(count >= 6 && count <= 13, () -> count + " probes in 20 s");
    }

    @Test
    void moreBandwidthIsFoundByProbing() {
        settle();
        for (int i = 0; i < 200; i++) {
            round(state() == BbrState.UP || state() == BbrState.REFILL ? RATE * 5 / 4 : RATE);
        }
        assertEquals(RATE * 5 / 4, BbrModel.maxBw(tcb), MSS);
    }

    @Test
    void bandwidthThatIsGoneIsForgottenAfterTwoCycles() {
        settle();
        for (int i = 0; i < 400; i++) {
            round(RATE / 2);
        }
        assertEquals(RATE / 2, BbrModel.maxBw(tcb), MSS);
    }

    @Test
    void lossAboveTwoPerCentWhileProbingBoundsWhatIsInFlight() {
        settle();
        lostShare = 5;
        for (int i = 0; i < 400 && tcb.intAt(BbrLayout.INFLIGHT_HI) == BbrModel.INFINITE; i++) {
            round(RATE);
        }
        int most = tcb.intAt(BbrLayout.INFLIGHT_HI);
        assertTrue(most >= BDP * 0.7 - MSS && most < 3 * BDP, () -> "inflight_hi is " + most);
    }

    @Test
    void lossOfOnePerCentDoesNot() {
        settle();
        lostShare = 1;
        for (int i = 0; i < 400; i++) {
            round(RATE);
        }
        assertEquals(BbrModel.INFINITE, tcb.intAt(BbrLayout.INFLIGHT_HI));
    }

    @Test
    void lossWhileCruisingLowersTheShortTermBoundsBySevenTenthsAtMost() {
        settle();
        while (state() != BbrState.CRUISE) {
            round(RATE);
        }
        lostShare = 5;
        round(RATE / 2);
        round(RATE / 2);
        long low = tcb.longAt(BbrLayout.BW_LO);
        assertTrue(low >= RATE * 0.49 - 1 && low <= RATE, () -> "bw_lo is " + low);
        assertTrue(BbrModel.bw(tcb) <= low);
    }

    @Test
    void everyFiveSecondsLittleIsInFlightUnlessTheRoundTripGrewShorter() {
        settle();
        rtt = RTT + 2 * MS;
        long begin = now;
        while (state() != BbrState.PROBE_RTT) {
            assertTrue(now - begin < 6_000 * MS, "no ProbeRTT in six seconds");
            round(RATE);
        }
        assertTrue(tcb.cwnd() <= BDP / 2 + 2 * MSS, () -> "cwnd is " + tcb.cwnd());
        long entered = now;
        while (state() == BbrState.PROBE_RTT) {
            assertTrue(now - entered < 1_000 * MS, "it does not end");
            round(RATE);
        }
        assertTrue(now - entered >= 200 * MS);
        assertTrue(tcb.cwnd() > BDP / 2, () -> "cwnd is " + tcb.cwnd());
    }

    @Test
    void aTimeoutLeavesOneSegmentAndAnUndoTakesItBack() {
        settle();
        int before = tcb.cwnd();
        tcb.sndUna(tcb.sndNxt());
        algorithm.timedOut(tcb, now);
        assertEquals(MSS, tcb.cwnd());
        algorithm.undone(tcb, now);
        assertEquals(before, tcb.cwnd());
    }

    @Test
    void itGovernsCwndInAllPhasesAndIsAlwaysPaced() {
        assertTrue(algorithm.isModel());
        assertTrue(Pacing.isOn(tcb, new TcpSettings()));
        assertEquals("bbr", algorithm.label());
        assertEquals(CongestionControl.BBR, CongestionControl.named("bbr"));
    }

    @Test
    void cwndNeverFallsBelowFourSegments() {
        settle();
        lostShare = 50;
        for (int i = 0; i < 50; i++) {
            round(RATE / 1_000);
            assertTrue(tcb.cwnd() >= 4 * MSS, () -> "cwnd is " + tcb.cwnd());
        }
    }
}
