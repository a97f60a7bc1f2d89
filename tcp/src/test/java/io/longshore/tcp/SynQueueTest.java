package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpHeader;
import org.junit.jupiter.api.Test;

/// Half-open connections: how many, how long, and how loud.
class SynQueueTest extends ListenFixture {

    private final Segment syn = new Segment();

    private boolean open(int peer, int port) {
        syn.ipv4(peer, US);
        syn.sourcePort = port;
        syn.destinationPort = PORT;
        syn.flags = TcpHeader.SYN;
        syn.sequence = port;
        syn.options.clear();
        return tcp.passive.segment(tcb, syn, verdict, now) >= 0;
    }

    @Test
    void aListenerHasOneMoreThanItsBacklog() {
        settings.synCookies = 0;
        tcp.listeners.backlog(listener, 1);
        assertTrue(open(PEER, 1));
        assertTrue(open(PEER, 2));
        assertFalse(open(PEER, 3));
        assertEquals(1, tcp.counters.tcpReqQFullDrop);
        assertEquals(2, tcp.listeners.halfOpen(listener));
        verdict.clear();
    }

    @Test
    void allListenersTogetherHaveAQuarterOfTheSlab() {
        settings.synCookies = 0;
        assertTrue(open(PEER, 1));
        assertTrue(open(PEER, 2));
        assertFalse(open(PEER, 3), "the fixture's slab has eight records");
        verdict.clear();
    }

    @Test
    void theListIsLeftFromAnyPlace() {
        assertTrue(open(PEER, 1));
        int first = tcb.number();
        assertTrue(open(PEER, 2));
        int second = tcb.number();
        assertEquals(second, tcp.synQueue.first(listener));
        tcp.release(tcp.slab.at(tcb, first));
        assertEquals(second, tcp.synQueue.first(listener));
        tcp.release(tcp.slab.at(tcb, second));
        assertEquals(-1, tcp.synQueue.first(listener));
        assertEquals(0, tcp.synQueue.size());
        assertEquals(0, tcp.listeners.young(listener));
        verdict.clear();
    }

    @Test
    void oneSourceHasNoMoreThanItIsAllowed() {
        settings.maxHalfOpenPerSource = 1;
        assertTrue(open(PEER, 1));
        assertFalse(open(PEER, 2));
        assertTrue(verdict.has(Verdict.COOKIE), "anybody can send a SYN in its name: it is not refused");
        assertEquals(1, tcp.counters.sourceLimitCookies);
        settings.synCookies = 0;
        assertFalse(open(PEER, 2));
        assertFalse(verdict.has(Verdict.COOKIE));
        assertEquals(1, tcp.counters.sourceLimitDrops);
        assertTrue(open(PEER + 1, 1));
        tcp.release(tcp.slab.at(tcb, tcp.synQueue.first(listener)));
        tcp.release(tcp.slab.at(tcb, tcp.synQueue.first(listener)));
        assertTrue(open(PEER, 2));
        verdict.clear();
    }

    @Test
    void aSourcesConnectionsAreLimitedUntilTheyEnd() {
        settings.maxConnectionsPerSource = 1;
        send(seg().seq(-1).syn().mss(MSS));
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(0).ack(0));
        expectState(State.ESTABLISHED);
        assertFalse(open(PEER, 2));
        assertFalse(verdict.has(Verdict.COOKIE));
        assertEquals(1, tcp.counters.sourceLimitDrops);
        tcp.release(tcp.slab.at(tcb, tcp.slab.next(0)));
        assertTrue(open(PEER, 2));
        verdict.clear();
    }

    @Test
    void aSynThatComesAgainIsAnsweredTwiceASecond() {
        TestSegment again = seg().seq(-1).syn().mss(MSS);
        send(again);
        expect(seg().seq(-1).ack(0).syn());
        send(again);
        expect(seg().seq(-1).ack(0).syn());
        for (int i = 0; i < 100; i++) {
            send(again);
            expectNothing();
        }
        assertEquals(100, tcp.counters.tcpAckSkippedSynRecv);
        now += ms(500);
        send(again);
        expect(seg().seq(-1).ack(0).syn());
    }

    @Test
    void whereOverflowAbortsTheAcknowledgmentIsReset() {
        settings.abortOnOverflow = true;
        send(seg().seq(-1).syn().mss(MSS));
        expect(seg().seq(-1).ack(0).syn());
        tcp.listeners.queued(listener, 5);
        send(seg().seq(0).ack(0));
        expect(seg().seq(0).rst());
        expectReleased(0);
        assertEquals(0, tcp.listeners.halfOpen(listener));
    }

    @Test
    void aDeferredAcceptWaitsForText() {
        tcp.listeners.options(listener).deferAccept = 3;
        send(seg().seq(-1).syn().mss(MSS));
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(0).ack(0));
        expectState(State.SYN_RECEIVED);
        assertEquals(1, tcp.counters.tcpDeferAcceptDrop);
        send(seg().seq(0).ack(0).text(10));
        expectVerdict(Verdict.ACCEPTED | Verdict.TEXT);
        expectState(State.ESTABLISHED);
        sent.clear();
    }

    @Test
    void aDeferredAcceptAsksOnceMoreAtItsEnd() {
        tcp.listeners.options(listener).deferAccept = 3;
        send(seg().seq(-1).syn().mss(MSS));
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(0).ack(0));
        // two retransmissions stand for three seconds; the first is not sent
        advance(ms(2_999));
        expectNothing();
        advance(ms(1));
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(0).ack(0));
        expectState(State.ESTABLISHED);
    }

    @Test
    void aResetBesideTheWindowDoesNothingAndInItIsChallenged() {
        send(seg().seq(-1).syn().mss(MSS));
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(CAPACITY).rst());
        expectNothing();
        send(seg().seq(-1).rst());
        expectNothing();
        send(seg().seq(1).rst());
        expect(seg().seq(0).ack(0));
        now += seconds(1);
        send(seg().seq(2).ack(77).rst());
        expect(seg().seq(0).ack(0));
        send(seg().seq(0).rst());
        expectReleased(0);
        assertEquals(1, tcp.counters.embryonicRsts);
    }

    @Test
    void aSynElsewhereInTheWindowEndsIt() {
        send(seg().seq(-1).syn().mss(MSS));
        expect(seg().seq(-1).ack(0).syn());
        send(seg().seq(5).syn());
        sent.removeFirst();
        expectReleased(0);
    }
}
