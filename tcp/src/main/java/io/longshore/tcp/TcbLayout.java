package io.longshore.tcp;

/// Where the fields of a connection's record lie. A [Tcb] is a window over such a record.
///
/// ```
///    0 ┌──────────────────────────────────────────────┐
///      │ state, flags, SND.*, RCV.*, timestamps       │ every segment touches these three lines
///   64 │ positions: acknowledged, sent, received, read│
///  128 │ cwnd, recovery                               │
///  192 ├──────────────────────────────────────────────┤
///      │ timers, round-trip time                      │
///  256 │ CUBIC, counts of ranges                      │
///  320 │ addresses, ports, slot                       │
///  384 │ options, probes, statistics                  │
///  512 ├──────────────────────────────────────────────┤
///      │ what is outstanding: 4 × 64 (FlightLog)      │
///  768 │ out-of-order: 32 ranges × (start, end)       │
/// 1024 ├──────────────────────────────────────────────┤
///      │ what single mechanisms keep, each its own    │
/// 2048 └──────────────────────────────────────────────┘
/// ```
final class TcbLayout {

    // what every segment touches
    /// The state's ordinal; written by Transitions alone.
    static final int STATE = 0;
    /// Doublings of rto since the last measurement.
    static final int BACKOFF = 1;
    /// Shift of the windows we receive (RFC 7323 2.2).
    static final int SND_SCALE = 2;
    /// Shift of the windows we send.
    static final int RCV_SCALE = 3;
    /// Bits, see Tcb.
    static final int FLAGS = 4;
    /// Oldest unacknowledged sequence.
    static final int SND_UNA = 8;
    /// Highest sequence sent, plus one; never goes back.
    static final int SND_NXT = 12;
    /// Send window, bytes from sndUna.
    static final int SND_WND = 16;
    /// Sequence of the last window update.
    static final int SND_WL_1 = 20;
    /// Acknowledgment of the last window update.
    static final int SND_WL_2 = 24;
    /// Next sequence expected.
    static final int RCV_NXT = 28;
    /// Right edge of the window advertised; never goes back.
    static final int RCV_ADV = 32;
    /// Last.ACK.sent of RFC 7323 4.3.
    static final int LAST_ACK_SENT = 36;
    /// TS.Recent of RFC 7323 4.3.
    static final int TS_RECENT = 40;
    /// Added to our clock in TSval (RFC 7323 5.4).
    static final int TS_OFFSET = 44;
    /// Initial send sequence.
    static final int ISS = 48;
    /// Initial receive sequence.
    static final int IRS = 52;
    /// Payload bytes of a full-size segment we send (options deducted).
    static final int SND_MSS = 56;
    /// Largest payload seen lately: what the peer's full-size segment is.
    static final int RCV_MSS = 60;

    // positions, shared with the stack in 64 bits
    /// Position the peer has acknowledged up to.
    static final int ACKNOWLEDGED = 64;
    /// Position up to which the application has written; set by the stack.
    static final int SENT = 72;
    /// Position received in order.
    static final int RECEIVED = 80;
    /// Position up to which the application has read; set by the stack.
    static final int READ = 88;
    /// Bytes of the receive ring; set by the stack.
    static final int RECEIVE_CAPACITY = 96;
    /// When tsRecent was taken.
    static final int TS_RECENT_AT = 104;
    /// When text was last sent.
    static final int LAST_SENT_AT = 112;
    /// When a segment was last accepted.
    static final int LAST_RECEIVED_AT = 120;

    // loss recovery and congestion control
    /// Congestion window, bytes.
    static final int CWND = 128;
    /// Slow start threshold, bytes.
    static final int SSTHRESH = 132;
    /// SndNxt when recovery began.
    static final int RECOVERY_POINT = 144;
    /// Phase, numbered by LossRecovery.
    static final int RECOVERY_PHASE = 156;
    /// Cwnd before the last reduction, to undo it.
    static final int PRIOR_CWND = 160;
    /// Ssthresh before the last reduction.
    static final int PRIOR_SSTHRESH = 164;
    /// SndUna when the reduction happened.
    static final int UNDO_MARKER = 168;
    /// End of the segment timed where there are no timestamps.
    static final int RTT_SEQUENCE = 176;
    /// TSval at the last retransmission timeout.
    static final int RETRANSMIT_STAMP = 180;
    /// Largest send window seen: MAX.SND.WND of RFC 5961, and SWS avoidance.
    static final int MAX_SND_WND = 184;
    /// Bytes acknowledged that cwnd has not yet grown for.
    static final int ACKED_BYTES = 188;

    // timers (absolute nanoseconds, NEVER where not armed) and round-trip time
    /// Timer: retransmission, or the handshake's.
    static final int RETRANSMIT_AT = 192;
    /// Timer: zero-window probe.
    static final int PERSIST_AT = 200;
    /// Timer: delayed acknowledgment.
    static final int DELAYED_ACK_AT = 208;
    /// Timer: keep-alive probe.
    static final int KEEP_ALIVE_AT = 216;
    /// Timer: TIME-WAIT, FIN-WAIT-2, orphan.
    static final int LIFETIME_AT = 224;
    /// Smoothed round-trip time, ns; 0 before the first measurement.
    static final int SRTT = 232;
    /// Its variation, ns.
    static final int RTTVAR = 240;
    /// Retransmission timeout without backoff, ns.
    static final int RTO = 248;

    // CUBIC and counts
    /// CUBIC: window before the last reduction, bytes.
    static final int W_MAX = 256;
    /// CUBIC: seconds to return to wMax.
    static final int CUBIC_K = 264;
    /// CUBIC: when this epoch began; 0 for none.
    static final int CUBIC_EPOCH = 272;
    /// CUBIC: Reno-friendly estimate, bytes.
    static final int W_EST = 280;
    /// Smallest round-trip time seen, ns.
    static final int MIN_RTT = 288;
    /// When the timed segment was sent; 0 for none.
    static final int RTT_TIMED_AT = 296;
    /// Ranges in use of the out-of-order queue.
    static final int OUT_OF_ORDER_COUNT = 308;

    // who
    /// First eight bytes of our address; IPv4 as IPv4-mapped.
    static final int LOCAL_HIGH = 320;
    /// Its last eight.
    static final int LOCAL_LOW = 328;
    /// First eight bytes of the peer's address.
    static final int REMOTE_HIGH = 336;
    /// Its last eight.
    static final int REMOTE_LOW = 344;
    /// Local port.
    static final int LOCAL_PORT = 352;
    /// Remote port.
    static final int REMOTE_PORT = 354;
    /// Which application.
    static final int ATTACHMENT = 356;
    /// Which socket of it.
    static final int SLOT = 360;
    /// And which life of that slot.
    static final int SLOT_GENERATION = 364;
    /// The listener it came from, or −1.
    static final int LISTENER = 368;
    /// Errno that ended it, 0 for none.
    static final int ERROR = 372;
    /// The MSS option received, or the default.
    static final int PEER_MSS = 376;
    /// Bound on the MSS by the interface or the path, options not deducted.
    static final int PATH_MSS = 380;

    // cold: options, probes, statistics (to 511; 460 to 463 free)
    /// Seconds; 0 for the settings' default.
    static final int KEEP_IDLE = 384;
    /// Seconds; 0 for the settings' default.
    static final int KEEP_INTERVAL = 388;
    /// Probes; 0 for the settings' default.
    static final int KEEP_COUNT = 392;
    /// Milliseconds; 0 for none (RFC 5482).
    static final int USER_TIMEOUT = 396;
    /// Keep-alive or zero-window probes unanswered.
    static final int PROBES = 400;
    /// Timeouts in a row.
    static final int RETRIES = 404;
    /// Segments sent again, in all.
    static final int RETRANSMITS = 408;
    /// Errno an ICMP message hinted at, 0 for none.
    static final int SOFT_ERROR = 412;
    /// When it was allocated.
    static final int OPENED_AT = 416;
    /// When the first of the timeouts in a row happened.
    static final int RETRIES_SINCE = 424;
    /// When the last challenge acknowledgment went out.
    static final int CHALLENGED_AT = 432;
    /// Duplicate text to report (RFC 2883); equal to dsackEnd for none.
    static final int DSACK_START = 440;
    /// Its end.
    static final int DSACK_END = 444;
    /// What it holds of its local port: see Opening.
    static final int PORT_CLAIM = 448;
    /// Longest retransmission timeout, ms; 0 for the default.
    static final int RTO_MAX = 452;
    /// Least variation that counts in the retransmission timeout, µs; 0 for the default.
    static final int RTO_MIN = 456;
    /// Segments accepted.
    static final int SEGMENTS_IN = 464;
    /// Segments sent.
    static final int SEGMENTS_OUT = 472;
    /// End of the last segment sent that was not full-size (Minshall).
    static final int SMALL_SENT_END = 480;
    /// Acknowledgments still to be sent at once.
    static final int QUICK_ACKS = 484;
    /// The peer's FIN, where INPUT_FIN is set.
    static final int FIN_SEQUENCE = 488;
    /// SND.UP, where URGENT is set.
    static final int SND_UP = 492;
    /// SndNxt when cwnd last was what kept text from going.
    static final int CWND_LIMITED_UNTIL = 496;
    /// CUBIC: the last acknowledgment it was told of.
    static final int CUBIC_SEEN_AT = 504;

    /// Ranges that the out-of-order queue holds.
    static final int RANGES = 32;
    /// The first entries of what is outstanding, see FlightLog.
    static final int SCOREBOARD = 512;
    static final int OUT_OF_ORDER = SCOREBOARD + RANGES * 2 * Integer.BYTES;
    /// From here on each mechanism has its own place, whose offsets its own class declares.
    static final int MECHANISMS = OUT_OF_ORDER + RANGES * 2 * Integer.BYTES;
    /// RACK-TLP, PRR, undo.
    static final int RECOVERY = MECHANISMS;
    /// Congestion control, pacing, delivery rate, ECN.
    static final int CONGESTION = RECOVERY + 256;
    /// Handshake and ending: cookies, Fast Open, limits.
    static final int OPENING = CONGESTION + 320;
    /// Windows, buffers, path MTU.
    static final int FLOW = OPENING + 128;
    /// Socket options.
    static final int OPTIONS = FLOW + 192;
    static final int BYTES = OPTIONS + 128;

    static {
        if (BYTES != 2048 || MECHANISMS != 1024 || ACKNOWLEDGED != 64 || CWND != 128
                || CUBIC_SEEN_AT + Long.BYTES > SCOREBOARD) {
            throw new AssertionError("the record's lines are not where they are drawn");
        }
    }

    private TcbLayout() {
    }
}
