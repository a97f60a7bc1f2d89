package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// RFC 9293 3.10.7.4 in SYN-RECEIVED.
class SynReceivedTest extends SynReceivedFixture {

    @Test
    void theAcknowledgmentOfOurSynEstablishes() {
        send(seg().seq(0).ack(0));
        expectVerdict(Verdict.ACCEPTED);
        expectState(State.ESTABLISHED);
        assertEquals(0, tcp.listeners.halfOpen(listener));
        assertEquals(1, tcp.listeners.queued(listener));
        assertEquals(Tcb.NEVER, tcb.deadline());
    }

    @Test
    void anUnacceptableAcknowledgmentIsReset() {
        send(seg().seq(0).ack(1));
        expect(seg().seq(1).rst());
        send(seg().seq(0).ack(-1));
        expect(seg().seq(-1).rst());
        expectState(State.SYN_RECEIVED);
    }

    @Test
    @Requirement("MUST-11")
    void aResetReturnsToListenAndNobodyIsTold() {
        send(seg().seq(0).rst());
        expectReleased(0);
        assertEquals(0, tcp.listeners.halfOpen(listener));
    }

    @Test
    void aResetElsewhereInTheWindowIsChallenged() {
        send(seg().seq(5).rst());
        expect(seg().seq(0).ack(0));
        expectState(State.SYN_RECEIVED);
    }

    @Test
    void thePeersSynOnceMoreIsAnsweredBySynAck() {
        send(seg().seq(-1).syn().mss(MSS).sackOk());
        expect(seg().seq(-1).ack(0).syn());
    }

    @Test
    void anotherSynIsAnsweredByAnAcknowledgment() {
        send(seg().seq(-1_000_000).syn());
        expect(seg().seq(0).ack(0));
        expectState(State.SYN_RECEIVED);
    }

    @Test
    void theSynAckIsSentAgainAndGivenUp() {
        long wait = 1_000;
        for (int i = 0; i < 5; i++) {
            assertEquals(wait, advanceUntilSent(seconds(200)));
            expect(seg().seq(-1).ack(0).syn());
            wait *= 2;
        }
        advance(seconds(32));
        expectReleased(0);
        assertEquals(0, tcp.listeners.halfOpen(listener));
    }

    @Test
    void aFloodedListenerHasLessPatience() {
        advance(seconds(1));
        expect(seg().seq(-1).ack(0).syn());
        // nine more that do not answer either
        tcp.listeners.countHalfOpen(listener, 9);
        advance(seconds(2));
        expect(seg().seq(-1).ack(0).syn());
        advance(seconds(4));
        expectReleased(0);
    }

    @Test
    void synsThatComeAgainDoNotKeepItAlive() {
        for (int i = 0; i < 70 && !released; i++) {
            send(seg().seq(-1).syn().mss(MSS).sackOk());
            sent.clear();
            advanceUntilSent(seconds(1));
            sent.clear();
        }
        assertTrue(released);
    }

    @Test
    void aFinWithTheAcknowledgmentIsTaken() {
        send(seg().seq(0).ack(0).fin());
        expectVerdict(Verdict.ACCEPTED | Verdict.INPUT_END);
        expect(seg().seq(0).ack(1));
        expectState(State.CLOSE_WAIT);
    }

    @Test
    void aFullAcceptQueueHoldsItBack() {
        tcp.listeners.queued(listener, 5);
        send(seg().seq(0).ack(0));
        expectState(State.SYN_RECEIVED);
        tcp.listeners.queued(listener, 4);
        advance(seconds(1));
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(0).ack(0));
        expectVerdict(Verdict.ACCEPTED);
        expectState(State.ESTABLISHED);
    }

    @Test
    void aSegmentWithoutAckIsDropped() {
        send(seg().seq(0).text(10));
        expectNothing();
        expectState(State.SYN_RECEIVED);
    }
}
