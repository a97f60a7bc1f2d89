package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Loss recovery where the round trip takes 50 µs, so that a retransmission timeout would cost four thousand of them.
class ShortPathTest extends EstablishedFixture {

    private static final long MICROSECOND = 1_000;
    private static final long ROUND_TRIP = 50 * MICROSECOND;
    /// Two round trips, and what a busy peer may take.
    private static final long PATIENCE = 350;
    private static final int WINDOW = 60_000;

    @BeforeEach
    void aRoundTripTakesFiftyMicroseconds() {
        write(MSS);
        sent.clear();
        advance(ROUND_TRIP);
        send(seg().seq(0).ack(MSS).win(WINDOW));
        roundTrip(ROUND_TRIP);
    }

    private void roundTrip(long nanos) {
        tcb.srtt(nanos);
        tcb.minRtt(nanos);
        tcb.longAt(RecoveryLayout.DEVIATION, 0);
        tcb.rto(ms(200) + nanos);
    }

    private void fly(int count) {
        write(count * MSS);
        assertEquals(count, sent.size());
        sent.clear();
    }

    private TestSegment ack(int segments) {
        return seg().seq(0).ack((1 + segments) * MSS).win(WINDOW);
    }

    private TestSegment sacked(int from, int to) {
        return ack(0).sack((1 + from) * MSS, (1 + to) * MSS);
    }

    private void expectAgain(int segment) {
        expect(seg().seq((1 + segment) * MSS).ack(0).text(MSS));
    }

    private void expectLastAgain(int segment) {
        expect(seg().seq((1 + segment) * MSS).ack(0).text(MSS).psh());
    }

    /// Microseconds until something is sent.
    private long untilSent() {
        long begin = now;
        advanceUntilSent(seconds(10));
        return (now - begin) / MICROSECOND;
    }

    @Test
    void aProbeThatIsNotHeardOfIsSentAgainTwiceAsLateEachTime() {
        fly(4);
        long patience = PATIENCE;
        for (int i = 0; i < 6; i++) {
            assertEquals(patience, untilSent());
            expectLastAgain(3);
            patience *= 2;
        }
        assertEquals(6, tcp.counters.tcpLossProbes);
        assertEquals(200_050, untilSent(), "then the retransmission timer decides");
        expectAgain(0);
        assertEquals(1, tcp.counters.tcpTimeouts);
        assertEquals(400_100, untilSent(), "and nothing comes before it any more");
        expectAgain(0);
        sent.clear();
    }

    @Test
    void aProbeThatIsAnsweredIsNotRepeated() {
        fly(4);
        assertEquals(PATIENCE, untilSent());
        expectLastAgain(3);
        advance(ROUND_TRIP);
        send(ack(4).sack(4 * MSS, 5 * MSS));
        advance(seconds(1));
        assertEquals(1, tcp.counters.tcpLossProbes);
    }

    @Test
    void aRetransmissionThatIsLostWithNothingBehindItGoesAgainWithoutATimeout() {
        fly(4);
        advance(ROUND_TRIP);
        send(sacked(1, 4));
        expectAgain(0);
        assertEquals(PATIENCE, untilSent());
        expectAgain(0);
        assertEquals(2 * PATIENCE, untilSent());
        expectAgain(0);
        assertEquals(2, tcp.counters.tcpLostRetransmit);
        assertEquals(2, tcp.counters.tcpLossProbes);
        advance(ROUND_TRIP);
        send(ack(4));
        assertEquals(LossRecovery.OPEN, tcb.recoveryPhase());
        assertEquals(0, tcp.counters.tcpTimeouts);
    }

    @Test
    void whatWasLostTogetherWithARetransmissionIsLearntFromTheNextOne() {
        fly(6);
        advance(ROUND_TRIP);
        send(sacked(1, 4));
        expectAgain(0);
        assertEquals(PATIENCE, untilSent());
        expectAgain(0);
        advance(ROUND_TRIP);
        // segments 4 and 5 were sent long before what has arrived
        send(ack(4));
        expectAgain(4);
        expectLastAgain(5);
        sent.clear();
    }

    @Test
    void whatIsOnlyLateIsGivenLittleMoreThanTheReorderingWindow() {
        fly(4);
        advance(ROUND_TRIP);
        send(sacked(3, 4));
        expectNothing();
        assertEquals(262, untilSent(), "a quarter of the smallest round trip, and what a busy peer may take");
        expectAgain(0);
        assertEquals(3, Pipe.lost(tcb));
        sent.clear();
    }

    @Test
    void aRoundTripThatVariesIsGivenMoreTime() {
        tcb.longAt(RecoveryLayout.DEVIATION, 4 * 100 * MICROSECOND);
        fly(4);
        assertEquals(2 * 50 + 50 + 4 * 100, untilSent());
        expectLastAgain(3);
    }

    @Test
    void fromTwoMillisecondsOnAllIsAsInLinux() {
        roundTrip(ms(2));
        fly(4);
        assertEquals(6_000, untilSent());
        expectLastAgain(3);
        assertEquals(202_000, untilSent());
        expectAgain(0);
        assertEquals(1, tcp.counters.tcpTimeouts);
        sent.clear();
    }
}
