package io.longshore.tcp;

import static io.longshore.tcp.BbrLayout.*;

/// BBR, version 3 (draft-ietf-ccwg-bbr): paces at the bandwidth that it measures and keeps about as much in flight as
/// the path itself holds, instead of filling queues until something is lost. Loss is a limit only above two per cent.
public final class Bbr implements CongestionControl {

    /// 5.6.2: a little below what was measured, so that no queue builds up.
    private static final double PACING_MARGIN = 0.99;
    private static final double SECOND = 1e9;
    private static final long DEFAULT_RTT = 1_000_000;

    @Override
    public String label() {
        return "bbr";
    }

    @Override
    public boolean isModel() {
        return true;
    }

    /// BBROnInit.
    @Override
    public void opened(Tcb tcb, long now) {
        for (int at = CongestionLayout.OWN; at < CongestionLayout.OWN_END; at += Long.BYTES) {
            tcb.longAt(at, 0);
        }
        tcb.intAt(RANDOM, tcb.iss() | 1);
        BbrModel.begin(tcb, now);
        BbrState.STARTUP.set(tcb);
        // 5.6.2, BBRInitPacingRate
        long rtt = tcb.srtt() > 0 ? tcb.srtt() : DEFAULT_RTT;
        Pacing.rate(tcb, (long) (BbrState.STARTUP.pacingGain * tcb.cwnd() * SECOND / rtt));
    }

    /// BBRUpdateOnACK.
    @Override
    public void acknowledged(Tcb tcb, Acked acked, long now) {
        if (acked.ecnEcho) {
            BbrModel.noteLoss(tcb);
        }
        BbrModel.update(tcb, acked, now);
        BbrCycle.update(tcb, acked, now);
        BbrModel.advance(tcb, acked);
        pace(tcb, BbrState.of(tcb).pacingGain);
        window(tcb, acked);
    }

    /// BBRSetPacingRate: in Startup it only rises.
    private static void pace(Tcb tcb, double gain) {
        long rate = (long) (gain * BbrModel.bw(tcb) * PACING_MARGIN);
        if (rate > 0 && (has(tcb, FULL_BW_REACHED) || rate > Pacing.rate(tcb))) {
            Pacing.rate(tcb, rate);
        }
    }

    /// 5.6.4.6, BBRSetCwnd.
    private static void window(Tcb tcb, Acked acked) {
        recovery(tcb, acked);
        int most = BbrModel.budget(tcb, BbrModel.bdp(tcb, BbrState.of(tcb).cwndGain) + BbrModel.extraAcked(tcb));
        long cwnd = tcb.cwnd();
        int delivered = acked.delivered();
        if (has(tcb, CONSERVATION)) {
            // 5.6.4.4: in the first round of recovery as much goes as arrives
            cwnd = Math.max(cwnd, (long) acked.inFlight + delivered);
        } else if (has(tcb, FULL_BW_REACHED)) {
            cwnd = Math.min(cwnd + delivered, most);
        } else if (cwnd < most || RateSample.delivered(tcb) < CongestionControl.restartWindow(tcb)) {
            cwnd += delivered;
        }
        cwnd = Math.max(cwnd, BbrModel.minPipe(tcb));
        if (BbrState.of(tcb) == BbrState.PROBE_RTT) {
            cwnd = Math.min(cwnd, probeRttCwnd(tcb));
        }
        tcb.cwnd((int) Math.min(Math.min(cwnd, bound(tcb)), MAXIMUM_CWND));
    }

    /// 5.6.4.4 and 5.6.4.5: recovery begins, goes on, ends.
    private static void recovery(Tcb tcb, Acked acked) {
        boolean begins = acked.recovering && !has(tcb, WAS_RECOVERING);
        boolean ends = !acked.recovering && has(tcb, WAS_RECOVERING);
        set(tcb, WAS_RECOVERING, acked.recovering);
        if (begins) {
            set(tcb, CONSERVATION);
            BbrModel.startRound(tcb);
            tcb.cwnd(Math.min(acked.inFlight + Math.max(acked.delivered(), tcb.sndMss()), MAXIMUM_CWND));
            return;
        }
        if (acked.lost > 0) {
            tcb.cwnd(Math.max(tcb.cwnd() - acked.lost, tcb.sndMss()));
        }
        if (ends || has(tcb, ROUND_START)) {
            clear(tcb, CONSERVATION);
        }
        if (ends) {
            restoreCwnd(tcb);
        }
    }

    /// 5.6.4.7, BBRBoundCwndForModel.
    private static int bound(Tcb tcb) {
        int cap = switch (BbrState.of(tcb)) {
            case DOWN, REFILL, UP -> tcb.intAt(INFLIGHT_HI);
            case CRUISE, PROBE_RTT -> BbrModel.inflightWithHeadroom(tcb);
            case STARTUP, DRAIN -> BbrModel.INFINITE;
        };
        return Math.max(Math.min(cap, tcb.intAt(INFLIGHT_LO)), BbrModel.minPipe(tcb));
    }

    /// BBRProbeRTTCwnd.
    static int probeRttCwnd(Tcb tcb) {
        return Math.max(BbrModel.bdp(tcb, BbrState.PROBE_RTT.cwndGain), BbrModel.minPipe(tcb));
    }

    /// BBRSaveCwnd: the last that was not lowered for recovery or ProbeRTT.
    static void saveCwnd(Tcb tcb, boolean lowered) {
        boolean low = lowered || BbrState.of(tcb) == BbrState.PROBE_RTT;
        tcb.intAt(PRIOR_CWND, low ? Math.max(tcb.intAt(PRIOR_CWND), tcb.cwnd()) : tcb.cwnd());
    }

    static void restoreCwnd(Tcb tcb) {
        tcb.cwnd(Math.max(tcb.cwnd(), tcb.intAt(PRIOR_CWND)));
    }

    @Override
    public void lost(Tcb tcb, long now) {
        remember(tcb);
    }

    /// BBROnEnterRTO.
    @Override
    public void timedOut(Tcb tcb, long now) {
        remember(tcb);
        BbrModel.noteLoss(tcb);
        CongestionControl.collapse(tcb);
    }

    private static void remember(Tcb tcb) {
        saveCwnd(tcb, false);
        tcb.intAt(UNDO_INFLIGHT_HI, tcb.intAt(INFLIGHT_HI));
        CongestionControl.remember(tcb);
    }

    @Override
    public void recovered(Tcb tcb, long now) {
        restoreCwnd(tcb);
    }

    /// BBRHandleSpuriousLossDetection.
    @Override
    public void undone(Tcb tcb, long now) {
        CongestionControl.super.undone(tcb, now);
        clear(tcb, LOSS_IN_ROUND | CONSERVATION);
        BbrModel.resetFullBandwidth(tcb, 0);
        BbrModel.resetLowerBounds(tcb);
        tcb.intAt(INFLIGHT_HI, Math.max(tcb.intAt(INFLIGHT_HI), tcb.intAt(UNDO_INFLIGHT_HI)));
    }

    /// 5.4.1, BBRHandleRestartFromIdle: at the path's rate, for its queue has nothing of ours any more.
    @Override
    public void restarted(Tcb tcb, long now) {
        if (!RateSample.isAppLimited(tcb)) {
            return;
        }
        set(tcb, IDLE_RESTART);
        tcb.longAt(EXTRA_ACKED_AT, now);
        if (BbrState.of(tcb).isProbeBw()) {
            pace(tcb, 1);
        } else if (BbrState.of(tcb) == BbrState.PROBE_RTT) {
            BbrCycle.checkDone(tcb, now);
        }
    }
}
