package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.EVER_RETRANSMITTED;
import static io.longshore.tcp.FlightLog.LOST;
import static io.longshore.tcp.FlightLog.RETRANSMITTED;
import static io.longshore.tcp.FlightLog.SACKED;

import io.longshore.wire.Sequence;

/// What has arrived at the peer, entry by entry of the [FlightLog]: reported out of order, or acknowledged.
final class Delivery {

    private final Acked acked;

    Delivery(Tcp tcp) {
        acked = tcp.acked;
    }

    /// An entry is reported for the first time.
    void reported(Tcb tcb, FlightLog log, int i) {
        int segments = log.segments(i);
        Rack.delivered(tcb, log, i, acked);
        if (log.has(i, RETRANSMITTED) && log.has(i, LOST)) {
            log.clear(i, LOST | RETRANSMITTED);
            Pipe.addLost(tcb, -segments);
            Pipe.addRetransmitted(tcb, -segments);
        } else if (!log.has(i, RETRANSMITTED)) {
            original(tcb, log, i);
            if (log.has(i, LOST)) {
                log.clear(i, LOST);
                Pipe.addLost(tcb, -segments);
            }
        }
        // an entry that is deemed on its way again and was not lost stays so: its retransmission is
        int highest = Reordering.highest(tcb);
        log.set(i, SACKED);
        Pipe.addSacked(tcb, segments);
        acked.add(AckBits.SACKED_SOMETHING);
        acked.sacked += log.end(i) - log.start(i);
        acked.segments += segments;
        acked.sample(log, i);
        if (Sequence.isAfter(log.end(i), highest)) {
            tcb.intAt(RecoveryLayout.HIGHEST_SACK, log.end(i));
        }
    }

    /// It was sent once, so this is a measurement, and reordering where more was reported that was sent later.
    private void original(Tcb tcb, FlightLog log, int i) {
        if (log.has(i, EVER_RETRANSMITTED)) {
            return;
        }
        if (Sequence.isBefore(log.start(i), Reordering.highest(tcb))) {
            acked.reorderedFrom = Sequence.min(acked.reorderedFrom, log.start(i));
        }
        if (Sequence.isAtOrBefore(log.end(i), tcb.recoveryPoint())) {
            acked.add(AckBits.ORIGINAL_DELIVERED);
        }
        acked.lastSackedSentAt = log.sentAt(i);
        if (acked.firstSackedSentAt < 0) {
            acked.firstSackedSentAt = log.sentAt(i);
        }
    }

    /// sndUna has moved: takes out what lies below it.
    void acknowledged(Tcb tcb, FlightLog log) {
        int una = tcb.sndUna();
        acked.reorderedFrom = tcb.sndNxt();
        int gone = 0;
        while (gone < log.count() && Sequence.isAtOrBefore(log.end(gone), una)) {
            take(tcb, log, gone, log.segments(gone));
            acked.acked += log.has(gone, SACKED) ? 0 : log.end(gone) - log.start(gone);
            gone++;
        }
        if (gone < log.count() && Sequence.isBefore(log.start(gone), una)) {
            part(tcb, log, gone, una);
        }
        log.steps += gone;
        log.drop(gone);
        if (log.count() > 0 && log.has(0, SACKED)) {
            acked.add(AckBits.RENEGED);
        }
    }

    private void part(Tcb tcb, FlightLog log, int i, int una) {
        acked.acked += log.has(i, SACKED) ? 0 : una - log.start(i);
        int before = log.segments(i);
        int segments = before - Math.min(before, log.segmentsFrom(i, una));
        if (segments > 0) {
            take(tcb, log, i, segments);
        }
        log.trim(i, una);
    }

    /// So many segments of an entry are acknowledged.
    private void take(Tcb tcb, FlightLog log, int i, int segments) {
        acked.add(AckBits.TEXT_ACKED | AckBits.SET_TIMER);
        boolean sacked = log.has(i, SACKED);
        if (log.has(i, EVER_RETRANSMITTED)) {
            acked.retransmittedAcked = true;
        } else if (!sacked) {
            late(tcb, log, i);
        }
        if (!sacked && tcb.has(Tcb.SACK_OK)) {
            acked.segments += segments;
            if (!isSpurious(tcb, log, i)) {
                Rack.delivered(tcb, log, i, acked);
            }
        }
        if (!sacked) {
            acked.sample(log, i);
        }
        acked.segmentsAcked += segments;
        Pipe.addOut(tcb, -segments);
        Pipe.addSacked(tcb, sacked ? -segments : 0);
        Pipe.addLost(tcb, log.has(i, LOST) ? -segments : 0);
        Pipe.addRetransmitted(tcb, log.has(i, RETRANSMITTED) ? -segments : 0);
    }

    private void late(Tcb tcb, FlightLog log, int i) {
        acked.lastAckedSentAt = log.sentAt(i);
        if (acked.firstAckedSentAt < 0) {
            acked.firstAckedSentAt = log.sentAt(i);
        }
        acked.reorderedFrom = Sequence.min(acked.reorderedFrom, log.start(i));
        if (Sequence.isAtOrBefore(log.end(i), tcb.recoveryPoint())) {
            acked.add(AckBits.ORIGINAL_DELIVERED);
        }
    }

    /// Whether a timestamp shows that what arrived was not the last retransmission (RFC 3522, 3.2).
    private boolean isSpurious(Tcb tcb, FlightLog log, int i) {
        return log.has(i, EVER_RETRANSMITTED) && acked.has(AckBits.ECHOES)
                && Sequence.isBefore(acked.echo, Timestamps.value(tcb, log.sentAt(i)));
    }
}
