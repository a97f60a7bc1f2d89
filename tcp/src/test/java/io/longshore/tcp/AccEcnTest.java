package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/// RFC 9768: a connection that a peer opened and for which Accurate ECN was agreed on.
class AccEcnTest extends TcpFixture {

    private static final int ECT_1 = 1;
    private static final int ECT_0 = 2;
    private static final int CE = 3;
    private static final int ROUND = 1 << 24;

    @Override
    void arrive() {
        settings.ecn = 3;
        send(seg().seq(-1).syn().ace(7).mss(MSS).sackOk());
        expect(seg().seq(-1).ack(0).syn().ace(2));
        send(seg().seq(0).ack(0).ace(2).ecn(ECT_0).counts(0, 0, 0));
        settle();
    }

    private TestSegment text(int at, int bytes) {
        return seg().seq(at).ack(0).text(bytes).ace(5);
    }

    /// Segments of text are shorter by the option.
    private int size() {
        return tcb.sndMss();
    }

    /// So many bytes are sent and acknowledged, with that counter and those bytes of CE.
    private void exchange(int bytes, int ace, int marked) {
        int from = (int) tcb.sent();
        write(bytes);
        sent.clear();
        send(seg().seq(0).ack(from + bytes).ace(ace).ecn(ECT_0).counts(0, marked, 0));
    }

    @Test
    void textIsShorterByTheOption() {
        write(3 * MSS);
        expect(seg().seq(0).ack(0).text(MSS - 12).ace(5).ecn(ECT_0));
        sent.clear();
        assertEquals(MSS - 12, size());
    }

    @Test
    void segmentsAreAsLongAsBeforeOnceTheOptionIsOff() {
        exchange(100, 5, 0);
        settings.ecnOption = 0;
        write(MSS);
        expect(seg().seq(100).ack(0).text(MSS).ace(5).ecn(ECT_0));
    }

    @Test
    void theCounterOfWhatWeReceiveGoesRoundAtEight() {
        for (int i = 0; i < 17; i++) {
            send(text(100 * i, 100).ecn(CE));
            if (sent.isEmpty()) {
                advanceUntilSent(seconds(1));
            }
            expect(seg().seq(0).ack(100 * (i + 1)).ace(5 + i + 1 & 7).ecn(ECT_0));
        }
        assertEquals(17, tcb.intAt(AccEcnLayout.RECEIVED_MARKED));
    }

    @Test
    void whatArrivesMergedCountsAsThePacketsItWas() {
        segment.segmentSize = 100;
        send(text(0, 350).ecn(CE));
        segment.segmentSize = 0;
        expect(seg().seq(0).ack(350).ace(5 + 4 & 7).ecn(ECT_0));
    }

    @Test
    void bytesThatThePeerCountsGoRoundAtTwentyFourBits() {
        tcb.intAt(AccEcnLayout.deliveredBytes(CE), 5 * ROUND - 500);
        exchange(1000, 6, 500);
        assertEquals(5 * ROUND + 500, tcb.intAt(AccEcnLayout.deliveredBytes(CE)));
    }

    @Test
    void bytesThatThePeerCountsBackwardsAreFollowedButNotTrusted() {
        tcb.intAt(AccEcnLayout.deliveredBytes(CE), 5 * ROUND);
        exchange(1000, 6, ROUND - 1);
        assertEquals(5 * ROUND - 1, tcb.intAt(AccEcnLayout.deliveredBytes(CE)));
        assertEquals(0, EcnBits.number(tcb, EcnBits.ESTIMATED));
    }

    @Test
    void bytesThatWeCountGoRoundAtTwentyFourBits() {
        tcb.intAt(AccEcnLayout.receivedBytes(ECT_1), 3 * ROUND - 2);
        send(text(0, 2).ecn(ECT_1));
        assertEquals(1, sent.size());
        assertEquals(1, sent.getFirst().counters[0]);
        sent.clear();
        assertEquals(3 * ROUND, tcb.intAt(AccEcnLayout.receivedBytes(ECT_1)));
    }

    @Test
    void everyFourMebibytesTheOptionIsDue() {
        settings.ecnOption = 1;
        settings.ecnOptionBeacon = 0;
        EcnBits.number(tcb, EcnBits.DEMAND, 0);
        tcb.intAt(AccEcnLayout.receivedBytes(ECT_0), (1 << 22) - 200);
        send(text(0, 199).ecn(ECT_0));
        assertEquals(1, sent.size());
        assertNull(sent.getFirst().counters);
        sent.clear();
        send(text(199, 1).ecn(ECT_0));
        advanceUntilSent(seconds(1));
        assertNotNull(sent.getFirst().counters);
        sent.clear();
    }

    @Test
    void whereTheCounterHasCwrsBitThereAreNoSuperSegments() {
        settings.maxSuperSegment = 10_000;
        write(2 * (MSS - 12));
        expect(seg().seq(0).ack(0).text(2 * (MSS - 12)).superSegment(MSS - 12).ace(5).ecn(ECT_0));
        send(seg().seq(0).ack(2 * (MSS - 12)).ace(5).ecn(CE).counts(0, 0, 2 * (MSS - 12)));
        write(2 * (MSS - 12));
        expect(seg().seq(2 * (MSS - 12)).ack(0).text(MSS - 12).ace(6).ecn(ECT_0));
        expect(seg().seq(3 * (MSS - 12)).ack(0).text(MSS - 12).ace(6).ecn(ECT_0));
    }

    @Test
    void aMarkReducesTheWindowOncePerRoundAndNoCwrSaysSo() {
        write(20 * MSS);
        sent.clear();
        now += ms(50);
        send(seg().seq(0).ack(size()).ace(6).ecn(ECT_0).counts(0, size(), 0));
        sent.clear();
        int ssthresh = tcb.ssthresh();
        assertEquals(LossRecovery.CWR, tcb.recoveryPhase());
        send(seg().seq(0).ack(2 * size()).ace(7).ecn(ECT_0).counts(0, 2 * size(), 0));
        sent.clear();
        assertEquals(ssthresh, tcb.ssthresh());
        assertFalse(Ecn.isReductionUntold(tcb));
        assertEquals(2, tcp.counters.tcpDeliveredMarked);
    }

    @Test
    void bbrSendsNothingThatCouldBeMarkedAndCountsAllTheSame() {
        CongestionControl.choose(tcb, CongestionControl.BBR, now);
        write(100);
        expect(seg().seq(0).ack(0).text(100).ace(5));
        send(text(0, 100).ecn(CE));
        expect(seg().seq(100).ack(100).ace(6));
    }

    @Test
    void theOptionComesTooLateAfterEightMegabytes() {
        tcb.longAt(RecoveryLayout.SENT_BYTES, 1 << 23);
        EcnBits.number(tcb, EcnBits.OPTION_SEEN, 0);
        write(100);
        sent.clear();
        send(seg().seq(0).ack(100).ace(5).ecn(ECT_0));
        exchange(100, 6, 100);
        assertEquals(0, tcb.intAt(AccEcnLayout.deliveredBytes(CE)));
        assertEquals(1, new TcpFigures(tcb, now).deliveredMarked());
    }

    @Test
    void figuresAreLinuxs() {
        exchange(1000, 6, 1000);
        TcpFigures figures = new TcpFigures(tcb, now);
        assertEquals(2, figures.ecnMode());
        assertEquals(2, figures.ecnOptionSeen());
        assertEquals(0, figures.ecnFailures());
        assertEquals(1, figures.deliveredMarked());
        assertEquals(1000, figures.deliveredBytes(CE));
    }
}
