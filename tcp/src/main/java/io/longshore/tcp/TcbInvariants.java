package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// What holds of every record between two turns. The simulation looks after each; no product code calls this.
public final class TcbInvariants {

    private TcbInvariants() {
    }

    /// What is wrong with a record, in words; null if nothing is.
    public static String violation(Tcb tcb) {
        if (tcb.state() == State.CLOSED) {
            return null;
        }
        String violation = positions(tcb);
        violation = violation == null ? scoreboard(tcb) : violation;
        violation = violation == null ? outOfOrder(tcb) : violation;
        violation = violation == null ? recovery(tcb) : violation;
        return violation == null ? timers(tcb) : violation;
    }

    private static String positions(Tcb tcb) {
        if (Sequence.isAfter(tcb.sndUna(), tcb.sndNxt())) {
            return "sndUna is after sndNxt";
        }
        if (tcb.acknowledged() > tcb.sent() || tcb.read() > tcb.received()) {
            return "acknowledged is beyond sent, or read beyond received";
        }
        if (!tcb.state().isSynchronised()) {
            return null;
        }
        if (Sequence.isAfter(tcb.rcvNxt(), tcb.rcvAdv() + 1)) {
            return "rcvNxt is beyond the window";
        }
        int fin = tcb.has(Tcb.FIN_SENT) ? 1 : 0;
        if (Sequence.isAfter(tcb.sndNxt(), tcb.sentEnd() + fin)) {
            return "sndNxt is beyond what was written";
        }
        int unaPosition = tcb.sndUna() - tcb.iss() - 1 - (int) tcb.acknowledged();
        if (unaPosition != 0 && !(fin == 1 && unaPosition == 1)) {
            return "sndUna and acknowledged are apart by " + unaPosition;
        }
        int nxtPosition = tcb.rcvNxt() - tcb.irs() - 1 - (int) tcb.received();
        boolean finished = tcb.has(Tcb.FIN_RECEIVED) && nxtPosition == 1;
        return nxtPosition == 0 || finished ? null : "rcvNxt and received are apart by " + nxtPosition;
    }

    private static String scoreboard(Tcb tcb) {
        int bytes = 0;
        int previous = tcb.sndUna();
        for (int i = 0; i < tcb.scoreboardCount(); i++) {
            int start = tcb.scoreboardStart(i);
            int end = tcb.scoreboardEnd(i);
            boolean apart = i == 0 ? Sequence.isAtOrAfter(start, previous) : Sequence.isAfter(start, previous);
            if (!apart || Sequence.isAtOrBefore(end, start) || Sequence.isAfter(end, tcb.sndNxt())) {
                return "scoreboard range " + i + " is out of place";
            }
            bytes += end - start;
            previous = end;
        }
        return bytes == tcb.sackedBytes() ? null : "the scoreboard holds " + bytes + " bytes, not " + tcb.sackedBytes();
    }

    private static String outOfOrder(Tcb tcb) {
        for (int i = 0; i < tcb.outOfOrderCount(); i++) {
            int start = tcb.outOfOrderStart(i);
            int end = tcb.outOfOrderEnd(i);
            if (Sequence.isAtOrBefore(start, tcb.rcvNxt()) || Sequence.isAtOrBefore(end, start)
                    || Sequence.isAfter(end, tcb.rcvAdv() + 1)) {
                return "out-of-order range " + i + " is out of place";
            }
        }
        return null;
    }

    private static String recovery(Tcb tcb) {
        if (!tcb.state().isSynchronised()) {
            return null;
        }
        if (tcb.cwnd() < tcb.sndMss() || tcb.cwnd() > CongestionControl.MAXIMUM_CWND) {
            return "cwnd is " + tcb.cwnd();
        }
        boolean loss = tcb.recoveryPhase() == LossRecovery.LOSS;
        boolean placed = Sequence.isAtOrBefore(tcb.highRxt(), loss ? tcb.recoveryPoint() : tcb.sndNxt())
                && Sequence.isAtOrAfter(tcb.highRxt(), tcb.sndUna())
                && Sequence.isAtOrBefore(tcb.recoveryPoint(), tcb.sndNxt());
        return !LossRecovery.isMending(tcb) || placed ? null : "highRxt or recoveryPoint is out of place";
    }

    /// No connection outlives its timers: where nothing is left that could wake it, it would wait for ever.
    private static String timers(Tcb tcb) {
        boolean outstanding = tcb.sndUna() != tcb.sndNxt();
        if (outstanding && tcb.retransmitAt() == Tcb.NEVER) {
            return "something is outstanding and no retransmission timer runs";
        }
        boolean unsent = tcb.state().maySend() && !outstanding && tcb.acknowledged() < tcb.sent();
        if (unsent && tcb.persistAt() == Tcb.NEVER && Pacing.timer(tcb) == Tcb.NEVER) {
            return "text waits, nothing is outstanding, and no persist timer runs";
        }
        boolean lingers = tcb.state() == State.TIME_WAIT || tcb.state() == State.FIN_WAIT_2 && tcb.has(Tcb.ORPHAN);
        return lingers && tcb.lifetimeAt() == Tcb.NEVER ? "it lingers for ever" : null;
    }
}
