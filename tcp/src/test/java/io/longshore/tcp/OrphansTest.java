package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Text that no application answers for any more: a peer that takes it is waited for, one that only seems to is not
/// (CVE-2008-4609).
class OrphansTest extends EstablishedFixture {

    private long from;

    private void window(int bytes) {
        send(seg().seq(0).ack(tcb.acknowledged()).win(bytes));
        sent.clear();
    }

    private void orphan(int text) {
        window(0);
        tcb.sent(tcb.sent() + text);
        close();
        sent.clear();
        from = now;
    }

    /// The peer does this every five seconds until the orphan is given up.
    private void until(long most, Runnable peer) {
        while (!released && now < from + most) {
            for (long end = now + seconds(5); now < end && !released;) {
                advanceUntilSent(end - now);
                sent.clear();
            }
            if (!released) {
                peer.run();
                sent.clear();
            }
        }
    }

    @Test
    void aWindowThatOpensByAByteNowAndThenIsNoProgress() {
        orphan(100_000);
        int[] turn = {0};
        until(seconds(1_000), () -> window(turn[0]++ & 1));
        assertTrue(released, "still there after " + (now - from) / MILLISECOND + " ms");
        assertEquals(1, tcp.counters.tcpAbortOnTimeout);
        assertTrue(now - from <= settings.orphanPatience + seconds(10));
        sent.clear();
    }

    @Test
    void whoTakesAByteAtATimeGetsNoMorePatienceThanWhoTakesNone() {
        orphan(100_000);
        until(seconds(1_000), () -> {
            long next = Math.min(tcb.sentPosition(tcb.sndNxt()), tcb.acknowledged() + 1);
            send(seg().seq(0).ack(next).win(1));
        });
        assertTrue(released, "still there after " + (now - from) / MILLISECOND + " ms");
        assertTrue(now - from <= settings.orphanPatience + seconds(10));
        sent.clear();
    }

    @Test
    void aSlowReaderThatTakesEnoughIsWaitedFor() {
        orphan(300_000);
        // 1460 bytes in five seconds are more than 64 KiB in five minutes
        until(seconds(900), () -> send(seg().seq(0).ack(tcb.sentPosition(tcb.sndNxt())).win(MSS)));
        assertFalse(released);
        assertTrue(tcb.acknowledged() > 200_000, "taken " + tcb.acknowledged());
        tcp.release(tcb);
    }

    @Test
    void theTimeThatABufferCanBeHeldIsBoundedByItsSize() {
        orphan(300_000);
        int[] taken = {0};
        long period = settings.orphanPatience / seconds(5) - 2;
        // just what is asked for in each period, at once, then nothing
        until(seconds(100_000), () -> {
            boolean takes = taken[0]++ % period < Orphans.WORTH / MSS + 2;
            long next = takes ? tcb.sentPosition(tcb.sndNxt()) : tcb.acknowledged();
            send(seg().seq(0).ack(next).win(takes ? MSS : 0));
        });
        assertTrue(released);
        long periods = (now - from) / settings.orphanPatience;
        assertTrue(periods <= 300_000 / Orphans.WORTH + 2, "held for " + periods + " periods");
        sent.clear();
    }

    @Test
    void nothingRunsForAConnectionThatIsOver() {
        Pacing.timer(tcb, now + seconds(1));
        tcb.set(Tcb.RESET_WANTED);
        tcp.ending.end(tcb, verdict);
        assertEquals(Tcb.NEVER, tcb.deadline());
        verdict.clear();
        tcp.release(tcb);
    }
}
