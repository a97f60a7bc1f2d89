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
        if (!tcb.state().isSynchronised()) {
            return null;
        }
        FlightLog log = tcb.flight();
        int at = tcb.sndUna();
        int out = 0;
        int sacked = 0;
        int lost = 0;
        int again = 0;
        for (int i = 0; i < log.count(); i++) {
            if (log.start(i) != at || Sequence.isAtOrBefore(log.end(i), at)) {
                return "entry " + i + " of the flight is out of place";
            }
            at = log.end(i);
            int segments = log.segments(i);
            out += segments;
            sacked += log.has(i, FlightLog.SACKED) ? segments : 0;
            lost += log.has(i, FlightLog.LOST) ? segments : 0;
            again += log.has(i, FlightLog.RETRANSMITTED) ? segments : 0;
        }
        if (at != tcb.sndNxt()) {
            return "the flight ends " + (tcb.sndNxt() - at) + " before sndNxt";
        }
        boolean counted = out == Pipe.out(tcb) && lost == Pipe.lost(tcb) && again == Pipe.retransmitted(tcb)
                && (sacked == Pipe.sacked(tcb) || !tcb.has(Tcb.SACK_OK));
        return counted ? null : "the flight adds up to " + out + " out, " + sacked + " sacked, " + lost + " lost, "
                + again + " again, not " + Pipe.out(tcb) + ", " + Pipe.sacked(tcb) + ", " + Pipe.lost(tcb) + ", "
                + Pipe.retransmitted(tcb);
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
        boolean placed = Sequence.isAtOrBefore(tcb.recoveryPoint(), tcb.sndNxt());
        return !LossRecovery.isMending(tcb) || placed ? null : "recoveryPoint is out of place";
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
