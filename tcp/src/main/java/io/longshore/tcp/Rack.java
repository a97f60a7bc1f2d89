package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.EVER_RETRANSMITTED;
import static io.longshore.tcp.FlightLog.LOST;
import static io.longshore.tcp.FlightLog.RETRANSMITTED;
import static io.longshore.tcp.FlightLog.SACKED;
import static io.longshore.tcp.RecoveryLayout.RACK_END;
import static io.longshore.tcp.RecoveryLayout.RACK_RTT;
import static io.longshore.tcp.RecoveryLayout.RACK_SENT_AT;
import static io.longshore.tcp.RecoveryLayout.REORDER_DELIVERED;
import static io.longshore.tcp.RecoveryLayout.REORDER_PERSIST;
import static io.longshore.tcp.RecoveryLayout.REORDER_STEPS;

import io.longshore.wire.Sequence;

/// Recent acknowledgment (RFC 8985, 6): what was sent a round trip and a reordering window before something that has
/// arrived is lost, be it an original or a retransmission.
final class Rack {

    /// Bits of tcp_recovery.
    static final int ENABLED = 1;
    static final int STATIC_WINDOW = 2;
    static final int NO_THRESHOLD = 4;

    /// RFC 8985, 6.2, step 4: recoveries without a reported duplicate after which the window is the smallest again.
    static final int PERSISTENCE = 16;

    private static final int MOST_STEPS = 255;

    private final TcpSettings settings;
    private final Retransmission retransmission;

    Rack(Tcp tcp) {
        settings = tcp.settings;
        retransmission = tcp.retransmission;
    }

    /// RFC 8985, 6.2, steps 1 and 2: an entry is delivered.
    static void delivered(Tcb tcb, FlightLog log, int i, Acked acked) {
        long rtt = acked.now - log.sentAt(i);
        if (rtt < tcb.minRtt() && log.has(i, EVER_RETRANSMITTED)) {
            // too soon: it was the original that arrived
            return;
        }
        RecoveryBits.set(tcb, RecoveryBits.RACK_ADVANCED);
        tcb.longAt(RACK_RTT, rtt);
        if (isSentAfter(log.sentAt(i), log.end(i), tcb.longAt(RACK_SENT_AT), tcb.intAt(RACK_END))) {
            tcb.longAt(RACK_SENT_AT, log.sentAt(i));
            tcb.intAt(RACK_END, log.end(i));
        }
    }

    /// Step 4: the window grows by a quarter of the smallest round-trip time for each round trip in which duplicates
    /// were reported.
    void adapt(Tcb tcb, Acked acked) {
        if ((settings.recovery & STATIC_WINDOW) != 0 || acked.priorDeliveredAt == 0) {
            return;
        }
        if (Sequence.isBefore(acked.priorDelivered, tcb.intAt(REORDER_DELIVERED))) {
            RecoveryBits.clear(tcb, RecoveryBits.DUPLICATE_SEEN);
        }
        if (RecoveryBits.has(tcb, RecoveryBits.DUPLICATE_SEEN)) {
            tcb.intAt(REORDER_STEPS, Math.min(MOST_STEPS, tcb.intAt(REORDER_STEPS) + 1));
            tcb.intAt(REORDER_DELIVERED, (int) RateSample.delivered(tcb));
            tcb.intAt(REORDER_PERSIST, PERSISTENCE);
            RecoveryBits.clear(tcb, RecoveryBits.DUPLICATE_SEEN);
        } else if (tcb.intAt(REORDER_PERSIST) == 0) {
            tcb.intAt(REORDER_STEPS, 1);
        }
    }

    /// Step 5, where something was delivered since the last time: marks what is lost, and says after how many
    /// nanoseconds more will be if nothing arrives; 0 for nothing.
    long advance(Tcb tcb, long now) {
        if (!RecoveryBits.has(tcb, RecoveryBits.RACK_ADVANCED)) {
            return 0;
        }
        RecoveryBits.clear(tcb, RecoveryBits.RACK_ADVANCED);
        return detect(tcb, now);
    }

    /// The timer has gone off for the reordering window: marks what is lost by now, and says whether anything was.
    boolean findsLost(Tcb tcb, long now) {
        int before = Pipe.segments(tcb);
        detect(tcb, now);
        return Pipe.segments(tcb) != before;
    }

    private long detect(Tcb tcb, long now) {
        FlightLog log = tcb.flight();
        long sentAt = tcb.longAt(RACK_SENT_AT);
        int end = tcb.intAt(RACK_END);
        long window = window(tcb);
        long wait = 0;
        for (int i = 0; i < log.count(); i++) {
            log.steps++;
            int flags = log.flags(i);
            boolean done = (flags & SACKED) != 0 || (flags & (LOST | RETRANSMITTED)) == LOST;
            if (done || !isSentAfter(sentAt, end, log.sentAt(i), log.end(i))) {
                continue;
            }
            long remaining = remaining(tcb, log, i, window, now);
            if (remaining <= 0) {
                retransmission.lost(tcb, log, i);
            } else {
                wait = Math.max(wait, remaining);
            }
        }
        return wait;
    }

    /// How long it takes until an entry is lost if nothing arrives; not positive if it is.
    static long remaining(Tcb tcb, FlightLog log, int i, long window, long now) {
        return tcb.longAt(RACK_RTT) + window - (now - log.sentAt(i));
    }

    /// Step 3: RACK.reo_wnd.
    private long window(Tcb tcb) {
        if (Reordering.seen(tcb) == 0) {
            boolean enough = Pipe.sacked(tcb) >= Reordering.degree(tcb) && (settings.recovery & NO_THRESHOLD) == 0;
            if (tcb.recoveryPhase() >= LossRecovery.RECOVERY || enough) {
                return 0;
            }
        }
        return Math.min(tcb.minRtt() / 4 * tcb.intAt(REORDER_STEPS), tcb.srtt());
    }

    /// Of two transmissions at the same instant the one with the higher end counts as sent later.
    private static boolean isSentAfter(long sentAt, int end, long otherAt, int otherEnd) {
        return sentAt > otherAt || sentAt == otherAt && Sequence.isAfter(end, otherEnd);
    }
}
