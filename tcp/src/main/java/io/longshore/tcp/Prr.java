package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.PRR_CWND;
import static io.longshore.tcp.RecoveryLayout.PRR_DELIVERED;
import static io.longshore.tcp.RecoveryLayout.PRR_OUT;

/// Proportional rate reduction (RFC 9937): in fast recovery, and where ECN asks for less, cwnd comes down to ssthresh
/// segment by segment as segments are delivered; where losses have left less in flight than that, it comes up again
/// (CRB, and SSRB where recovery makes progress). Counted in segments, as Linux does.
final class Prr {

    private Prr() {
    }

    /// RFC 9937, 6.1: prr_delivered = prr_out = 0, RecoverFS.
    static void begin(Tcb tcb) {
        tcb.intAt(PRR_CWND, tcb.cwnd());
        tcb.intAt(PRR_DELIVERED, 0);
        tcb.intAt(PRR_OUT, 0);
    }

    /// Something was sent, or sent again.
    static void sent(Tcb tcb, int segments) {
        int phase = tcb.recoveryPhase();
        if (phase == LossRecovery.RECOVERY || phase == LossRecovery.CWR) {
            tcb.intAt(PRR_OUT, tcb.intAt(PRR_OUT) + segments);
        }
    }

    /// An acknowledgment delivered `delivered` segments and found `lost` ones lost.
    ///
    /// @param safe it moved sndUna, so that there is progress (safeACK, if besides nothing is newly lost)
    static void reduce(Tcb tcb, int delivered, int lost, boolean safe) {
        if (delivered <= 0) {
            return;
        }
        int mss = tcb.sndMss();
        int pipe = Pipe.segments(tcb);
        int target = tcb.ssthresh() / mss;
        int out = tcb.intAt(PRR_OUT);
        long all = (long) tcb.intAt(PRR_DELIVERED) + delivered;
        tcb.intAt(PRR_DELIVERED, (int) all);
        int count;
        if (pipe > target) {
            int before = Math.max(tcb.intAt(PRR_CWND) / mss, 1);
            count = (int) (Math.ceilDiv(target * all, before) - out);
        } else {
            count = (int) Math.max(all - out, delivered);
            count += safe && lost == 0 ? 1 : 0;
            count = Math.min(target - pipe, count);
        }
        // "force a fast retransmit upon entering recovery"
        count = Math.max(count, out == 0 ? 1 : 0);
        tcb.cwnd(Math.max(pipe + count, 1) * mss);
    }
}
