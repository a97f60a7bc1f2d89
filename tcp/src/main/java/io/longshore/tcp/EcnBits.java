package io.longshore.tcp;

/// The bits that ECN keeps in a connection's record, all in one word: those of RFC 3168's feedback, those of Accurate
/// ECN (RFC 9768), and small numbers of the latter.
final class EcnBits {

    // The packet's bits (RFC 3168, 5).
    static final int NOT_ECT = 0;
    static final int ECT_1 = 1;
    static final int ECT_0 = 2;
    static final int CE = 3;

    /// Our SYN asked for it.
    static final int OFFERED = 1;
    /// RFC 3168's feedback was agreed on.
    static final int CLASSIC = 1 << 1;
    /// Congestion is echoed until the peer says that it has reduced its window.
    static final int ECHO = 1 << 2;
    /// The next new text tells that we have reduced ours.
    static final int REDUCED = 1 << 3;
    /// The peer has sent capable packets.
    static final int SEEN = 1 << 4;

    /// Our SYN asked for Accurate ECN.
    static final int OFFERED_ACCURATE = 1 << 5;
    /// Accurate ECN was agreed on.
    static final int ACCURATE = 1 << 6;
    /// The next acknowledgment says with which ECN bits the peer's SYN came, instead of counting.
    static final int REFLECT = 1 << 7;
    /// Segments of text are made shorter for the option.
    static final int RESERVED = 1 << 8;
    /// One more acknowledgment counts, though the record is about to know nothing but that it is to be answered.
    static final int LAST_WORD = 1 << 9;
    /// SYN-ACKs bear no flags of ECN any more.
    static final int SILENT = 1 << 10;
    /// The last option went out with the report of a duplicate.
    static final int DUPLICATE_TOLD = 1 << 11;

    // What has failed (tcpi_accecn_fail_mode): then it is not used in this direction.
    static final int FAIL_SHIFT = 12;
    /// Our SYN-ACKs with flags of ECN seem to be dropped.
    static final int ACE_FAIL_SEND = 1 << 12;
    /// The peer's flags are cleared on the way, or say what cannot be.
    static final int ACE_FAIL_RECEIVE = 1 << 13;
    /// Segments with the option seem to be dropped.
    static final int OPTION_FAIL_SEND = 1 << 14;
    /// The peer's option says what cannot be.
    static final int OPTION_FAIL_RECEIVE = 1 << 15;

    // Numbers of two bits: where they stand.
    /// What was seen of the peer's option: see [AccEcnBytes].
    static final int OPTION_SEEN = 16;
    /// ECN bits of the peer's last SYN or SYN-ACK.
    static final int SYN_ECN = 18;
    /// ECN bits of the packet before.
    static final int PREVIOUS = 20;
    /// ECN bits with which our text seems to arrive, 0 while unknown.
    static final int ESTIMATED = 22;
    /// Fields that the next option has to have, to tell what has changed.
    static final int LEAST_FIELDS = 24;
    /// Acknowledgments that are to bear the option.
    static final int DEMAND = 26;
    private static final int TWO = 3;

    /// Where the number of packets with CE begins that no acknowledgment has told of, up to 15.
    private static final int UNTOLD = 28;
    private static final int MOST_UNTOLD = 15;

    private EcnBits() {
    }

    static boolean has(Tcb tcb, int bits) {
        return (tcb.intAt(CongestionLayout.ECN) & bits) != 0;
    }

    static void set(Tcb tcb, int bits) {
        tcb.intAt(CongestionLayout.ECN, tcb.intAt(CongestionLayout.ECN) | bits);
    }

    static void clear(Tcb tcb, int bits) {
        tcb.intAt(CongestionLayout.ECN, tcb.intAt(CongestionLayout.ECN) & ~bits);
    }

    /// A number of two bits.
    static int number(Tcb tcb, int shift) {
        return tcb.intAt(CongestionLayout.ECN) >>> shift & TWO;
    }

    static void number(Tcb tcb, int shift, int value) {
        tcb.intAt(CongestionLayout.ECN, tcb.intAt(CongestionLayout.ECN) & ~(TWO << shift) | value << shift);
    }

    static int untold(Tcb tcb) {
        return tcb.intAt(CongestionLayout.ECN) >>> UNTOLD;
    }

    static void untold(Tcb tcb, int packets) {
        int number = Math.min(packets, MOST_UNTOLD);
        tcb.intAt(CongestionLayout.ECN, tcb.intAt(CongestionLayout.ECN) & ~(MOST_UNTOLD << UNTOLD) | number << UNTOLD);
    }
}
