package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// Fifth, check the ACK field: RFC 9293 3.10.7.4.
final class Acknowledgments {

    private final Tcp tcp;
    private final TcpCounters counters;
    private final Acked acked;

    Acknowledgments(Tcp tcp) {
        this.tcp = tcp;
        counters = tcp.counters;
        acked = tcp.acked;
    }

    /// Takes the acknowledgment; false where the segment is to be dropped.
    boolean isGood(Tcb tcb, Segment segment, Verdict verdict, long now) {
        // "if the ACK bit is off, drop the segment and return"
        if (!segment.has(TcpHeader.ACK)) {
            return false;
        }
        if (tcb.state() == State.SYN_RECEIVED && !tcb.has(Tcb.FAST_OPEN)) {
            return handshake(tcb, segment, verdict, now) && tcb.state() != State.CLOSED;
        }
        boolean opens = tcb.has(Tcb.FAST_OPEN);
        if (opens) {
            tcp.handshake.fastOpenCompleted(tcb, segment, now);
            EcnOpening.completed(tcb, segment, tcp.settings);
        }
        acked.begin(tcb, segment, now);
        if (opens) {
            acked.add(AckBits.SYN_ACKED);
        }
        return isInRange(tcb, segment, verdict, now) && known(tcb, segment, verdict, now);
    }

    /// Whether an acknowledgment repeats what is known, window included.
    boolean saysNothingNew(Tcb tcb, Segment segment) {
        return segment.acknowledgment == tcb.sndUna() && !isWindowNewer(tcb, segment);
    }

    /// RFC 5961 5.2: "(SND.UNA − MAX.SND.WND) =< SEG.ACK =< SND.NXT"; all else is dropped and challenged. What was
    /// never sent cannot have been acknowledged either, however large the window.
    private boolean isInRange(Tcb tcb, Segment segment, Verdict verdict, long now) {
        int oldest = tcb.sndUna() - (int) Math.min(tcb.maxSndWnd(), tcb.sndUna() - (tcb.iss() + 1) & 0xFFFF_FFFFL);
        if (tcb.acknowledged() > Integer.MAX_VALUE) {
            oldest = tcb.sndUna() - tcb.maxSndWnd();
        }
        if (!Sequence.isBetween(oldest, segment.acknowledgment, tcb.sndNxt())) {
            tcp.challengeAcks.challenge(tcb, verdict, now);
            return false;
        }
        if (Sequence.isAtOrAfter(segment.acknowledgment, tcb.sndUna())) {
            // only now is the segment known not to be a blind guess
            int before = tcb.tsRecent();
            Timestamps.remember(tcb, segment, now);
            if (Sequence.isAfter(tcb.tsRecent(), before)) {
                acked.add(AckBits.STAMP_ADVANCED);
            }
        }
        return true;
    }

    /// SYN-RECEIVED: "If SND.UNA < SEG.ACK =< SND.NXT, then enter ESTABLISHED state"; else a reset.
    private boolean handshake(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (segment.acknowledgment != tcb.sndNxt()) {
            verdict.add(Verdict.RESET);
            return false;
        }
        if (tcb.has(Tcb.PASSIVE)) {
            if (isDeferred(tcb, segment) || isOverflowing(tcb, verdict)) {
                return false;
            }
            accepted(tcb, verdict);
        } else {
            verdict.add(Verdict.ESTABLISHED);
        }
        Timestamps.remember(tcb, segment, now);
        tcp.handshake.established(tcb, segment, now);
        EcnOpening.completed(tcb, segment, tcp.settings);
        verdict.add(Verdict.SEND);
        return true;
    }

    /// TCP_DEFER_ACCEPT: an acknowledgment without text is not enough, for a while.
    private boolean isDeferred(Tcb tcb, Segment segment) {
        boolean isBare = segment.end() == tcb.irs() + 1;
        if (!isBare || !tcb.has(Tcb.HALF_OPEN) || tcb.retries() >= tcp.listeners.deferral(tcb.listener())) {
            return false;
        }
        OpeningFields.set(tcb, OpeningFields.ACKNOWLEDGED);
        counters.tcpDeferAcceptDrop++;
        return true;
    }

    /// As Linux: the peer believes it is connected; our SYN-ACK goes on until there is room.
    private boolean isOverflowing(Tcb tcb, Verdict verdict) {
        if (!tcp.listeners.isAcceptQueueFull(tcb.listener())) {
            return false;
        }
        counters.listenOverflows++;
        counters.listenDrops++;
        OpeningFields.set(tcb, OpeningFields.ACKNOWLEDGED);
        if (tcp.settings.abortOnOverflow) {
            counters.embryonicRsts++;
            verdict.add(Verdict.RESET);
            tcp.ending.end(tcb, verdict);
        }
        return true;
    }

    private void accepted(Tcb tcb, Verdict verdict) {
        tcp.synQueue.remove(tcb);
        tcp.sources.connected(tcb);
        int listener = tcb.listener();
        tcp.listeners.queued(listener, tcp.listeners.queued(listener) + 1);
        counters.passiveOpens++;
        verdict.add(Verdict.ACCEPTED);
    }

    /// ESTABLISHED and later.
    private boolean known(Tcb tcb, Segment segment, Verdict verdict, long now) {
        tcb.probes(0);
        acked.ecnEcho = Ecn.isEcho(tcb, segment);
        boolean moved = updateWindow(tcb, segment);
        PersistTimer.acknowledged(tcb, now);
        Nagle.acknowledged(tcb);
        if (moved || segment.length() > 0) {
            acked.add(AckBits.NO_DUPLICATE);
        }
        boolean advances = Sequence.isAfter(segment.acknowledgment, tcb.sndUna());
        if (advances) {
            acked.add(AckBits.ADVANCED);
            advance(tcb, segment);
            tcp.orphans.wait(tcb, now);
        } else if (segment.acknowledgment != tcb.sndUna()) {
            acked.add(AckBits.OLD);
        }
        tcp.recovery.acknowledged(tcb, segment);
        if (advances) {
            finAcknowledged(tcb, verdict, now);
            verdict.add(Verdict.ACKED);
        }
        if (tcb.sndUna() != tcb.sndNxt() || tcb.sndNxt() != tcb.sentEnd() || tcb.has(Tcb.OUTPUT_SHUT)) {
            verdict.add(Verdict.SEND);
        }
        return tcb.state() != State.CLOSED;
    }

    private void advance(Tcb tcb, Segment segment) {
        tcb.sndUna(segment.acknowledgment);
        tcb.acknowledged(Math.min(tcb.sentPosition(tcb.sndUna()), tcb.sent()));
        tcb.retries(0);
        if (segment.textLength == 0) {
            counters.tcpPureAcks++;
        }
    }

    /// "if (SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK))" the window is newer than the one known.
    private static boolean isWindowNewer(Tcb tcb, Segment segment) {
        if (tcb.sndWl1() == segment.sequence && tcb.sndWl2() == segment.acknowledgment) {
            return segment.window << tcb.sndScale() != tcb.sndWnd();
        }
        return Sequence.isBefore(tcb.sndWl1(), segment.sequence)
                || tcb.sndWl1() == segment.sequence && Sequence.isBefore(tcb.sndWl2(), segment.acknowledgment);
    }

    private static boolean updateWindow(Tcb tcb, Segment segment) {
        if (!isWindowNewer(tcb, segment) || Sequence.isBefore(segment.acknowledgment, tcb.sndUna())) {
            return false;
        }
        int window = segment.window << tcb.sndScale();
        boolean moved = window != tcb.sndWnd();
        tcb.sndWnd(window);
        if (window > tcb.maxSndWnd()) {
            tcb.maxSndWnd(window);
            SegmentSize.choose(tcb);
        }
        tcb.sndWl1(segment.sequence);
        tcb.sndWl2(segment.acknowledgment);
        return moved;
    }

    /// "if the FIN segment is now acknowledged": FIN-WAIT-1, CLOSING, LAST-ACK.
    private void finAcknowledged(Tcb tcb, Verdict verdict, long now) {
        if (!tcb.has(Tcb.FIN_SENT) || tcb.sndUna() != tcb.sndNxt()) {
            return;
        }
        State before = tcb.state();
        State state = Transitions.apply(tcb, Event.FIN_ACKED);
        if (state == before) {
            return;
        }
        verdict.add(Verdict.OUTPUT_END);
        switch (state) {
            case FIN_WAIT_2 -> tcp.ending.finWait2(tcb, verdict, now);
            case TIME_WAIT -> tcp.ending.timeWait(tcb, verdict, now);
            case CLOSED -> tcp.ending.end(tcb, verdict);
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, CLOSING, LAST_ACK -> { }
        }
    }
}
