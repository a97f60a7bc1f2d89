package io.longshore.tcp;

/// Where loss recovery keeps what it knows of a connection, within [TcbLayout#RECOVERY]; the entries of a short
/// [FlightLog] lie in the 256 bytes at [#FLIGHT].
final class RecoveryLayout {

    /// Entries of a log that needs no block of the pool.
    static final int FLIGHT = TcbLayout.SCOREBOARD;

    private static final int BASE = TcbLayout.RECOVERY;

    // the log
    /// Block of the pool that holds the entries; 0: the record itself does.
    static final int FLIGHT_BLOCK = BASE;
    /// Index of the first entry.
    static final int FLIGHT_HEAD = BASE + 4;
    /// Entries.
    static final int FLIGHT_COUNT = BASE + 8;

    // what it adds up to, in segments: Linux's packets_out, sacked_out, lost_out, retrans_out
    static final int SEGMENTS_OUT = BASE + 12;
    static final int SACKED_OUT = BASE + 16;
    static final int LOST_OUT = BASE + 20;
    static final int RETRANSMITTED_OUT = BASE + 24;
    /// End of the highest entry reported; sndUna where none is.
    static final int HIGHEST_SACK = BASE + 28;
    /// No entry below this is lost and not yet sent again.
    static final int RETRANSMIT_FROM = BASE + 32;
    /// What the retransmission timer is armed for, see [RetransmissionTimer].
    static final int TIMER_KIND = BASE + 36;

    // RACK (RFC 8985)
    /// RACK.xmit_ts
    static final int RACK_SENT_AT = BASE + 40;
    /// RACK.rtt
    static final int RACK_RTT = BASE + 48;
    /// RACK.end_seq
    static final int RACK_END = BASE + 56;
    /// Degree of reordering, in segments.
    static final int REORDERING = BASE + 60;
    /// Times that reordering was seen.
    static final int REORDERINGS_SEEN = BASE + 64;
    /// RACK.reo_wnd_mult
    static final int REORDER_STEPS = BASE + 68;
    /// RACK.reo_wnd_persist
    static final int REORDER_PERSIST = BASE + 72;
    /// Bits, see [RecoveryBits].
    static final int BITS = BASE + 76;
    /// Bytes delivered, modulo 2³², when the reordering window was last widened.
    static final int REORDER_DELIVERED = BASE + 80;

    // tail loss probe, undo, proportional rate reduction
    /// TLP.end_seq, where [RecoveryBits#PROBE_OUT] is set.
    static final int PROBE_END = BASE + 84;
    /// Retransmissions not yet reported as duplicates; −1: none was made.
    static final int UNDO_RETRANSMITS = BASE + 88;
    /// prr_delivered, segments
    static final int PRR_DELIVERED = BASE + 92;
    /// prr_out, segments
    static final int PRR_OUT = BASE + 96;
    /// RecoverFS: cwnd before the reduction, bytes.
    static final int PRR_CWND = BASE + 100;
    /// When the first retransmission of this episode was sent; 0: none was.
    static final int RETRANSMITTED_AT = BASE + 104;

    // statistics
    static final int RETRANSMITTED_BYTES = BASE + 112;
    /// Duplicate segments that the peer has reported.
    static final int DUPLICATES_REPORTED = BASE + 120;
    /// Segments delivered, tcpi_delivered.
    static final int SEGMENTS_DELIVERED = BASE + 124;
    static final int SENT_BYTES = BASE + 128;

    // round-trip time
    /// mdev of Linux: four times the mean deviation, ns.
    static final int DEVIATION = BASE + 136;
    /// Its maximum in this round trip.
    static final int DEVIATION_MAX = BASE + 144;
    /// Timeouts, tcpi_total_rto.
    static final int TIMEOUTS = BASE + 152;
    /// Recoveries from timeouts, tcpi_total_rto_recoveries.
    static final int TIMEOUT_RECOVERIES = BASE + 156;
    /// When the earliest of the timeouts that are not recovered from happened; 0 for none.
    static final int TIMED_OUT_AT = BASE + 160;
    /// Nanoseconds spent in recovering from timeouts.
    static final int TIMEOUT_TIME = BASE + 168;
    /// End of the text that the tail loss probe may duplicate (for the report of duplicates).
    static final int PROBE_START = BASE + 176;

    // what TCP_INFO tells besides
    /// What keeps the connection busy now, see [BusyTime].
    static final int BUSY_KIND = BASE + 180;
    /// And since when.
    static final int BUSY_SINCE = BASE + 184;
    /// Nanoseconds of each kind, those before the present one.
    static final int BUSY_TIMES = BASE + 192;
    static final int TEXT_SEGMENTS_IN = BASE + 216;
    static final int TEXT_SEGMENTS_OUT = BASE + 220;
    /// Segments that arrived out of order.
    static final int OUT_OF_ORDER_SEGMENTS = BASE + 224;
    /// Segments delivered that were reported with ECE.
    static final int MARKED_DELIVERED = BASE + 228;

    /// Probes since something was last heard, on a short path.
    static final int PROBES = BASE + 232;

    static {
        if (PROBES + 4 > TcbLayout.CONGESTION) {
            throw new AssertionError("recovery's fields do not fit their place");
        }
    }

    private RecoveryLayout() {
    }
}
