package io.longshore.tcp;

/// Bits of [RecoveryLayout#BITS].
final class RecoveryBits {

    /// Something was delivered since losses were last looked for.
    static final int RACK_ADVANCED = 1;
    /// A duplicate was reported that widens the reordering window.
    static final int DUPLICATE_SEEN = 1 << 1;
    /// A tail loss probe is out.
    static final int PROBE_OUT = 1 << 2;
    /// It was a retransmission.
    static final int PROBE_RETRANSMITTED = 1 << 3;
    /// A timeout is being found spurious or not (F-RTO, RFC 5682).
    static final int FRTO = 1 << 4;
    /// The peer has thrown away what it had reported.
    static final int RENEGED = 1 << 5;
    /// The peer reports duplicates (RFC 2883).
    static final int REPORTS_DUPLICATES = 1 << 6;
    /// undoMarker holds: what began at it may be taken back.
    static final int UNDOABLE = 1 << 7;
    /// The reduction came without ECE: cwnd may be restored.
    static final int RESTORABLE = 1 << 8;

    /// Until the next acknowledgment nothing that is lost is sent again.
    static final int HELD = 1 << 9;
    /// F-RTO would have new text go first (RFC 5682, 2.1, (2b)).
    static final int NEW_FIRST = 1 << 10;
    /// A tail loss probe is to be sent.
    static final int PROBE_DUE = 1 << 11;

    static boolean has(Tcb tcb, int bit) {
        return (tcb.intAt(RecoveryLayout.BITS) & bit) != 0;
    }

    static void set(Tcb tcb, int bit) {
        tcb.intAt(RecoveryLayout.BITS, tcb.intAt(RecoveryLayout.BITS) | bit);
    }

    static void clear(Tcb tcb, int bit) {
        tcb.intAt(RecoveryLayout.BITS, tcb.intAt(RecoveryLayout.BITS) & ~bit);
    }

    private RecoveryBits() {
    }
}
