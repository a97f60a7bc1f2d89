package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// RFC 9293 3.10.7.2 (LISTEN) and 3.10.7.1 (CLOSED, port 81 here has nobody).
class ListenTest extends ListenFixture {

    @Test
    void aResetIsIgnored() {
        send(seg().seq(0).rst());
        expectNothing();
        assertEquals(0, tcp.slab.size());
    }

    @Test
    void anyAcknowledgmentIsBad() {
        send(seg().seq(0).ack(7));
        expect(seg().seq(7).rst());
        assertEquals(0, tcp.slab.size());
    }

    @Test
    void aSynWithAckIsBad() {
        send(seg().seq(-1).ack(0).syn());
        expect(seg().seq(0).rst());
    }

    @Test
    @Requirement("MUST-14")
    void aSynIsAnsweredBySynAck() {
        send(seg().seq(-1).syn().mss(1000));
        expect(seg().seq(-1).ack(0).syn().mss(MSS));
        expectState(State.SYN_RECEIVED);
        assertEquals(1, tcp.listeners.halfOpen(listener));
    }

    @Test
    void aSegmentWithoutSynIsDropped() {
        send(seg().seq(0).text(10));
        expectNothing();
        send(seg().seq(0).fin());
        expectNothing();
    }

    @Test
    void aSynThatWantsToEndAtOnceIsDropped() {
        send(seg().seq(-1).syn().fin());
        expectNothing();
    }

    @Test
    void textOnASynComesAgain() {
        send(seg().seq(-1).syn().text(100));
        expect(seg().seq(-1).ack(0).syn().mss(MSS));
        send(seg().seq(0).ack(0).text(100));
        expectVerdict(Verdict.ACCEPTED | Verdict.TEXT);
        assertEquals(100, tcb.received());
        expect(seg().seq(0).ack(100));
    }

    @Test
    @Requirement("MUST-15")
    void withoutAnMssOptionItIs536() {
        send(seg().seq(-1).syn());
        expect(seg().seq(-1).ack(0).syn());
        assertEquals(536, tcb.sndMss());
    }

    @Test
    @Requirement("MUST-16")
    void whatIsSentIsTheSmallerOfBothMss() {
        send(seg().seq(-1).syn().mss(9000));
        expect(seg().seq(-1).ack(0).syn());
        assertEquals(MSS, tcb.sndMss());
    }

    @Test
    void aTinyMssIsRaised() {
        send(seg().seq(-1).syn().mss(8));
        expect(seg().seq(-1).ack(0).syn());
        assertEquals(48, tcb.sndMss());
    }

    @Test
    void onlyWhatThePeerOffersIsAgreedOn() {
        send(seg().seq(-1).syn().mss(MSS).scale(3).sackOk().ts(77, 0));
        expect(seg().seq(-1).ack(0).syn().mss(MSS).scale(0).sackOk());
        send(seg().seq(0).ack(0).win(100));
        assertEquals(800, tcb.sndWnd());
    }

    @Test
    void aShiftBeyond14CountsAs14() {
        send(seg().seq(-1).syn().scale(15));
        expect(seg().seq(-1).ack(0).syn());
        assertEquals(14, tcb.sndScale());
    }

    @Test
    void aFullAcceptQueueDropsNewcomers() {
        tcp.listeners.queued(listener, 5);
        send(seg().seq(-1).syn());
        expectNothing();
        assertEquals(1, tcp.counters.listenOverflows);
    }

    @Test
    void aFullSynQueueDropsNewcomers() {
        settings.maxHalfOpen = 0;
        settings.synCookies = 0;
        send(seg().seq(-1).syn());
        expectNothing();
        assertEquals(1, tcp.counters.listenDrops);
    }

    // CLOSED

    @Test
    void inClosedASynIsReset() {
        tcp.listeners.close(listener);
        send(seg().seq(-1).syn().text(5));
        TestSegment reset = sent.removeFirst();
        assertEquals(5L, reset.ack);
        assertEquals(io.longshore.wire.TcpHeader.RST | io.longshore.wire.TcpHeader.ACK, reset.flags);
        // <SEQ=0>, an absolute zero
        assertEquals(-(chosenIss() + 1), (int) reset.seq);
    }

    @Test
    void inClosedAnAcknowledgmentIsResetAtItsNumber() {
        tcp.listeners.close(listener);
        send(seg().seq(0).ack(99).text(5));
        expect(seg().seq(99).rst());
    }

    @Test
    void inClosedAResetIsDiscarded() {
        tcp.listeners.close(listener);
        send(seg().seq(0).ack(99).rst());
        expectNothing();
    }
}
