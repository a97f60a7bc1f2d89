package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// When a connection is given up: tcp_retries2, TCP_USER_TIMEOUT, keep-alive, orphans, TCP_LINGER2, TCP_SYNCNT.
class RetryLimitsTest {

    @Test
    void retriesStandForTheTimeTheyWouldTakeFromTheShortestTimeoutOn() {
        assertEquals(200, RetryLimits.duration(0, RttEstimator.MAXIMUM_RTO) / TcpFixture.MILLISECOND);
        assertEquals(3_000, RetryLimits.duration(3, RttEstimator.MAXIMUM_RTO) / TcpFixture.MILLISECOND);
        assertEquals(204_600, RetryLimits.duration(9, RttEstimator.MAXIMUM_RTO) / TcpFixture.MILLISECOND);
        assertEquals(924_600, RetryLimits.duration(15, RttEstimator.MAXIMUM_RTO) / TcpFixture.MILLISECOND);
    }

    @Test
    void aLowerLongestTimeoutMakesTheSameRetriesShorter() {
        assertEquals(200 + 400 + 800 + 2 * 1_000, RetryLimits.duration(4, 1_000 * TcpFixture.MILLISECOND)
                / TcpFixture.MILLISECOND);
    }

    @Nested
    class Established extends EstablishedFixture {

        @Test
        void theUserTimeoutIsKeptToTheMillisecond() {
            tcb.userTimeout(3_000);
            write(10);
            expect(seg().seq(0).ack(0).text(10));
            advanceUntilSent(seconds(2));
            sent.clear();
            while (!released) {
                advanceUntilSent(seconds(10));
                sent.clear();
            }
            assertEquals(Errno.ETIMEDOUT, tcb.error());
            assertEquals(3_000, (now - tcb.retriesSince()) / MILLISECOND);
        }

        @Test
        void aClosedWindowIsProbedForTheUserTimeoutThoughThePeerAnswers() {
            tcb.userTimeout(5_000);
            send(seg().seq(0).ack(0).win(0));
            write(10);
            long begin = now;
            for (int i = 0; i < 100 && !released; i++) {
                advanceUntilSent(seconds(10));
                sent.clear();
                if (!released) {
                    send(seg().seq(0).ack(0).win(0));
                }
            }
            assertTrue(released);
            assertEquals(Errno.ETIMEDOUT, tcb.error());
            assertTrue(now - begin < seconds(7), "after " + (now - begin) / MILLISECOND + " ms");
        }

        @Test
        void withoutItAClosedWindowIsProbedForEver() {
            send(seg().seq(0).ack(0).win(0));
            write(10);
            for (int i = 0; i < 100; i++) {
                advanceUntilSent(seconds(200));
                sent.clear();
                send(seg().seq(0).ack(0).win(0));
            }
            assertFalse(released);
            send(seg().seq(0).ack(0).win(1_000));
            expect(seg().seq(0).ack(0).text(10));
        }

        @Test
        void theUserTimeoutEndsKeepAliveInsteadOfTheCount() {
            tcb.set(Tcb.KEEP_ALIVE);
            tcb.keepIdle(10);
            tcb.keepInterval(1);
            tcb.keepCount(100);
            tcb.userTimeout(15_000);
            tcp.timers.keepAliveChanged(tcb, now);
            int probes = 0;
            long begin = now;
            while (!released) {
                advanceUntilSent(seconds(20));
                probes += sent.size();
                sent.clear();
            }
            assertEquals(15_000, (now - begin) / MILLISECOND);
            assertEquals(5 + 1, probes, "the reset included");
        }

        @Test
        void anOrphanIsGivenUpAfterEightRetriesWorth() {
            close();
            expect(seg().seq(0).ack(0).fin());
            long begin = now;
            while (!released) {
                advanceUntilSent(seconds(200));
                sent.clear();
            }
            assertTrue(now - begin > seconds(100) && now - begin < seconds(300), "MUST be more than 100 s");
        }

        @Test
        void aNegativeLingerLeavesNoFinWait2() {
            tcp.release(tcb);
            tcp.listeners.options(listener).finLinger = -1;
            send(syn());
            sent.clear();
            send(firstAck());
            close();
            expect(seg().seq(0).ack(0).fin());
            send(seg().seq(0).ack(1));
            expect(seg().seq(1).ack(0).rst());
            expectReleased(0);
            assertEquals(1, tcp.counters.tcpAbortOnLinger);
        }

        @Test
        void aResetAtTheEndOfWhatWasSackedEndsItToo() {
            send(seg().seq(100).ack(0).text(50));
            sent.clear();
            send(seg().seq(149).rst());
            expect(seg().seq(0).ack(0).sack(100, 150));
            send(seg().seq(150).rst());
            expectReleased(Errno.ECONNRESET);
        }

        @Test
        void textForNobodyIsReset() {
            tcb.set(Tcb.INPUT_SHUT);
            shutdown();
            expect(seg().seq(0).ack(0).fin());
            send(seg().seq(0).ack(1).text(10));
            expect(seg().seq(1).rst());
            expectReleased(Errno.ECONNRESET);
        }

        @Test
        void twoDesynchronisedPeersFallSilent() {
            int answers = 0;
            for (int i = 0; i < 10_000; i++) {
                now += MILLISECOND;
                send(seg().seq(200_000).ack(0));
                answers += sent.size();
                sent.clear();
            }
            assertTrue(answers <= 21, answers + " answers in ten seconds");
        }

        @Test
        void aSweepOfResetsIsAnsweredTwiceASecond() {
            int answers = 0;
            for (int i = 1; i < 10_000; i++) {
                send(seg().seq(i).rst());
                answers += sent.size();
                sent.clear();
            }
            expectState(State.ESTABLISHED);
            assertEquals(1, answers);
        }
    }

    @Nested
    class SynSent extends SynSentFixture {

        @Test
        void theApplicationCountsItsSyns() {
            settings.synLinearTimeouts = 0;
            tcp.release(tcb);
            SocketOptions options = new SocketOptions();
            options.synCount = 2;
            Endpoints endpoints = new Endpoints().localIpv4(US, PORT).remoteIpv4(PEER, PEER_PORT);
            assertEquals(0, tcp.opening.connect(tcb, endpoints, options, now));
            write(0);
            sent.clear();
            int syns = 0;
            while (!released) {
                advanceUntilSent(seconds(100));
                syns += sent.size();
                sent.clear();
            }
            assertEquals(2, syns);
        }

        @Test
        @Requirement("MUST-23")
        void aSynCanBeTriedForThreeMinutes() {
            settings.synLinearTimeouts = 0;
            settings.synRetries = 7;
            long begin = now;
            while (!released) {
                advanceUntilSent(seconds(200));
                sent.clear();
            }
            assertTrue(now - begin >= seconds(180), "R2 is " + (now - begin) / MILLISECOND + " ms");
        }

        @Test
        void linearTimeoutsComeFirstWhereTheOperatorWantsThem() {
            settings.synLinearTimeouts = 2;
            for (int wait : new int[] {1_000, 1_000, 1_000, 2_000}) {
                assertEquals(wait, advanceUntilSent(seconds(100)));
                sent.clear();
            }
        }
    }

    @Nested
    class TimeWait extends TimeWaitFixture {

        @Override
        boolean wantsTimestamps() {
            return true;
        }

        private int connect() {
            Endpoints endpoints = new Endpoints().localIpv4(US, PORT).remoteIpv4(PEER, PEER_PORT);
            return tcp.opening.connect(tcb, endpoints, now);
        }

        @Test
        void withoutTimestampsItsPlaceIsNotTaken() {
            assertEquals(Errno.EADDRNOTAVAIL, connect());
        }

        @Test
        void withTimestampsWhoHasBoundThePortTakesItsPlaceAndBeginsBehindIt() {
            tcb.set(Tcb.TIMESTAMPS_OK);
            tcb.tsRecent(77);
            int behind = tcb.sndNxt() + Opening.SUCCESSOR_GAP;
            assertEquals(0, connect());
            assertEquals(behind, tcb.iss());
            assertEquals(77, tcb.tsRecent());
            assertEquals(1, tcp.slab.size());
        }

        @Test
        void aSynThatReopensItBeginsBehindItToo() {
            int behind = tcb.sndNxt() + Opening.SUCCESSOR_GAP;
            send(seg().seq(100_000).syn());
            sent.clear();
            assertEquals(behind, tcb.iss());
        }

        @Test
        void anAcknowledgmentElsewhereIsAnsweredABareOneInPlaceIsNot() {
            send(seg().seq(1).ack(1));
            expectNothing();
            send(seg().seq(5).ack(1));
            expect(seg().seq(1).ack(1));
        }
    }
}
