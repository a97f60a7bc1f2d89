package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// RFC 9293 3.10.7.4 and 3.10.4 in the states behind ESTABLISHED.
class ClosingStatesTest {

    @Nested
    class FinWait1 extends FinWait1Fixture {

        @Test
        void theAcknowledgmentOfOurFinLeadsToFinWait2() {
            send(seg().seq(0).ack(1));
            expectVerdict(Verdict.OUTPUT_END);
            expectState(State.FIN_WAIT_2);
            assertEquals(Tcb.NEVER, tcb.deadline());
        }

        @Test
        void theirFinLeadsToClosing() {
            send(seg().seq(0).ack(0).fin());
            expect(seg().seq(1).ack(1));
            expectState(State.CLOSING);
        }

        @Test
        void theirFinThatAcknowledgesOursLeadsToTimeWait() {
            send(seg().seq(0).ack(1).fin());
            expect(seg().seq(1).ack(1));
            expectVerdict(Verdict.OUTPUT_END | Verdict.INPUT_END | Verdict.TIME_WAIT);
            expectState(State.TIME_WAIT);
        }

        @Test
        @Requirement("MAY-1")
        void textIsStillReceived() {
            send(seg().seq(0).ack(0).text(10));
            assertEquals(10, tcb.received());
            advance(ms(40));
            expect(seg().seq(1).ack(10));
        }

        @Test
        void aPeerThatAcknowledgesNothingIsGivenUpThoughItsWindowIsClosed() {
            close();
            for (int i = 0; i < 100 && !released; i++) {
                advanceUntilSent(seconds(200));
                sent.clear();
                if (!released) {
                    send(seg().seq(0).ack(0).win(0));
                    sent.clear();
                }
            }
            assertTrue(released, "an orphan is kept for ever");
        }

        @Test
        void whereTooManyWaitInTimeWaitTheNewestEndsAtOnceAndIsNotCountedTwice() {
            settings.maxTimeWait = 0;
            send(seg().seq(0).ack(1).fin());
            expectReleased(0);
            assertEquals(0, tcp.ending.timeWaits());
        }

        @Test
        void theFinIsSentAgain() {
            advanceUntilSent(seconds(2));
            expect(seg().seq(0).ack(0).fin());
            send(seg().seq(0).ack(1));
            expectState(State.FIN_WAIT_2);
        }

        @Test
        void aResetEndsIt() {
            send(seg().seq(0).rst());
            expectReleased(Errno.ECONNRESET);
        }

        @Test
        @Requirement("SHLD-3")
        void textAfterTheApplicationHasClosedIsReset() {
            close();
            send(seg().seq(0).ack(1).text(10));
            expect(seg().seq(1).rst());
            expectReleased(Errno.ECONNRESET);
        }

        /// 3.10.7.1: the first acknowledges less than the peer has by now, and its reset lies before the peer's window.
        @Test
        void whatArrivesWithItIsResetToo() {
            close();
            send(seg().seq(0).ack(0).text(10), seg().seq(10).ack(1).text(10));
            expect(seg().seq(0).rst());
            expect(seg().seq(1).rst());
            expectReleased(Errno.ECONNRESET);
        }
    }

    @Nested
    class FinWait2 extends FinWait2Fixture {

        @Test
        void theirFinLeadsToTimeWait() {
            send(seg().seq(0).ack(1).fin());
            expect(seg().seq(1).ack(1));
            expectState(State.TIME_WAIT);
        }

        @Test
        void textIsStillReceived() {
            send(seg().seq(0).ack(1).text(MSS));
            send(seg().seq(MSS).ack(1).text(MSS));
            expect(seg().seq(1).ack(2 * MSS));
        }

        @Test
        void whatAnApplicationHoldsMayStay() {
            advance(seconds(3600));
            expectState(State.FIN_WAIT_2);
        }

        @Test
        void anOrphanDoesNotStay() {
            close();
            advance(seconds(60));
            expectReleased(0);
        }
    }

    @Nested
    class CloseWait extends CloseWaitFixture {

        @Test
        void closeSendsAFinAndLeadsToLastAck() {
            close();
            expect(seg().seq(0).ack(1).fin());
            expectState(State.LAST_ACK);
        }

        @Test
        void textIsStillSent() {
            write(10);
            expect(seg().seq(0).ack(1).text(10).psh());
            send(seg().seq(1).ack(10));
            assertEquals(10, tcb.acknowledged());
        }

        @Test
        void textBehindTheirFinIsIgnored() {
            send(seg().seq(1).ack(0).text(10));
            expectNothing();
            assertEquals(0, tcb.received());
        }

        @Test
        void theirFinOnceMoreIsAcknowledged() {
            send(seg().seq(0).ack(0).fin());
            expect(seg().seq(0).ack(1).sack(0, 1));
            expectState(State.CLOSE_WAIT);
        }

        @Test
        void aResetEndsItAndWritingFails() {
            send(seg().seq(1).rst());
            expectReleased(Errno.EPIPE);
        }
    }

    @Nested
    class Closing extends ClosingFixture {

        @Test
        void theAcknowledgmentOfOurFinLeadsToTimeWait() {
            send(seg().seq(1).ack(1));
            expectVerdict(Verdict.OUTPUT_END | Verdict.TIME_WAIT);
            expectState(State.TIME_WAIT);
        }

        @Test
        void otherAcknowledgmentsAreIgnored() {
            send(seg().seq(1).ack(0));
            expectState(State.CLOSING);
        }

        @Test
        void aResetEndsIt() {
            send(seg().seq(1).rst());
            expectReleased(Errno.ECONNRESET);
        }
    }

    @Nested
    class LastAck extends LastAckFixture {

        @Test
        void theAcknowledgmentOfOurFinDeletesTheRecord() {
            send(seg().seq(1).ack(1));
            expectVerdict(Verdict.OUTPUT_END | Verdict.DEAD);
            expectReleased(0);
        }

        @Test
        void theFinIsSentAgainAndGivenUp() {
            int retransmissions = 0;
            while (!released) {
                advanceUntilSent(seconds(1_000));
                if (!released) {
                    expect(seg().seq(0).ack(1).fin());
                    retransmissions++;
                }
            }
            assertEquals(10, retransmissions, "a tail loss probe besides");
            expectReleased(Errno.ETIMEDOUT);
        }

        @Test
        void aResetEndsIt() {
            send(seg().seq(1).rst());
            expectReleased(Errno.ECONNRESET);
        }
    }

    @Nested
    class TimeWait extends TimeWaitFixture {

        @Test
        @Requirement("MUST-13")
        void itLastsForTwiceTheMaximumSegmentLifetime() {
            advance(seconds(60) - 1);
            expectState(State.TIME_WAIT);
            advance(1);
            expectReleased(0);
        }

        @Test
        void theirFinOnceMoreIsAcknowledgedAndTheTimeStartsAgain() {
            advance(seconds(30));
            send(seg().seq(0).ack(1).fin());
            expect(seg().seq(1).ack(1));
            advance(seconds(59));
            expectState(State.TIME_WAIT);
        }

        @Test
        void aResetEndsIt() {
            send(seg().seq(2).rst());
            expectState(State.TIME_WAIT);
            send(seg().seq(1).rst());
            expectReleased(0);
        }

        @Test
        void aResetIsIgnoredWhereTheOperatorWantsThat() {
            settings.rfc1337 = true;
            send(seg().seq(1).rst());
            expectNothing();
            expectState(State.TIME_WAIT);
        }

        @Test
        @Requirement("MAY-2")
        void aNewerSynOpensAnew() {
            send(seg().seq(100_000).syn().mss(MSS));
            assertFalse(sent.isEmpty());
            sent.clear();
            expectState(State.SYN_RECEIVED);
        }

        @Test
        void anOlderSynIsAnsweredByAnAcknowledgment() {
            send(seg().seq(-100_000).syn());
            expect(seg().seq(1).ack(1));
            expectState(State.TIME_WAIT);
        }

        @Test
        void textIsAnsweredByAnAcknowledgmentAndNotTaken() {
            send(seg().seq(0).ack(1).text(10));
            expect(seg().seq(1).ack(1));
            assertEquals(0, tcb.received());
        }
    }
}
