package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 5681, 6582, 6675, 3042: one sender, twenty segments of 1,000 bytes outstanding, everywhere on the circle.
class LossRecoveryTest {

    private static final int FLIGHT = 20_000;

    private Tcb tcb;
    private int una;

    static int[] starts() {
        return TcbFixture.STARTS;
    }

    @ParameterizedTest
    @MethodSource("starts")
    void theThirdDuplicateAckTriggersFastRetransmit(int start) {
        established(start, true);
        sack(1_000, 2_000);
        sack(1_000, 3_000);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertEquals(0, LossRecovery.hole(tcb));
        sack(1_000, 4_000);
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
        expectHole(0, 1_000);
        assertEquals(FLIGHT * 7 / 10, tcb.cwnd());
        assertEquals(FLIGHT * 7 / 10, tcb.ssthresh());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void theFirstSegmentIsRetransmittedWhateverTheWindowSays(int start) {
        established(start, true);
        sack(1_000, 4_001);
        assertTrue(tcb.cwnd() < LossRecovery.inFlight(tcb), "no room by the window");
        assertEquals(1_000, LossRecovery.allowance(tcb));
        sendAgain(1_000);
        assertEquals(0, LossRecovery.allowance(tcb));
        assertEquals(0, LossRecovery.hole(tcb), "nothing else is lost");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void onlyWhatIsNotSackedIsSentAgain(int start) {
        established(start, true);
        sack(2_000, 3_000);
        sack(5_000, 6_000);
        sack(7_000, 12_000);
        expectHole(0, 2_000);
        sendAgain(1_000);
        expectHole(1_000, 1_000);
        sendAgain(1_000);
        expectHole(3_000, 2_000);
        sendAgain(2_000);
        expectHole(6_000, 1_000);
        sendAgain(1_000);
        assertEquals(0, LossRecovery.hole(tcb));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void pipeCountsWhatIsNeitherSackedNorLostAndWhatWasRetransmitted(int start) {
        established(start, true);
        sack(2_000, 3_000);
        sack(5_000, 6_000);
        sack(7_000, 12_000);
        assertEquals(8_000, LossRecovery.inFlight(tcb), "what was sent beyond the last that is lost");
        sendAgain(1_000);
        assertEquals(9_000, LossRecovery.inFlight(tcb));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void recoveryEndsWhenTheRecoveryPointIsAcknowledged(int start) {
        established(start, true);
        sack(1_000, 5_000);
        sendAgain(1_000);
        send(2_000);
        acknowledge(FLIGHT - 1);
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
        acknowledge(FLIGHT);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertEquals(FLIGHT * 7 / 10, tcb.cwnd());
        assertEquals(2_000, LossRecovery.inFlight(tcb));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void withNothingElseToSendWhatIsNotYetDeemedLostGoesThenTheLastSegmentOnce(int start) {
        established(start, true);
        sack(1_000, 5_000);
        sack(19_000, 20_000);
        sendAgain(1_000);
        assertEquals(0, LossRecovery.hole(tcb));
        for (int at = 5_000; at < 19_000; at += 1_000) {
            long rescue = LossRecovery.rescue(tcb);
            assertEquals(Scoreboard.packed(una + at, 1_000), rescue, "rule (3) at " + at);
            LossRecovery.retransmitted(tcb, una + at, 1_000);
        }
        assertEquals(Scoreboard.packed(una + 18_000, 1_000), LossRecovery.rescue(tcb), "rule (4)");
        LossRecovery.retransmitted(tcb, una + 18_000, 1_000);
        assertEquals(0, LossRecovery.rescue(tcb), "once");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void newTextThatIsLostDuringRecoveryIsSentAgainOnceToo(int start) {
        established(start, true);
        sack(1_000, FLIGHT);
        sendAgain(1_000);
        send(6_000);
        sack(FLIGHT + 1_000, FLIGHT + 2_000);
        assertEquals(Scoreboard.packed(una + FLIGHT, 1_000), LossRecovery.rescue(tcb), "rule (3)");
        LossRecovery.retransmitted(tcb, una + FLIGHT, 1_000);
        sack(FLIGHT + 3_000, FLIGHT + 6_000);
        expectHole(FLIGHT + 2_000, 1_000);
        sendAgain(1_000);
        assertEquals(0, LossRecovery.hole(tcb));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void onTheFirstTwoDuplicateAcksTheSenderShouldSendPreviouslyUnsentData(int start) {
        for (boolean sack : new boolean[] {true, false}) {
            established(start, sack);
            assertEquals(0, LossRecovery.allowance(tcb));
            duplicate(1);
            assertEquals(1_000, LossRecovery.allowance(tcb));
            send(1_000);
            duplicate(2);
            assertEquals(1_000, LossRecovery.allowance(tcb));
            assertEquals(FLIGHT, tcb.cwnd(), "the congestion window MUST NOT be changed");
        }
    }

    @ParameterizedTest
    @MethodSource("starts")
    void withoutSackAPartialAckRetransmitsTheFirstUnacknowledgedSegment(int start) {
        established(start, false);
        duplicate(3);
        expectHole(0, 1_000);
        sendAgain(1_000);
        assertEquals(0, LossRecovery.hole(tcb));
        acknowledge(5_000);
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
        expectHole(5_000, 1_000);
        assertTrue(LossRecovery.allowance(tcb) >= 1_000);
        sendAgain(1_000);
        assertEquals(0, LossRecovery.hole(tcb));
        acknowledge(FLIGHT);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertEquals(2_000, tcb.cwnd(), "min (ssthresh, max(FlightSize, SMSS) + SMSS)");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void withoutSackEachFurtherDuplicateLetsASegmentGo(int start) {
        established(start, false);
        duplicate(3);
        sendAgain(1_000);
        assertEquals(FLIGHT - 3_000, LossRecovery.inFlight(tcb));
        for (int i = 1; i < 40; i++) {
            LossRecovery.duplicate(tcb, 0);
            assertEquals(Math.max(FLIGHT - 3_000 - i * 1_000, 0), LossRecovery.inFlight(tcb), "never negative");
        }
    }

    @ParameterizedTest
    @MethodSource("starts")
    void withoutSackDuplicatesForWhatRecoverySentNeedlesslyBeginNoOther(int start) {
        established(start, false);
        duplicate(3);
        sendAgain(1_000);
        send(5_000);
        acknowledge(FLIGHT);
        int cwnd = tcb.cwnd();
        duplicate(3);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertEquals(cwnd, tcb.cwnd());
        acknowledge(FLIGHT + 1_000);
        duplicate(3);
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void afterATimeoutTheWindowIsOneSegmentAndAllIsSentAgainButWhatIsSacked(int start) {
        established(start, true);
        sack(3_000, 4_000);
        LossRecovery.timedOut(tcb, 0);
        assertEquals(1_000, tcb.cwnd());
        assertEquals(0, LossRecovery.inFlight(tcb));
        expectHole(0, 3_000);
        sendAgain(1_000);
        assertEquals(0, LossRecovery.allowance(tcb));
        acknowledge(1_000);
        assertEquals(2_000, LossRecovery.allowance(tcb), "slow start");
        expectHole(1_000, 2_000);
        sendAgain(2_000);
        expectHole(4_000, 16_000);
        acknowledge(FLIGHT);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void theLeftEdgeMustBeRetransmittedAfterATimeoutWhetherOrNotItIsSacked(int start) {
        established(start, true);
        sack(0, 3_000);
        LossRecovery.timedOut(tcb, 0);
        expectHole(0, FLIGHT);
        assertEquals(0, tcb.sackedBytes(), "the peer has reneged: what it reported counts no more");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void ssthreshIsHeldConstantWhenTheSameSegmentTimesOutAgain(int start) {
        established(start, true);
        LossRecovery.timedOut(tcb, 0);
        int ssthresh = tcb.ssthresh();
        sendAgain(1_000);
        LossRecovery.timedOut(tcb, 0);
        assertEquals(ssthresh, tcb.ssthresh());
        expectHole(0, FLIGHT);
        acknowledge(1_000);
        LossRecovery.timedOut(tcb, 0);
        assertTrue(tcb.ssthresh() < ssthresh);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void duplicateAcksAfterATimeoutBeginNoFastRetransmit(int start) {
        established(start, true);
        LossRecovery.timedOut(tcb, 0);
        sack(2_000, 9_000);
        assertEquals(LossRecovery.LOSS, tcb.recoveryPhase());
        assertEquals(1_000, tcb.cwnd());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void anAckIsADuplicateOnlyIfItIsBareAndSaysNothingNew(int start) {
        established(start, false);
        Segment segment = ScoreboardTest.acknowledgment(una);
        assertTrue(LossRecovery.isDuplicate(tcb, segment, 0, false));
        assertFalse(LossRecovery.isDuplicate(tcb, segment, 0, true), "the window has moved");
        segment.textLength = 1;
        assertFalse(LossRecovery.isDuplicate(tcb, segment, 0, false), "it carries data");
        segment.textLength = 0;
        segment.acknowledgment = una - 1;
        assertFalse(LossRecovery.isDuplicate(tcb, segment, 0, false), "it is old");
        segment.acknowledgment = una;
        tcb.sndNxt(una);
        assertFalse(LossRecovery.isDuplicate(tcb, segment, 0, false), "nothing is outstanding");
        established(start, true);
        assertFalse(LossRecovery.isDuplicate(tcb, segment, 0, false), "with SACK it must report something new");
        assertTrue(LossRecovery.isDuplicate(tcb, segment, 1, true));
    }

    private void established(int start, boolean sack) {
        una = start;
        tcb = TcbFixture.established(start, FLIGHT);
        tcb.cwnd(FLIGHT);
        if (!sack) {
            tcb.clear(Tcb.SACK_OK);
        }
    }

    private void sack(int from, int to) {
        if (Scoreboard.add(tcb, una + from, una + to) > 0) {
            LossRecovery.duplicate(tcb, 0);
        }
    }

    /// As many duplicates: with SACK each reports the next segment behind the first.
    private void duplicate(int count) {
        for (int i = tcb.dupAcks() + 1; i <= count; i++) {
            if (tcb.has(Tcb.SACK_OK)) {
                sack(1_000, 1_000 + i * 1_000);
            } else {
                LossRecovery.duplicate(tcb, 0);
            }
        }
    }

    private void acknowledge(int offset) {
        int bytes = una + offset - tcb.sndUna();
        tcb.sndUna(una + offset);
        Acked acked = new Acked();
        acked.acked = bytes;
        LossRecovery.acknowledged(tcb, acked, 0);
    }

    private void send(int bytes) {
        tcb.sndNxt(tcb.sndNxt() + bytes);
        CwndLimit.transmitted(tcb, true, 0);
    }

    private void sendAgain(int bytes) {
        LossRecovery.retransmitted(tcb, (int) LossRecovery.hole(tcb), bytes);
    }

    private void expectHole(int offset, int length) {
        assertEquals(Scoreboard.packed(una + offset, length), LossRecovery.hole(tcb), "at " + una);
    }
}
