package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// What was lost, what to send again, and how much may be on its way: fast retransmit and recovery with SACK
/// (RFC 6675) and without (RFC 5681, 6582), limited transmit (RFC 3042), and the reaction to a timeout (RFC 5681, 3.1).
///
/// `Output` asks, in this order: [#allowance]; while there is some, [#hole], and what it sends of it goes to
/// [#retransmitted]; then new text, followed by [#transmitted]; where there is none, [#rescue].
public final class LossRecovery {

    /// Phases, in the record's recoveryPhase.
    public static final int OPEN = 0;
    /// Fast recovery.
    public static final int RECOVERY = 1;
    /// After a timeout: all that was outstanding and is not reported is sent again.
    public static final int LOSS = 2;

    private static final int DUP_THRESH = Scoreboard.DUP_THRESH;

    private LossRecovery() {
    }

    /// The connection is established and sndMss known.
    public static void opened(Tcb tcb) {
        tcb.cwnd(CongestionControl.initialWindow(tcb));
        tcb.ssthresh(CongestionControl.MAXIMUM_CWND);
        tcb.recoveryPhase(OPEN);
        tcb.recoveryPoint(tcb.iss());
        tcb.undoMarker(tcb.iss());
    }

    /// RFC 5681, 2, the definition of a duplicate acknowledgment; with SACK, RFC 6675, 2: it reports something new.
    ///
    /// @param newlySacked what [Scoreboard#update] returned for it
    /// @param windowMoved whether it changed the send window
    public static boolean isDuplicate(Tcb tcb, Segment segment, int newlySacked, boolean windowMoved) {
        if (segment.acknowledgment != tcb.sndUna() || tcb.sndUna() == tcb.sndNxt()) {
            return false;
        }
        return tcb.has(Tcb.SACK_OK) ? newlySacked > 0 : segment.length() == 0 && !windowMoved;
    }

    /// sndUna has moved by `acked.acked` > 0 bytes, and the scoreboard has taken the SACK blocks.
    public static void acknowledged(Tcb tcb, Acked acked, long now) {
        Scoreboard.advance(tcb);
        acked.segments = Math.ceilDiv(acked.acked, tcb.sndMss());
        tcb.dupAcks(0);
        switch (tcb.recoveryPhase()) {
            case RECOVERY -> mend(tcb, acked.acked);
            case LOSS -> restart(tcb, acked, now);
            default -> {
                tcb.inflation(0);
                CongestionControl.of(tcb).acknowledged(tcb, acked, now);
                suspect(tcb, now);
            }
        }
    }

    /// A duplicate acknowledgment has arrived.
    public static void duplicate(Tcb tcb, long now) {
        if (tcb.recoveryPhase() == OPEN) {
            tcb.dupAcks(tcb.dupAcks() + 1);
            suspect(tcb, now);
        } else if (tcb.recoveryPhase() == RECOVERY && !tcb.has(Tcb.SACK_OK)) {
            // RFC 6582, 3.2, (3): each says that a segment has left the network
            tcb.inflation(Math.min(tcb.inflation() + tcb.sndMss(), flight(tcb)));
        }
    }

    /// The retransmission timer has gone off.
    public static void timedOut(Tcb tcb, long now) {
        // RFC 2018, 8: the peer may have reneged; certainly so if it holds what it does not acknowledge
        if (Scoreboard.hasReneged(tcb)) {
            Scoreboard.clear(tcb);
        }
        // RFC 5681, 3.1: ssthresh is held constant where the timer goes off again for the same text
        if (tcb.recoveryPhase() == LOSS && tcb.undoMarker() == tcb.sndUna()) {
            tcb.cwnd(tcb.sndMss());
        } else {
            CongestionControl.of(tcb).timedOut(tcb, now);
            tcb.cwnd(tcb.sndMss());
            tcb.undoMarker(tcb.sndUna());
        }
        tcb.recoveryPhase(LOSS);
        tcb.recoveryPoint(tcb.sndNxt());
        tcb.highRxt(tcb.sndUna());
        tcb.dupAcks(0);
        tcb.inflation(0);
        tcb.clear(Tcb.RETRANSMIT_FORCED);
    }

    /// What is outstanding was too long for the path (RFC 1191, 6.4): it is sent again in shorter segments. That is no
    /// congestion: cwnd stays.
    public static void resend(Tcb tcb) {
        tcb.recoveryPhase(LOSS);
        tcb.recoveryPoint(tcb.sndNxt());
        tcb.undoMarker(tcb.sndUna());
        tcb.highRxt(tcb.sndUna());
        tcb.inflation(0);
    }

    /// Bytes that congestion control lets go now; at least a segment where one must be sent again whatever cwnd says.
    public static int allowance(Tcb tcb) {
        int free = Math.max(tcb.cwnd() - inFlight(tcb), 0);
        return tcb.has(Tcb.RETRANSMIT_FORCED) ? Math.max(free, tcb.sndMss()) : free;
    }

    /// The pipe of RFC 6675, 4: bytes thought to be on their way.
    public static int inFlight(Tcb tcb) {
        int una = tcb.sndUna();
        int nxt = tcb.sndNxt();
        if (tcb.recoveryPhase() == LOSS) {
            return Scoreboard.missing(tcb, una, tcb.highRxt()) + Scoreboard.missing(tcb, tcb.recoveryPoint(), nxt);
        }
        if (!tcb.has(Tcb.SACK_OK)) {
            return Math.max(nxt - una - tcb.inflation(), 0);
        }
        if (tcb.recoveryPhase() == OPEN) {
            return nxt - una - tcb.sackedBytes();
        }
        return Scoreboard.missing(tcb, Scoreboard.lostEdge(tcb), nxt) + Scoreboard.missing(tcb, una, tcb.highRxt());
    }

    /// Lost text to be sent again now, next in turn (rule 1 of NextSeg, RFC 6675, 4): the length in the upper half,
    /// the sequence number in the lower; 0 for none. The length may exceed a segment's; text that the peer has reported
    /// is never in it; our FIN may be its last octet.
    public static long hole(Tcb tcb) {
        return switch (tcb.recoveryPhase()) {
            case LOSS -> Scoreboard.hole(tcb, tcb.highRxt(), tcb.recoveryPoint());
            case RECOVERY -> Scoreboard.hole(tcb, tcb.highRxt(), lostBefore(tcb));
            default -> 0;
        };
    }

    /// Where neither lost nor new text is there to send: rules 3 and 4 of NextSeg (RFC 6675, 4), at most one segment.
    /// Who asks sends it.
    public static long rescue(Tcb tcb) {
        if (tcb.recoveryPhase() != RECOVERY || !tcb.has(Tcb.SACK_OK) || tcb.scoreboardCount() == 0) {
            return 0;
        }
        long hole = Scoreboard.hole(tcb, tcb.highRxt(), tcb.scoreboardStart(tcb.scoreboardCount() - 1));
        if (hole != 0) {
            return Scoreboard.packed((int) hole, Math.min((int) (hole >> 32), tcb.sndMss()));
        }
        if (Sequence.isAtOrAfter(tcb.rescueRxt(), tcb.sndUna())) {
            return 0;
        }
        tcb.rescueRxt(tcb.recoveryPoint());
        return Scoreboard.lastHole(tcb, tcb.recoveryPoint(), tcb.sndMss());
    }

    /// `length` octets from `sequence` on have been sent again.
    public static void retransmitted(Tcb tcb, int sequence, int length) {
        tcb.clear(Tcb.RETRANSMIT_FORCED);
        // RFC 6675, 4, (4): a rescue "MUST NOT update HighRxt"; it alone does not begin where the next hole does
        boolean inTurn = (int) Scoreboard.hole(tcb, tcb.highRxt(), tcb.sndNxt()) == sequence;
        if (inTurn && tcb.recoveryPhase() != OPEN) {
            tcb.highRxt(sequence + length);
        }
    }

    /// Whether lost text is being mended.
    public static boolean isMending(Tcb tcb) {
        return tcb.recoveryPhase() != OPEN;
    }

    private static int flight(Tcb tcb) {
        return tcb.sndNxt() - tcb.sndUna();
    }

    /// While open: enough duplicates, or enough reported beyond a hole, begin fast recovery; fewer let new text go.
    private static void suspect(Tcb tcb, long now) {
        boolean sack = tcb.has(Tcb.SACK_OK);
        // RFC 6582, 4.1: duplicates for what recovery itself sent needlessly begin none
        boolean stale = !sack && tcb.sndUna() == tcb.recoveryPoint();
        boolean enough = tcb.dupAcks() >= DUP_THRESH && !stale;
        if (enough || sack && Scoreboard.lostEdge(tcb) != tcb.sndUna()) {
            enter(tcb, now);
        } else if (!sack && !stale) {
            // RFC 3042: "the first two consecutive duplicate ACKs"; with SACK the pipe shrinks by itself
            tcb.inflation(Math.min(tcb.dupAcks() * tcb.sndMss(), flight(tcb)));
        }
    }

    private static void enter(Tcb tcb, long now) {
        CongestionControl.of(tcb).lost(tcb, now);
        tcb.cwnd(tcb.ssthresh());
        tcb.recoveryPhase(RECOVERY);
        tcb.recoveryPoint(tcb.sndNxt());
        tcb.highRxt(tcb.sndUna());
        tcb.rescueRxt(tcb.sndUna() - 1);
        // RFC 5681, 3.2, step 3; with SACK the scoreboard knows better
        tcb.inflation(tcb.has(Tcb.SACK_OK) ? 0 : Math.min(DUP_THRESH * tcb.sndMss(), flight(tcb)));
        tcb.set(Tcb.RETRANSMIT_FORCED);
    }

    /// An acknowledgment in fast recovery: RFC 6675, 5, (A) to (C); RFC 6582, 3.2, (4).
    private static void mend(Tcb tcb, int bytes) {
        tcb.highRxt(Sequence.max(tcb.highRxt(), tcb.sndUna()));
        boolean sack = tcb.has(Tcb.SACK_OK);
        if (Sequence.isAtOrAfter(tcb.sndUna(), tcb.recoveryPoint())) {
            int deflated = Math.max(flight(tcb), tcb.sndMss()) + tcb.sndMss();
            tcb.cwnd(sack ? tcb.cwnd() : Math.min(tcb.ssthresh(), deflated));
            tcb.inflation(0);
            tcb.recoveryPhase(OPEN);
            tcb.clear(Tcb.RETRANSMIT_FORCED);
        } else if (sack) {
            tcb.clear(Tcb.RETRANSMIT_FORCED);
        } else {
            int restored = bytes >= tcb.sndMss() ? tcb.sndMss() : 0;
            tcb.inflation(Math.max(tcb.inflation() - bytes, 0) + restored);
            tcb.highRxt(tcb.sndUna());
            tcb.set(Tcb.RETRANSMIT_FORCED);
        }
    }

    /// An acknowledgment after a timeout. RFC 3465, 2.3: no more than two segments' growth for each.
    private static void restart(Tcb tcb, Acked acked, long now) {
        tcb.highRxt(Sequence.max(tcb.highRxt(), tcb.sndUna()));
        acked.segments = Math.min(acked.segments, 2);
        CongestionControl.of(tcb).acknowledged(tcb, acked, now);
        if (Sequence.isAtOrAfter(tcb.sndUna(), tcb.recoveryPoint())) {
            tcb.recoveryPhase(OPEN);
        }
    }

    /// Where what is deemed lost ends. Fast retransmit has its first segment whatever the scoreboard says; without
    /// SACK there is never more than that one.
    private static int lostBefore(Tcb tcb) {
        int edge = tcb.has(Tcb.SACK_OK) ? Scoreboard.lostEdge(tcb) : tcb.sndUna();
        if (tcb.has(Tcb.RETRANSMIT_FORCED)) {
            return Sequence.max(edge, Sequence.min(tcb.sndUna() + tcb.sndMss(), tcb.recoveryPoint()));
        }
        return edge;
    }
}
