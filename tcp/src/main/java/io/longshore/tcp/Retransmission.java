package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.EVER_RETRANSMITTED;
import static io.longshore.tcp.FlightLog.FIN;
import static io.longshore.tcp.FlightLog.LOST;
import static io.longshore.tcp.FlightLog.PUSHED;
import static io.longshore.tcp.FlightLog.RECORD_END;
import static io.longshore.tcp.FlightLog.RETRANSMITTED;
import static io.longshore.tcp.FlightLog.SACKED;
import static io.longshore.tcp.RecoveryLayout.RETRANSMIT_FROM;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// What is lost, and sending it again: the lowest first (RFC 6675, 4, NextSeg), never what the peer has reported, never
/// across what it has, never beyond its window but for the first segment, in segments of the size that the path takes
/// now.
final class Retransmission {

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Acked acked;

    Retransmission(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        acked = tcp.acked;
    }

    /// An entry is deemed lost; if it was sent again already, that was lost too.
    void lost(Tcb tcb, FlightLog log, int i) {
        if (log.has(i, SACKED)) {
            return;
        }
        boolean none = Pipe.retransmitted(tcb) >= Pipe.lost(tcb);
        if (none || Sequence.isBefore(log.start(i), tcb.intAt(RETRANSMIT_FROM))) {
            tcb.intAt(RETRANSMIT_FROM, log.start(i));
        }
        int segments = log.segments(i);
        if (!log.has(i, LOST)) {
            log.set(i, LOST);
            Pipe.addLost(tcb, segments);
        } else if (log.has(i, RETRANSMITTED)) {
            counters.tcpLostRetransmit += segments;
        } else {
            return;
        }
        if (log.has(i, RETRANSMITTED)) {
            log.clear(i, RETRANSMITTED);
            Pipe.addRetransmitted(tcb, -segments);
        }
        int bytes = log.end(i) - log.start(i);
        acked.lost += bytes;
        acked.lostSegments += segments;
        RateSample.lost(tcb, bytes);
    }

    /// Fills in the next of what is lost, if there is some and congestion control and the window let it go.
    boolean next(Tcb tcb, OutgoingSegment outgoing, long now) {
        if (RecoveryBits.has(tcb, RecoveryBits.HELD) || Pipe.retransmitted(tcb) >= Pipe.lost(tcb)) {
            return false;
        }
        FlightLog log = tcb.flight();
        int i = find(tcb, log);
        int allowed = LossRecovery.allowance(tcb);
        if (i < 0 || allowed <= 0 || !Pacing.mayGo(tcb, settings, now)) {
            return false;
        }
        int most = Math.min(room(tcb, log, i, allowed), log.burstLeft(i));
        if (most <= 0) {
            return false;
        }
        shape(tcb, log, i, most);
        fill(tcb, log, i, outgoing, most);
        sent(tcb, log, i, outgoing, now);
        return true;
    }

    /// The first entry that is lost and not on its way again; −1 if there is none.
    private static int find(Tcb tcb, FlightLog log) {
        for (int i = log.find(tcb.intAt(RETRANSMIT_FROM)); i < log.count(); i++) {
            log.steps++;
            if ((log.flags(i) & (LOST | RETRANSMITTED | SACKED)) == LOST) {
                tcb.intAt(RETRANSMIT_FROM, log.start(i));
                return i;
            }
        }
        return -1;
    }

    /// Bytes of an entry that may go. RFC 9293, 3.8.6: not beyond the window, which may have shrunk; but the first
    /// segment always may, which is also what finds out that it has opened again.
    private int room(Tcb tcb, FlightLog log, int i, int allowed) {
        int mss = tcb.sndMss();
        int most = Math.min(allowed, longest(tcb));
        int window = tcb.sndUna() + tcb.sndWnd() - log.start(i);
        if (window <= 0) {
            return i == 0 ? mss : 0;
        }
        return window < most ? window > mss ? window - window % mss : window : most;
    }

    private int longest(Tcb tcb) {
        int mss = tcb.sndMss();
        int most = Math.max(mss, settings.maxSuperSegment - settings.maxSuperSegment % mss);
        return tcb.has(Tcb.URGENT) || Ecn.forbidsSuperSegments(tcb) ? mss : most;
    }

    /// Makes the entry one that goes as a whole: cuts it where it is too long, and adds to it what follows where it is
    /// shorter than a segment (tcp_retrans_collapse).
    private static void shape(Tcb tcb, FlightLog log, int i, int most) {
        int text = text(log, i);
        if (text > most) {
            Pipe.divide(tcb, log, i, log.start(i) + most);
            return;
        }
        while (i + 1 < log.count() && !log.has(i + 1, SACKED | RETRANSMITTED) && !log.has(i, RECORD_END)
                && text(log, i) + text(log, i + 1) <= Math.min(most, tcb.sndMss())) {
            log.steps++;
            log.absorb(i);
        }
    }

    /// Bytes of an entry that are text.
    static int text(FlightLog log, int i) {
        return log.end(i) - log.start(i) - (log.has(i, FIN) ? 1 : 0);
    }

    /// An entry becomes a segment, or a super-segment; of one that could not be divided, `most` bytes that may go.
    void fill(Tcb tcb, FlightLog log, int i, OutgoingSegment outgoing, int most) {
        int mss = tcb.sndMss();
        int text = text(log, i);
        int longest = Math.min(most, longest(tcb));
        boolean whole = text <= longest;
        outgoing.sequence = log.start(i);
        outgoing.payloadPosition = tcb.sentPosition(log.start(i));
        outgoing.payloadLength = whole ? text : longest;
        outgoing.segmentSize = outgoing.payloadLength > mss ? mss : 0;
        outgoing.flags = whole && log.has(i, FIN) ? TcpHeader.FIN : 0;
        boolean burst = outgoing.segmentSize > 0 && log.burstLeft(i) < Integer.MAX_VALUE;
        boolean pushed = burst || whole && log.has(i, PUSHED);
        outgoing.flags |= pushed ? TcpHeader.PSH : 0;
    }

    private void sent(Tcb tcb, FlightLog log, int i, OutgoingSegment outgoing, long now) {
        Pipe.account(tcb, log, i, -1);
        log.resized(i);
        log.set(i, RETRANSMITTED);
        Pipe.account(tcb, log, i, 1);
        int segments = again(tcb, log, i, outgoing, now);
        boolean byTimer = i == 0 && tcb.retries() > 0;
        if (tcb.recoveryPhase() != LossRecovery.LOSS) {
            counters.tcpFastRetrans += segments;
        } else if (!byTimer) {
            counters.tcpSlowStartRetrans += segments;
        }
        Undo.retransmitted(tcb, segments, now);
        Prr.sent(tcb, segments);
        if (i == 0 && !RetransmissionTimer.isFor(tcb, RetransmissionTimer.REORDER)) {
            RetransmissionTimer.start(tcb, now);
        }
    }

    /// What every retransmission counts, a tail loss probe too; returns its segments.
    int again(Tcb tcb, FlightLog log, int i, OutgoingSegment outgoing, long now) {
        MtuProbe.cancel(tcb);
        int segments = Math.max(1, Math.ceilDiv(outgoing.payloadLength, tcb.sndMss()));
        RateSample.sent(tcb, LossRecovery.inFlight(tcb), now);
        log.set(i, EVER_RETRANSMITTED);
        log.sent(i, now);
        LossRecovery.stamp(tcb, log, i);
        tcb.lastSentAt(now);
        Pacing.sent(tcb, outgoing.payloadLength, settings, now);
        tcb.retransmits(tcb.retransmits() + segments);
        counters.retransSegs += segments;
        int bytes = outgoing.payloadLength;
        tcb.longAt(RecoveryLayout.RETRANSMITTED_BYTES, tcb.longAt(RecoveryLayout.RETRANSMITTED_BYTES) + bytes);
        tcb.longAt(RecoveryLayout.SENT_BYTES, tcb.longAt(RecoveryLayout.SENT_BYTES) + bytes);
        return segments;
    }
}
