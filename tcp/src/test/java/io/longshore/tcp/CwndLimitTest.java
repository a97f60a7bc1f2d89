package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 9293, 3.8.2; RFC 2861; RFC 5681, 4.1: cwnd grows only where it is used, and decays where it is not.
class CwndLimitTest {

    private static final long MS = 1_000_000;

    private Tcb tcb;
    private long now;

    static int[] starts() {
        return TcbFixture.STARTS;
    }

    private void established(int start) {
        tcb = TcbFixture.established(start, 0);
        tcb.cwnd(10_000);
        now = 1_000 * MS;
    }

    private void send(int bytes) {
        tcb.flight().append(tcb.sndNxt(), tcb.sndNxt() + bytes, 0, tcb.sndMss(), now);
        tcb.sndNxt(tcb.sndNxt() + bytes);
        CwndLimit.transmitted(tcb, true, now);
        tcb.lastSentAt(now);
    }

    private void acknowledgeAll() {
        tcb.sndUna(tcb.sndNxt());
        Pipe.addOut(tcb, -Pipe.out(tcb));
        tcb.flight().clear();
    }

    @ParameterizedTest
    @MethodSource("starts")
    void aFullWindowIsLimitedByIt(int start) {
        established(start);
        send(9_000);
        send(1_000);
        assertTrue(CwndLimit.isLimited(tcb));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void inSlowStartMoreThanHalfIsEnough(int start) {
        established(start);
        send(5_000);
        assertFalse(CwndLimit.isLimited(tcb), "half would grow to what was never tried");
        send(1_000);
        assertTrue(CwndLimit.isLimited(tcb));
        tcb.cwnd(12_000);
        assertFalse(CwndLimit.isLimited(tcb), "twice of what was in flight is the end of it");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void inCongestionAvoidanceOnlyAFullWindowIs(int start) {
        established(start);
        tcb.ssthresh(5_000);
        send(9_000);
        assertFalse(CwndLimit.isLimited(tcb));
        send(1_000);
        assertTrue(CwndLimit.isLimited(tcb));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void theStrongestSignalOfAWindowCountsUntilItIsAcknowledged(int start) {
        established(start);
        tcb.ssthresh(5_000);
        send(10_000);
        tcb.sndUna(tcb.sndUna() + 5_000);
        send(1_000);
        assertTrue(CwndLimit.isLimited(tcb), "this window was full");
        acknowledgeAll();
        send(1_000);
        assertFalse(CwndLimit.isLimited(tcb), "the next is not");
    }

    @ParameterizedTest(name = "{0} ms idle: from {1} to {2} segments")
    @CsvSource({"999,36,36", "1000,36,36", "1001,36,18", "2000,36,18", "2001,36,10", "9000,36,10", "1001,80,40",
        "3001,80,10", "5000,7,7", "100000,1000,10"})
    void idlenessHalvesItForEachRtoDownToTheRestartWindow(long idle, int before, int after) {
        established(0);
        tcb.cwnd(before * 1_000);
        tcb.lastSentAt(now);
        CwndLimit.idle(tcb, false, now + idle * MS);
        assertEquals(before, tcb.cwnd() / 1_000, "tcp_slow_start_after_idle is off");
        CwndLimit.idle(tcb, true, now + idle * MS);
        assertEquals(after, tcb.cwnd() / 1_000);
    }

    @ParameterizedTest
    @CsvSource({"40000,20000,30000", "40000,35000,35000"})
    void afterIdlenessSsthreshRemembersThreeQuarters(int cwnd, int before, int after) {
        established(0);
        tcb.cwnd(cwnd);
        tcb.ssthresh(before);
        tcb.lastSentAt(now);
        CwndLimit.idle(tcb, true, now + 5_000 * MS);
        assertEquals(after, tcb.ssthresh());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void whatIsNotUsedForAnRtoDecaysByHalf(int start) {
        established(start);
        tcb.ssthresh(20_000);
        tcb.cwnd(40_000);
        send(40_000);
        acknowledgeAll();
        now += 100 * MS;
        send(12_000);
        acknowledgeAll();
        assertEquals(40_000, tcb.cwnd());
        now += 1_000 * MS;
        send(1_000);
        assertEquals(26_000, tcb.cwnd(), "half way to what was used");
        assertEquals(30_000, tcb.ssthresh());
    }
}
