package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Sending spread over time, as Linux's internal pacing does.
class PacingTest extends EstablishedFixture {

    /// A round trip of 100 ms has been measured, and the initial window, which is not paced, is acknowledged.
    private void settled() {
        settings.pacing = true;
        write(10 * MSS);
        sent.clear();
        now += ms(100);
        send(seg().seq(0).ack(10 * MSS));
        assertEquals(20 * MSS, tcb.cwnd());
    }

    private void expectText(int segment) {
        expect(seg().seq(segment * MSS).ack(0).text(MSS));
    }

    @Test
    void theRateIsTwiceCwndPerRoundTripInSlowStartAndAFifthAboveItAfterwards() {
        tcb.srtt(ms(100));
        tcb.cwnd(20 * MSS);
        Pacing.update(tcb, settings);
        assertEquals(20 * MSS * 10 * 2, Pacing.rate(tcb), 1);
        tcb.ssthresh(20 * MSS);
        Pacing.update(tcb, settings);
        assertEquals(20 * MSS * 10 * 1.2, Pacing.rate(tcb), 1);
    }

    @Test
    void whatTheApplicationAllowsIsTheMostAndTurnsPacingOn() {
        SocketOptions options = new SocketOptions();
        options.maxPacingRate = 5_000;
        assertFalse(Pacing.isOn(tcb, settings));
        options.applyTo(tcb);
        assertTrue(Pacing.isOn(tcb, settings));
        tcb.srtt(ms(100));
        Pacing.update(tcb, settings);
        assertEquals(5_000, Pacing.rate(tcb));
    }

    @Test
    void theInitialWindowIsNotPaced() {
        settings.pacing = true;
        write(10 * MSS);
        for (int i = 0; i < 10; i++) {
            expectText(i);
        }
    }

    @Test
    void segmentsFollowEachOtherAtTheRate() {
        settled();
        Pacing.rate(tcb, 1_000 * MSS);
        tcb.longAt(CongestionLayout.PACED_AT, now);
        write(4 * MSS);
        expectText(10);
        expectNothing();
        for (int i = 11; i < 14; i++) {
            advance(ms(1) - 1);
            expectNothing();
            advance(1);
            expectText(i);
        }
    }

    @Test
    void aWheelThatIsLateCatchesUp() {
        settled();
        Pacing.rate(tcb, 10_000 * MSS);
        tcb.longAt(CongestionLayout.PACED_AT, now);
        write(4 * MSS);
        expectText(10);
        // one segment takes 100 µs; the timer is 100 µs late
        now += 200_000;
        tcp.timers.expire(tcb, verdict, now);
        write(0);
        expectText(11);
        expectText(12);
        expectNothing();
        now += 1_000_000;
        tcp.timers.expire(tcb, verdict, now);
        write(0);
        expectText(13);
    }

    @Test
    void afterARestOnlyTheLagIsCaughtUp() {
        settled();
        Pacing.rate(tcb, 10_000 * MSS);
        advance(ms(500));
        write(8 * MSS);
        expectText(10);
        expectText(11);
        expectText(12);
        expectNothing();
        assertTrue(tcb.deadline() <= now + 100_000);
        sent.clear();
        now += 100_000;
        tcp.timers.expire(tcb, verdict, now);
        write(0);
        expectText(13);
        tcp.closing.abort(tcb, verdict, now);
    }

    @Test
    void withoutPacingAllGoesAtOnce() {
        settled();
        settings.pacing = false;
        write(4 * MSS);
        for (int i = 10; i < 14; i++) {
            expectText(i);
        }
    }

    @Test
    void aSuperSegmentLastsAMillisecondButHasTwoSegmentsAtLeast() {
        settings.maxSuperSegment = 64_000;
        tcb.cwnd(100 * MSS);
        tcb.minRtt(ms(100));
        Pacing.rate(tcb, 1 << 20);
        assertEquals(2 * MSS, Pacing.longest(tcb, settings));
        Pacing.rate(tcb, 10 << 20);
        assertEquals(10 * 1024 / MSS * MSS, Pacing.longest(tcb, settings));
        Pacing.rate(tcb, 1L << 40);
        assertEquals(64_000 / MSS * MSS, Pacing.longest(tcb, settings));
        settings.maxSuperSegment = 0;
        assertEquals(MSS, Pacing.longest(tcb, settings));
    }

    @Test
    void aSuperSegmentTakesHalfOfCwndAtMost() {
        settings.maxSuperSegment = 64_000;
        tcb.cwnd(11 * MSS);
        Pacing.rate(tcb, 1L << 40);
        assertEquals(5 * MSS, Pacing.longest(tcb, settings));
        tcb.cwnd(MSS);
        assertEquals(MSS, Pacing.longest(tcb, settings));
    }

    @Test
    void onAShortPathSuperSegmentsAreLong() {
        settings.maxSuperSegment = 64_000;
        tcb.cwnd(100 * MSS);
        Pacing.rate(tcb, 1 << 20);
        tcb.minRtt(ms(1));
        assertEquals(33_024 / MSS * MSS, Pacing.longest(tcb, settings), "half of the longest, and what the rate says");
        tcb.minRtt(100_000);
        assertEquals(64_000 / MSS * MSS, Pacing.longest(tcb, settings));
    }
}
