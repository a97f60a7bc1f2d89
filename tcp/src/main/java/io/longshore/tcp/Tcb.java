package io.longshore.tcp;

import static io.longshore.tcp.TcbLayout.*;

import io.longshore.wire.IpAddress;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

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
    /// Text up to SND.UP is urgent, and not all of it is acknowledged.
    static final int URGENT = 1 << 30;
    /// Counted among its source's connections.
    static final int SOURCE_COUNTED = 1 << 29;

    private MemorySegment memory;
    private long base;
    /// The address of the record; until there is one, none that could be read.
    private long at = Long.MIN_VALUE;
    private int number = -1;
    private FlightPool flights;
    private final FlightLog flight = new FlightLog(this);

    /// Lays this window over a record; see [TcbSlab#at].
    void lay(MemorySegment memory, FlightPool flights, int number) {
        this.memory = memory;
        this.flights = flights;
        this.number = number;
        this.base = (long) number * BYTES;
        this.at = memory.address() + base;
    }

    /// Takes the window off its record: what reads it now fails.
    void lift() {
        number = -1;
        at = Long.MIN_VALUE;
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
    int intAt(int offset) { return NativeMemory.intAt(at + offset); }
    void intAt(int offset, int value) { NativeMemory.intAt(at + offset, value); }
    long longAt(int offset) { return NativeMemory.longAt(at + offset); }
    void longAt(int offset, long value) { NativeMemory.longAt(at + offset, value); }

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

    private long range(int i) { return at + OUT_OF_ORDER + Objects.checkIndex(i, RANGES) * 8L; }
    public int outOfOrderStart(int i) { return NativeMemory.intAt(range(i)); }
    public void outOfOrderStart(int i, int value) { NativeMemory.intAt(range(i), value); }
    public int outOfOrderEnd(int i) { return NativeMemory.intAt(range(i) + 4); }
    public void outOfOrderEnd(int i, int value) { NativeMemory.intAt(range(i) + 4, value); }

    // what every segment touches

    /// The state; written by [Transitions] alone.
    public State state() { return State.of(NativeMemory.byteAt(at + STATE)); }
    void state(State value) { NativeMemory.byteAt(at + STATE, (byte) value.ordinal()); }
    public int backoff() { return NativeMemory.byteAt(at + BACKOFF); }
    public void backoff(int value) { NativeMemory.byteAt(at + BACKOFF, (byte) value); }
    public int sndScale() { return NativeMemory.byteAt(at + SND_SCALE); }
    public void sndScale(int value) { NativeMemory.byteAt(at + SND_SCALE, (byte) value); }
    public int rcvScale() { return NativeMemory.byteAt(at + RCV_SCALE); }
    public void rcvScale(int value) { NativeMemory.byteAt(at + RCV_SCALE, (byte) value); }
    public int flags() { return NativeMemory.intAt(at + FLAGS); }
    public void flags(int value) { NativeMemory.intAt(at + FLAGS, value); }
    public int sndUna() { return NativeMemory.intAt(at + SND_UNA); }
    public void sndUna(int value) { NativeMemory.intAt(at + SND_UNA, value); }
    public int sndNxt() { return NativeMemory.intAt(at + SND_NXT); }
    public void sndNxt(int value) { NativeMemory.intAt(at + SND_NXT, value); }
    public int sndWnd() { return NativeMemory.intAt(at + SND_WND); }
    public void sndWnd(int value) { NativeMemory.intAt(at + SND_WND, value); }
    public int sndWl1() { return NativeMemory.intAt(at + SND_WL_1); }
    public void sndWl1(int value) { NativeMemory.intAt(at + SND_WL_1, value); }
    public int sndWl2() { return NativeMemory.intAt(at + SND_WL_2); }
    public void sndWl2(int value) { NativeMemory.intAt(at + SND_WL_2, value); }
    public int rcvNxt() { return NativeMemory.intAt(at + RCV_NXT); }
    public void rcvNxt(int value) { NativeMemory.intAt(at + RCV_NXT, value); }
    public int rcvAdv() { return NativeMemory.intAt(at + RCV_ADV); }
    public void rcvAdv(int value) { NativeMemory.intAt(at + RCV_ADV, value); }
    public int lastAckSent() { return NativeMemory.intAt(at + LAST_ACK_SENT); }
    public void lastAckSent(int value) { NativeMemory.intAt(at + LAST_ACK_SENT, value); }
    public int tsRecent() { return NativeMemory.intAt(at + TS_RECENT); }
    public void tsRecent(int value) { NativeMemory.intAt(at + TS_RECENT, value); }
    public int tsOffset() { return NativeMemory.intAt(at + TS_OFFSET); }
    public void tsOffset(int value) { NativeMemory.intAt(at + TS_OFFSET, value); }
    public int iss() { return NativeMemory.intAt(at + ISS); }
    public void iss(int value) { NativeMemory.intAt(at + ISS, value); }
    public int irs() { return NativeMemory.intAt(at + IRS); }
    public void irs(int value) { NativeMemory.intAt(at + IRS, value); }
    public int sndMss() { return NativeMemory.intAt(at + SND_MSS); }
    public void sndMss(int value) { NativeMemory.intAt(at + SND_MSS, value); }
    public int rcvMss() { return NativeMemory.intAt(at + RCV_MSS); }
    public void rcvMss(int value) { NativeMemory.intAt(at + RCV_MSS, value); }

    // positions, shared with the stack in 64 bits

    public long acknowledged() { return NativeMemory.longAt(at + ACKNOWLEDGED); }
    public void acknowledged(long value) { NativeMemory.longAt(at + ACKNOWLEDGED, value); }
    public long sent() { return NativeMemory.longAt(at + SENT); }
    public void sent(long value) { NativeMemory.longAt(at + SENT, value); }
    public long received() { return NativeMemory.longAt(at + RECEIVED); }
    public void received(long value) { NativeMemory.longAt(at + RECEIVED, value); }
    public long read() { return NativeMemory.longAt(at + READ); }
    public void read(long value) { NativeMemory.longAt(at + READ, value); }
    public long receiveCapacity() { return NativeMemory.longAt(at + RECEIVE_CAPACITY); }
    public void receiveCapacity(long value) { NativeMemory.longAt(at + RECEIVE_CAPACITY, value); }
    public long tsRecentAt() { return NativeMemory.longAt(at + TS_RECENT_AT); }
    public void tsRecentAt(long value) { NativeMemory.longAt(at + TS_RECENT_AT, value); }
    public long lastSentAt() { return NativeMemory.longAt(at + LAST_SENT_AT); }
    public void lastSentAt(long value) { NativeMemory.longAt(at + LAST_SENT_AT, value); }
    public long lastReceivedAt() { return NativeMemory.longAt(at + LAST_RECEIVED_AT); }
    public void lastReceivedAt(long value) { NativeMemory.longAt(at + LAST_RECEIVED_AT, value); }

    // loss recovery and congestion control

    public int cwnd() { return NativeMemory.intAt(at + CWND); }
    public void cwnd(int value) { NativeMemory.intAt(at + CWND, value); }
    public int ssthresh() { return NativeMemory.intAt(at + SSTHRESH); }
    public void ssthresh(int value) { NativeMemory.intAt(at + SSTHRESH, value); }
    public int recoveryPoint() { return NativeMemory.intAt(at + RECOVERY_POINT); }
    public void recoveryPoint(int value) { NativeMemory.intAt(at + RECOVERY_POINT, value); }
    public int recoveryPhase() { return NativeMemory.intAt(at + RECOVERY_PHASE); }
    public void recoveryPhase(int value) { NativeMemory.intAt(at + RECOVERY_PHASE, value); }
    public int priorCwnd() { return NativeMemory.intAt(at + PRIOR_CWND); }
    public void priorCwnd(int value) { NativeMemory.intAt(at + PRIOR_CWND, value); }
    public int priorSsthresh() { return NativeMemory.intAt(at + PRIOR_SSTHRESH); }
    public void priorSsthresh(int value) { NativeMemory.intAt(at + PRIOR_SSTHRESH, value); }
    public int undoMarker() { return NativeMemory.intAt(at + UNDO_MARKER); }
    public void undoMarker(int value) { NativeMemory.intAt(at + UNDO_MARKER, value); }
    public int rttSequence() { return NativeMemory.intAt(at + RTT_SEQUENCE); }
    public void rttSequence(int value) { NativeMemory.intAt(at + RTT_SEQUENCE, value); }
    public int retransmitStamp() { return NativeMemory.intAt(at + RETRANSMIT_STAMP); }
    public void retransmitStamp(int value) { NativeMemory.intAt(at + RETRANSMIT_STAMP, value); }
    public int maxSndWnd() { return NativeMemory.intAt(at + MAX_SND_WND); }
    public void maxSndWnd(int value) { NativeMemory.intAt(at + MAX_SND_WND, value); }
    public int ackedBytes() { return NativeMemory.intAt(at + ACKED_BYTES); }
    public void ackedBytes(int value) { NativeMemory.intAt(at + ACKED_BYTES, value); }

    // timers (absolute nanoseconds, NEVER where not armed) and round-trip time

    public long retransmitAt() { return NativeMemory.longAt(at + RETRANSMIT_AT); }
    public void retransmitAt(long value) { NativeMemory.longAt(at + RETRANSMIT_AT, value); }
    public long persistAt() { return NativeMemory.longAt(at + PERSIST_AT); }
    public void persistAt(long value) { NativeMemory.longAt(at + PERSIST_AT, value); }
    public long delayedAckAt() { return NativeMemory.longAt(at + DELAYED_ACK_AT); }
    public void delayedAckAt(long value) { NativeMemory.longAt(at + DELAYED_ACK_AT, value); }
    public long keepAliveAt() { return NativeMemory.longAt(at + KEEP_ALIVE_AT); }
    public void keepAliveAt(long value) { NativeMemory.longAt(at + KEEP_ALIVE_AT, value); }
    public long lifetimeAt() { return NativeMemory.longAt(at + LIFETIME_AT); }
    public void lifetimeAt(long value) { NativeMemory.longAt(at + LIFETIME_AT, value); }
    public long srtt() { return NativeMemory.longAt(at + SRTT); }
    public void srtt(long value) { NativeMemory.longAt(at + SRTT, value); }
    public long rttvar() { return NativeMemory.longAt(at + RTTVAR); }
    public void rttvar(long value) { NativeMemory.longAt(at + RTTVAR, value); }
    public long rto() { return NativeMemory.longAt(at + RTO); }
    public void rto(long value) { NativeMemory.longAt(at + RTO, value); }

    // CUBIC and counts

    public double wMax() { return NativeMemory.doubleAt(at + W_MAX); }
    public void wMax(double value) { NativeMemory.doubleAt(at + W_MAX, value); }
    public double cubicK() { return NativeMemory.doubleAt(at + CUBIC_K); }
    public void cubicK(double value) { NativeMemory.doubleAt(at + CUBIC_K, value); }
    public long cubicEpoch() { return NativeMemory.longAt(at + CUBIC_EPOCH); }
    public void cubicEpoch(long value) { NativeMemory.longAt(at + CUBIC_EPOCH, value); }
    public double wEst() { return NativeMemory.doubleAt(at + W_EST); }
    public void wEst(double value) { NativeMemory.doubleAt(at + W_EST, value); }
    public long minRtt() { return NativeMemory.longAt(at + MIN_RTT); }
    public void minRtt(long value) { NativeMemory.longAt(at + MIN_RTT, value); }
    public long rttTimedAt() { return NativeMemory.longAt(at + RTT_TIMED_AT); }
    public void rttTimedAt(long value) { NativeMemory.longAt(at + RTT_TIMED_AT, value); }
    /// Segments that have arrived out of order since the beginning.
    public int outOfOrderSegments() { return intAt(RecoveryLayout.OUT_OF_ORDER_SEGMENTS); }
    public int outOfOrderCount() { return NativeMemory.intAt(at + OUT_OF_ORDER_COUNT); }
    public void outOfOrderCount(int value) { NativeMemory.intAt(at + OUT_OF_ORDER_COUNT, value); }

    // who

    public long localHigh() { return NativeMemory.longAt(at + LOCAL_HIGH); }
    public long localLow() { return NativeMemory.longAt(at + LOCAL_LOW); }
    public long remoteHigh() { return NativeMemory.longAt(at + REMOTE_HIGH); }
    public long remoteLow() { return NativeMemory.longAt(at + REMOTE_LOW); }
    public int localPort() { return NativeMemory.charAt(at + LOCAL_PORT); }
    public int remotePort() { return NativeMemory.charAt(at + REMOTE_PORT); }
    /// Whether its packets are IPv4's; otherwise they are IPv6's.
    public boolean isIpv4() { return IpAddress.isIpv4(localHigh(), localLow()); }
    void endpoints(Endpoints endpoints) {
        NativeMemory.longAt(at + LOCAL_HIGH, endpoints.localHigh);
        NativeMemory.longAt(at + LOCAL_LOW, endpoints.localLow);
        NativeMemory.longAt(at + REMOTE_HIGH, endpoints.remoteHigh);
        NativeMemory.longAt(at + REMOTE_LOW, endpoints.remoteLow);
        NativeMemory.charAt(at + LOCAL_PORT, (char) endpoints.localPort);
        NativeMemory.charAt(at + REMOTE_PORT, (char) endpoints.remotePort);
    }
    public int attachment() { return NativeMemory.intAt(at + ATTACHMENT); }
    public void attachment(int value) { NativeMemory.intAt(at + ATTACHMENT, value); }
    public int slot() { return NativeMemory.intAt(at + SLOT); }
    public void slot(int value) { NativeMemory.intAt(at + SLOT, value); }
    public int slotGeneration() { return NativeMemory.intAt(at + SLOT_GENERATION); }
    public void slotGeneration(int value) { NativeMemory.intAt(at + SLOT_GENERATION, value); }
    public int listener() { return NativeMemory.intAt(at + LISTENER); }
    public void listener(int value) { NativeMemory.intAt(at + LISTENER, value); }
    public int error() { return NativeMemory.intAt(at + ERROR); }
    public void error(int value) { NativeMemory.intAt(at + ERROR, value); }
    public int peerMss() { return NativeMemory.intAt(at + PEER_MSS); }
    public void peerMss(int value) { NativeMemory.intAt(at + PEER_MSS, value); }
    public int pathMss() { return NativeMemory.intAt(at + PATH_MSS); }
    public void pathMss(int value) { NativeMemory.intAt(at + PATH_MSS, value); }

    // cold: options, probes, statistics (to 511: recency, room for RACK)

    public int keepIdle() { return NativeMemory.intAt(at + KEEP_IDLE); }
    public void keepIdle(int value) { NativeMemory.intAt(at + KEEP_IDLE, value); }
    public int keepInterval() { return NativeMemory.intAt(at + KEEP_INTERVAL); }
    public void keepInterval(int value) { NativeMemory.intAt(at + KEEP_INTERVAL, value); }
    public int keepCount() { return NativeMemory.intAt(at + KEEP_COUNT); }
    public void keepCount(int value) { NativeMemory.intAt(at + KEEP_COUNT, value); }
    public int userTimeout() { return NativeMemory.intAt(at + USER_TIMEOUT); }
    public void userTimeout(int value) { NativeMemory.intAt(at + USER_TIMEOUT, value); }
    public int probes() { return NativeMemory.intAt(at + PROBES); }
    public void probes(int value) { NativeMemory.intAt(at + PROBES, value); }
    public int retries() { return NativeMemory.intAt(at + RETRIES); }
    public void retries(int value) { NativeMemory.intAt(at + RETRIES, value); }
    public int retransmits() { return NativeMemory.intAt(at + RETRANSMITS); }
    public void retransmits(int value) { NativeMemory.intAt(at + RETRANSMITS, value); }
    public int softError() { return NativeMemory.intAt(at + SOFT_ERROR); }
    public void softError(int value) { NativeMemory.intAt(at + SOFT_ERROR, value); }
    public long openedAt() { return NativeMemory.longAt(at + OPENED_AT); }
    public void openedAt(long value) { NativeMemory.longAt(at + OPENED_AT, value); }
    public long retriesSince() { return NativeMemory.longAt(at + RETRIES_SINCE); }
    public void retriesSince(long value) { NativeMemory.longAt(at + RETRIES_SINCE, value); }
    public long challengedAt() { return NativeMemory.longAt(at + CHALLENGED_AT); }
    public void challengedAt(long value) { NativeMemory.longAt(at + CHALLENGED_AT, value); }
    public int dsackStart() { return NativeMemory.intAt(at + DSACK_START); }
    public void dsackStart(int value) { NativeMemory.intAt(at + DSACK_START, value); }
    public int dsackEnd() { return NativeMemory.intAt(at + DSACK_END); }
    public void dsackEnd(int value) { NativeMemory.intAt(at + DSACK_END, value); }
    public long segmentsIn() { return NativeMemory.longAt(at + SEGMENTS_IN); }
    public void segmentsIn(long value) { NativeMemory.longAt(at + SEGMENTS_IN, value); }
    public long segmentsOut() { return NativeMemory.longAt(at + SEGMENTS_OUT); }
    public void segmentsOut(long value) { NativeMemory.longAt(at + SEGMENTS_OUT, value); }
    public int smallSentEnd() { return NativeMemory.intAt(at + SMALL_SENT_END); }
    public void smallSentEnd(int value) { NativeMemory.intAt(at + SMALL_SENT_END, value); }
    public int quickAcks() { return NativeMemory.intAt(at + QUICK_ACKS); }
    public void quickAcks(int value) { NativeMemory.intAt(at + QUICK_ACKS, value); }
    public int finSequence() { return NativeMemory.intAt(at + FIN_SEQUENCE); }
    public void finSequence(int value) { NativeMemory.intAt(at + FIN_SEQUENCE, value); }
    public int cwndLimitedUntil() { return NativeMemory.intAt(at + CWND_LIMITED_UNTIL); }
    public void cwndLimitedUntil(int value) { NativeMemory.intAt(at + CWND_LIMITED_UNTIL, value); }
    public long cubicSeenAt() { return NativeMemory.longAt(at + CUBIC_SEEN_AT); }
    public void cubicSeenAt(long value) { NativeMemory.longAt(at + CUBIC_SEEN_AT, value); }
}
