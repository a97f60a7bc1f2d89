package io.longshore.tcp;

import io.longshore.wire.TcpHeader;

/// Explicit congestion notification (RFC 3168, 6.1): its negotiation, what a receiver echoes and a sender answers.
/// Where Linux decides what the RFC leaves open, as Linux.
final class Ecn {

    /// IP's two bits (RFC 3168, 5).
    private static final int NOT_ECT = 0;
    private static final int ECT_0 = 2;
    private static final int CE = 3;

    // Bits in the record.
    /// Our SYN asked for it.
    private static final int OFFERED = 1;
    /// It was agreed on.
    private static final int OK = 1 << 1;
    /// Congestion is echoed until the peer says that it has reduced its window.
    private static final int ECHO = 1 << 2;
    /// The next new text tells that we have reduced ours.
    private static final int REDUCED = 1 << 3;
    /// The peer has sent capable packets.
    private static final int SEEN = 1 << 4;

    private static final int SYN_BITS = TcpHeader.ECE | TcpHeader.CWR;
    private static final int QUICK_ACKS = 2;

    private Ecn() {
    }

    /// The control bits of a SYN, beside SYN (6.1.1); where it is sent again it asks no more, for it may have been
    /// the bits that were not let through (6.1.1.1).
    static int syn(Tcb tcb, TcpSettings settings) {
        boolean again = tcb.retries() > 0 && settings.ecnFallback;
        if (!asks(settings.ecn)) {
            return 0;
        }
        set(tcb, OFFERED);
        return again ? 0 : SYN_BITS;
    }

    /// The control bits of a SYN-ACK, beside these two.
    static int synAck(Tcb tcb) {
        return has(tcb, OK) ? TcpHeader.ECE : 0;
    }

    /// A SYN-ACK, or the SYN of a peer that opens at the same time, for a connection that we open.
    static void answered(Tcb tcb, Segment segment) {
        int wanted = segment.has(TcpHeader.ACK) ? TcpHeader.ECE : SYN_BITS;
        if (has(tcb, OFFERED) && (segment.flags & SYN_BITS) == wanted) {
            set(tcb, OK);
        }
    }

    /// A SYN for a listener. One that is marked itself (6.1.1: "a host MUST NOT set ECT on SYN") comes from a path or
    /// peer that cannot be trusted with it, unless it speaks a newer dialect (RFC 9768), which then falls back to ours.
    static void asked(Tcb tcb, Segment segment, TcpSettings settings) {
        boolean whole = segment.ecn == NOT_ECT || segment.has(TcpHeader.AE);
        if (settings.ecn != 0 && (segment.flags & SYN_BITS) == SYN_BITS && whole) {
            set(tcb, OK);
        }
    }

    /// Text that a peer sent has arrived, in order or not (6.1.3).
    static void received(Tcb tcb, Segment segment) {
        if (!has(tcb, OK)) {
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
        return has(tcb, OK) && (segment.flags & (TcpHeader.ECE | TcpHeader.SYN)) == TcpHeader.ECE;
    }

    /// Counts what an acknowledgment that echoes congestion has reported (tcpi_delivered_ce).
    static void delivered(Tcb tcb, Acked acked) {
        if (acked.ecnEcho) {
            int marked = tcb.intAt(RecoveryLayout.MARKED_DELIVERED);
            tcb.intAt(RecoveryLayout.MARKED_DELIVERED, marked + acked.segments);
        }
    }

    /// Our window has been reduced, for whatever reason: "the TCP sender sets the CWR flag in the TCP header of the
    /// first new data packet sent after the window reduction" (6.1.2).
    static void reduced(Tcb tcb) {
        if (has(tcb, OK)) {
            set(tcb, REDUCED);
        }
    }

    /// The reduction has been taken back.
    static void restored(Tcb tcb) {
        clear(tcb, REDUCED);
    }

    /// Whether the next new text bears CWR: then it is no super-segment, since only its first segment may.
    static boolean isReductionUntold(Tcb tcb) {
        return has(tcb, REDUCED);
    }

    /// New text is sent: it alone is marked capable (6.1.4, 6.1.5, 6.1.6: not acknowledgments, retransmissions,
    /// probes), and only where the algorithm answers marks as it would answer loss (5): BBR does not, so it asks for
    /// none.
    static void fresh(Tcb tcb, OutgoingSegment outgoing) {
        if (!has(tcb, OK) || outgoing.payloadLength == 0 || CongestionControl.of(tcb).isModel()) {
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
        return has(tcb, OK);
    }

    /// Whether the peer has used it: TCPI_OPT_ECN_SEEN.
    static boolean isSeen(Tcb tcb) {
        return has(tcb, SEEN);
    }

    /// tcp_ecn: 0 never, 1 always, 2 where the peer asks; 3 to 5 are the same with a newer dialect, which is not
    /// spoken.
    private static boolean asks(int setting) {
        return setting == 1 || setting == 3 || setting == 4;
    }

    private static boolean has(Tcb tcb, int bit) {
        return (tcb.intAt(CongestionLayout.ECN) & bit) != 0;
    }

    private static void set(Tcb tcb, int bits) {
        tcb.intAt(CongestionLayout.ECN, tcb.intAt(CongestionLayout.ECN) | bits);
    }

    private static void clear(Tcb tcb, int bits) {
        tcb.intAt(CongestionLayout.ECN, tcb.intAt(CongestionLayout.ECN) & ~bits);
    }
}
