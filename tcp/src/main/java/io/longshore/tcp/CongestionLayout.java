package io.longshore.tcp;

/// Where congestion control keeps what is its own in a connection's record ([TcbLayout#CONGESTION]).
///
/// ```
///   0 ┌───────────────────────────────────────────┐
///     │ algorithm, ECN, use of cwnd               │
///  32 │ pacing                                    │
///  64 │ delivery rate                             │
/// 128 ├───────────────────────────────────────────┤
///     │ the algorithm's own: CUBIC, or BBR        │
/// 320 └───────────────────────────────────────────┘
/// ```
final class CongestionLayout {

    /// How many algorithms there are.
    static final int ALGORITHMS = 3;

    private static final int START = TcbLayout.CONGESTION;

    /// The algorithm's number.
    static final int ALGORITHM = START;
    /// Bits, see Ecn.
    static final int ECN = START + 4;
    /// Whether cwnd kept text from going in the last window.
    static final int IS_LIMITED = START + 8;
    /// Most bytes that were outstanding in it.
    static final int MOST_FLIGHT = START + 12;
    /// Most bytes outstanding since cwnd was last the limit.
    static final int CWND_USED = START + 16;
    /// When it last was, or cwnd last decayed.
    static final int CWND_STAMP = START + 24;

    // pacing: see Pacing
    /// Before this nothing more goes.
    static final int PACED_AT = START + 32;
    /// Timer: something waits for that; NEVER where nothing does.
    static final int PACE_TIMER = START + 40;
    /// Bytes per second; 0 while unknown.
    static final int PACING_RATE = START + 48;
    // delivery rate: see RateSample
    static final int DELIVERED = START + 64;
    static final int DELIVERED_AT = START + 72;
    static final int FIRST_SENT_AT = START + 80;
    static final int LOST = START + 88;
    /// Bytes delivered at which what the application limited is over; 0 where it does not limit.
    static final int APP_LIMITED = START + 96;
    static final int DELIVERY_RATE = START + 104;
    static final int DELIVERY_RATE_LIMITED = START + 112;

    static final int OWN = START + 128;
    static final int OWN_END = START + 320;

    // CUBIC
    /// Where the cubic's plateau lies, bytes.
    static final int ORIGIN = OWN;
    // what the last reduction changed
    static final int SAVED_W_MAX = OWN + 8;
    static final int SAVED_K = OWN + 16;
    static final int SAVED_ORIGIN = OWN + 24;
    static final int SAVED_W_EST = OWN + 32;
    static final int SAVED_EPOCH = OWN + 40;
    // HyStart++: RFC 9406, 4.2
    static final int LAST_ROUND_RTT = OWN + 48;
    static final int ROUND_RTT = OWN + 56;
    static final int CSS_BASELINE = OWN + 64;
    /// Round-trip times measured in this round.
    static final int SAMPLES = OWN + 72;
    /// Round of Conservative Slow Start, from 1; 0 outside.
    static final int CSS_ROUND = OWN + 76;
    static final int WINDOW_END = OWN + 80;

    private CongestionLayout() {
    }

    static int algorithm(Tcb tcb) {
        return tcb.intAt(ALGORITHM);
    }

    static void algorithm(Tcb tcb, int number) {
        tcb.intAt(ALGORITHM, number);
    }

    static double doubleAt(Tcb tcb, int offset) {
        return Double.longBitsToDouble(tcb.longAt(offset));
    }

    static void doubleAt(Tcb tcb, int offset, double value) {
        tcb.longAt(offset, Double.doubleToRawLongBits(value));
    }
}
