package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// RFC 9293 3.10.7.3.
class SynSentTest extends SynSentFixture {

    @Test
    void anAcknowledgmentOfNothingIsReset() {
        send(seg().seq(0).ack(-1));
        expect(seg().seq(-1).rst());
        send(seg().seq(0).ack(1));
        expect(seg().seq(1).rst());
        expectState(State.SYN_SENT);
    }

    @Test
    void aResetWithAnUnacceptableAckIsDropped() {
        send(seg().seq(0).ack(1).rst());
        expectNothing();
        expectState(State.SYN_SENT);
    }

    @Test
    void aResetWithoutAckIsDropped() {
        send(seg().seq(0).rst());
        expectState(State.SYN_SENT);
    }

    @Test
    void aResetThatAcknowledgesOurSynRefusesTheConnection() {
        send(seg().seq(0).ack(0).rst());
        expectVerdict(Verdict.ERROR | Verdict.DEAD);
        expectReleased(Errno.ECONNREFUSED);
    }

    @Test
    void aSynAckEstablishes() {
        send(seg().seq(-1).ack(0).syn().mss(1000).win(500));
        expect(seg().seq(0).ack(0));
        expectVerdict(Verdict.ESTABLISHED);
        expectState(State.ESTABLISHED);
        // its segments are not larger than its window
        assertEquals(500, tcb.sndMss());
        assertEquals(500, tcb.sndWnd());
    }

    @Test
    void textAndFinOnASynAckAreTaken() {
        send(seg().seq(-1).ack(0).syn().text(10).fin());
        expectVerdict(Verdict.ESTABLISHED | Verdict.TEXT | Verdict.INPUT_END);
        expect(seg().seq(0).ack(11));
        expectState(State.CLOSE_WAIT);
    }

    @Test
    @Requirement({"MUST-10", "MUST-11"})
    void aSynWithoutAckOpensSimultaneously() {
        send(seg().seq(-1).syn().mss(MSS));
        expect(seg().seq(-1).ack(0).syn().mss(MSS));
        expectState(State.SYN_RECEIVED);
        send(seg().seq(-1).ack(0).syn().mss(MSS));
        expect(seg().seq(0).ack(0));
        expectVerdict(Verdict.ESTABLISHED);
        expectState(State.ESTABLISHED);
    }

    @Test
    @Requirement("MUST-11")
    void aSimultaneousOpenThatIsResetIsRefused() {
        send(seg().seq(-1).syn());
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(0).rst());
        expectReleased(Errno.ECONNREFUSED);
    }

    @Test
    void aSegmentWithNeitherSynNorRstIsDropped() {
        send(seg().seq(0).ack(0).text(10));
        expectNothing();
        expectState(State.SYN_SENT);
    }

    @Test
    @Requirement({"MUST-22", "MUST-19"})
    void aSynIsSentAgainWithExponentialBackoffAndGivenUp() {
        settings.synLinearTimeouts = 0;
        long wait = 1_000;
        for (int i = 0; i < 6; i++) {
            assertEquals(wait, advanceUntilSent(seconds(200)));
            expect(seg().seq(-1).syn());
            wait *= 2;
        }
        assertEquals(64_000, advanceUntilSent(seconds(200)));
        expectNothing();
        expectReleased(Errno.ETIMEDOUT);
    }

    @Test
    @Requirement({"SHLD-5", "MUST-67"})
    void theSynHasAnMssOption() {
        advance(seconds(1));
        expect(seg().seq(-1).syn().mss(MSS).scale(0).sackOk());
    }

    @Test
    void closeDeletesTheRecord() {
        close();
        expectNothing();
        expectReleased(0);
    }

    @Test
    void abortDeletesTheRecord() {
        abort();
        expectNothing();
        expectReleased(0);
    }

    @Test
    void textWrittenEarlyFollowsTheHandshake() {
        write(100);
        send(seg().seq(-1).ack(0).syn());
        expect(seg().seq(0).ack(0).text(100));
    }

    @Test
    void anUnreachableHostIsToldAtOnce() {
        IcmpQuote quote = new IcmpQuote();
        quote.errno = Errno.EHOSTUNREACH;
        quote.sequence = tcb.iss();
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        write(0);
        expectReleased(Errno.EHOSTUNREACH);
    }

    @Test
    void anIcmpErrorAboutAnotherSynIsIgnored() {
        IcmpQuote quote = new IcmpQuote();
        quote.errno = Errno.ECONNREFUSED;
        quote.sequence = tcb.iss() + 1;
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        write(0);
        expectState(State.SYN_SENT);
        assertEquals(1, tcp.counters.outOfWindowIcmps);
    }
}
