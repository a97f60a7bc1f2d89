package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// What was lost, what to send again, and how much may be on its way. Each mechanism has its class; here is the order
/// in which an acknowledgment goes through them, and the phase the connection is in, named and numbered as Linux shows
/// it (tcpi_ca_state):
///
/// ```
///            something reported      something lost
///   OPEN ───────────────────> DISORDER ─────────> RECOVERY    cwnd comes down by Prr
///     │ ECE                                          ^
///     └──────> CWR  (cwnd comes down by Prr)         │ a retransmission is lost
///   any ── retransmission timeout ──────────> LOSS ──┘        slow start
/// ```
///
/// RECOVERY and LOSS end when what was outstanding at their beginning (up to recoveryPoint) is acknowledged, or when
/// [Undo] finds out that nothing was lost.
public final class LossRecovery {

    public static final int OPEN = 0;
    /// Something is reported out of order, or was sent again, and nothing is known to be lost.
    public static final int DISORDER = 1;
    /// Congestion was echoed (ECN), or a tail loss probe mended a loss.
    public static final int CWR = 2;
    /// Fast recovery (RFC 6675, 5).
    public static final int RECOVERY = 3;
    /// After a retransmission timeout.
    public static final int LOSS = 4;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Acked acked;
    private final Reordering reordering;
    private final Scoreboard scoreboard;
    private final Delivery delivery;
    private final Rack rack;
    private final LossDetection detection;
    private final DuplicateAcks duplicateAcks;
    private final TailLossProbe probe;
    private final MtuProbe mtuProbe;
    private final TimeoutRecovery timeout;
    private final Undo undo;

    LossRecovery(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        acked = tcp.acked;
        reordering = tcp.reordering;
        delivery = tcp.delivery;
        probe = tcp.probe;
        mtuProbe = tcp.mtuProbe;
        undo = tcp.undo;
        scoreboard = new Scoreboard(tcp);
        rack = new Rack(tcp);
        duplicateAcks = new DuplicateAcks(tcp);
        detection = new LossDetection(tcp, rack, duplicateAcks);
        timeout = new TimeoutRecovery(tcp);
    }

    /// The connection is established and sndMss known.
    void opened(Tcb tcb) {
        tcb.cwnd(CongestionControl.initialWindow(tcb));
        tcb.ssthresh(CongestionControl.MAXIMUM_CWND);
        tcb.recoveryPhase(OPEN);
        tcb.recoveryPoint(tcb.iss());
        tcb.undoMarker(tcb.iss());
        reordering.opened(tcb);
    }

    /// An acknowledgment has come, [Acked#begin] has been called before sndUna moved, and `acked.bits` say whether it
    /// moved it, is old, or cannot be a duplicate.
    void acknowledged(Tcb tcb, Segment segment) {
        RecoveryBits.clear(tcb, RecoveryBits.HELD | RecoveryBits.NEW_FIRST);
        FlightLog log = tcb.flight();
        boolean outstanding = log.count() > 0;
        if (tcb.has(Tcb.SACK_OK)) {
            scoreboard.report(tcb, segment, acked);
        }
        if (acked.has(AckBits.OLD)) {
            old(tcb);
        } else if (outstanding) {
            news(tcb, log);
        } else {
            nothingOutstanding(tcb);
        }
    }

    private void news(Tcb tcb, FlightLog log) {
        delivery.acknowledged(tcb, log);
        if (acked.has(AckBits.TEXT_ACKED)) {
            progress(tcb);
        }
        boolean measured = RttEstimator.acknowledged(tcb, acked);
        // a report of what was sent after the first segment: that is late, and the timer is not to be put off for ever
        boolean later = measured && log.count() > 0 && acked.firstSackedSentAt >= 0
                && acked.firstSackedSentAt < log.sentAt(0);
        if (later) {
            acked.add(AckBits.SET_TIMER);
        }
        RateSample.delivered(tcb, acked.delivered(), acked.now);
        count(tcb);
        rack.adapt(tcb, acked);
        probe.acknowledged(tcb);
        if (isDubious(tcb)) {
            judge(tcb);
        }
        if (acked.has(AckBits.SET_TIMER) && !probe.schedule(tcb, true, acked.now)) {
            RetransmissionTimer.rearm(tcb, acked.now);
        }
        control(tcb);
    }

    private static void count(Tcb tcb, int segments) {
        int delivered = tcb.intAt(RecoveryLayout.SEGMENTS_DELIVERED);
        tcb.intAt(RecoveryLayout.SEGMENTS_DELIVERED, delivered + segments);
    }

    private void count(Tcb tcb) {
        count(tcb, acked.segments);
        counters.tcpDeliveredMarked += Ecn.delivered(tcb, acked);
    }

    /// Something outstanding is acknowledged.
    private void progress(Tcb tcb) {
        mtuProbe.acknowledged(tcb);
        if (tcb.has(Tcb.SACK_OK)) {
            if (Sequence.isBefore(acked.reorderedFrom, acked.priorHighestSack)) {
                reordering.check(tcb, acked.reorderedFrom, Reordering.highest(tcb));
            }
        } else {
            duplicateAcks.remove(tcb, acked);
            if (acked.retransmittedAcked) {
                // without SACK it may have been the retransmission that arrived
                acked.bits &= ~AckBits.ORIGINAL_DELIVERED;
            }
        }
    }

    /// It is older than one that came before: only what it reports counts.
    private void old(Tcb tcb) {
        if (acked.has(AckBits.SACKED_SOMETHING | AckBits.DUPLICATE_REPORTED)) {
            RateSample.delivered(tcb, acked.delivered(), acked.now);
            judge(tcb);
            count(tcb);
        }
    }

    private void nothingOutstanding(Tcb tcb) {
        counters.tcpDeliveredMarked += Ecn.delivered(tcb, acked);
        if (acked.has(AckBits.DUPLICATE_REPORTED)) {
            judge(tcb);
        }
        probe.acknowledged(tcb);
    }

    private boolean isDubious(Tcb tcb) {
        return !acked.has(AckBits.TEXT_ACKED | AckBits.NO_DUPLICATE) || tcb.recoveryPhase() != OPEN || acked.ecnEcho
                || acked.has(AckBits.SACKED_SOMETHING | AckBits.DUPLICATE_REPORTED);
    }

    /// A duplicate acknowledgment by RFC 5681, 2.
    static boolean isDuplicate(Acked acked) {
        return !acked.has(AckBits.ADVANCED | AckBits.NO_DUPLICATE | AckBits.DUPLICATE_REPORTED | AckBits.OLD);
    }

    /// What it means for the phase, and what is lost.
    private void judge(Tcb tcb) {
        if (acked.ecnEcho) {
            RecoveryBits.clear(tcb, RecoveryBits.RESTORABLE);
        }
        if (acked.has(AckBits.RENEGED) && acked.has(AckBits.ADVANCED)) {
            // a little time for the peer to acknowledge what it has reported, then it has thrown it away
            long patience = Math.max(tcb.srtt() / 2, 10_000_000L);
            RetransmissionTimer.arm(tcb, RetransmissionTimer.RTO, acked.now + patience);
            acked.bits &= ~AckBits.SET_TIMER;
            hold(tcb);
            return;
        }
        if (!isOver(tcb)) {
            process(tcb);
        }
    }

    /// Ends a phase whose recoveryPoint is acknowledged; true if there is nothing else to do.
    private boolean isOver(Tcb tcb) {
        int phase = tcb.recoveryPhase();
        if (phase == OPEN) {
            tcb.longAt(RecoveryLayout.RETRANSMITTED_AT, 0);
        } else if (phase == CWR && Sequence.isAfter(tcb.sndUna(), tcb.recoveryPoint())) {
            Reduction.end(tcb, acked.now);
            tcb.recoveryPhase(OPEN);
        } else if (phase == RECOVERY && Sequence.isAtOrAfter(tcb.sndUna(), tcb.recoveryPoint())) {
            if (!tcb.has(Tcb.SACK_OK)) {
                DuplicateAcks.reset(tcb);
            }
            if (undo.recovery(tcb, acked)) {
                hold(tcb);
                return true;
            }
            Reduction.end(tcb, acked.now);
        }
        return false;
    }

    private void process(Tcb tcb) {
        switch (tcb.recoveryPhase()) {
            case RECOVERY -> recovering(tcb);
            case LOSS -> mending(tcb);
            default -> suspecting(tcb);
        }
    }

    private void recovering(Tcb tcb) {
        if (!acked.has(AckBits.ADVANCED)) {
            addDuplicate(tcb);
        } else if (undo.partial(tcb, acked)) {
            hold(tcb);
            return;
        }
        if (undo.byDuplicates(tcb, acked.now)) {
            open(tcb);
        }
        detection.detect(tcb);
        if (tcb.recoveryPhase() != RECOVERY) {
            if (Pipe.lost(tcb) == 0) {
                return;
            }
            enter(tcb, acked.now);
        }
    }

    private void mending(Tcb tcb) {
        timeout.acknowledged(tcb, acked);
        if (tcb.recoveryPhase() != LOSS) {
            TimeoutRecovery.end(tcb, acked.now);
        }
        detection.detect(tcb);
        if (tcb.recoveryPhase() == OPEN || acked.has(AckBits.RETRANSMISSION_LOST)) {
            suspecting(tcb);
        }
    }

    private void suspecting(Tcb tcb) {
        if (!tcb.has(Tcb.SACK_OK)) {
            if (acked.has(AckBits.ADVANCED)) {
                DuplicateAcks.reset(tcb);
            }
            addDuplicate(tcb);
        }
        if (tcb.recoveryPhase() <= DISORDER) {
            undo.byDuplicates(tcb, acked.now);
        }
        detection.detect(tcb);
        if (Pipe.lost(tcb) == 0) {
            open(tcb);
        } else if (mtuProbe.failedAlone(tcb)) {
            detection.resend(tcb);
        } else {
            enter(tcb, acked.now);
        }
    }

    private void addDuplicate(Tcb tcb) {
        if (!tcb.has(Tcb.SACK_OK) && isDuplicate(acked)) {
            duplicateAcks.add(tcb, acked);
        }
    }

    /// Fast recovery begins: RFC 6675, 5, (4); RFC 6582, 3.2, (2).
    private void enter(Tcb tcb, long now) {
        Undo.cleanUp(tcb);
        RecoveryBits.clear(tcb, RecoveryBits.HELD);
        counters.tcpSackRecovery += tcb.has(Tcb.SACK_OK) ? 1 : 0;
        counters.tcpRenoRecovery += tcb.has(Tcb.SACK_OK) ? 0 : 1;
        RecoveryBits.clear(tcb, RecoveryBits.RESTORABLE);
        Undo.begin(tcb);
        int phase = tcb.recoveryPhase();
        if (phase != CWR && phase != RECOVERY) {
            if (!acked.ecnEcho) {
                RecoveryBits.set(tcb, RecoveryBits.RESTORABLE);
            }
            Reduction.begin(tcb, now);
        }
        tcb.recoveryPhase(RECOVERY);
    }

    private void open(Tcb tcb) {
        Undo.cleanUp(tcb);
        if (acked.ecnEcho) {
            Reduction.enterCwr(tcb, acked.now);
        }
        if (tcb.recoveryPhase() != CWR) {
            Reduction.keepOpen(tcb);
        }
    }

    /// At last, cwnd: congestion control's, and in recovery that of [Prr].
    private void control(Tcb tcb) {
        acked.inFlight = inFlight(tcb);
        int phase = tcb.recoveryPhase();
        acked.recovering = phase == CWR || phase == RECOVERY;
        acked.disordered = !mayRaise(tcb);
        if (acked.segments > 0 || acked.lost > 0) {
            CongestionInput.acknowledged(tcb, acked, settings, acked.now);
        }
        if (acked.recovering && !CongestionControl.of(tcb).isModel()) {
            Prr.reduce(tcb, acked.segments, acked.lostSegments, acked.has(AckBits.ADVANCED));
        }
    }

    /// RFC 5681, 3.1: cwnd grows with what is acknowledged; but where the path is known to reorder, with whatever
    /// arrives.
    private boolean mayRaise(Tcb tcb) {
        return acked.has(AckBits.TEXT_ACKED)
                || acked.segments > 0 && Reordering.degree(tcb) > settings.reordering;
    }

    private static void hold(Tcb tcb) {
        RecoveryBits.set(tcb, RecoveryBits.HELD);
    }

    /// The retransmission timer has gone off for a timeout; `tcb.retries()` does not count it yet.
    void timedOut(Tcb tcb, long now) {
        acked.clear(tcb, now);
        timeout.begin(tcb, now);
    }

    /// What is outstanding was too long for the path: it is sent again in shorter segments (RFC 1191, 6.4).
    void resend(Tcb tcb, long now) {
        acked.clear(tcb, now);
        detection.resend(tcb);
    }

    /// The timer has gone off for the reordering window (RFC 8985, 6.3): what has not arrived by now is lost.
    void reorderingExpired(Tcb tcb, long now) {
        acked.clear(tcb, now);
        boolean lost = rack.findsLost(tcb, now);
        if (lost && mtuProbe.failedAlone(tcb)) {
            detection.resend(tcb);
        } else if (lost && tcb.recoveryPhase() != RECOVERY) {
            enter(tcb, now);
            if (!CongestionControl.of(tcb).isModel()) {
                Prr.reduce(tcb, 1, acked.lostSegments, false);
            }
        }
        RecoveryBits.clear(tcb, RecoveryBits.HELD);
        RetransmissionTimer.rearm(tcb, now);
    }

    /// Bytes that congestion control lets go now, in whole segments; one for a tail loss probe, whatever cwnd says.
    public static int allowance(Tcb tcb) {
        if (RecoveryBits.has(tcb, RecoveryBits.PROBE_DUE)) {
            return tcb.sndMss();
        }
        int mss = tcb.sndMss();
        return Math.max(tcb.cwnd() / mss - Pipe.segments(tcb), 0) * mss;
    }

    /// The pipe of RFC 6675, 4: bytes thought to be on their way, small segments counted as full ones.
    public static int inFlight(Tcb tcb) {
        return Pipe.segments(tcb) * tcb.sndMss();
    }

    /// New text is sent: `outgoing`, which ends at sndNxt.
    void transmitted(Tcb tcb, OutgoingSegment outgoing, long now) {
        FlightLog log = tcb.flight();
        boolean first = log.count() == 0;
        RateSample.sent(tcb, inFlight(tcb), now);
        int before = Pipe.out(tcb);
        int flags = RateSample.isAppLimited(tcb) ? FlightLog.APPLICATION_LIMITED : 0;
        flags |= RecordEnds.flag(tcb, outgoing.end()) | (outgoing.has(TcpHeader.FIN) ? FlightLog.FIN : 0);
        flags |= outgoing.endsWithPush(tcb) ? FlightLog.PUSHED : 0;
        int i = log.append(outgoing.sequence, outgoing.end(), flags, outgoing.fullSize(tcb), now);
        stamp(tcb, log, i);
        Prr.sent(tcb, Math.max(Pipe.out(tcb) - before, 1));
        long bytes = tcb.longAt(RecoveryLayout.SENT_BYTES) + outgoing.payloadLength;
        tcb.longAt(RecoveryLayout.SENT_BYTES, bytes);
        if (RecoveryBits.has(tcb, RecoveryBits.PROBE_DUE)) {
            probe.sent(tcb, false, now);
            return;
        }
        if (first || RetransmissionTimer.isFor(tcb, RetransmissionTimer.PROBE)) {
            RetransmissionTimer.rearm(tcb, now);
        }
        probe.schedule(tcb, false, now);
    }

    /// What congestion control wants to know of a transmission when it is delivered.
    static void stamp(Tcb tcb, FlightLog log, int i) {
        log.delivery(i, (int) RateSample.delivered(tcb), RateSample.deliveredAt(tcb), RateSample.firstSentAt(tcb));
        log.load(i, (int) RateSample.lost(tcb), inFlight(tcb));
    }

    /// Whether lost text is being mended.
    public static boolean isMending(Tcb tcb) {
        return tcb.recoveryPhase() >= RECOVERY;
    }
}
