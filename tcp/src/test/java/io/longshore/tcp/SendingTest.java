package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What is sent, how much of it, and when: RFC 9293 3.7.4, 3.8.1, 3.8.6, 3.9.1.
class SendingTest extends EstablishedFixture {

    private void window(int bytes) {
        send(seg().seq(0).ack(tcb.acknowledged()).win(bytes));
    }

    @Test
    @Requirement({"SHLD-28", "MUST-61"})
    void textIsCutIntoFullSegmentsAndTheLastIsPushed() {
        write(2 * MSS + 100);
        expect(seg().seq(0).ack(0).text(MSS));
        expect(seg().seq(MSS).ack(0).text(MSS));
        expect(seg().seq(2 * MSS).ack(0).text(100).psh());
    }

    @Test
    void aSuperSegmentGoesAtOnce() {
        settings.maxSuperSegment = 10_000;
        write(12_000);
        // half of cwnd at a time
        expect(seg().seq(0).ack(0).text(5 * MSS).superSegment(MSS));
        expect(seg().seq(5 * MSS).ack(0).text(12_000 - 5 * MSS).superSegment(MSS).psh());
    }

    @Test
    void theInitialWindowIsTenSegments() {
        write(20 * MSS);
        for (int i = 0; i < 10; i++) {
            expect(seg().seq(i * MSS).ack(0).text(MSS));
        }
        expectNothing();
        send(seg().seq(0).ack(2 * MSS));
        for (int i = 10; i < 14; i++) {
            expect(seg().seq(i * MSS).ack(0).text(MSS));
        }
    }

    @Test
    @Requirement("MUST-65")
    void onlySynsHaveAnMssOption() {
        write(10);
        assertEquals(null, sent.getFirst().mss);
        expect(seg().seq(0).ack(0).text(10));
    }

    @Test
    @Requirement("SHLD-7")
    void nagleHoldsASmallSegmentWhileAnotherIsOut() {
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        write(10);
        write(10);
        expectNothing();
        send(seg().seq(0).ack(10));
        expect(seg().seq(10).ack(0).text(20));
    }

    @Test
    @Requirement("MUST-17")
    void theApplicationCanDisableNagle() {
        tcb.set(Tcb.NO_DELAY);
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        write(10);
        expect(seg().seq(10).ack(0).text(10));
    }

    @Test
    @Requirement("MUST-60")
    void aSmallLastSegmentFollowsFullOnes() {
        write(MSS + 10);
        expect(seg().seq(0).ack(0).text(MSS));
        expect(seg().seq(MSS).ack(0).text(10));
    }

    @Test
    void theFinGoesWithTheLastText() {
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        tcb.sent(30);
        shutdown();
        expect(seg().seq(10).ack(0).text(20).psh().fin());
    }

    @Test
    void neverMoreThanTheWindow() {
        window(2 * MSS);
        write(5 * MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        expect(seg().seq(MSS).ack(0).text(MSS));
        expectNothing();
    }

    @Test
    @Requirement("MUST-38")
    void aSliverOfWindowIsNotFilled() {
        window(MSS + 100);
        write(5 * MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        expectNothing();
        send(seg().seq(0).ack(MSS).win(100));
        expectNothing();
        assertTrue(tcb.persistAt() != Tcb.NEVER);
    }

    @Test
    @Requirement("MUST-38")
    void theOverrideTimeoutFillsASliverAfterAll() {
        window(100);
        write(5 * MSS);
        expectNothing();
        advanceUntilSent(seconds(2));
        expect(seg().seq(0).ack(0).text(100));
    }

    @Test
    @Requirement("MUST-38")
    void halfOfTheLargestWindowIsWorthSending() {
        tcb.maxSndWnd(1000);
        window(500);
        write(5 * MSS);
        expect(seg().seq(0).ack(0).text(500));
    }

    @Test
    @Requirement({"MUST-34", "SHLD-15"})
    void aWindowThatShrinksHoldsNewTextAndLosesNone() {
        write(2 * MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        expect(seg().seq(MSS).ack(0).text(MSS));
        window(MSS);
        write(MSS);
        expectNothing();
        send(seg().seq(0).ack(2 * MSS).win(MSS));
        expect(seg().seq(2 * MSS).ack(0).text(MSS));
    }

    @Test
    @Requirement({"SHLD-17", "MUST-37"})
    void aWindowShrunkToNothingDoesNotTimeTheConnectionOut() {
        write(MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        for (int i = 0; i < 30; i++) {
            advanceUntilSent(seconds(200));
            expect(seg().seq(0).ack(0).text(MSS));
            window(0);
        }
        expectState(State.ESTABLISHED);
    }

    @Test
    @Requirement({"MUST-35", "MUST-36", "SHLD-29", "SHLD-30", "MUST-37"})
    void aClosedWindowIsProbedForEverWithBackoff() {
        window(0);
        write(100);
        expectNothing();
        long wait = tcb.rto() / MILLISECOND;
        for (int i = 0; i < 40; i++) {
            assertEquals(wait, advanceUntilSent(seconds(200)));
            expect(seg().seq(-1).ack(0));
            window(0);
            wait = Math.min(2 * wait, 120_000);
        }
        window(1000);
        expect(seg().seq(0).ack(0).text(100));
    }

    @Test
    void aProbeThatNobodyAnswersEndsTheConnection() {
        window(0);
        write(100);
        for (int i = 0; i < settings.retries; i++) {
            advanceUntilSent(seconds(200));
            expect(seg().seq(-1).ack(0));
        }
        advance(seconds(200));
        expectReleased(Errno.ETIMEDOUT);
    }

    @Test
    void aFinWaitsForTheWindowAndIsProbedFor() {
        window(0);
        shutdown();
        expectNothing();
        advanceUntilSent(seconds(2));
        expect(seg().seq(-1).ack(0));
        window(1);
        expect(seg().seq(0).ack(0).fin());
    }

    @Test
    void anOrphanBehindAWindowThatStaysClosedIsResetInTheEnd() {
        window(0);
        write(100);
        close();
        long end = now + seconds(400);
        while (!released && now < end) {
            advanceUntilSent(seconds(200));
            sent.clear();
            if (!released) {
                window(0);
            }
        }
        expectReleased(0);
        sent.clear();
    }

    @Test
    @Requirement("MUST-66")
    void behindOurClosedWindowResetsAndAcknowledgmentsCount() {
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        tcb.receiveCapacity(0);
        tcb.rcvAdv(tcb.rcvNxt());
        send(seg().seq(0).ack(10).text(5));
        expect(seg().seq(10).ack(0));
        assertEquals(10, tcb.acknowledged());
        assertEquals(0, tcb.received());
        send(seg().seq(0).rst());
        expectReleased(Errno.ECONNRESET);
    }

    @Test
    @Requirement({"MUST-18", "MUST-19", "MUST-20", "SHLD-11"})
    void textIsSentAgainWithExponentialBackoffAndGivenUp() {
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        long wait = tcb.rto() / MILLISECOND;
        // RFC 8985 7.3: the tail loss probe, which is no timeout
        assertEquals(wait, advanceUntilSent(seconds(200)));
        expect(seg().seq(0).ack(0).text(100));
        long first = now + ms(wait);
        // tcp_retries2 is 15: 924.6 seconds from the first retransmission on
        while (now + ms(wait) - first < ms(924_600)) {
            assertEquals(wait, advanceUntilSent(seconds(200)));
            expect(seg().seq(0).ack(0).text(100));
            wait = Math.min(2 * wait, 120_000);
        }
        advance(seconds(120));
        expectReleased(Errno.ETIMEDOUT);
    }

    @Test
    @Requirement("MUST-21")
    void theApplicationCanSetTheUserTimeout() {
        tcb.userTimeout(5_000);
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        long begin = now;
        while (!released) {
            advanceUntilSent(seconds(200));
            sent.clear();
        }
        assertTrue(now - begin < seconds(20));
        expectReleased(Errno.ETIMEDOUT);
    }

    @Test
    @Requirement("SHLD-16")
    void threeDuplicatesSendTheLostSegmentAgain() {
        write(5 * MSS);
        sent.clear();
        advance(ms(1));
        send(seg().seq(0).ack(0).sack(MSS, 2 * MSS));
        send(seg().seq(0).ack(0).sack(MSS, 3 * MSS));
        send(seg().seq(0).ack(0).sack(MSS, 4 * MSS));
        expect(seg().seq(0).ack(0).text(MSS));
        send(seg().seq(0).ack(5 * MSS));
        assertEquals(Tcb.NEVER, tcb.deadline());
    }

    @Test
    @Requirement({"SHLD-14", "MUST-39"})
    void theRightEdgeOfOurWindowNeverGoesBackAndMovesInSteps() {
        send(seg().seq(0).ack(0).text(MSS));
        send(seg().seq(MSS).ack(0).text(MSS));
        expect(seg().seq(0).ack(2 * MSS).win(CAPACITY - 2 * MSS));
        // a little room is not worth telling
        read(100);
        expectNothing();
        send(seg().seq(2 * MSS).ack(0).text(MSS));
        send(seg().seq(3 * MSS).ack(0).text(MSS));
        expect(seg().seq(0).ack(4 * MSS).win(CAPACITY - 4 * MSS));
        read(4 * MSS - 100);
        send(seg().seq(4 * MSS).ack(0).text(MSS));
        send(seg().seq(5 * MSS).ack(0).text(MSS));
        expect(seg().seq(0).ack(6 * MSS).win((CAPACITY - 2 * MSS) / MSS * MSS));
    }

    @Test
    @Requirement("MUST-39")
    void aWindowThatOpensIsTold() {
        int at = 0;
        while (at + 2 * MSS <= CAPACITY) {
            send(seg().seq(at).ack(0).text(MSS));
            send(seg().seq(at + MSS).ack(0).text(MSS));
            at += 2 * MSS;
            expect(seg().seq(0).ack(at).win(CAPACITY - at));
        }
        read(at);
        // a whole number of segments
        expect(seg().seq(0).ack(at).win(CAPACITY - CAPACITY % MSS));
    }

    @Test
    void closeWithUnreadTextIsAReset() {
        send(seg().seq(0).ack(0).text(10));
        close();
        expect(seg().seq(0).ack(10).rst());
        expectReleased(0);
    }

    @Test
    void abortIsAReset() {
        abort();
        expect(seg().seq(0).ack(0).rst());
        expectReleased(0);
    }

    @Test
    @Requirement({"MUST-24", "MUST-26", "MUST-27", "MUST-29", "SHLD-12"})
    void anIdleConnectionIsProbedWhereTheApplicationWantsIt() {
        tcb.set(Tcb.KEEP_ALIVE);
        tcb.keepIdle(10);
        tcb.keepInterval(3);
        tcb.keepCount(2);
        tcp.timers.keepAliveChanged(tcb, now);
        assertEquals(10_000, advanceUntilSent(seconds(60)));
        expect(seg().seq(-1).ack(0));
        assertEquals(3_000, advanceUntilSent(seconds(60)));
        expect(seg().seq(-1).ack(0));
        send(seg().seq(0).ack(0));
        assertEquals(10_000, advanceUntilSent(seconds(60)), 3_000);
        expect(seg().seq(-1).ack(0));
        assertEquals(3_000, advanceUntilSent(seconds(60)));
        expect(seg().seq(-1).ack(0));
        advanceUntilSent(seconds(60));
        expect(seg().seq(0).ack(0).rst());
        expectReleased(Errno.ETIMEDOUT);
    }

    @Test
    @Requirement({"MUST-25", "MUST-28"})
    void keepAliveIsOffAndItsTimeIsTwoHours() {
        assertEquals(Tcb.NEVER, tcb.deadline());
        assertEquals(seconds(7200), settings.keepAliveIdle);
    }

    @Test
    @Requirement({"MUST-54", "MUST-56", "SHLD-25"})
    void onceEstablishedIcmpErrorsAreHintsOnly() {
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        IcmpQuote quote = new IcmpQuote();
        quote.errno = Errno.EHOSTUNREACH;
        quote.sequence = tcb.sndUna();
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        expectState(State.ESTABLISHED);
        assertEquals(Errno.EHOSTUNREACH, tcb.softError());
    }

    @Test
    @Requirement("SHLD-6")
    void fragmentationNeededMakesSegmentsSmallerAndSendsThemAgain() {
        write(MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        IcmpQuote quote = new IcmpQuote();
        quote.mtu = 1000;
        quote.sequence = tcb.sndUna();
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        write(0);
        expect(seg().seq(0).ack(0).text(960));
        expect(seg().seq(960).ack(0).text(MSS - 960));
    }

    @Test
    void fragmentationNeededNeverMakesCrumbs() {
        write(MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        IcmpQuote quote = new IcmpQuote();
        quote.mtu = 68;
        quote.sequence = tcb.sndUna();
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        assertEquals(512, tcb.sndMss());
        write(0);
        sent.clear();
    }
}
