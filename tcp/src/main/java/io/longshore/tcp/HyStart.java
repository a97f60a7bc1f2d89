package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// HyStart++ (RFC 9406): leaves slow start before there is loss, where a round's smallest round-trip time has risen;
/// by way of Conservative Slow Start, which takes it back where the rise was none.
final class HyStart {

    /// RFC 9406, 4.3.
    private static final long MIN_RTT_THRESH = 4_000_000;
    private static final long MAX_RTT_THRESH = 16_000_000;
    private static final int MIN_RTT_DIVISOR = 8;
    private static final int N_RTT_SAMPLE = 8;
    private static final int CSS_GROWTH_DIVISOR = 4;
    private static final int CSS_ROUNDS = 5;

    private static final long INFINITE = Long.MAX_VALUE;

    private HyStart() {
    }

    /// 4.2: "lastRoundMinRTT = infinity, currentRoundMinRTT = infinity ...", and the first round begins.
    static void begin(Tcb tcb) {
        tcb.longAt(CongestionLayout.LAST_ROUND_RTT, INFINITE);
        tcb.longAt(CongestionLayout.ROUND_RTT, INFINITE);
        tcb.longAt(CongestionLayout.CSS_BASELINE, INFINITE);
        tcb.intAt(CongestionLayout.SAMPLES, 0);
        tcb.intAt(CongestionLayout.CSS_ROUND, 0);
        tcb.intAt(CongestionLayout.WINDOW_END, tcb.sndNxt());
    }

    /// Slow start is left: it is for the first one only (4.3), the one whose ssthresh is "arbitrarily high".
    static void end(Tcb tcb) {
        tcb.intAt(CongestionLayout.CSS_ROUND, 0);
    }

    /// Slow start's growth for so many bytes; returns those that were not needed to reach ssthresh.
    static int grow(Tcb tcb, int bytes, Acked acked) {
        if (tcb.ssthresh() < CongestionControl.MAXIMUM_CWND) {
            return CongestionControl.slowStart(tcb, bytes);
        }
        turn(tcb);
        sample(tcb, acked.rtt);
        if (isConservative(tcb)) {
            CongestionControl.avoid(tcb, bytes, (long) CSS_GROWTH_DIVISOR * tcb.sndMss());
            resume(tcb);
            return 0;
        }
        int rest = CongestionControl.slowStart(tcb, bytes);
        leave(tcb);
        return rest;
    }

    /// Whether it is in Conservative Slow Start.
    static boolean isConservative(Tcb tcb) {
        return tcb.intAt(CongestionLayout.CSS_ROUND) > 0;
    }

    /// 4.2: "When windowEnd is ACKed, the current round ends and windowEnd is set to SND.NXT".
    private static void turn(Tcb tcb) {
        if (Sequence.isBefore(tcb.sndUna(), tcb.intAt(CongestionLayout.WINDOW_END))) {
            return;
        }
        tcb.intAt(CongestionLayout.WINDOW_END, tcb.sndNxt());
        tcb.longAt(CongestionLayout.LAST_ROUND_RTT, tcb.longAt(CongestionLayout.ROUND_RTT));
        tcb.longAt(CongestionLayout.ROUND_RTT, INFINITE);
        tcb.intAt(CongestionLayout.SAMPLES, 0);
        int round = tcb.intAt(CongestionLayout.CSS_ROUND);
        if (round == CSS_ROUNDS) {
            // "If CSS_ROUNDS rounds are complete, enter congestion avoidance by setting: ssthresh = cwnd"
            tcb.ssthresh(tcb.cwnd());
            end(tcb);
        } else if (round > 0) {
            tcb.intAt(CongestionLayout.CSS_ROUND, round + 1);
        }
    }

    private static void sample(Tcb tcb, long rtt) {
        if (rtt > 0) {
            tcb.longAt(CongestionLayout.ROUND_RTT, Math.min(tcb.longAt(CongestionLayout.ROUND_RTT), rtt));
            tcb.intAt(CongestionLayout.SAMPLES, tcb.intAt(CongestionLayout.SAMPLES) + 1);
        }
    }

    /// 4.2: "if (currentRoundMinRTT >= (lastRoundMinRTT + RttThresh))" it goes on conservatively; the round in which
    /// this happens counts.
    private static void leave(Tcb tcb) {
        long last = tcb.longAt(CongestionLayout.LAST_ROUND_RTT);
        long current = tcb.longAt(CongestionLayout.ROUND_RTT);
        if (tcb.intAt(CongestionLayout.SAMPLES) < N_RTT_SAMPLE || last == INFINITE || current == INFINITE) {
            return;
        }
        long threshold = Math.clamp(last / MIN_RTT_DIVISOR, MIN_RTT_THRESH, MAX_RTT_THRESH);
        if (current >= last + threshold) {
            tcb.longAt(CongestionLayout.CSS_BASELINE, current);
            tcb.intAt(CongestionLayout.CSS_ROUND, 1);
            tcb.ackedBytes(0);
        }
    }

    /// 4.2: "if (currentRoundMinRTT < cssBaselineMinRtt) ... resume slow start".
    private static void resume(Tcb tcb) {
        boolean enough = tcb.intAt(CongestionLayout.SAMPLES) >= N_RTT_SAMPLE;
        if (enough && tcb.longAt(CongestionLayout.ROUND_RTT) < tcb.longAt(CongestionLayout.CSS_BASELINE)) {
            tcb.longAt(CongestionLayout.CSS_BASELINE, INFINITE);
            tcb.intAt(CongestionLayout.CSS_ROUND, 0);
        }
    }
}
