package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.LOST_OUT;
import static io.longshore.tcp.RecoveryLayout.RETRANSMITTED_OUT;
import static io.longshore.tcp.RecoveryLayout.SACKED_OUT;
import static io.longshore.tcp.RecoveryLayout.SEGMENTS_OUT;

/// What the [FlightLog] adds up to: the pipe of RFC 6675, 4, counted in segments as Linux counts it, so that small
/// segments fill cwnd as large ones do.
public final class Pipe {

    private Pipe() {
    }

    /// Segments outstanding (tcpi_unacked).
    public static int out(Tcb tcb) {
        return tcb.intAt(SEGMENTS_OUT);
    }

    /// Of these, what the peer has reported; without SACK, how many duplicate acknowledgments say so (tcpi_sacked).
    public static int sacked(Tcb tcb) {
        return tcb.intAt(SACKED_OUT);
    }

    /// Deemed lost (tcpi_lost), sent again or not.
    public static int lost(Tcb tcb) {
        return tcb.intAt(LOST_OUT);
    }

    /// Retransmissions on their way (tcpi_retrans).
    public static int retransmitted(Tcb tcb) {
        return tcb.intAt(RETRANSMITTED_OUT);
    }

    /// Segments thought to be on their way.
    static int segments(Tcb tcb) {
        return Math.max(out(tcb) - sacked(tcb) - lost(tcb) + retransmitted(tcb), 0);
    }

    static void sacked(Tcb tcb, int segments) {
        tcb.intAt(SACKED_OUT, segments);
    }

    static void addOut(Tcb tcb, int segments) {
        tcb.intAt(SEGMENTS_OUT, out(tcb) + segments);
    }

    static void addSacked(Tcb tcb, int segments) {
        tcb.intAt(SACKED_OUT, sacked(tcb) + segments);
    }

    static void addLost(Tcb tcb, int segments) {
        tcb.intAt(LOST_OUT, lost(tcb) + segments);
    }

    static void addRetransmitted(Tcb tcb, int segments) {
        tcb.intAt(RETRANSMITTED_OUT, retransmitted(tcb) + segments);
    }

    /// Counts an entry in, or out with −1.
    static void account(Tcb tcb, FlightLog log, int i, int sign) {
        int segments = sign * log.segments(i);
        int flags = log.flags(i);
        addOut(tcb, segments);
        addSacked(tcb, (flags & FlightLog.SACKED) != 0 ? segments : 0);
        addLost(tcb, (flags & FlightLog.LOST) != 0 ? segments : 0);
        addRetransmitted(tcb, (flags & FlightLog.RETRANSMITTED) != 0 ? segments : 0);
    }

    /// Divides an entry; false where there is no room.
    static boolean divide(Tcb tcb, FlightLog log, int i, int sequence) {
        account(tcb, log, i, -1);
        boolean divided = log.divide(i, sequence);
        account(tcb, log, i, 1);
        if (divided) {
            account(tcb, log, i + 1, 1);
        }
        return divided;
    }
}
