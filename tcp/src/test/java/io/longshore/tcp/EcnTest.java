package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpHeader;
import org.junit.jupiter.api.Test;

/// RFC 3168, 6.1.2 to 6.1.6: a connection that a peer opened and for which ECN was agreed on.
class EcnTest extends TcpFixture {

    private static final int ECT_1 = 1;
    private static final int ECT_0 = 2;
    private static final int CE = 3;

    @Override
    void arrive() {
        send(seg().seq(-1).syn().ece().cwr().mss(MSS).sackOk());
        expect(seg().seq(-1).ack(0).syn().ece());
        send(seg().seq(0).ack(0));
        settle();
    }

    private TestSegment text(int at, int bytes) {
        return seg().seq(at).ack(0).text(bytes);
    }

    @Test
    @Requirement("SHLD-8")
    void newTextIsMarkedCapableAndAcknowledgmentsAreNot() {
        write(MSS);
        expect(text(0, MSS).ecn(ECT_0));
        send(seg().seq(0).ack(MSS).text(MSS).ecn(ECT_0));
        send(seg().seq(MSS).ack(MSS).text(MSS).ecn(ECT_0));
        expect(seg().seq(MSS).ack(2 * MSS));
        assertTrue(Ecn.isOn(tcb));
        assertTrue(Ecn.isSeen(tcb));
    }

    @Test
    void aSuperSegmentIsMarkedCapable() {
        settings.maxSuperSegment = 10_000;
        write(3 * MSS);
        expect(text(0, 3 * MSS).superSegment(MSS).ecn(ECT_0));
    }

    @Test
    void bbrDoesNotAnswerMarksSoItSendsNoneThatCouldBeMarked() {
        CongestionControl.choose(tcb, CongestionControl.BBR, now);
        write(MSS);
        expect(text(0, MSS));
        send(text(0, MSS).ecn(CE));
        expect(seg().seq(MSS).ack(MSS).ece());
    }

    @Test
    void aRetransmissionIsNotMarked() {
        write(MSS);
        expect(text(0, MSS).ecn(ECT_0));
        advanceUntilSent(seconds(3));
        expect(text(0, MSS));
    }

    @Test
    void aFinWithoutTextIsNotMarked() {
        shutdown();
        expect(seg().seq(0).ack(0).fin());
    }

    @Test
    void aWindowProbeIsNotMarked() {
        send(seg().seq(0).ack(0).win(0));
        write(10);
        advanceUntilSent(seconds(3));
        expect(seg().seq(-1).ack(0));
        assertEquals(1, tcp.counters.tcpWinProbe);
    }

    @Test
    void congestionExperiencedIsEchoedAtOnceAndUntilThePeerSaysThatItHasReduced() {
        send(text(0, MSS).ecn(CE));
        expect(seg().seq(0).ack(MSS).ece());
        send(text(MSS, MSS).ecn(ECT_0));
        expect(seg().seq(0).ack(2 * MSS).ece());
        write(10);
        expect(seg().seq(0).ack(2 * MSS).text(10).ece().ecn(ECT_0));
        send(seg().seq(2 * MSS).ack(10).text(MSS).cwr().ecn(ECT_0));
        expect(seg().seq(10).ack(3 * MSS));
    }

    @Test
    void congestionExperiencedWithTheReductionBeginsAnotherEcho() {
        send(text(0, MSS).ecn(CE));
        expect(seg().seq(0).ack(MSS).ece());
        send(text(MSS, MSS).cwr().ecn(CE));
        expect(seg().seq(0).ack(2 * MSS).ece());
    }

    @Test
    void textOutOfOrderIsLookedAtToo() {
        send(text(MSS, MSS).ecn(CE));
        expect(seg().seq(0).ack(0).sack(MSS, 2 * MSS).ece());
    }

    @Test
    void textWithoutTheMarkIsAcknowledgedAtOnceWhereItHadBeenMarked() {
        send(text(0, MSS).ecn(ECT_1));
        send(text(MSS, MSS).ecn(ECT_0));
        expect(seg().seq(0).ack(2 * MSS));
        send(text(2 * MSS, 100));
        expect(seg().seq(0).ack(2 * MSS + 100));
    }

    @Test
    void textBeyondTheWindowEchoesNothing() {
        send(text(CAPACITY, MSS).ecn(CE));
        expect(seg().seq(0).ack(0));
    }

    @Test
    void afterALossTheNextNewTextTellsOfTheReductionOnceAndInASegmentOfItsOwn() {
        settings.maxSuperSegment = 60_000;
        tcb.maxSndWnd(1 << 20);
        write(10 * MSS);
        expect(text(0, 5 * MSS).superSegment(MSS).ecn(ECT_0));
        expect(text(5 * MSS, 5 * MSS).superSegment(MSS).ecn(ECT_0));
        send(seg().seq(0).ack(0).sack(MSS, 8 * MSS));
        assertTrue(Ecn.isReductionUntold(tcb));
        sent.clear();
        send(seg().seq(0).ack(10 * MSS));
        write(4 * MSS);
        expect(text(10 * MSS, MSS).cwr().ecn(ECT_0));
        expect(text(11 * MSS, 3 * MSS).superSegment(MSS).ecn(ECT_0));
        assertFalse(Ecn.isReductionUntold(tcb));
    }

    /// The initial window is on its way, the first segment of it acknowledged with an echo.
    private void echoed() {
        write(20 * MSS);
        for (int i = 0; i < 10; i++) {
            expect(text(i * MSS, MSS).ecn(ECT_0));
        }
        now += ms(50);
        send(seg().seq(0).ack(MSS).ece());
    }

    @Test
    void anEchoReducesCwndAsALossWouldAndTheNextNewTextSaysSo() {
        echoed();
        assertEquals(LossRecovery.CWR, tcb.recoveryPhase());
        assertEquals(7 * MSS, tcb.ssthresh());
        expect(text(10 * MSS, MSS).cwr().ecn(ECT_0));
        for (int i = 2; i <= 4; i++) {
            send(seg().seq(0).ack(i * MSS).ece());
            assertTrue(sent.stream().noneMatch(one -> (one.flags & TcpHeader.CWR) != 0), () -> "told again: " + sent);
            sent.clear();
        }
    }

    @Test
    void echoesOfTheSameWindowReduceItOnce() {
        echoed();
        sent.clear();
        for (int i = 2; i <= 10; i++) {
            send(seg().seq(0).ack(i * MSS).ece());
            sent.clear();
        }
        assertEquals(7 * MSS, tcb.ssthresh());
        assertTrue(tcb.cwnd() >= 6 * MSS && tcb.cwnd() <= 7 * MSS, "cwnd is " + tcb.cwnd());
    }

    @Test
    void anEchoWhereNothingIsOutstandingIsIgnored() {
        send(seg().seq(0).ack(0).ece());
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertEquals(10 * MSS, tcb.cwnd());
        assertFalse(Ecn.isReductionUntold(tcb));
    }
}
