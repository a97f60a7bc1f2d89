package io.longshore.tcp;

import static io.longshore.tcp.EcnBits.*;

/// Counts what arrives by its ECN bits (RFC 9768 3.2.1): packets with CE, acknowledgments too, and bytes of text.
final class AccEcnReceiver {

    /// The option goes once in so many bytes at least: a bit that has changed (3.2.3.3).
    private static final int SPAN = -1 << 22;

    private AccEcnReceiver() {
    }

    /// A segment of the connection has come, whatever its acknowledgment is worth.
    static void arrived(Tcb tcb, Segment segment) {
        int ecn = segment.ecn;
        if (ecn != NOT_ECT) {
            count(tcb, segment, ecn);
        }
        boolean changed = number(tcb, PREVIOUS) != ecn;
        if (!changed && ecn != CE || !has(tcb, ACCURATE)) {
            return;
        }
        number(tcb, PREVIOUS, ecn);
        if (changed) {
            // 3.2.2.5.1: "Change-Triggered ACKs"
            DelayedAck.changed(tcb);
        }
        // two, so that the latter says without doubt what it is now
        AccEcn.demand(tcb, 2);
    }

    private static void count(Tcb tcb, Segment segment, int ecn) {
        if (!has(tcb, CLASSIC)) {
            set(tcb, SEEN);
        }
        if (ecn == CE) {
            int packets = segment.packets();
            tcb.intAt(AccEcnLayout.RECEIVED_MARKED, tcb.intAt(AccEcnLayout.RECEIVED_MARKED) + packets);
            untold(tcb, untold(tcb) + packets);
        }
        if (segment.textLength > 0) {
            countBytes(tcb, segment.textLength, ecn);
        }
    }

    private static void countBytes(Tcb tcb, int bytes, int ecn) {
        int before = tcb.intAt(AccEcnLayout.receivedBytes(ecn));
        int after = before + bytes;
        tcb.intAt(AccEcnLayout.receivedBytes(ecn), after);
        number(tcb, LEAST_FIELDS, Math.max(number(tcb, LEAST_FIELDS), place(ecn)));
        if (((before ^ after) & SPAN) != 0) {
            AccEcn.demand(tcb, 1);
        }
    }

    /// Which field of our option a counter has, from 1.
    private static int place(int ecn) {
        return switch (ecn) {
            case ECT_1 -> 1;
            case CE -> 2;
            default -> 3;
        };
    }
}
