package io.longshore.tcp;

import static io.longshore.tcp.BbrLayout.*;

/// BBR's state machine (draft-ietf-ccwg-bbr, 5.3): Startup, Drain, the cycle of ProbeBW, and ProbeRTT.
final class BbrCycle {

    private static final long SECOND = 1_000_000_000L;
    /// 5.3.3.5: as often as Reno would probe, up to this many rounds.
    private static final int MOST_RENO_ROUNDS = 63;
    private static final int MOST_UP_ROUNDS = 30;
    private static final long PROBE_RTT_DURATION = 200_000_000L;

    private BbrCycle() {
    }

    /// What an acknowledgment changes, the model being up to date.
    static void update(Tcb tcb, Acked acked, long now) {
        if (BbrState.of(tcb) == BbrState.STARTUP && has(tcb, FULL_BW_REACHED)) {
            BbrState.DRAIN.set(tcb);
        }
        if (BbrState.of(tcb) == BbrState.DRAIN && acked.inFlight <= BbrModel.inflight(tcb, 1)) {
            down(tcb, now);
        }
        if (has(tcb, FULL_BW_REACHED)) {
            adapt(tcb, acked, now);
            phase(tcb, acked, now);
        }
        BbrModel.minRtt(tcb, acked, now);
        probeRtt(tcb, acked, now);
    }

    /// 5.3.3.6, BBRUpdateProbeBWCyclePhase.
    private static void phase(Tcb tcb, Acked acked, long now) {
        switch (BbrState.of(tcb)) {
            case DOWN -> {
                if (!isTimeToProbe(tcb, now) && isTimeToCruise(tcb, acked)) {
                    BbrState.CRUISE.set(tcb);
                }
            }
            case CRUISE -> isTimeToProbe(tcb, now);
            case REFILL -> {
                if (has(tcb, ROUND_START)) {
                    up(tcb, acked, now);
                }
            }
            case UP -> {
                if (isTimeToGoDown(tcb, acked)) {
                    down(tcb, now);
                }
            }
            case STARTUP, DRAIN, PROBE_RTT -> { }
        }
    }

    /// BBRIsTimeToProbeBW: after two to three seconds, or when Reno would have grown by as much.
    private static boolean isTimeToProbe(Tcb tcb, long now) {
        int reno = Math.min(BbrModel.target(tcb) / tcb.sndMss(), MOST_RENO_ROUNDS);
        boolean yes = now - tcb.longAt(CYCLE_AT) > tcb.longAt(BW_PROBE_WAIT) || tcb.intAt(ROUNDS_SINCE_PROBE) >= reno;
        if (yes) {
            refill(tcb);
        }
        return yes;
    }

    private static boolean isTimeToCruise(Tcb tcb, Acked acked) {
        return acked.inFlight <= BbrModel.inflightWithHeadroom(tcb) && acked.inFlight <= BbrModel.inflight(tcb, 1);
    }

    /// Probing goes on as long as it is cwnd that keeps it from finding more.
    private static boolean isTimeToGoDown(Tcb tcb, Acked acked) {
        if (CwndLimit.isLimited(tcb) && tcb.cwnd() >= tcb.intAt(INFLIGHT_HI)) {
            BbrModel.resetFullBandwidth(tcb, acked.rate);
            return false;
        }
        return has(tcb, FULL_BW_NOW);
    }

    static void down(Tcb tcb, long now) {
        BbrModel.resetCongestionSignals(tcb);
        tcb.intAt(PROBE_UP_COUNT, BbrModel.INFINITE);
        int random = random(tcb);
        tcb.intAt(ROUNDS_SINCE_PROBE, random & 1);
        tcb.longAt(BW_PROBE_WAIT, 2 * SECOND + (long) ((random >>> 8) / (double) (1 << 24) * SECOND));
        tcb.longAt(CYCLE_AT, now);
        tcb.intAt(ACK_PHASE, ACKS_PROBE_STOPPING);
        BbrModel.startRound(tcb);
        BbrState.DOWN.set(tcb);
    }

    private static void refill(Tcb tcb) {
        BbrModel.resetLowerBounds(tcb);
        tcb.intAt(PROBE_UP_ROUNDS, 0);
        tcb.intAt(PROBE_UP_ACKED, 0);
        tcb.intAt(ACK_PHASE, ACKS_REFILLING);
        BbrModel.startRound(tcb);
        BbrState.REFILL.set(tcb);
    }

    private static void up(Tcb tcb, Acked acked, long now) {
        set(tcb, BW_PROBE_SAMPLES);
        tcb.intAt(ACK_PHASE, ACKS_PROBE_STARTING);
        BbrModel.startRound(tcb);
        BbrModel.resetFullBandwidth(tcb, acked.rate);
        tcb.longAt(CYCLE_AT, now);
        BbrState.UP.set(tcb);
        raiseSlope(tcb);
    }

    /// 5.3.3.6, BBRAdaptLongTermModel: how much fits is what was tried without too much loss.
    private static void adapt(Tcb tcb, Acked acked, long now) {
        boolean start = has(tcb, ROUND_START);
        if (tcb.intAt(ACK_PHASE) == ACKS_PROBE_STARTING && start) {
            tcb.intAt(ACK_PHASE, ACKS_PROBE_FEEDBACK);
        }
        if (tcb.intAt(ACK_PHASE) == ACKS_PROBE_STOPPING && start) {
            clear(tcb, BW_PROBE_SAMPLES);
            tcb.intAt(ACK_PHASE, ACKS_INIT);
            if (BbrState.of(tcb).isProbeBw() && !acked.wasApplicationLimited) {
                BbrModel.advanceMaxBw(tcb);
            }
        }
        if (BbrModel.isInflightTooHigh(acked)) {
            tooHigh(tcb, acked, now);
            return;
        }
        if (tcb.intAt(INFLIGHT_HI) == BbrModel.INFINITE) {
            return;
        }
        if (acked.priorDeliveredAt != 0 && acked.inFlightAtSend > tcb.intAt(INFLIGHT_HI)) {
            tcb.intAt(INFLIGHT_HI, acked.inFlightAtSend);
        }
        if (BbrState.of(tcb) == BbrState.UP) {
            probeUpward(tcb, acked);
        }
    }

    /// BBRHandleInflightTooHigh.
    private static void tooHigh(Tcb tcb, Acked acked, long now) {
        if (!has(tcb, BW_PROBE_SAMPLES)) {
            return;
        }
        clear(tcb, BW_PROBE_SAMPLES);
        if (!acked.wasApplicationLimited) {
            int least = (int) (BbrModel.target(tcb) * BbrModel.BETA);
            tcb.intAt(INFLIGHT_HI, Math.max(acked.inFlightAtSend, least));
        }
        if (BbrState.of(tcb) == BbrState.UP) {
            down(tcb, now);
        }
    }

    /// BBRRaiseInflightLongtermSlope: a segment in the first round, then two, four, ...
    private static void raiseSlope(Tcb tcb) {
        int rounds = tcb.intAt(PROBE_UP_ROUNDS);
        long growth = (long) tcb.sndMss() << rounds;
        tcb.intAt(PROBE_UP_ROUNDS, Math.min(rounds + 1, MOST_UP_ROUNDS));
        long every = (long) tcb.cwnd() * tcb.sndMss() / growth;
        tcb.intAt(PROBE_UP_COUNT, Math.clamp(every, tcb.sndMss(), CongestionControl.MAXIMUM_CWND));
    }

    private static void probeUpward(Tcb tcb, Acked acked) {
        if (!CwndLimit.isLimited(tcb) || tcb.cwnd() < tcb.intAt(INFLIGHT_HI)) {
            return;
        }
        long counted = (long) tcb.intAt(PROBE_UP_ACKED) + acked.delivered();
        long every = tcb.intAt(PROBE_UP_COUNT);
        long grown = tcb.intAt(INFLIGHT_HI) + counted / every * tcb.sndMss();
        tcb.intAt(INFLIGHT_HI, (int) Math.min(grown, CongestionControl.MAXIMUM_CWND));
        tcb.intAt(PROBE_UP_ACKED, (int) (counted % every));
        if (has(tcb, ROUND_START)) {
            raiseSlope(tcb);
        }
    }

    /// 5.3.4.3, BBRCheckProbeRTT: for as long as a round trip, but at least 200 ms, little is in flight, so that all
    /// who share the queue see how short the path is.
    private static void probeRtt(Tcb tcb, Acked acked, long now) {
        if (BbrState.of(tcb) != BbrState.PROBE_RTT && has(tcb, PROBE_RTT_EXPIRED) && !has(tcb, IDLE_RESTART)) {
            Bbr.saveCwnd(tcb, acked.recovering);
            BbrState.PROBE_RTT.set(tcb);
            tcb.longAt(PROBE_RTT_DONE_AT, 0);
            tcb.intAt(ACK_PHASE, ACKS_PROBE_STOPPING);
            BbrModel.startRound(tcb);
        }
        if (BbrState.of(tcb) == BbrState.PROBE_RTT) {
            RateSample.appLimited(tcb, acked.inFlight);
            await(tcb, acked, now);
        }
        if (acked.delivered() > 0) {
            clear(tcb, IDLE_RESTART);
        }
    }

    private static void await(Tcb tcb, Acked acked, long now) {
        if (tcb.longAt(PROBE_RTT_DONE_AT) == 0) {
            if (acked.inFlight <= Bbr.probeRttCwnd(tcb)) {
                tcb.longAt(PROBE_RTT_DONE_AT, now + PROBE_RTT_DURATION);
                clear(tcb, PROBE_RTT_ROUND_DONE);
                BbrModel.startRound(tcb);
            }
            return;
        }
        if (has(tcb, ROUND_START)) {
            set(tcb, PROBE_RTT_ROUND_DONE);
        }
        if (has(tcb, PROBE_RTT_ROUND_DONE)) {
            checkDone(tcb, now);
        }
    }

    static void checkDone(Tcb tcb, long now) {
        if (tcb.longAt(PROBE_RTT_DONE_AT) == 0 || now <= tcb.longAt(PROBE_RTT_DONE_AT)) {
            return;
        }
        tcb.longAt(PROBE_RTT_MIN_AT, now);
        Bbr.restoreCwnd(tcb);
        BbrModel.resetLowerBounds(tcb);
        if (has(tcb, FULL_BW_REACHED)) {
            down(tcb, now);
            BbrState.CRUISE.set(tcb);
        } else {
            BbrState.STARTUP.set(tcb);
        }
    }

    /// Flows that share a queue should not probe in step. Not secret: what is sent shows it anyway.
    private static int random(Tcb tcb) {
        int x = tcb.intAt(RANDOM);
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        tcb.intAt(RANDOM, x);
        return x;
    }
}
