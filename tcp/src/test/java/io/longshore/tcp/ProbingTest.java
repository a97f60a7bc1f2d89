package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Closed and tiny windows of the peer, what is held back, and what ICMP says meanwhile.
class ProbingTest extends EstablishedFixture {

    private void window(int bytes) {
        send(seg().seq(0).ack(tcb.acknowledged()).win(bytes));
    }

    private IcmpQuote quote(int errno, int mtu, int sequence) {
        IcmpQuote quote = new IcmpQuote();
        quote.errno = errno;
        quote.mtu = mtu;
        quote.sequence = sequence;
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        return quote;
    }

    /// What goes at once and at the first probe, for a window and so much text; the largest window was 32768.
    @ParameterizedTest(name = "window {0}, text {1}: at once {2}, at the override timeout {3}")
    @CsvSource({"0, 100, 0, -1", "0, 5000, 0, -1", "1, 100, 0, 1", "99, 100, 0, 99", "100, 100, 100, 0",
        "101, 100, 100, 0", "1459, 5000, 0, 1459", "1460, 5000, 1460, 0", "1461, 5000, 1460, 0", "1, 1, 1, 0"})
    void aWindowTakesWhatFillsASegmentOrAllAndTheRestAfterTheTimeout(int window, int text, int now, int later) {
        window(window);
        write(text);
        if (now > 0) {
            expect(seg().seq(0).ack(0).text(now));
            expectNothing();
            return;
        }
        expectNothing();
        long waited = advanceUntilSent(seconds(2));
        assertTrue(waited >= 200, "after " + waited + " ms");
        expect(later < 0 ? seg().seq(-1).ack(0) : seg().seq(0).ack(0).text(later).psh());
    }

    @Test
    void anAcknowledgmentOfAProbeStartsTheNextInterval() {
        window(0);
        write(100);
        long first = advanceUntilSent(seconds(2));
        expect(seg().seq(-1).ack(0));
        advance(ms(50));
        window(0);
        assertEquals(2 * first, advanceUntilSent(seconds(5)));
        expect(seg().seq(-1).ack(0));
        window(100);
        expect(seg().seq(0).ack(0).text(100));
        assertEquals(0, tcb.backoff());
    }

    @Test
    void bothWindowsClosedMakeNoStormOfAcknowledgments() {
        window(0);
        tcb.receiveCapacity(0);
        write(100);
        int sentAtAll = 0;
        for (int i = 0; i < 20; i++) {
            advanceUntilSent(seconds(200));
            sentAtAll += sent.size();
            sent.clear();
            // the peer's probe of our window, which is the answer to ours as well
            send(seg().seq(-1).ack(0).win(0));
            sentAtAll += sent.size();
            sent.clear();
        }
        assertTrue(sentAtAll <= 2 * 20, "sent " + sentAtAll);
    }

    @Test
    void aFinWaitsBehindAClosedWindowWithItsText() {
        window(0);
        tcb.sent(10);
        shutdown();
        expectNothing();
        advanceUntilSent(seconds(2));
        expect(seg().seq(-1).ack(0));
        window(11);
        expect(seg().seq(0).ack(0).text(10).psh().fin());
    }

    @Test
    void segmentsAreNotLargerThanHalfOfThePeersLargestWindow() {
        tcb.maxSndWnd(0);
        window(1_000);
        assertEquals(500, tcb.sndMss());
        write(2_000);
        expect(seg().seq(0).ack(0).text(500));
        expect(seg().seq(500).ack(0).text(500));
        window(4_000);
        assertEquals(MSS, tcb.sndMss());
        sent.clear();
    }

    @Test
    void aPathThatDoesNotExistTakesTheBackoffBack() {
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        for (int i = 0; i < 3; i++) {
            advanceUntilSent(seconds(10));
            sent.clear();
        }
        int backoff = tcb.backoff();
        long before = tcb.retransmitAt();
        quote(Errno.EHOSTUNREACH, 0, tcb.sndUna());
        assertEquals(backoff - 1, tcb.backoff());
        assertTrue(tcb.retransmitAt() < before);
        quote(Errno.ECONNREFUSED, 0, tcb.sndUna());
        assertEquals(backoff - 1, tcb.backoff());
        assertEquals(Errno.ECONNREFUSED, tcb.softError());
        expectState(State.ESTABLISHED);
    }

    @ParameterizedTest(name = "quoted {0} bytes after sndUna")
    @CsvSource({"-1, 1", "0, 0", "99, 0", "100, 1", "101, 1"})
    void onlyWhatIsInFlightIsBelieved(int offset, int ignored) {
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        quote(Errno.EHOSTUNREACH, 0, tcb.sndUna() + offset);
        assertEquals(ignored, tcp.counters.outOfWindowIcmps);
        assertEquals(ignored == 1 ? 0 : Errno.EHOSTUNREACH, tcb.softError());
    }

    @Test
    void aShorterPathIsBelievedOnceAndNeverBelowTheLeast() {
        write(MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        assertTrue(quote(0, 1_200, tcb.sndUna()).isBelieved);
        assertEquals(1_160, tcb.sndMss());
        assertTrue(!quote(0, 1_200, tcb.sndUna()).isBelieved, "it is no news");
        assertTrue(quote(0, 68, tcb.sndUna()).isBelieved);
        assertEquals(552 - 40, tcb.sndMss());
    }

    @Test
    void aBlackHoleMakesSegmentsSmaller() {
        settings.mtuProbing = 1;
        write(MSS);
        expect(seg().seq(0).ack(0).text(MSS));
        for (int i = 0; i < 6 && tcb.sndMss() == MSS; i++) {
            advanceUntilSent(seconds(100));
            sent.clear();
        }
        assertEquals(settings.baseMss, tcb.sndMss());
    }

    @Test
    void aCorkHoldsARestForTheTimeoutAndMoreHoldsItUntilAnAcknowledgment() {
        tcp.listeners.options(listener).bits = SocketOptions.CORK;
        tcp.listeners.options(listener).applyTo(tcb);
        write(MSS + 40);
        expect(seg().seq(0).ack(0).text(MSS));
        send(seg().seq(0).ack(MSS));
        expectNothing();
        advanceUntilSent(seconds(2));
        expect(seg().seq(MSS).ack(0).text(40).psh());
    }
}
