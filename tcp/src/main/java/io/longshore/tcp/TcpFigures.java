package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// What Linux tells of a connection by TCP_INFO, in its names and units, read from a record. What nobody counts yet
/// is 0.
public final class TcpFigures {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final int IPV4_HEADERS = 40;
    private static final int IPV6_HEADERS = 60;
    /// Linux's ssthresh of a connection that has seen no loss.
    private static final int INFINITE = Integer.MAX_VALUE;

    // tcpi_options
    private static final int OPTION_TIMESTAMPS = 1;
    private static final int OPTION_SACK = 2;
    private static final int OPTION_WSCALE = 4;
    private static final int OPTION_ECN = 8;
    private static final int OPTION_ECN_SEEN = 16;
    private static final int OPTION_SYN_DATA = 32;

    private final Tcb tcb;
    private final long now;

    /// @param tcb laid over the record
    /// @param now the present time
    public TcpFigures(Tcb tcb, long now) {
        this.tcb = tcb;
        this.now = now;
    }

    /// Linux's number of the state.
    public int state() {
        return switch (tcb.state()) {
            case ESTABLISHED -> 1;
            case SYN_SENT -> 2;
            case SYN_RECEIVED -> 3;
            case FIN_WAIT_1 -> 4;
            case FIN_WAIT_2 -> 5;
            case TIME_WAIT -> 6;
            case CLOSED -> 7;
            case CLOSE_WAIT -> 8;
            case LAST_ACK -> 9;
            case CLOSING -> 11;
        };
    }

    public int congestionState() {
        return tcb.recoveryPhase();
    }

    public int retransmits() {
        return tcb.retries();
    }

    public int probes() {
        return tcb.probes();
    }

    public int backoff() {
        return tcb.backoff();
    }

    public int options() {
        return (tcb.has(Tcb.TIMESTAMPS_OK) ? OPTION_TIMESTAMPS : 0) | (tcb.has(Tcb.SACK_OK) ? OPTION_SACK : 0)
                | (tcb.has(Tcb.SCALING_OK) ? OPTION_WSCALE : 0)
                | (Ecn.isOn(tcb) ? OPTION_ECN : 0) | (Ecn.isSeen(tcb) ? OPTION_ECN_SEEN : 0)
                | (OpeningFields.hadSynText(tcb) ? OPTION_SYN_DATA : 0);
    }

    /// The peer's shift in the lower half of a byte, ours in the upper.
    public int scales() {
        return tcb.has(Tcb.SCALING_OK) ? tcb.sndScale() | tcb.rcvScale() << 4 : 0;
    }

    public boolean isDeliveryRateLimited() {
        return RateSample.isDeliveryRateLimited(tcb);
    }

    // microseconds

    public int rto() {
        return micros(RttEstimator.timeout(tcb));
    }

    public int rtt() {
        return micros(tcb.srtt());
    }

    public int rttVariation() {
        return micros(RttEstimator.deviation(tcb));
    }

    public int smallestRtt() {
        return tcb.minRtt() == 0 || tcb.minRtt() == Tcb.NEVER ? -1 : micros(tcb.minRtt());
    }

    private static int micros(long nanos) {
        return (int) (nanos / MICRO);
    }

    /// How long an acknowledgment may be delayed now.
    public int delayedAck() {
        return micros(tcb.longAt(FlowLayout.ATO));
    }

    /// The round-trip time as the receiver measures it.
    public int receiverRtt() {
        return micros(tcb.longAt(FlowLayout.RCV_RTT));
    }

    /// How long there was something to send, or on its way.
    public long busyTime() {
        return BusyTime.all(tcb, now) / MICRO;
    }

    /// How much of that the peer's window was what kept text from going.
    public long windowLimited() {
        return BusyTime.windowLimited(tcb, now) / MICRO;
    }

    /// And how much the application's send buffer; TCP cannot see that an application waits for room.
    public long bufferLimited() {
        return 0;
    }

    // segments

    public int unacked() {
        int outstanding = Sequence.distance(tcb.sndUna(), tcb.sndNxt());
        return outstanding == 0 ? 0
                : Math.max(tcb.intAt(RecoveryLayout.SEGMENTS_OUT), Math.ceilDiv(outstanding, Math.max(1,
                tcb.sndMss())));
    }

    public int sacked() {
        return tcb.intAt(RecoveryLayout.SACKED_OUT);
    }

    public int lost() {
        return tcb.intAt(RecoveryLayout.LOST_OUT);
    }

    public int retransmittedOut() {
        return tcb.intAt(RecoveryLayout.RETRANSMITTED_OUT);
    }

    public int cwnd() {
        return tcb.cwnd() / Math.max(1, tcb.sndMss());
    }

    public int ssthresh() {
        return tcb.ssthresh() <= 0 || tcb.ssthresh() >= INFINITE / 2
                ? INFINITE : tcb.ssthresh() / Math.max(1, tcb.sndMss());
    }

    public int reordering() {
        return Math.max(3, tcb.intAt(RecoveryLayout.REORDERING));
    }

    public int reorderingsSeen() {
        return tcb.intAt(RecoveryLayout.REORDERINGS_SEEN);
    }

    public int totalRetransmits() {
        return tcb.retransmits();
    }

    public int delivered() {
        return tcb.intAt(RecoveryLayout.SEGMENTS_DELIVERED);
    }

    public int duplicatesReported() {
        return tcb.intAt(RecoveryLayout.DUPLICATES_REPORTED);
    }

    public int timeouts() {
        return tcb.intAt(RecoveryLayout.TIMEOUTS);
    }

    public int timeoutRecoveries() {
        return tcb.intAt(RecoveryLayout.TIMEOUT_RECOVERIES);
    }

    /// Milliseconds.
    public int timeoutTime() {
        return (int) (tcb.longAt(RecoveryLayout.TIMEOUT_TIME) / MILLI);
    }

    public int textSegmentsIn() {
        return tcb.intAt(RecoveryLayout.TEXT_SEGMENTS_IN);
    }

    public int textSegmentsOut() {
        return tcb.intAt(RecoveryLayout.TEXT_SEGMENTS_OUT);
    }

    /// Delivered segments that were marked by congestion on the way.
    public int deliveredMarked() {
        return tcb.intAt(RecoveryLayout.MARKED_DELIVERED);
    }

    // ECN

    /// 0 none, 1 RFC 3168, 2 Accurate ECN, 3 not settled yet.
    public int ecnMode() {
        if (tcb.state() == State.SYN_SENT && EcnBits.has(tcb, EcnBits.OFFERED_ACCURATE)) {
            return 3;
        }
        return AccEcn.isOn(tcb) ? 2 : Ecn.isOn(tcb) ? 1 : 0;
    }

    /// What was seen of the peer's option: 0 nothing, 1 an empty one, 2 counters, 3 counters that were cleared.
    public int ecnOptionSeen() {
        return EcnBits.number(tcb, EcnBits.OPTION_SEEN);
    }

    /// Four bits: what of Accurate ECN has failed.
    public int ecnFailures() {
        return tcb.intAt(CongestionLayout.ECN) >> EcnBits.FAIL_SHIFT & 0xF;
    }

    /// Packets that arrived with CE.
    public int receivedMarked() {
        return tcb.intAt(AccEcnLayout.RECEIVED_MARKED);
    }

    /// Bytes of text that arrived with such ECN bits: 1 ECT(1), 2 ECT(0), 3 CE.
    public int receivedBytes(int ecn) {
        return tcb.intAt(AccEcnLayout.receivedBytes(ecn));
    }

    /// Bytes of text that the peer says arrived so.
    public int deliveredBytes(int ecn) {
        return tcb.intAt(AccEcnLayout.deliveredBytes(ecn));
    }

    /// Segments that arrived out of order.
    public int outOfOrder() {
        return tcb.outOfOrderSegments();
    }

    public int segmentsOut() {
        return (int) tcb.segmentsOut();
    }

    public int segmentsIn() {
        return (int) tcb.segmentsIn();
    }

    // milliseconds ago

    public int lastTextSent() {
        return millisSince(tcb.lastSentAt());
    }

    public int lastReceived() {
        return millisSince(tcb.lastReceivedAt());
    }

    public int lastTextReceived() {
        return millisSince(tcb.longAt(FlowLayout.TEXT_AT));
    }

    private int millisSince(long then) {
        return then == 0 ? 0 : (int) Math.max(0, (now - then) / MILLI);
    }

    // bytes

    public int sndMss() {
        return tcb.sndMss();
    }

    public int rcvMss() {
        return tcb.rcvMss();
    }

    public int pathMtu() {
        return tcb.pathMss() + (tcb.isIpv4() ? IPV4_HEADERS : IPV6_HEADERS);
    }

    public int advertisedMss() {
        return tcb.pathMss();
    }

    public long bytesAcked() {
        return tcb.acknowledged();
    }

    public long bytesReceived() {
        return tcb.received();
    }

    public long bytesSent() {
        return tcb.longAt(RecoveryLayout.SENT_BYTES);
    }

    public long bytesRetransmitted() {
        return tcb.longAt(RecoveryLayout.RETRANSMITTED_BYTES);
    }

    public int unsent() {
        return (int) Math.max(0, tcb.sent() - tcb.sentPosition(tcb.sndNxt()));
    }

    public int sendWindow() {
        return tcb.sndWnd();
    }

    public int receiveWindow() {
        return Math.max(0, Sequence.distance(tcb.rcvNxt(), tcb.rcvAdv()));
    }

    public long receiveSpace() {
        return tcb.receiveCapacity();
    }

    /// Bytes per second.
    public long deliveryRate() {
        return RateSample.deliveryRate(tcb);
    }

    /// How far the receive window may grow before the application has read any.
    public int receiveThreshold() {
        return (int) Math.min(tcb.receiveCapacity(), Integer.MAX_VALUE);
    }

    /// Bytes per second; all ones while there is none.
    public long pacingRate() {
        return Pacing.rate(tcb) == 0 ? -1 : Pacing.rate(tcb);
    }

    /// Bytes per second; all ones for no limit.
    public long mostPacingRate() {
        long rate = SocketOptions.maxPacingRate(tcb);
        return rate == 0 ? -1 : rate;
    }
}
