package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// RFC 9293 3.10.7.4 in ESTABLISHED, check by check.
class EstablishedTest extends EstablishedFixture {

    // first, the sequence number

    @Test
    void anAcknowledgmentThatIsOwedDoesNotRideOnAProbeWhichThePeerWillNotLookInto() {
        send(seg().seq(0).ack(0).win(0));
        write(100);
        advance(tcb.rto() - ms(10));
        send(seg().seq(0).ack(0).text(10).win(0));
        expectNothing();
        tcb.delayedAckAt(tcb.persistAt() + ms(30));
        advanceUntilSent(seconds(2));
        expect(seg().seq(-1).ack(10));
        assertEquals(30, advanceUntilSent(seconds(1)));
        expect(seg().seq(0).ack(10));
    }

    @Test
    void textAtTheLeftEdgeIsAccepted() {
        send(seg().seq(0).ack(0).text(100));
        expectVerdict(Verdict.TEXT | Verdict.RECEIVED);
        assertEquals(100, tcb.received());
        advance(ms(40));
        expect(seg().seq(0).ack(100));
    }

    @Test
    void textBelowTheWindowIsNotAcceptableAndAnAcknowledgmentIsSent() {
        send(seg().seq(-10).ack(0).text(10));
        expect(seg().seq(0).ack(0).sack(-10, 0));
        assertEquals(0, tcb.received());
    }

    @Test
    void textThatOverlapsTheLeftEdgeIsTrimmed() {
        send(seg().seq(-10).ack(0).text(20));
        expect(seg().seq(0).ack(10).sack(-10, 0));
        assertEquals(10, tcb.received());
    }

    @Test
    void textThatEndsAtTheRightEdgeIsAccepted() {
        send(seg().seq(CAPACITY - 100).ack(0).text(100));
        expectVerdict(Verdict.TEXT);
        expect(seg().seq(0).ack(0).sack(CAPACITY - 100, CAPACITY));
    }

    @Test
    void textThatOverlapsTheRightEdgeIsTrimmed() {
        send(seg().seq(CAPACITY - 100).ack(0).text(101));
        expect(seg().seq(0).ack(0).sack(CAPACITY - 100, CAPACITY));
    }

    @Test
    void textAtTheRightEdgeIsNotAcceptable() {
        send(seg().seq(CAPACITY).ack(0).text(1));
        expect(seg().seq(0).ack(0));
        assertEquals(0, seen & Verdict.TEXT);
    }

    @Test
    void anAcknowledgmentAtTheRightEdgeIsTaken() {
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        send(seg().seq(CAPACITY).ack(100));
        assertEquals(100, tcb.acknowledged());
    }

    @Test
    void anAcknowledgmentBeyondTheRightEdgeIsNotAcceptable() {
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        send(seg().seq(CAPACITY + 1).ack(100));
        expect(seg().seq(100).ack(0));
        assertEquals(0, tcb.acknowledged());
        send(seg().seq(0).ack(100));
    }

    @Test
    void segmentsOutOfWindowWithoutTextAreAnsweredSeldom() {
        send(seg().seq(-1).ack(0));
        expect(seg().seq(0).ack(0));
        send(seg().seq(-1).ack(0));
        expectNothing();
        advance(ms(500));
        send(seg().seq(-1).ack(0));
        expect(seg().seq(0).ack(0));
    }

    @Test
    @Requirement("SHLD-31")
    void textOutOfOrderIsQueuedAndAcknowledgedAtOnce() {
        send(seg().seq(100).ack(0).text(100));
        expect(seg().seq(0).ack(0).sack(100, 200));
        send(seg().seq(300).ack(0).text(100));
        expect(seg().seq(0).ack(0).sack(300, 400).sack(100, 200));
        send(seg().seq(0).ack(0).text(100));
        expect(seg().seq(0).ack(200).sack(300, 400));
        send(seg().seq(200).ack(0).text(100));
        expect(seg().seq(0).ack(400));
        assertEquals(400, tcb.received());
    }

    // second, the RST bit

    @Test
    @Requirement({"MUST-12", "MUST-47"})
    void aResetAtRcvNxtResetsAndTheApplicationIsTold() {
        send(seg().seq(0).rst());
        expectVerdict(Verdict.ERROR | Verdict.DEAD);
        expectReleased(Errno.ECONNRESET);
    }

    @Test
    @Requirement("MAY-12")
    void aResetElsewhereInTheWindowIsChallenged() {
        send(seg().seq(1).rst());
        expect(seg().seq(0).ack(0));
        expectState(State.ESTABLISHED);
        send(seg().seq(CAPACITY - 1).rst());
        expectNothing();
        expectState(State.ESTABLISHED);
    }

    @Test
    void aResetOutsideTheWindowIsDropped() {
        send(seg().seq(-1).rst());
        expectNothing();
        send(seg().seq(CAPACITY + 1).rst());
        expectNothing();
        expectState(State.ESTABLISHED);
    }

    @Test
    @Requirement("SHLD-2")
    void aResetMayHaveText() {
        send(seg().seq(0).rst().text(10));
        expectReleased(Errno.ECONNRESET);
    }

    // fourth, the SYN bit

    @Test
    @Requirement("MAY-12")
    void aSynInTheWindowIsChallenged() {
        send(seg().seq(0).syn());
        expect(seg().seq(0).ack(0));
        expectState(State.ESTABLISHED);
    }

    @Test
    void aSynOutsideTheWindowIsAnsweredByAnAcknowledgment() {
        send(seg().seq(-1000).syn());
        expect(seg().seq(0).ack(0));
        expectState(State.ESTABLISHED);
    }

    // fifth, the ACK field

    @Test
    void aSegmentWithoutAckIsDropped() {
        send(seg().seq(0).text(10));
        expectNothing();
        assertEquals(0, tcb.received());
    }

    @Test
    void anAcknowledgmentOfWhatWasSentIsTaken() {
        write(100);
        expect(seg().seq(0).ack(0).text(100).psh());
        send(seg().seq(0).ack(60));
        expectVerdict(Verdict.ACKED);
        assertEquals(60, tcb.acknowledged());
        send(seg().seq(0).ack(100));
        assertEquals(100, tcb.acknowledged());
        assertEquals(Tcb.NEVER, tcb.deadline());
    }

    @Test
    void anAcknowledgmentOfWhatWasNotSentIsAnsweredAndDropped() {
        send(seg().seq(0).ack(1).text(10));
        expect(seg().seq(0).ack(0));
        assertEquals(0, tcb.received());
    }

    @Test
    void anOldAcknowledgmentIsIgnored() {
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        send(seg().seq(0).ack(100));
        send(seg().seq(0).ack(50).win(1));
        assertEquals(100, tcb.acknowledged());
        assertEquals(32_768, tcb.sndWnd());
    }

    @Test
    @Requirement("MAY-12")
    void anAcknowledgmentOlderThanTheLargestWindowIsChallenged() {
        for (int i = 0; i < 3; i++) {
            write(14_600);
            sent.clear();
            send(seg().seq(0).ack(14_600 * (i + 1)));
        }
        send(seg().seq(0).ack(43_800 - 32_768).text(10));
        assertEquals(10, tcb.received());
        advance(ms(40));
        expect(seg().seq(43_800).ack(10));
        send(seg().seq(10).ack(43_800 - 32_769).text(10));
        expect(seg().seq(43_800).ack(10));
        assertEquals(10, tcb.received());
    }

    @Test
    void anAcknowledgmentOfWhatWasNeverSentIsChallengedHoweverLargeTheWindow() {
        send(seg().seq(0).ack(-1).text(10));
        expect(seg().seq(0).ack(0));
        assertEquals(0, tcb.received());
    }

    @Test
    @Requirement("MUST-1")
    void theWindowIsUnsigned() {
        send(seg().seq(0).ack(0).win(65_535));
        assertEquals(65_535, tcb.sndWnd());
    }

    // sixth, the URG bit

    @Test
    void urgentTextIsDeliveredInLine() {
        send(seg().seq(0).ack(0).text(10).urg());
        assertEquals(10, tcb.received());
        advance(ms(40));
        expect(seg().seq(0).ack(10));
    }

    // seventh, the text

    @Test
    @Requirement({"SHLD-18", "MUST-40", "MUST-58"})
    void anAcknowledgmentIsDelayedLessThanHalfASecond() {
        send(seg().seq(0).ack(0).text(10));
        send(seg().seq(10).ack(0).text(10));
        assertEquals(40, advanceUntilSent(ms(500)));
        expect(seg().seq(0).ack(20));
    }

    @Test
    @Requirement("SHLD-19")
    void everySecondFullSegmentIsAcknowledgedAtOnce() {
        send(seg().seq(0).ack(0).text(MSS));
        expectNothing();
        send(seg().seq(MSS).ack(0).text(MSS));
        expect(seg().seq(0).ack(2 * MSS));
        send(seg().seq(2 * MSS).ack(0).text(MSS));
        expectNothing();
        send(seg().seq(3 * MSS).ack(0).text(MSS));
        expect(seg().seq(0).ack(4 * MSS));
    }

    /// As Linux (tcp_cleanup_rbuf): whoever pushed waits for an answer, and who has read all of it gives none.
    @Test
    void whoReadsAllThatWasPushedAcknowledgesItAtOnce() {
        send(seg().seq(0).ack(0).text(10).psh());
        expectNothing();
        read(9);
        expectNothing();
        read(1);
        expect(seg().seq(0).ack(10));
    }

    @Test
    @Requirement("MUST-59")
    void oneAcknowledgmentFollowsAllThatWasQueued() {
        send(seg().seq(100).ack(0).text(100));
        expect(seg().seq(0).ack(0).sack(100, 200));
        send(seg().seq(0).ack(0).text(150));
        // and RFC 2883 4: what of it was there already
        expect(seg().seq(0).ack(200).sack(100, 150));
    }

    @Test
    void anAcknowledgmentRidesOnText() {
        send(seg().seq(0).ack(0).text(10));
        write(20);
        expect(seg().seq(0).ack(10).text(20));
        assertEquals(Tcb.NEVER, tcb.delayedAckAt());
    }

    // eighth, the FIN bit

    @Test
    void aFinBehindItsTextEndsInput() {
        send(seg().seq(0).ack(0).text(10).fin());
        expectVerdict(Verdict.TEXT | Verdict.INPUT_END);
        expectState(State.CLOSE_WAIT);
        // its acknowledgment may ride on what we still have to say
        assertEquals(40, advanceUntilSent(ms(500)));
        expect(seg().seq(0).ack(11));
    }

    @Test
    void aFinAheadOfMissingTextWaitsForIt() {
        send(seg().seq(10).ack(0).text(10).fin());
        // the FIN occupies a sequence number: it is acknowledged selectively too
        expect(seg().seq(0).ack(0).sack(10, 21));
        expectState(State.ESTABLISHED);
        send(seg().seq(0).ack(0).text(10));
        expect(seg().seq(0).ack(21));
        expectState(State.CLOSE_WAIT);
        assertEquals(20, tcb.received());
    }

    @Test
    void aBareFinAheadOfMissingTextIsAcknowledgedSelectively() {
        send(seg().seq(10).ack(0).fin());
        expect(seg().seq(0).ack(0).sack(10, 11));
        send(seg().seq(3).ack(0).text(2));
        expect(seg().seq(0).ack(0).sack(3, 5).sack(10, 11));
        send(seg().seq(0).ack(0).text(3));
        expect(seg().seq(0).ack(5).sack(10, 11));
        send(seg().seq(5).ack(0).text(5));
        advanceUntilSent(ms(500));
        expect(seg().seq(0).ack(11));
        expectState(State.CLOSE_WAIT);
    }

    @Test
    void aFinWithoutAckIsDropped() {
        send(seg().seq(0).fin());
        expectNothing();
        expectState(State.ESTABLISHED);
    }
}
