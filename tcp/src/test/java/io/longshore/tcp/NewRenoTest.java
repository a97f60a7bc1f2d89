package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// RFC 5681, 3.1 and 3.2; RFC 6928; what all algorithms share.
class NewRenoTest extends CongestionFixture {

    NewRenoTest() {
        super(CongestionControl.NEW_RENO);
    }

    @Test
    void theInitialWindowIsTenSegmentsOfWhateverSize() {
        assertEquals(10_000, tcb.cwnd());
        tcb.sndMss(1_460);
        assertEquals(14_600, CongestionControl.initialWindow(tcb));
        tcb.sndMss(536);
        assertEquals(5_360, CongestionControl.initialWindow(tcb));
    }

    @Test
    void afterTwoSynsLostTheInitialWindowIsOneSegment() {
        tcb.retransmits(1);
        assertEquals(10_000, CongestionControl.initialWindow(tcb));
        tcb.retransmits(2);
        assertEquals(1_000, CongestionControl.initialWindow(tcb));
    }

    @Test
    void duringSlowStartCwndGrowsByASegmentForEachAcknowledged() {
        acknowledge(1);
        assertEquals(11, segments());
        acknowledge(10);
        assertEquals(21, segments());
    }

    @Test
    void slowStartEndsAtSsthreshAndTheRestCountsForCongestionAvoidance() {
        tcb.ssthresh(12_000);
        acknowledge(8);
        assertEquals(12, segments());
        assertEquals(6_000, tcb.ackedBytes());
        acknowledge(6);
        assertEquals(13, segments());
    }

    @Test
    void duringCongestionAvoidanceCwndGrowsByOneSegmentPerRoundTrip() {
        tcb.ssthresh(10_000);
        for (int trip = 1; trip <= 5; trip++) {
            roundTrip(10 * MS);
            assertEquals(10 + trip, segments());
        }
    }

    @Test
    void ssthreshIsHalfTheWindowInWholeSegmentsAndAtLeastTwo() {
        tcb.cwnd(11_000);
        lose();
        assertEquals(5_000, tcb.ssthresh());
        assertEquals(5_000, tcb.cwnd());
        tcb.cwnd(3_000);
        lose();
        assertEquals(2_000, tcb.ssthresh());
    }

    @Test
    void aTimeoutLeavesOneSegment() {
        tcb.cwnd(20_000);
        algorithm.timedOut(tcb, now);
        assertEquals(10_000, tcb.ssthresh());
        assertEquals(1_000, tcb.cwnd());
    }

    @Test
    void whatWasNoLossIsTakenBack() {
        tcb.cwnd(20_000);
        tcb.ssthresh(30_000);
        lose();
        algorithm.undone(tcb, now);
        assertEquals(20_000, tcb.cwnd());
        assertEquals(30_000, tcb.ssthresh());
    }

    @Test
    void whileLossIsMendedCwndIsNotItsBusiness() {
        acked.clear(tcb, now);
        acked.segments = 5;
        acked.recovering = true;
        algorithm.acknowledged(tcb, acked, now);
        assertEquals(10, segments());
    }

    @Test
    void creditFromALargerWindowIsAppliedGently() {
        tcb.ssthresh(10_000);
        tcb.ackedBytes(200_000);
        acknowledge(1);
        assertEquals(11, segments());
    }

    @Test
    void cwndStaysFarFromTheSignBit() {
        tcb.cwnd(CongestionControl.MAXIMUM_CWND - 10);
        acknowledge(60);
        assertEquals(CongestionControl.MAXIMUM_CWND, tcb.cwnd());
        tcb.ssthresh(10_000);
        acknowledge(2_000_000);
        assertEquals(CongestionControl.MAXIMUM_CWND, tcb.cwnd());
    }

    @Test
    void algorithmsHaveLinuxsNames() {
        assertEquals(CongestionControl.NEW_RENO, CongestionControl.named("reno"));
        assertEquals(CongestionControl.CUBIC, CongestionControl.named("cubic"));
        assertEquals(null, CongestionControl.named("vegas"));
        for (int number = 1; number <= CongestionLayout.ALGORITHMS; number++) {
            assertEquals(number, CongestionControl.numberOf(CongestionControl.numbered(number)));
        }
    }
}
