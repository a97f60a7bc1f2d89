package io.longshore.tcp;

import static io.longshore.tcp.EcnBits.*;

import io.longshore.wire.TcpHeader;

/// Explicit congestion notification with the feedback of RFC 3168, 6.1: what a receiver echoes and a sender answers.
/// Where Linux decides what the RFC leaves open, as Linux. The other feedback is [AccEcn]'s.
final class Ecn {

    private static final int QUICK_ACKS = 2;

    private Ecn() {
    }

    /// Text that a peer sent has arrived, in order or not (6.1.3).
    static void received(Tcb tcb, Segment segment) {
        if (!has(tcb, CLASSIC)) {
            if (AccEcn.isOn(tcb) && segment.ecn == NOT_ECT && has(tcb, SEEN)) {
                hurry(tcb);
            }
            return;
        }
        if (segment.has(TcpHeader.CWR)) {
            clear(tcb, ECHO);
            // a window may be as small as one segment now: whoever waits for us waits long
            tcb.set(Tcb.ACK_NOW);
        }
        switch (segment.ecn) {
            case CE -> congested(tcb);
            case NOT_ECT -> {
                if (has(tcb, SEEN)) {
                    // probably a retransmission (6.1.5)
                    hurry(tcb);
                }
            }
            default -> set(tcb, SEEN);
        }
    }

    private static void congested(Tcb tcb) {
        if (!has(tcb, ECHO)) {
            hurry(tcb);
        }
        set(tcb, ECHO | SEEN);
    }

    private static void hurry(Tcb tcb) {
        tcb.quickAcks(Math.max(tcb.quickAcks(), QUICK_ACKS));
        tcb.intAt(FlowLayout.PINGPONG, 0);
    }

    /// Whether an acknowledgment echoes congestion (6.1.2).
    static boolean isEcho(Tcb tcb, Segment segment) {
        return has(tcb, CLASSIC) && (segment.flags & (TcpHeader.ECE | TcpHeader.SYN)) == TcpHeader.ECE;
    }

    /// Counts the packets that an acknowledgment has told to have come with CE (tcpi_delivered_ce): those that it
    /// acknowledges, if it echoes congestion, or as many as it says; returns their number.
    static int delivered(Tcb tcb, Acked acked) {
        int marked = acked.ecnEcho ? acked.segments : 0;
        if (AccEcn.isOn(tcb) && !acked.has(AckBits.OLD)) {
            marked = AccEcnFeedback.take(tcb, acked);
            acked.ecnEcho = marked > 0;
        }
        if (marked > 0) {
            tcb.intAt(RecoveryLayout.MARKED_DELIVERED, tcb.intAt(RecoveryLayout.MARKED_DELIVERED) + marked);
        }
        return marked;
    }

    /// Our window has been reduced, for whatever reason: "the TCP sender sets the CWR flag in the TCP header of the
    /// first new data packet sent after the window reduction" (6.1.2).
    static void reduced(Tcb tcb) {
        if (has(tcb, CLASSIC)) {
            set(tcb, REDUCED);
        }
    }

    /// The reduction has been taken back.
    static void restored(Tcb tcb) {
        clear(tcb, REDUCED);
    }

    /// Whether the next new text bears CWR.
    static boolean isReductionUntold(Tcb tcb) {
        return has(tcb, REDUCED);
    }

    /// Whether new text is to go in no super-segment: only the first segment of one may bear CWR, and kernels before
    /// 7.0 see to that even where it is a bit of Accurate ECN's counter.
    static boolean forbidsSuperSegments(Tcb tcb) {
        return has(tcb, REDUCED) || AccEcn.isOn(tcb) && AccEcnOutput.bearsCwr(tcb);
    }

    /// New text is sent: it alone is marked capable (6.1.4, 6.1.5, 6.1.6: not acknowledgments, retransmissions,
    /// probes), and only where the algorithm answers marks as it would answer loss (5): BBR does not, so it asks for
    /// none.
    static void fresh(Tcb tcb, OutgoingSegment outgoing) {
        if (!has(tcb, CLASSIC) || outgoing.payloadLength == 0 || CongestionControl.of(tcb).isModel()) {
            return;
        }
        outgoing.ecn = ECT_0;
        if (has(tcb, REDUCED)) {
            clear(tcb, REDUCED);
            outgoing.flags |= TcpHeader.CWR;
        }
    }

    /// The control bits of whatever is sent of a synchronised connection.
    static int echo(Tcb tcb) {
        return has(tcb, ECHO) ? TcpHeader.ECE : 0;
    }

    /// Whether it was agreed on: TCPI_OPT_ECN.
    static boolean isOn(Tcb tcb) {
        return has(tcb, CLASSIC | ACCURATE);
    }

    /// Whether the peer has used it: TCPI_OPT_ECN_SEEN.
    static boolean isSeen(Tcb tcb) {
        return has(tcb, SEEN);
    }
}
