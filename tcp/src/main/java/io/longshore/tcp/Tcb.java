package io.longshore.tcp;

import static io.longshore.tcp.TcbLayout.*;

import io.longshore.wire.IpAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A connection's record (transmission control block), seen through a window that is laid over a [TcbSlab]:
/// `slab.at(tcb, number)`, then each field is one load; [TcbLayout] says what each field means. The names are those of
/// RFC 9293 and of the RFC that made the variable; times are absolute nanoseconds, durations nanoseconds unless a line
/// says otherwise.
///
/// Positions are 64-bit stream offsets, 0 = the first byte behind the SYN: `sequence = iss + 1 + (int) position`.
public final class Tcb {

    /// Bytes of a record.
    public static final int BYTES = TcbLayout.BYTES;
    /// Ranges that the out-of-order queue holds.
    public static final int RANGES = TcbLayout.RANGES;
    /// A timer that is not armed.
    public static final long NEVER = Long.MAX_VALUE;

    // Flags.
    /// The application writes no more: a FIN is wanted behind `sent`.
    public static final int OUTPUT_SHUT = 1;
    /// The application reads no more: text that arrives is acknowledged and thrown away.
    public static final int INPUT_SHUT = 1 << 1;
    /// Our FIN has been sent; sndNxt includes it.
    public static final int FIN_SENT = 1 << 2;
    /// The peer's FIN has been taken in order; rcvNxt includes it.
    public static final int FIN_RECEIVED = 1 << 3;
    /// The peer's FIN has arrived ahead of text that is missing: finSequence says where.
    public static final int INPUT_FIN = 1 << 4;
    /// An acknowledgment is to be sent at once.
    public static final int ACK_NOW = 1 << 5;
    /// SACK was agreed on (RFC 2018).
    public static final int SACK_OK = 1 << 6;
    /// Timestamps were agreed on (RFC 7323).
    public static final int TIMESTAMPS_OK = 1 << 7;
    /// Window scaling was agreed on (RFC 7323).
    public static final int SCALING_OK = 1 << 8;
    /// Nagle's algorithm is off (TCP_NODELAY).
    public static final int NO_DELAY = 1 << 9;
    /// Keep-alive probes are wanted (SO_KEEPALIVE).
    public static final int KEEP_ALIVE = 1 << 10;
    /// No application holds it any more.
    public static final int ORPHAN = 1 << 11;
    /// Came from a listener: a reset returns SYN-RECEIVED to nothing instead of to an error.
    public static final int PASSIVE = 1 << 12;
    /// Counted in its listener's half-open connections.
    public static final int HALF_OPEN = 1 << 13;
    /// A SYN or SYN-ACK is to be sent (again).
    public static final int SYN_WANTED = 1 << 14;
    /// A zero-window probe is to be sent.
    public static final int PROBE_WANTED = 1 << 16;
    /// A keep-alive probe is to be sent.
    public static final int KEEP_ALIVE_WANTED = 1 << 17;
    /// A reset is to be sent, then the record is dead.
    public static final int RESET_WANTED = 1 << 18;
    /// The segment timed for a round-trip time was sent again: no measurement (Karn).
    public static final int TIMING_SPOILT = 1 << 19;
    /// An application holds it: it made it, or has accepted it.
    public static final int ADOPTED = 1 << 20;
    /// Came from a listener by Fast Open, and its SYN-ACK is not yet acknowledged: it sends and receives all the same.
    public static final int FAST_OPEN = 1 << 28;
    /// Counted among its source's connections.
    static final int SOURCE_COUNTED = 1 << 29;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfChar CHAR = ValueLayout.JAVA_CHAR;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;

    private MemorySegment memory;
    private long base;
    private int number = -1;
    private FlightPool flights;
    private final FlightLog flight = new FlightLog(this);

    /// Lays this window over a record; see [TcbSlab#at].
    void lay(MemorySegment memory, FlightPool flights, int number) {
        this.memory = memory;
        this.flights = flights;
        this.number = number;
        this.base = (long) number * BYTES;
    }

    /// Which record of the slab this is over.
    public int number() { return number; }

    /// Whether a flag, or any of several, is set.
    public boolean has(int flag) { return (flags() & flag) != 0; }
    public void set(int flag) { flags(flags() | flag); }
    public void clear(int flag) { flags(flags() & ~flag); }

    /// What is outstanding, and when it was sent.
    FlightLog flight() { return flight.lay(); }
    FlightPool flights() { return flights; }
    MemorySegment memory() { return memory; }
    long base() { return base; }

    // For a mechanism's own fields, at the offsets that its class declares.
    int intAt(int offset) { return memory.get(INT, base + offset); }
    void intAt(int offset, int value) { memory.set(INT, base + offset, value); }
    long longAt(int offset) { return memory.get(LONG, base + offset); }
    void longAt(int offset, long value) { memory.set(LONG, base + offset, value); }

    /// The earliest of the timers.
    public long deadline() {
        long soonest = Math.min(retransmitAt(), persistAt());
        soonest = Math.min(soonest, Pacing.timer(this));
        return Math.min(Math.min(soonest, delayedAckAt()), Math.min(keepAliveAt(), lifetimeAt()));
    }

    /// The stream position of a sequence number near `acknowledged`.
    public long sentPosition(int sequence) {
        return acknowledged() + (sequence - (iss() + 1 + (int) acknowledged()));
    }

    /// The stream position of a sequence number near `received`.
    public long receivedPosition(int sequence) {
        return received() + (sequence - (irs() + 1 + (int) received()));
    }

    /// The sequence number behind the last byte the application has written, where the FIN goes.
    public int sentEnd() { return iss() + 1 + (int) sent(); }

    // the ranges

    public int outOfOrderStart(int i) { return memory.get(INT, base + OUT_OF_ORDER + i * 8L); }
    public void outOfOrderStart(int i, int value) { memory.set(INT, base + OUT_OF_ORDER + i * 8L, value); }
    public int outOfOrderEnd(int i) { return memory.get(INT, base + OUT_OF_ORDER + i * 8L + 4); }
    public void outOfOrderEnd(int i, int value) { memory.set(INT, base + OUT_OF_ORDER + i * 8L + 4, value); }


    // what every segment touches

    /// The state; written by [Transitions] alone.
    public State state() { return State.of(memory.get(BYTE, base + STATE)); }
    void state(State value) { memory.set(BYTE, base + STATE, (byte) value.ordinal()); }
    public int backoff() { return memory.get(BYTE, base + BACKOFF); }
    public void backoff(int value) { memory.set(BYTE, base + BACKOFF, (byte) value); }
    public int sndScale() { return memory.get(BYTE, base + SND_SCALE); }
    public void sndScale(int value) { memory.set(BYTE, base + SND_SCALE, (byte) value); }
    public int rcvScale() { return memory.get(BYTE, base + RCV_SCALE); }
    public void rcvScale(int value) { memory.set(BYTE, base + RCV_SCALE, (byte) value); }
    public int flags() { return memory.get(INT, base + FLAGS); }
    public void flags(int value) { memory.set(INT, base + FLAGS, value); }
    public int sndUna() { return memory.get(INT, base + SND_UNA); }
    public void sndUna(int value) { memory.set(INT, base + SND_UNA, value); }
    public int sndNxt() { return memory.get(INT, base + SND_NXT); }
    public void sndNxt(int value) { memory.set(INT, base + SND_NXT, value); }
    public int sndWnd() { return memory.get(INT, base + SND_WND); }
    public void sndWnd(int value) { memory.set(INT, base + SND_WND, value); }
    public int sndWl1() { return memory.get(INT, base + SND_WL_1); }
    public void sndWl1(int value) { memory.set(INT, base + SND_WL_1, value); }
    public int sndWl2() { return memory.get(INT, base + SND_WL_2); }
    public void sndWl2(int value) { memory.set(INT, base + SND_WL_2, value); }
    public int rcvNxt() { return memory.get(INT, base + RCV_NXT); }
    public void rcvNxt(int value) { memory.set(INT, base + RCV_NXT, value); }
    public int rcvAdv() { return memory.get(INT, base + RCV_ADV); }
    public void rcvAdv(int value) { memory.set(INT, base + RCV_ADV, value); }
    public int lastAckSent() { return memory.get(INT, base + LAST_ACK_SENT); }
    public void lastAckSent(int value) { memory.set(INT, base + LAST_ACK_SENT, value); }
    public int tsRecent() { return memory.get(INT, base + TS_RECENT); }
    public void tsRecent(int value) { memory.set(INT, base + TS_RECENT, value); }
    public int tsOffset() { return memory.get(INT, base + TS_OFFSET); }
    public void tsOffset(int value) { memory.set(INT, base + TS_OFFSET, value); }
    public int iss() { return memory.get(INT, base + ISS); }
    public void iss(int value) { memory.set(INT, base + ISS, value); }
    public int irs() { return memory.get(INT, base + IRS); }
    public void irs(int value) { memory.set(INT, base + IRS, value); }
    public int sndMss() { return memory.get(INT, base + SND_MSS); }
    public void sndMss(int value) { memory.set(INT, base + SND_MSS, value); }
    public int rcvMss() { return memory.get(INT, base + RCV_MSS); }
    public void rcvMss(int value) { memory.set(INT, base + RCV_MSS, value); }

    // positions, shared with the stack in 64 bits

    public long acknowledged() { return memory.get(LONG, base + ACKNOWLEDGED); }
    public void acknowledged(long value) { memory.set(LONG, base + ACKNOWLEDGED, value); }
    public long sent() { return memory.get(LONG, base + SENT); }
    public void sent(long value) { memory.set(LONG, base + SENT, value); }
    public long received() { return memory.get(LONG, base + RECEIVED); }
    public void received(long value) { memory.set(LONG, base + RECEIVED, value); }
    public long read() { return memory.get(LONG, base + READ); }
    public void read(long value) { memory.set(LONG, base + READ, value); }
    public long receiveCapacity() { return memory.get(LONG, base + RECEIVE_CAPACITY); }
    public void receiveCapacity(long value) { memory.set(LONG, base + RECEIVE_CAPACITY, value); }
    public long tsRecentAt() { return memory.get(LONG, base + TS_RECENT_AT); }
    public void tsRecentAt(long value) { memory.set(LONG, base + TS_RECENT_AT, value); }
    public long lastSentAt() { return memory.get(LONG, base + LAST_SENT_AT); }
    public void lastSentAt(long value) { memory.set(LONG, base + LAST_SENT_AT, value); }
    public long lastReceivedAt() { return memory.get(LONG, base + LAST_RECEIVED_AT); }
    public void lastReceivedAt(long value) { memory.set(LONG, base + LAST_RECEIVED_AT, value); }

    // loss recovery and congestion control

    public int cwnd() { return memory.get(INT, base + CWND); }
    public void cwnd(int value) { memory.set(INT, base + CWND, value); }
    public int ssthresh() { return memory.get(INT, base + SSTHRESH); }
    public void ssthresh(int value) { memory.set(INT, base + SSTHRESH, value); }
    public int recoveryPoint() { return memory.get(INT, base + RECOVERY_POINT); }
    public void recoveryPoint(int value) { memory.set(INT, base + RECOVERY_POINT, value); }
    public int recoveryPhase() { return memory.get(INT, base + RECOVERY_PHASE); }
    public void recoveryPhase(int value) { memory.set(INT, base + RECOVERY_PHASE, value); }
    public int priorCwnd() { return memory.get(INT, base + PRIOR_CWND); }
    public void priorCwnd(int value) { memory.set(INT, base + PRIOR_CWND, value); }
    public int priorSsthresh() { return memory.get(INT, base + PRIOR_SSTHRESH); }
    public void priorSsthresh(int value) { memory.set(INT, base + PRIOR_SSTHRESH, value); }
    public int undoMarker() { return memory.get(INT, base + UNDO_MARKER); }
    public void undoMarker(int value) { memory.set(INT, base + UNDO_MARKER, value); }
    public int rttSequence() { return memory.get(INT, base + RTT_SEQUENCE); }
    public void rttSequence(int value) { memory.set(INT, base + RTT_SEQUENCE, value); }
    public int retransmitStamp() { return memory.get(INT, base + RETRANSMIT_STAMP); }
    public void retransmitStamp(int value) { memory.set(INT, base + RETRANSMIT_STAMP, value); }
    public int maxSndWnd() { return memory.get(INT, base + MAX_SND_WND); }
    public void maxSndWnd(int value) { memory.set(INT, base + MAX_SND_WND, value); }
    public int ackedBytes() { return memory.get(INT, base + ACKED_BYTES); }
    public void ackedBytes(int value) { memory.set(INT, base + ACKED_BYTES, value); }

    // timers (absolute nanoseconds, NEVER where not armed) and round-trip time

    public long retransmitAt() { return memory.get(LONG, base + RETRANSMIT_AT); }
    public void retransmitAt(long value) { memory.set(LONG, base + RETRANSMIT_AT, value); }
    public long persistAt() { return memory.get(LONG, base + PERSIST_AT); }
    public void persistAt(long value) { memory.set(LONG, base + PERSIST_AT, value); }
    public long delayedAckAt() { return memory.get(LONG, base + DELAYED_ACK_AT); }
    public void delayedAckAt(long value) { memory.set(LONG, base + DELAYED_ACK_AT, value); }
    public long keepAliveAt() { return memory.get(LONG, base + KEEP_ALIVE_AT); }
    public void keepAliveAt(long value) { memory.set(LONG, base + KEEP_ALIVE_AT, value); }
    public long lifetimeAt() { return memory.get(LONG, base + LIFETIME_AT); }
    public void lifetimeAt(long value) { memory.set(LONG, base + LIFETIME_AT, value); }
    public long srtt() { return memory.get(LONG, base + SRTT); }
    public void srtt(long value) { memory.set(LONG, base + SRTT, value); }
    public long rttvar() { return memory.get(LONG, base + RTTVAR); }
    public void rttvar(long value) { memory.set(LONG, base + RTTVAR, value); }
    public long rto() { return memory.get(LONG, base + RTO); }
    public void rto(long value) { memory.set(LONG, base + RTO, value); }

    // CUBIC and counts

    public double wMax() { return memory.get(DOUBLE, base + W_MAX); }
    public void wMax(double value) { memory.set(DOUBLE, base + W_MAX, value); }
    public double cubicK() { return memory.get(DOUBLE, base + CUBIC_K); }
    public void cubicK(double value) { memory.set(DOUBLE, base + CUBIC_K, value); }
    public long cubicEpoch() { return memory.get(LONG, base + CUBIC_EPOCH); }
    public void cubicEpoch(long value) { memory.set(LONG, base + CUBIC_EPOCH, value); }
    public double wEst() { return memory.get(DOUBLE, base + W_EST); }
    public void wEst(double value) { memory.set(DOUBLE, base + W_EST, value); }
    public long minRtt() { return memory.get(LONG, base + MIN_RTT); }
    public void minRtt(long value) { memory.set(LONG, base + MIN_RTT, value); }
    public long rttTimedAt() { return memory.get(LONG, base + RTT_TIMED_AT); }
    public void rttTimedAt(long value) { memory.set(LONG, base + RTT_TIMED_AT, value); }
    public int outOfOrderCount() { return memory.get(INT, base + OUT_OF_ORDER_COUNT); }
    public void outOfOrderCount(int value) { memory.set(INT, base + OUT_OF_ORDER_COUNT, value); }

    // who

    public long localHigh() { return memory.get(LONG, base + LOCAL_HIGH); }
    public long localLow() { return memory.get(LONG, base + LOCAL_LOW); }
    public long remoteHigh() { return memory.get(LONG, base + REMOTE_HIGH); }
    public long remoteLow() { return memory.get(LONG, base + REMOTE_LOW); }
    public int localPort() { return memory.get(CHAR, base + LOCAL_PORT); }
    public int remotePort() { return memory.get(CHAR, base + REMOTE_PORT); }
    /// Whether its packets are IPv4's; otherwise they are IPv6's.
    public boolean isIpv4() { return IpAddress.isIpv4(localHigh(), localLow()); }
    void endpoints(Endpoints endpoints) {
        memory.set(LONG, base + LOCAL_HIGH, endpoints.localHigh);
        memory.set(LONG, base + LOCAL_LOW, endpoints.localLow);
        memory.set(LONG, base + REMOTE_HIGH, endpoints.remoteHigh);
        memory.set(LONG, base + REMOTE_LOW, endpoints.remoteLow);
        memory.set(CHAR, base + LOCAL_PORT, (char) endpoints.localPort);
        memory.set(CHAR, base + REMOTE_PORT, (char) endpoints.remotePort);
    }
    public int attachment() { return memory.get(INT, base + ATTACHMENT); }
    public void attachment(int value) { memory.set(INT, base + ATTACHMENT, value); }
    public int slot() { return memory.get(INT, base + SLOT); }
    public void slot(int value) { memory.set(INT, base + SLOT, value); }
    public int slotGeneration() { return memory.get(INT, base + SLOT_GENERATION); }
    public void slotGeneration(int value) { memory.set(INT, base + SLOT_GENERATION, value); }
    public int listener() { return memory.get(INT, base + LISTENER); }
    public void listener(int value) { memory.set(INT, base + LISTENER, value); }
    public int error() { return memory.get(INT, base + ERROR); }
    public void error(int value) { memory.set(INT, base + ERROR, value); }
    public int peerMss() { return memory.get(INT, base + PEER_MSS); }
    public void peerMss(int value) { memory.set(INT, base + PEER_MSS, value); }
    public int pathMss() { return memory.get(INT, base + PATH_MSS); }
    public void pathMss(int value) { memory.set(INT, base + PATH_MSS, value); }

    // cold: options, probes, statistics (to 511: recency, room for RACK)

    public int keepIdle() { return memory.get(INT, base + KEEP_IDLE); }
    public void keepIdle(int value) { memory.set(INT, base + KEEP_IDLE, value); }
    public int keepInterval() { return memory.get(INT, base + KEEP_INTERVAL); }
    public void keepInterval(int value) { memory.set(INT, base + KEEP_INTERVAL, value); }
    public int keepCount() { return memory.get(INT, base + KEEP_COUNT); }
    public void keepCount(int value) { memory.set(INT, base + KEEP_COUNT, value); }
    public int userTimeout() { return memory.get(INT, base + USER_TIMEOUT); }
    public void userTimeout(int value) { memory.set(INT, base + USER_TIMEOUT, value); }
    public int probes() { return memory.get(INT, base + PROBES); }
    public void probes(int value) { memory.set(INT, base + PROBES, value); }
    public int retries() { return memory.get(INT, base + RETRIES); }
    public void retries(int value) { memory.set(INT, base + RETRIES, value); }
    public int retransmits() { return memory.get(INT, base + RETRANSMITS); }
    public void retransmits(int value) { memory.set(INT, base + RETRANSMITS, value); }
    public int softError() { return memory.get(INT, base + SOFT_ERROR); }
    public void softError(int value) { memory.set(INT, base + SOFT_ERROR, value); }
    public long openedAt() { return memory.get(LONG, base + OPENED_AT); }
    public void openedAt(long value) { memory.set(LONG, base + OPENED_AT, value); }
    public long retriesSince() { return memory.get(LONG, base + RETRIES_SINCE); }
    public void retriesSince(long value) { memory.set(LONG, base + RETRIES_SINCE, value); }
    public long challengedAt() { return memory.get(LONG, base + CHALLENGED_AT); }
    public void challengedAt(long value) { memory.set(LONG, base + CHALLENGED_AT, value); }
    public int dsackStart() { return memory.get(INT, base + DSACK_START); }
    public void dsackStart(int value) { memory.set(INT, base + DSACK_START, value); }
    public int dsackEnd() { return memory.get(INT, base + DSACK_END); }
    public void dsackEnd(int value) { memory.set(INT, base + DSACK_END, value); }
    public long segmentsIn() { return memory.get(LONG, base + SEGMENTS_IN); }
    public void segmentsIn(long value) { memory.set(LONG, base + SEGMENTS_IN, value); }
    public long segmentsOut() { return memory.get(LONG, base + SEGMENTS_OUT); }
    public void segmentsOut(long value) { memory.set(LONG, base + SEGMENTS_OUT, value); }
    public int smallSentEnd() { return memory.get(INT, base + SMALL_SENT_END); }
    public void smallSentEnd(int value) { memory.set(INT, base + SMALL_SENT_END, value); }
    public int quickAcks() { return memory.get(INT, base + QUICK_ACKS); }
    public void quickAcks(int value) { memory.set(INT, base + QUICK_ACKS, value); }
    public int finSequence() { return memory.get(INT, base + FIN_SEQUENCE); }
    public void finSequence(int value) { memory.set(INT, base + FIN_SEQUENCE, value); }
    public int cwndLimitedUntil() { return memory.get(INT, base + CWND_LIMITED_UNTIL); }
    public void cwndLimitedUntil(int value) { memory.set(INT, base + CWND_LIMITED_UNTIL, value); }
    public long cubicSeenAt() { return memory.get(LONG, base + CUBIC_SEEN_AT); }
    public void cubicSeenAt(long value) { memory.set(LONG, base + CUBIC_SEEN_AT, value); }
}
