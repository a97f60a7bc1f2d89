package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.TcpHeader;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a peer that reports whatever costs most can make us do for one acknowledgment (CVE-2019-11477 to 11479):
/// counted in entries of the flight looked at or moved.
class SackCostTest {

    private static final int MSS = 1_000;
    /// Four blocks, each cut out on two sides of a full log, then two walks over all of it.
    private static final long MOST = 16L * FlightPool.LARGE;

    private final TcpSettings settings = new TcpSettings();
    private final Tcp tcp = new Tcp(settings, new TcbSlab(Arena.ofAuto().allocate(4L * Tcb.BYTES, 64)), 1, 2);
    private final Segment segment = new Segment();
    private final Verdict verdict = new Verdict();
    private final OutgoingSegment outgoing = new OutgoingSegment();
    private Tcb tcb;
    private long now = 1_000_000_000L;

    private void fly(int una, int segments) {
        tcb = TcbFixture.established(tcp, una, 0);
        tcb.irs(-1);
        tcb.srtt(100_000_000L);
        tcb.minRtt(100_000_000L);
        tcb.sndWnd(1 << 30);
        tcb.maxSndWnd(1 << 30);
        tcb.cwnd(segments * MSS);
        tcb.sent((long) segments * MSS);
        tcb.retransmitAt(Tcb.NEVER);
        send();
    }

    private void send() {
        while (tcp.output.next(tcb, outgoing, now)) {
            assertTrue(outgoing.payloadLength <= Math.max(MSS, settings.maxSuperSegment));
        }
    }

    private long acknowledge(int... edges) {
        segment.flags = TcpHeader.ACK;
        segment.sequence = tcb.rcvNxt();
        segment.acknowledgment = tcb.sndUna();
        segment.window = 65_535;
        segment.textLength = 0;
        segment.options.clear();
        for (int i = 0; i < edges.length; i += 2) {
            segment.options.addSackBlock(tcb.sndUna() + edges[i], tcb.sndUna() + edges[i + 1]);
        }
        long before = tcb.flight().steps;
        now += 1_000;
        tcp.input.segment(tcb, segment, verdict, now);
        assertNull(TcbInvariants.violation(tcb));
        long steps = tcb.flight().steps - before;
        send();
        return steps;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_000})
    void everySecondSegmentReportedCostsABoundedNumberOfSteps(int superSegment) {
        settings.maxSuperSegment = superSegment;
        fly(-50_000, 8_000);
        long worst = 0;
        for (int i = 1; i + 8 < 8_000; i += 8) {
            long steps = acknowledge(i * MSS, (i + 1) * MSS, (i + 2) * MSS, (i + 3) * MSS, (i + 4) * MSS, (i + 5) * MSS,
                    (i + 6) * MSS, (i + 7) * MSS);
            worst = Math.max(worst, steps);
            assertTrue(tcb.flight().count() <= FlightPool.LARGE);
        }
        long most = worst;
        assertTrue(most <= MOST, () -> most + " steps for one acknowledgment");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyReportsCostABoundedNumberOfSteps(long seed) {
        settings.maxSuperSegment = 65_000;
        fly(Integer.MAX_VALUE - 1_000_000, 4_000);
        Random random = new Random(seed);
        for (int n = 0; n < 2_000; n++) {
            int[] edges = new int[8];
            for (int i = 0; i < 8; i += 2) {
                edges[i] = random.nextInt(4_000 * MSS);
                edges[i + 1] = edges[i] + random.nextInt(5 * MSS);
            }
            long steps = acknowledge(edges);
            assertTrue(steps <= MOST, () -> "seed " + seed + ": " + steps + " steps for one acknowledgment");
        }
    }

    @Test
    void reportsThatSayNothingNewCostNextToNothing() {
        settings.maxSuperSegment = 65_000;
        fly(0, 4_000);
        acknowledge(MSS, 2_000 * MSS);
        assertEquals(LossRecovery.RECOVERY, tcb.recoveryPhase());
        for (int n = 0; n < 100; n++) {
            long steps = acknowledge(MSS, 2_000 * MSS);
            assertTrue(steps < 64, () -> steps + " steps");
        }
    }
}
