package io.longshore.tcp;

/// Where BBR keeps its model in a connection's record: the names are those of draft-ietf-ccwg-bbr, 2. Rates are bytes
/// per second, amounts bytes, counts of delivered bytes modulo 2³².
final class BbrLayout {

    private static final int OWN = CongestionLayout.OWN;

    /// The two halves of MaxBwFilter: the present cycle's and the one before.
    static final int MAX_BW = OWN;
    static final int MAX_BW_BEFORE = OWN + 8;
    static final int BW_LO = OWN + 16;
    static final int BW_LATEST = OWN + 24;
    static final int FULL_BW = OWN + 32;
    static final int MIN_RTT = OWN + 40;
    static final int MIN_RTT_AT = OWN + 48;
    static final int PROBE_RTT_MIN = OWN + 56;
    static final int PROBE_RTT_MIN_AT = OWN + 64;
    /// When ProbeRTT has lasted long enough; 0 while in flight is too much for it.
    static final int PROBE_RTT_DONE_AT = OWN + 72;
    static final int CYCLE_AT = OWN + 80;
    static final int EXTRA_ACKED_AT = OWN + 88;
    static final int BW_PROBE_WAIT = OWN + 96;
    static final int INFLIGHT_LO = OWN + 104;
    /// inflight_longterm, once inflight_hi.
    static final int INFLIGHT_HI = OWN + 108;
    static final int INFLIGHT_LATEST = OWN + 112;
    static final int PRIOR_CWND = OWN + 116;
    static final int NEXT_ROUND = OWN + 120;
    static final int LOSS_ROUND = OWN + 124;
    static final int EXTRA_ACKED_DELIVERED = OWN + 128;
    static final int EXTRA_ACKED = OWN + 132;
    static final int EXTRA_ACKED_BEFORE = OWN + 136;
    static final int EXTRA_ACKED_ROUNDS = OWN + 140;
    /// Bits, see below.
    static final int BITS = OWN + 144;
    static final int ROUNDS_SINCE_PROBE = OWN + 148;
    static final int FULL_BW_COUNT = OWN + 152;
    /// Bytes to be acknowledged for a segment more of inflight_hi.
    static final int PROBE_UP_COUNT = OWN + 156;
    static final int PROBE_UP_ACKED = OWN + 160;
    static final int PROBE_UP_ROUNDS = OWN + 164;
    /// Acknowledgments in this round that told of loss.
    static final int LOSS_EVENTS = OWN + 168;
    static final int RANDOM = OWN + 172;
    static final int STATE = OWN + 176;
    static final int ACK_PHASE = OWN + 180;
    static final int UNDO_INFLIGHT_HI = OWN + 184;

    // Bits.
    static final int ROUND_START = 1;
    static final int LOSS_ROUND_START = 1 << 1;
    static final int LOSS_IN_ROUND = 1 << 2;
    /// The path's bandwidth was found.
    static final int FULL_BW_REACHED = 1 << 3;
    /// It was found since it was last looked for.
    static final int FULL_BW_NOW = 1 << 4;
    static final int BW_PROBE_SAMPLES = 1 << 5;
    static final int IDLE_RESTART = 1 << 6;
    static final int PROBE_RTT_ROUND_DONE = 1 << 7;
    static final int PROBE_RTT_EXPIRED = 1 << 8;
    static final int CONSERVATION = 1 << 9;
    static final int WAS_RECOVERING = 1 << 10;

    // Ack phases.
    static final int ACKS_INIT = 0;
    static final int ACKS_REFILLING = 1;
    static final int ACKS_PROBE_STARTING = 2;
    static final int ACKS_PROBE_FEEDBACK = 3;
    static final int ACKS_PROBE_STOPPING = 4;

    static {
        if (UNDO_INFLIGHT_HI + Integer.BYTES > CongestionLayout.OWN_END) {
            throw new AssertionError("BBR's model does not fit its place");
        }
    }

    private BbrLayout() {
    }

    static boolean has(Tcb tcb, int bit) {
        return (tcb.intAt(BITS) & bit) != 0;
    }

    static void set(Tcb tcb, int bit) {
        tcb.intAt(BITS, tcb.intAt(BITS) | bit);
    }

    static void clear(Tcb tcb, int bit) {
        tcb.intAt(BITS, tcb.intAt(BITS) & ~bit);
    }

    static void set(Tcb tcb, int bit, boolean value) {
        tcb.intAt(BITS, value ? tcb.intAt(BITS) | bit : tcb.intAt(BITS) & ~bit);
    }
}
