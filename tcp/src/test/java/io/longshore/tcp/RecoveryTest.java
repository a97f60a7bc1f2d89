package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Loss recovery on the wire, segment by segment: ten segments are out on a path of 100 ms, as it looks with SACK and
/// without timestamps. What is expected is what Linux sends.
class RecoveryTest extends EstablishedFixture {

    private static final int WINDOW = 60_000;

    @BeforeEach
    void aRoundTripTakesAHundredMilliseconds() {
        write(MSS);
        sent.clear();
        advance(ms(100));
        send(seg().seq(0).ack(MSS).win(WINDOW));
        tcb.srtt(ms(100));
        tcb.minRtt(ms(100));
        tcb.rto(ms(300));
    }

    /// `count` segments more are sent, counted from 1.
    private void fly(int count) {
        write(count * MSS);
        assertEquals(count, sent.size());
        sent.clear();
    }

    private TestSegment ack(int segments) {
        return seg().seq(0).ack((1 + segments) * MSS).win(WINDOW);
    }

    private TestSegment sacked(TestSegment ack, int from, int to) {
        return ack.sack((1 + from) * MSS, (1 + to) * MSS);
    }

    private void expectAgain(int segment, boolean last) {
        TestSegment again = seg().seq((1 + segment) * MSS).ack(0).text(MSS);
        expect(last ? again.psh() : again);
    }

    private void expectAgain(int segment) {
        expectAgain(segment, false);
    }

    @Test
    void theThirdReportBeginsRecoveryAndSendsTheFirstAgain() {
        fly(10);
        advance(ms(100));
        send(sacked(ack(0), 1, 2));
        expectNothing();
        assertEquals(LossRecovery.DISORDER, tcb.recoveryPhase());
        send(sacked(ack(0), 1, 3));
        expectNothing();
        send(sacked(ack(0), 1, 4));
        expectAgain(0);
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
        assertEquals(7, tcb.ssthresh() / MSS);
        assertEquals(7, tcb.cwnd() / MSS);
        assertEquals(1, tcp.counters.tcpSackRecovery);
        assertEquals(1, tcp.counters.tcpFastRetrans);
    }

    @Test
    void oneReportSufficesWhenTheReorderingWindowHasPassed() {
        fly(10);
        advance(ms(100));
        send(sacked(ack(0), 6, 7));
        expectNothing();
        // a quarter of the smallest round-trip time, and Linux's two milliseconds
        assertEquals(27, advanceUntilSent(ms(200)));
        expectAgain(0);
        assertEquals(6, Pipe.lost(tcb));
        assertEquals(7, tcb.ssthresh() / MSS);
    }

    @Test
    void aRetransmissionThatIsLostGoesAgainAfterARoundTrip() {
        fly(10);
        advance(ms(100));
        send(sacked(ack(0), 1, 4));
        expectAgain(0);
        write(2 * MSS);
        advance(ms(20));
        send(sacked(ack(0), 1, 6));
        sent.clear();
        advance(ms(100));
        // what was sent after the retransmission has arrived, and it has not
        send(sacked(ack(0), 1, 11));
        expectAgain(0);
        assertEquals(1, tcp.counters.tcpLostRetransmit);
        assertEquals(0, tcp.counters.tcpTimeouts);
        sent.clear();
    }

    @Test
    void whatIsReportedIsNeverSentAgain() {
        fly(10);
        advance(ms(100));
        send(sacked(sacked(sacked(ack(0), 2, 3), 5, 6), 7, 10));
        expectAgain(0);
        expectAgain(1);
        expectAgain(3);
        expectAgain(4);
        expectAgain(6);
        advance(ms(100));
        send(ack(10));
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertEquals(5, tcb.retransmits());
        assertEquals(0, Pipe.out(tcb));
    }

    @Test
    void aProbeOfTheTailFollowsTwoRoundTripsAfterTheLastAcknowledgment() {
        fly(4);
        assertEquals(202, advanceUntilSent(ms(1_000)));
        expectAgain(3, true);
        assertEquals(1, tcp.counters.tcpLossProbes);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        advance(ms(100));
        // what was sent a round trip and more before the probe and has not arrived is lost
        send(sacked(ack(0), 3, 4));
        expectAgain(0);
        assertEquals(3, Pipe.lost(tcb));
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
        sent.clear();
    }

    @Test
    void aProbeIsNewTextWhereThereIsSomeWhateverCwndSays() {
        fly(10);
        write(2 * MSS);
        expectNothing();
        assertEquals(202, advanceUntilSent(ms(1_000)));
        expectAgain(10);
        assertEquals(300, advanceUntilSent(ms(1_000)), "then the retransmission timer runs anew");
        expectAgain(0);
        assertEquals(1, tcp.counters.tcpTimeouts);
    }

    @Test
    void aProbeThatRepairsTheLossBringsTheWindowDownOnce() {
        fly(2);
        advanceUntilSent(ms(1_000));
        expectAgain(1, true);
        write(MSS);
        expectAgain(2, true);
        int cwnd = tcb.cwnd();
        advance(ms(50));
        send(ack(3));
        assertEquals(1, tcp.counters.tcpLossProbeRecovery);
        assertEquals(cwnd / MSS * 7 / 10, tcb.cwnd() / MSS);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
    }

    @Test
    void aProbeThatIsReportedAsDuplicateWasNeedless() {
        fly(2);
        advanceUntilSent(ms(1_000));
        expectAgain(1, true);
        int cwnd = tcb.cwnd();
        send(ack(2));
        send(ack(2).sack(2 * MSS, 3 * MSS));
        write(MSS);
        sent.clear();
        send(ack(3));
        assertEquals(0, tcp.counters.tcpLossProbeRecovery);
        assertTrue(tcb.cwnd() >= cwnd);
    }

    @Test
    void newTextTellsWhetherATimeoutWasSpurious() {
        settings.earlyRetrans = 0;
        fly(10);
        write(4 * MSS);
        expectNothing();
        assertEquals(300, advanceUntilSent(ms(1_000)));
        expectAgain(0);
        int ssthresh = tcb.ssthresh();
        send(ack(1));
        expectAgain(10);
        expectAgain(11);
        // the originals arrive
        send(ack(4));
        assertEquals(1, tcp.counters.tcpSpuriousRtos);
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertTrue(tcb.cwnd() / MSS >= 10, "restored: " + tcb.cwnd());
        assertTrue(tcb.ssthresh() > ssthresh);
        sent.clear();
    }

    @Test
    void aTimeoutIsRealIfTheHoleIsStillThereAfterNewText() {
        settings.earlyRetrans = 0;
        fly(10);
        write(4 * MSS);
        advanceUntilSent(ms(1_000));
        expectAgain(0);
        advance(ms(100));
        send(ack(1));
        expectAgain(10);
        expectAgain(11);
        advance(ms(100));
        send(sacked(ack(1), 10, 11));
        expectAgain(1);
        sent.clear();
        assertEquals(0, tcp.counters.tcpSpuriousRtos);
        assertEquals(LossRecovery.LOSS, tcb.recoveryPhase());
    }

    @Test
    void duplicatesReportedForAllThatWasSentAgainTakeTheReductionBack() {
        fly(10);
        advance(ms(100));
        send(sacked(ack(0), 1, 4));
        expectAgain(0);
        advance(ms(10));
        send(ack(10));
        assertEquals(7, tcb.cwnd() / MSS);
        advance(ms(90));
        send(ack(10).sack(MSS, 2 * MSS));
        assertEquals(1, tcp.counters.tcpDsackUndo);
        assertEquals(1, tcp.counters.tcpDsackRecv);
        assertTrue(tcb.cwnd() / MSS >= 10, "restored: " + tcb.cwnd());
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
    }

    @Test
    void aDuplicateThatWasNeverSentTwiceTakesNothingBack() {
        fly(10);
        advance(ms(100));
        send(sacked(ack(0), 1, 4));
        expectAgain(0);
        advance(ms(100));
        send(ack(10));
        // more than was sent again, and longer than any window
        send(ack(10).sack(MSS, 4 * MSS));
        send(ack(10).sack(-1_000_000_000, MSS));
        assertEquals(0, tcp.counters.tcpDsackUndo);
        assertEquals(2, tcp.counters.tcpDsackIgnoredDubious);
        assertEquals(7, tcb.cwnd() / MSS);
    }

    @Test
    void aPeerThatThrowsAwayWhatItReportedHasAllSentAgain() {
        settings.earlyRetrans = 0;
        fly(6);
        advance(ms(100));
        send(sacked(ack(0), 1, 6));
        expectAgain(0);
        advance(ms(10));
        // it acknowledges the first and nothing of what it has reported
        send(ack(1));
        sent.clear();
        assertEquals(50, advanceUntilSent(seconds(1)), "max (srtt / 2, 10 ms)");
        expectAgain(1);
        assertEquals(1, tcp.counters.tcpSackReneging);
        assertEquals(0, Pipe.sacked(tcb));
        sent.clear();
    }

    @Test
    void withoutSackThreeDuplicatesSendTheFirstAgainAndAPartialAcknowledgmentTheNext() {
        tcb.clear(Tcb.SACK_OK);
        fly(10);
        advance(ms(100));
        send(ack(0));
        send(ack(0));
        expectNothing();
        send(ack(0));
        expectAgain(0);
        assertEquals(1, tcp.counters.tcpRenoRecovery);
        send(ack(0));
        advance(ms(50));
        send(ack(4));
        expectAgain(4);
        advance(ms(50));
        send(ack(10));
        assertEquals(0, Pipe.out(tcb));
        assertEquals(0, Pipe.sacked(tcb));
    }

    @Test
    void limitedTransmitSendsNewTextForEachOfTheFirstTwoReports() {
        fly(10);
        write(5 * MSS);
        expectNothing();
        advance(ms(100));
        send(sacked(ack(0), 1, 2));
        expectAgain(10);
        send(sacked(ack(0), 1, 3));
        expectAgain(11);
        assertEquals(LossRecovery.DISORDER, tcb.recoveryPhase());
        assertEquals(10, tcb.cwnd() / MSS);
    }

    @Test
    void nothingButTheFirstSegmentGoesBeyondAWindowThatHasShrunk() {
        settings.earlyRetrans = 0;
        fly(4);
        send(seg().seq(0).ack(MSS).win(0));
        advanceUntilSent(seconds(2));
        expectAgain(0);
        assertTrue(tcb.recoveryPhase() == LossRecovery.LOSS);
        tcb.cwnd(10 * MSS);
        advance(ms(1));
        expectNothing();
    }

    @Test
    void whatIsLostGoesInSegmentsOfThePresentSize() {
        fly(4);
        advance(ms(100));
        tcb.sndMss(1_000);
        tcp.recovery.resend(tcb, now);
        advance(ms(1));
        send(ack(1));
        expect(seg().seq(2 * MSS).ack(0).text(1_000));
        expect(seg().seq(2 * MSS + 1_000).ack(0).text(1_000));
        expect(seg().seq(2 * MSS + 2_000).ack(0).text(1_000));
        expect(seg().seq(2 * MSS + 3_000).ack(0).text(1_000));
        expect(seg().seq(2 * MSS + 4_000).ack(0).text(380).psh());
    }

    @Test
    void reportsOfSingleBytesDivideNothing() {
        fly(10);
        advance(ms(10));
        for (int i = 0; i < 10 * MSS - 1; i += 97) {
            send(seg().seq(0).ack(MSS).win(WINDOW).sack(MSS + i, MSS + i + 1));
            assertTrue(tcb.flight().count() <= 10);
        }
        assertEquals(0, Pipe.sacked(tcb));
        sent.clear();
    }

    @Test
    void aReportThatLiesOutsideWhatIsOutstandingIsIgnored() {
        fly(4);
        send(seg().seq(0).ack(MSS).win(WINDOW).sack(4 * MSS, 6 * MSS));
        assertEquals(0, Pipe.sacked(tcb));
        assertEquals(1, tcp.counters.tcpSackDiscard);
    }

    /// After a mistake was taken back something may be reported and its retransmission still be awaited: that is not
    /// counted against the hole, or the timer would send nothing, time and again.
    @Test
    void theTimerSendsTheHoleWhateverRetransmissionIsAwaited() {
        fly(1);
        advance(ms(1));
        fly(1);
        send(sacked(ack(0), 1, 2));
        FlightLog log = tcb.flight();
        assertEquals(2, log.count());
        log.set(1, FlightLog.RETRANSMITTED | FlightLog.EVER_RETRANSMITTED);
        Pipe.addRetransmitted(tcb, 1);
        sent.clear();
        advanceUntilSent(ms(5_000));
        assertEquals(1, sent.size());
        expectAgain(0, true);
    }
}
