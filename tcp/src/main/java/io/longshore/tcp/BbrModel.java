package io.longshore.tcp;

import static io.longshore.tcp.BbrLayout.*;

import io.longshore.wire.Sequence;

/// BBR's model of the path (draft-ietf-ccwg-bbr, 5.5): its bandwidth, its round-trip time, how acknowledgments are
/// bunched, and what loss says about how much fits.
final class BbrModel {

    /// 2.2: BBR.LossThresh, in hundredths.
    static final int LOSS_THRESH_PERCENT = 2;
    /// 2.2: BBR.Beta.
    static final double BETA = 0.7;
    /// 2.2: BBR.Headroom.
    private static final double HEADROOM = 0.15;
    private static final double SECOND = 1e9;
    private static final long MIN_RTT_FILTER = 10_000_000_000L;
    static final long PROBE_RTT_INTERVAL = 5_000_000_000L;
    /// 5.3.1.2: growth in Startup that says that there is more.
    private static final double STARTUP_GROWTH = 1.25;
    private static final int STARTUP_ROUNDS = 3;
    private static final int STARTUP_LOSS_EVENTS = 6;
    /// Half of BBR.ExtraAckedFilterLen.
    private static final int EXTRA_ACKED_ROUNDS_HALF = 5;
    static final int INFINITE = Integer.MAX_VALUE;
    static final long UNBOUNDED = Long.MAX_VALUE;
    private static final int MIN_PIPE_SEGMENTS = 4;

    private BbrModel() {
    }

    static void begin(Tcb tcb, long now) {
        tcb.longAt(MIN_RTT, tcb.srtt() > 0 ? tcb.srtt() : UNBOUNDED);
        tcb.longAt(MIN_RTT_AT, now);
        tcb.longAt(PROBE_RTT_MIN, tcb.longAt(MIN_RTT));
        tcb.longAt(PROBE_RTT_MIN_AT, now);
        tcb.longAt(EXTRA_ACKED_AT, now);
        tcb.intAt(INFLIGHT_HI, INFINITE);
        tcb.intAt(NEXT_ROUND, (int) RateSample.delivered(tcb));
        tcb.intAt(LOSS_ROUND, (int) RateSample.delivered(tcb));
        resetLowerBounds(tcb);
    }

    /// What an acknowledgment says: 5.2.3, BBRUpdateModelAndState up to the state machine.
    static void update(Tcb tcb, Acked acked, long now) {
        latest(tcb, acked);
        round(tcb, acked);
        if (acked.rate > 0 && (acked.rate >= maxBw(tcb) || !acked.wasApplicationLimited)) {
            tcb.longAt(MAX_BW, Math.max(tcb.longAt(MAX_BW), acked.rate));
        }
        if (acked.lost > 0) {
            noteLoss(tcb);
            tcb.intAt(LOSS_EVENTS, tcb.intAt(LOSS_EVENTS) + 1);
        }
        aggregation(tcb, acked, now);
        fullBandwidth(tcb, acked);
        startupLoss(tcb, acked);
        if (has(tcb, LOSS_ROUND_START)) {
            lowerBounds(tcb);
            clear(tcb, LOSS_IN_ROUND);
            tcb.intAt(LOSS_EVENTS, 0);
        }
    }

    /// BBRAdvanceLatestDeliverySignals: when all has looked at the round that ends.
    static void advance(Tcb tcb, Acked acked) {
        if (has(tcb, LOSS_ROUND_START)) {
            tcb.longAt(BW_LATEST, acked.rate);
            tcb.intAt(INFLIGHT_LATEST, acked.deliveredSince);
        }
    }

    /// BBRUpdateLatestDeliverySignals.
    private static void latest(Tcb tcb, Acked acked) {
        clear(tcb, LOSS_ROUND_START);
        tcb.longAt(BW_LATEST, Math.max(tcb.longAt(BW_LATEST), acked.rate));
        tcb.intAt(INFLIGHT_LATEST, Math.max(tcb.intAt(INFLIGHT_LATEST), acked.deliveredSince));
        if (isRound(tcb, acked, LOSS_ROUND)) {
            tcb.intAt(LOSS_ROUND, (int) RateSample.delivered(tcb));
            set(tcb, LOSS_ROUND_START);
        }
    }

    /// BBRUpdateRound: a round ends when something is delivered that was sent after it began.
    private static void round(Tcb tcb, Acked acked) {
        boolean start = isRound(tcb, acked, NEXT_ROUND);
        set(tcb, ROUND_START, start);
        if (start) {
            startRound(tcb);
            tcb.intAt(ROUNDS_SINCE_PROBE, tcb.intAt(ROUNDS_SINCE_PROBE) + 1);
        }
    }

    private static boolean isRound(Tcb tcb, Acked acked, int field) {
        return acked.priorDeliveredAt != 0 && Sequence.isAtOrAfter(acked.priorDelivered, tcb.intAt(field));
    }

    static void startRound(Tcb tcb) {
        tcb.intAt(NEXT_ROUND, (int) RateSample.delivered(tcb));
    }

    /// 5.5.5: the filter holds the maximum of two cycles of ProbeBW.
    static void advanceMaxBw(Tcb tcb) {
        tcb.longAt(MAX_BW_BEFORE, tcb.longAt(MAX_BW));
        tcb.longAt(MAX_BW, 0);
    }

    static long maxBw(Tcb tcb) {
        return Math.max(tcb.longAt(MAX_BW), tcb.longAt(MAX_BW_BEFORE));
    }

    /// BBRBoundBWForModel: the rate to go by.
    static long bw(Tcb tcb) {
        return Math.min(maxBw(tcb), tcb.longAt(BW_LO));
    }

    /// 5.5.9: bursts of acknowledgments (Wi-Fi, cable, receive offload) need more in flight than the path holds.
    private static void aggregation(Tcb tcb, Acked acked, long now) {
        long interval = now - tcb.longAt(EXTRA_ACKED_AT);
        double expected = bw(tcb) / SECOND * interval;
        if (tcb.intAt(EXTRA_ACKED_DELIVERED) <= expected) {
            tcb.intAt(EXTRA_ACKED_DELIVERED, 0);
            tcb.longAt(EXTRA_ACKED_AT, now);
            expected = 0;
        }
        int delivered = (int) Math.min((long) tcb.intAt(EXTRA_ACKED_DELIVERED) + acked.delivered(), 1 << 30);
        tcb.intAt(EXTRA_ACKED_DELIVERED, delivered);
        int extra = (int) Math.min(delivered - expected, tcb.cwnd());
        if (has(tcb, ROUND_START)) {
            int rounds = tcb.intAt(EXTRA_ACKED_ROUNDS) + 1;
            int length = has(tcb, FULL_BW_REACHED) ? EXTRA_ACKED_ROUNDS_HALF : 1;
            tcb.intAt(EXTRA_ACKED_ROUNDS, rounds >= length ? 0 : rounds);
            if (rounds >= length) {
                tcb.intAt(EXTRA_ACKED_BEFORE, tcb.intAt(EXTRA_ACKED));
                tcb.intAt(EXTRA_ACKED, 0);
            }
        }
        tcb.intAt(EXTRA_ACKED, Math.max(tcb.intAt(EXTRA_ACKED), extra));
    }

    static int extraAcked(Tcb tcb) {
        return Math.max(tcb.intAt(EXTRA_ACKED), tcb.intAt(EXTRA_ACKED_BEFORE));
    }

    /// 5.3.1.2: the bandwidth has been found where three rounds brought no quarter more.
    private static void fullBandwidth(Tcb tcb, Acked acked) {
        if (has(tcb, FULL_BW_NOW) || !has(tcb, ROUND_START) || acked.wasApplicationLimited) {
            return;
        }
        if (acked.rate >= tcb.longAt(FULL_BW) * STARTUP_GROWTH) {
            resetFullBandwidth(tcb, acked.rate);
            return;
        }
        tcb.intAt(FULL_BW_COUNT, tcb.intAt(FULL_BW_COUNT) + 1);
        if (tcb.intAt(FULL_BW_COUNT) >= STARTUP_ROUNDS) {
            set(tcb, FULL_BW_NOW | FULL_BW_REACHED);
        }
    }

    static void resetFullBandwidth(Tcb tcb, long rate) {
        tcb.longAt(FULL_BW, rate);
        tcb.intAt(FULL_BW_COUNT, 0);
        clear(tcb, FULL_BW_NOW);
    }

    /// 5.3.1.3: so has it where a round of recovery lost too much in too many places.
    private static void startupLoss(Tcb tcb, Acked acked) {
        boolean looks = !has(tcb, FULL_BW_REACHED) && has(tcb, LOSS_ROUND_START) && acked.recovering;
        if (looks && tcb.intAt(LOSS_EVENTS) >= STARTUP_LOSS_EVENTS && isInflightTooHigh(acked)) {
            set(tcb, FULL_BW_REACHED);
            tcb.intAt(INFLIGHT_HI, Math.max(bdp(tcb, 1), tcb.intAt(INFLIGHT_LATEST)));
        }
    }

    /// 5.5.10.2: more was lost than the threshold while this much was in flight.
    static boolean isInflightTooHigh(Acked acked) {
        return acked.priorDeliveredAt != 0
                && acked.lostSince * 100L > (long) acked.inFlightAtSend * LOSS_THRESH_PERCENT;
    }

    /// BBRNoteLoss: the round of this loss begins.
    static void noteLoss(Tcb tcb) {
        if (!has(tcb, LOSS_IN_ROUND)) {
            tcb.intAt(LOSS_ROUND, (int) RateSample.delivered(tcb));
            set(tcb, LOSS_IN_ROUND);
        }
    }

    /// 5.5.10.3, BBRAdaptLowerBoundsFromCongestion: loss where nothing was probed for means that there is less.
    private static void lowerBounds(Tcb tcb) {
        if (BbrState.of(tcb).isProbing() || !has(tcb, LOSS_IN_ROUND)) {
            return;
        }
        long bw = tcb.longAt(BW_LO) == UNBOUNDED ? maxBw(tcb) : tcb.longAt(BW_LO);
        int inflight = tcb.intAt(INFLIGHT_LO) == INFINITE ? tcb.cwnd() : tcb.intAt(INFLIGHT_LO);
        tcb.longAt(BW_LO, Math.max(tcb.longAt(BW_LATEST), (long) (bw * BETA)));
        tcb.intAt(INFLIGHT_LO, Math.max(tcb.intAt(INFLIGHT_LATEST), (int) (inflight * BETA)));
    }

    static void resetLowerBounds(Tcb tcb) {
        tcb.longAt(BW_LO, UNBOUNDED);
        tcb.intAt(INFLIGHT_LO, INFINITE);
    }

    static void resetCongestionSignals(Tcb tcb) {
        clear(tcb, LOSS_IN_ROUND);
        tcb.longAt(BW_LATEST, 0);
        tcb.intAt(INFLIGHT_LATEST, 0);
    }

    /// 5.3.4.3: the shortest round-trip time of the last seconds.
    static void minRtt(Tcb tcb, Acked acked, long now) {
        boolean expired = now > tcb.longAt(PROBE_RTT_MIN_AT) + PROBE_RTT_INTERVAL;
        set(tcb, PROBE_RTT_EXPIRED, expired);
        if (acked.rtt > 0 && (acked.rtt <= tcb.longAt(PROBE_RTT_MIN) || expired)) {
            tcb.longAt(PROBE_RTT_MIN, acked.rtt);
            tcb.longAt(PROBE_RTT_MIN_AT, now);
        }
        boolean old = now > tcb.longAt(MIN_RTT_AT) + MIN_RTT_FILTER;
        if (tcb.longAt(PROBE_RTT_MIN) <= tcb.longAt(MIN_RTT) || old) {
            tcb.longAt(MIN_RTT, tcb.longAt(PROBE_RTT_MIN));
            tcb.longAt(MIN_RTT_AT, tcb.longAt(PROBE_RTT_MIN_AT));
        }
    }

    /// The bandwidth-delay product, times a gain.
    static int bdp(Tcb tcb, double gain) {
        return product(tcb, bw(tcb), gain);
    }

    static int product(Tcb tcb, long bw, double gain) {
        if (tcb.longAt(MIN_RTT) == UNBOUNDED) {
            return CongestionControl.restartWindow(tcb);
        }
        return (int) Math.min(bw / SECOND * tcb.longAt(MIN_RTT) * gain, CongestionControl.MAXIMUM_CWND);
    }

    static int minPipe(Tcb tcb) {
        return MIN_PIPE_SEGMENTS * tcb.sndMss();
    }

    /// 5.6.4.2, BBRQuantizationBudget: super-segments on both sides hold some of it up.
    static int budget(Tcb tcb, int inflight) {
        long quantum = Math.max(2L * tcb.sndMss(), Math.min(Pacing.rate(tcb) >> 10, 65_536));
        long least = Math.max(3 * quantum, minPipe(tcb));
        int more = BbrState.of(tcb) == BbrState.UP ? 2 * tcb.sndMss() : 0;
        return (int) Math.min(Math.max(inflight, least) + more, CongestionControl.MAXIMUM_CWND);
    }

    /// BBRInflight.
    static int inflight(Tcb tcb, double gain) {
        return budget(tcb, product(tcb, maxBw(tcb), gain));
    }

    /// 5.6.4.7: some of what fits is left to others.
    static int inflightWithHeadroom(Tcb tcb) {
        int most = tcb.intAt(INFLIGHT_HI);
        if (most == INFINITE) {
            return INFINITE;
        }
        int headroom = Math.max((int) (most * HEADROOM), tcb.sndMss());
        return Math.max(most - headroom, minPipe(tcb));
    }

    /// BBRTargetInflight.
    static int target(Tcb tcb) {
        return Math.min(bdp(tcb, 1), tcb.cwnd());
    }
}
