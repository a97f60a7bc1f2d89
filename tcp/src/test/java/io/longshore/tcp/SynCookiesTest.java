package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpHeader;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// SYN cookies (RFC 4987 3.6): nothing is remembered of a SYN until its acknowledgment comes back.
class SynCookiesTest extends ListenFixture {

    private long cookie;
    private int stamp;

    @Override
    boolean wantsTimestamps() {
        return true;
    }

    /// Sends a SYN that is answered by a cookie, and keeps what the answer said.
    private void askForCookie(TestSegment syn) {
        settings.synCookies = 2;
        send(syn);
        TestSegment answer = sent.removeFirst();
        assertEquals(0, tcp.slab.size(), "a record was made");
        assertEquals(0L, answer.ack);
        cookie = answer.seq;
        stamp = answer.tsval == null ? 0 : answer.tsval;
    }

    private TestSegment acknowledgment() {
        return seg().seq(0).ack(cookie + 1).ts(2_000, stamp);
    }

    @Test
    void allThatTheSynOfferedSurvives() {
        askForCookie(seg().seq(-1).syn().mss(1_400).scale(10).sackOk().ts(1_000, 0));
        send(acknowledgment().win(1_000));
        expectState(State.ESTABLISHED);
        expectVerdict(Verdict.ACCEPTED);
        assertEquals(1_300 - 12, tcb.sndMss());
        assertEquals(10, tcb.sndScale());
        assertEquals(1_000 << 10, tcb.sndWnd());
        assertTrue(tcb.has(Tcb.SACK_OK) && tcb.has(Tcb.SCALING_OK) && tcb.has(Tcb.TIMESTAMPS_OK));
        assertEquals(2_000, tcb.tsRecent());
        assertEquals(1, tcp.counters.syncookiesRecv);
        assertEquals(1, tcp.counters.syncookiesSent);
        assertEquals(1, tcp.listeners.queued(listener));
    }

    /// Decided twice, for the answer and for the record, and by the same options of the listener.
    @Test
    void whatOurAnswerSaidIsWhatTheRecordGoesBy() {
        tcp.listeners.options(listener).receiveBuffer = 32_768;
        tcp.listeners.options(listener).maxSegment = 1_000;
        settings.synCookies = 2;
        send(seg().seq(-1).syn().mss(1_400).scale(10).sackOk().ts(1_000, 0));
        TestSegment answer = sent.removeFirst();
        cookie = answer.seq;
        stamp = answer.tsval;
        send(acknowledgment().win(1_000));
        expectState(State.ESTABLISHED);
        assertEquals(answer.scale, tcb.rcvScale());
        assertEquals(1_000, answer.mss);
        assertTrue(tcb.sndMss() <= 1_000);
    }

    @Test
    void withoutTimestampsOnlyTheMssSurvives() {
        settings.synCookies = 2;
        send(seg().seq(-1).syn().mss(1_460).scale(10).sackOk());
        TestSegment answer = sent.removeFirst();
        assertFalse(answer.sackOk);
        assertEquals(null, answer.scale);
        assertEquals(1_460, answer.mss);
        cookie = answer.seq;
        send(seg().seq(0).ack(cookie + 1).win(10_000));
        assertEquals(1_460, tcb.sndMss());
        assertEquals(10_000, tcb.sndWnd());
        assertFalse(tcb.has(Tcb.SACK_OK | Tcb.SCALING_OK | Tcb.TIMESTAMPS_OK));
    }

    /// The peer's alone bring nothing back: what the answer agreed to would be forgotten.
    @Test
    void whereOnlyThePeerHasTimestampsOnlyTheMssSurvives() {
        settings.timestamps = false;
        settings.synCookies = 2;
        send(seg().seq(-1).syn().mss(1_460).scale(10).sackOk().ts(1_000, 0));
        TestSegment answer = sent.removeFirst();
        assertFalse(answer.sackOk);
        assertEquals(null, answer.scale);
        assertEquals(null, answer.tsval);
        cookie = answer.seq;
        send(seg().seq(0).ack(cookie + 1).win(10_000));
        assertEquals(10_000, tcb.sndWnd());
        assertEquals(0, tcb.rcvScale());
    }

    @Test
    void theTimestampIsNeverAheadOfTheClock() {
        for (int i = 0; i < 100; i++) {
            now += MILLISECOND;
            askForCookie(seg().seq(-1).syn().scale(i % 15).sackOk().ts(1, 0));
            tcp.slab.allocate(tcb);
            tcb.endpoints(new Endpoints().localIpv4(US, PORT).remoteIpv4(PEER, PEER_PORT));
            tcp.begin(tcb, now);
            int ahead = stamp - Timestamps.value(tcb, now);
            tcp.slab.free(tcb.number());
            assertTrue(ahead <= 0 && ahead > -128, "by " + ahead + " ms");
        }
    }

    @Test
    void textWithTheAcknowledgmentIsTaken() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        send(acknowledgment().text(10));
        expectVerdict(Verdict.ACCEPTED | Verdict.TEXT | Verdict.RECEIVED);
        assertEquals(10, tcb.received());
        sent.clear();
    }

    @Test
    void textThatOvertakesTheAcknowledgmentIsRefused() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        send(acknowledgment().seq(MSS).text(10));
        assertTrue(sent.removeFirst().toString().contains("RST"));
        assertEquals(1, tcp.counters.syncookiesFailed);
        send(acknowledgment().text(MSS));
        expectState(State.ESTABLISHED);
        sent.clear();
    }

    @Test
    void anAcknowledgmentThatComesAgainOpensTheConnectionOnceMore() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        send(acknowledgment());
        send(acknowledgment().rst());
        assertEquals(0, tcp.slab.size());
        send(acknowledgment());
        assertEquals(1, tcp.slab.size());
        assertEquals(2, tcp.counters.syncookiesRecv);
    }

    @Test
    void itIsGoodForAMinuteAndTheNext() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        now += seconds(60);
        send(acknowledgment());
        expectState(State.ESTABLISHED);
    }

    @Test
    void itIsBadAfterTwoMinutes() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        now += seconds(119) + seconds(1);
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        long fresh = cookie;
        now += seconds(120);
        cookie = fresh;
        send(acknowledgment());
        assertTrue(sent.removeFirst().toString().contains("RST"));
        assertEquals(0, tcp.slab.size());
    }

    @Test
    void theKeysRotateEveryHourAndCookiesOfTheOldOnesLive() {
        long hour = seconds(3_600);
        now = (now / hour + 1) * hour - MILLISECOND;
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        now += seconds(30);
        send(acknowledgment());
        expectState(State.ESTABLISHED);
    }

    @Test
    void aGuessIsResetAndCounted() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            send(seg().seq(0).ack(cookie + 1 + (1 << 25) + random.nextInt(1 << 30)).ts(2, stamp));
            assertTrue(sent.removeFirst().toString().contains("RST"));
        }
        assertEquals(10_000, tcp.counters.syncookiesFailed);
        assertEquals(0, tcp.slab.size());
    }

    @Test
    void ofAnotherSequenceNumberItIsBad() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        send(seg().seq(1 << 25).ack(cookie + 1).ts(2, stamp));
        assertTrue(sent.removeFirst().toString().contains("RST"));
    }

    @Test
    void whereNoneWasSentNoneIsLookedFor() {
        send(seg().seq(0).ack(12_345).ts(2, 1));
        assertTrue(sent.removeFirst().toString().contains("RST"));
        assertEquals(0, tcp.counters.syncookiesFailed);
    }

    @Test
    void aFullAcceptQueueDropsTheAcknowledgment() {
        askForCookie(seg().seq(-1).syn().mss(MSS).ts(1, 0));
        tcp.listeners.queued(listener, 5);
        send(acknowledgment());
        expectNothing();
        assertEquals(0, tcp.slab.size());
        assertEquals(1, tcp.counters.listenOverflows);
    }

    @Test
    void theyBeginWhereTheSynQueueIsFullAndAFloodNeedsNoMore() {
        settings.synCookies = 1;
        Segment syn = new Segment();
        for (int i = 0; i < 1_000_000; i++) {
            syn.ipv4(0x0b000000 + i, US);
            syn.sourcePort = 1 + i % 60_000;
            syn.destinationPort = PORT;
            syn.flags = TcpHeader.SYN;
            syn.sequence = i;
            syn.options.clear();
            tcp.passive.segment(tcb, syn, verdict, now);
            if (verdict.has(Verdict.COOKIE)) {
                tcp.answer(syn, verdict, outgoing, now);
            }
            assertTrue(tcp.slab.size() <= 5);
        }
        assertTrue(tcp.counters.syncookiesSent >= 999_990, "only " + tcp.counters.syncookiesSent);
        verdict.clear();
    }
}
