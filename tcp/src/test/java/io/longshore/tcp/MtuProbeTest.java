package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The search for the path's MTU upwards (RFC 4821, RFC 8899). It begins between 1064 and 1500: the first probe is a
/// packet of 1282, which has 1242 bytes of text.
class MtuProbeTest extends EstablishedFixture {

    private static final int BASE = 1024;
    private static final int FIRST = 1242;

    private int written;

    /// What a black hole has left: segments of tcp_base_mss; cwnd and window are large enough.
    @BeforeEach
    final void narrowed() {
        settings.mtuProbing = 1;
        settings.maxSuperSegment = BASE;
        PathProbing.begin(tcb, settings, now);
        PathProbing.suspect(tcb, settings, now);
        tcb.lastSentAt(now);
        tcb.cwnd(20 * BASE);
        window(60_000);
        assertEquals(BASE, tcb.sndMss());
    }

    private void window(int bytes) {
        send(seg().seq(0).ack(tcb.acknowledged()).win(bytes));
    }

    /// Writes, and takes what is sent at once; returns the length of the first.
    private int text(int bytes) {
        written += bytes;
        write(bytes);
        int first = sent.isEmpty() ? 0 : sent.peekFirst().length;
        sent.clear();
        return first;
    }

    private void acknowledge(long position) {
        send(seg().seq(0).ack(position).win(60_000));
        sent.clear();
    }

    @Test
    void aProbeIsOneLargerSegmentOfTextThatWouldGoAnyway() {
        int before = tcb.cwnd();
        write(6_000);
        expect(seg().seq(0).ack(0).text(FIRST));
        expect(seg().seq(FIRST).ack(0).text(BASE));
        assertEquals(before - BASE, tcb.cwnd());
        sent.clear();
        assertEquals(BASE, tcb.sndMss(), "it has not arrived yet");
    }

    @Test
    void aProbeThatArrivesMakesSegmentsLargerAndCwndKeepsItsBytes() {
        text(6_000);
        acknowledge(6_000);
        assertEquals(FIRST, tcb.sndMss());
        assertEquals(1, tcp.counters.tcpMtupSuccess);
        // 19 segments of packets of 1064 bytes are 15 of 1282
        assertEquals(15 * FIRST, tcb.cwnd());
        assertTrue(tcb.ssthresh() >= CongestionControl.MAXIMUM_CWND);
    }

    @Test
    void theSearchClosesInOnWhatTheInterfaceTakes() {
        int probes = 0;
        for (int i = 0; i < 20; i++) {
            int before = tcb.sndMss();
            probes += text(8_000) > before ? 1 : 0;
            acknowledge(written);
        }
        assertEquals(probes, tcp.counters.tcpMtupSuccess);
        assertTrue(tcb.sndMss() > MSS - settings.probeThreshold && tcb.sndMss() <= MSS, "mss " + tcb.sndMss());
        assertEquals(6, probes);
    }

    @Test
    void aProbeThatAloneIsLostLowersTheMostAndIsNoCongestion() {
        text(8_000);
        int cwnd = tcb.cwnd() + BASE;
        send(seg().seq(0).ack(0).win(60_000).sack(FIRST, FIRST + 3 * BASE));
        if (sent.isEmpty()) {
            advanceUntilSent(ms(200));
        }
        expect(seg().seq(0).ack(0).text(BASE));
        expect(seg().seq(BASE).ack(0).text(FIRST - BASE));
        assertEquals(1, tcp.counters.tcpMtupFail);
        assertEquals(cwnd, tcb.cwnd());
        assertTrue(tcb.ssthresh() >= CongestionControl.MAXIMUM_CWND);
        assertEquals(0, tcp.counters.tcpSackRecovery);
        assertEquals(1_281, tcb.intAt(FlowLayout.SEARCH_HIGH));
        acknowledge(8_000);
        assertEquals(BASE, tcb.sndMss());
        // between 1064 and 1281
        assertEquals(1_132, text(8_000));
    }

    @Test
    void aProbeThatIsLostWithOthersSaysNothingAndCwndComesDown() {
        text(8_000);
        send(seg().seq(0).ack(0).win(60_000).sack(FIRST + BASE, FIRST + 5 * BASE));
        if (sent.isEmpty()) {
            advanceUntilSent(ms(200));
        }
        sent.clear();
        assertEquals(0, tcp.counters.tcpMtupFail);
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
        assertTrue(tcb.ssthresh() < 20 * BASE);
        assertEquals(0, tcb.intAt(FlowLayout.PROBE_SIZE));
        assertEquals(1_500, tcb.intAt(FlowLayout.SEARCH_HIGH));
    }

    @Test
    void aLossBeforeTheProbeSaysNothingOfIt() {
        settings.mtuProbing = 0;
        tcb.cwnd(10 * BASE);
        text(2 * BASE);
        tcb.cwnd(20 * BASE);
        assertEquals(FIRST, text(6 * BASE));
        send(seg().seq(0).ack(0).win(60_000).sack(BASE, 2 * BASE + FIRST + 2 * BASE));
        if (sent.isEmpty()) {
            advanceUntilSent(ms(200));
        }
        sent.clear();
        assertEquals(0, tcp.counters.tcpMtupFail);
        acknowledge(written);
        assertEquals(0, tcp.counters.tcpMtupSuccess);
        assertEquals(BASE, tcb.sndMss());
    }

    @Test
    void aTimeoutSaysNothingOfTheProbe() {
        text(8_000);
        advanceUntilSent(seconds(2));
        sent.clear();
        advanceUntilSent(seconds(2));
        sent.clear();
        assertEquals(0, tcp.counters.tcpMtupFail);
        assertEquals(0, tcb.intAt(FlowLayout.PROBE_SIZE));
        assertEquals(1_500, tcb.intAt(FlowLayout.SEARCH_HIGH));
    }

    /// The probe needs DupThresh segments and one more behind it: 1242 + 4 × 1024 bytes.
    @ParameterizedTest(name = "text {0}, window {1}, cwnd {2} segments: first {3}")
    @CsvSource({"5338, 60000, 20, 1242", "5337, 60000, 20, 1024", "6000, 5338, 20, 1242", "6000, 5337, 20, 1024",
        "6000, 60000, 11, 1242", "6000, 60000, 10, 1024"})
    void aProbeGoesWhereItsLossWouldBeSeen(int text, int window, int segments, int first) {
        window(window);
        tcb.cwnd(segments * BASE);
        assertEquals(first, text(text));
    }

    @Test
    void aProbeWaitsForRoomInCwnd() {
        tcb.cwnd(10 * BASE);
        text(10 * BASE);
        tcb.cwnd(11 * BASE);
        assertEquals(0, text(8 * BASE), "one segment could go");
        acknowledge(BASE);
        assertEquals(FIRST, tcb.intAt(FlowLayout.PROBE_END) - tcb.intAt(FlowLayout.PROBE_START));
    }

    @Test
    void aProbeWaitsForRoomInTheWindow() {
        tcb.cwnd(10 * BASE);
        text(10 * BASE);
        tcb.cwnd(40 * BASE);
        send(seg().seq(0).ack(0).win(13 * BASE));
        assertEquals(0, text(8 * BASE), "three segments could go");
        acknowledge(6 * BASE);
        assertEquals(FIRST, tcb.intAt(FlowLayout.PROBE_END) - tcb.intAt(FlowLayout.PROBE_START));
    }

    @Test
    void thereIsOneProbeAtATime() {
        text(6_000);
        assertEquals(BASE, text(6_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9})
    void aRangeNarrowerThanTheThresholdIsNotSearched(int range) {
        tcb.intAt(FlowLayout.SEARCH_HIGH, tcb.intAt(FlowLayout.SEARCH_LOW) + range);
        assertEquals(range < 8 ? BASE : BASE + range / 2, text(8_000));
    }

    @Test
    void afterTheIntervalTheSearchBeginsAnew() {
        tcb.intAt(FlowLayout.SEARCH_HIGH, tcb.intAt(FlowLayout.SEARCH_LOW));
        long since = tcb.longAt(FlowLayout.SEARCHED_AT);
        now = since + settings.probeInterval - 1;
        tcb.lastSentAt(now);
        text(8_000);
        acknowledge(written);
        tcb.cwnd(20 * BASE);
        assertEquals(BASE, tcb.intAt(FlowLayout.SEARCH_HIGH) - 40);
        now++;
        text(8_000);
        assertEquals(1_500, tcb.intAt(FlowLayout.SEARCH_HIGH));
        assertEquals(FIRST, tcb.intAt(FlowLayout.PROBE_END) - tcb.intAt(FlowLayout.PROBE_START));
    }

    @Test
    void aRouterThatSaysWhatItTakesEndsTheProbe() {
        text(8_000);
        IcmpQuote quote = new IcmpQuote();
        quote.mtu = 1_100;
        quote.sequence = tcb.sndUna();
        tcp.icmpErrors.unreachable(tcb, quote, verdict, now);
        assertTrue(quote.isBelieved);
        write(0);
        expect(seg().seq(0).ack(0).text(BASE));
        expect(seg().seq(BASE).ack(0).text(FIRST - BASE));
        assertEquals(BASE, tcb.sndMss());
        assertEquals(1_100, tcb.intAt(FlowLayout.SEARCH_HIGH));
        assertEquals(0, tcp.counters.tcpMtupFail);
        acknowledge(8_000);
        assertEquals(1_082 - 40, text(8_000));
    }

    @Test
    void whatARouterSaidIsTriedAgainOnlyAfterTheInterval() {
        text(8_000);
        acknowledge(8_000);
        PathMtu.lower(tcb, 1_282, now);
        assertEquals(FIRST, tcb.sndMss());
        now += settings.probeInterval;
        tcb.lastSentAt(now);
        assertEquals(FIRST, text(8_000), "the search begins anew");
        acknowledge(written);
        assertEquals(1_391 - 40, tcb.sndMss());
        assertEquals(1_391 - 40, tcb.pathMss());
    }

    @Test
    void noProbeGoesWhereRoutersMayCutItUp() {
        SocketOptions options = tcp.listeners.options(listener);
        options.pathDiscovery = IcmpErrors.NO_DISCOVERY;
        options.applyTo(tcb);
        assertEquals(BASE, text(8_000));
    }

    @Test
    void aBlackHoleHalvesWhatPassesDownToTheFloor() {
        for (int expected : new int[] {512, 256, 128, 64, 48, 48}) {
            PathProbing.suspect(tcb, settings, now);
            assertEquals(expected, tcb.sndMss());
        }
        settings.mtuProbeFloor = 100;
        PathProbing.suspect(tcb, settings, now);
        assertEquals(100, tcb.sndMss());
    }
}
