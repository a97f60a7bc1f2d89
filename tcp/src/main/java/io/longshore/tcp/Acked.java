package io.longshore.tcp;

import io.longshore.wire.AccEcnOption;
import io.longshore.wire.Sequence;

/// What one acknowledgment has told: filled by loss recovery, read by congestion control. Mutable, one per shard, used
/// again for each.
public final class Acked {

    /// Bytes acknowledged that had not been reported before.
    int acked;
    /// Bytes newly reported (SACK).
    int sacked;
    /// Bytes newly deemed lost.
    int lost;
    /// Segments newly acknowledged or reported.
    int segments;
    /// Segments newly deemed lost.
    int lostSegments;
    /// Bytes in flight before it, and after it.
    int priorInFlight;
    int inFlight;
    /// Round-trip time of the newest segment that it tells of and that was sent once, ns; −1 for none.
    long rtt;
    /// cwnd is being brought down: fast recovery, or what ECN asked for.
    boolean recovering;
    /// Nothing was acknowledged in order, and the path is not known to reorder: no reason for cwnd to grow.
    boolean disordered;
    /// It bore ECE.
    boolean ecnEcho;
    /// Its control bits, and its option of Accurate ECN; null where no acknowledgment has come.
    int flags;
    AccEcnOption accEcn;
    /// Something that was sent again is acknowledged.
    boolean retransmittedAcked;

    // What was so when that of the newly delivered was sent that was sent last; priorDeliveredAt is 0 where nothing was
    // delivered. Byte counts modulo 2³².
    int priorDelivered;
    long priorDeliveredAt;
    long firstSentAt;
    long sentAt;
    int lostAtSend;
    int inFlightAtSend;
    boolean wasApplicationLimited;
    boolean wasRetransmitted;

    // What RateSample makes of that.
    /// Bytes per second, 0 where it shows none.
    long rate;
    /// Bytes delivered since the sample was sent, and found lost.
    int deliveredSince;
    int lostSince;

    // What recovery itself goes by.
    /// sndUna before it.
    int priorUna;
    /// End of the highest that was reported before it.
    int priorHighestSack;
    /// Bits, see [AckBits].
    int bits;
    /// Lowest start of what was delivered late, though it was sent once: reordering.
    int reorderedFrom;
    /// When it came.
    long now;
    /// The timestamp that it echoes, where it has one (see [AckBits#ECHOES]).
    int echo;
    /// Nanoseconds since that was sent; −1 where it is no measurement.
    long echoed;
    /// Segments acknowledged, reported before or not.
    int segmentsAcked;
    /// When the first and the last of the newly reported, never sent again, were sent; −1 for none.
    long firstSackedSentAt;
    long lastSackedSentAt;
    /// The same of the newly acknowledged.
    long firstAckedSentAt;
    long lastAckedSentAt;
    /// End of the sample's transmission: of two that were sent at once the higher counts.
    int sampleEnd;

    /// Before anything of it is taken.
    void begin(Tcb tcb, Segment segment, long now) {
        clear(tcb, now);
        flags = segment.flags;
        accEcn = segment.options.accEcn();
        echoed = Timestamps.echoed(tcb, segment, now);
        echo = segment.options.tsecr();
        if (tcb.has(Tcb.TIMESTAMPS_OK) && segment.options.hasTimestamps() && echo != 0) {
            add(AckBits.ECHOES);
        }
    }

    void clear(Tcb tcb, long now) {
        this.now = now;
        echoed = -1;
        segmentsAcked = 0;
        acked = 0;
        sacked = 0;
        lost = 0;
        segments = 0;
        lostSegments = 0;
        rtt = -1;
        recovering = false;
        disordered = false;
        ecnEcho = false;
        accEcn = null;
        retransmittedAcked = false;
        priorDelivered = 0;
        priorDeliveredAt = 0;
        firstSentAt = 0;
        sentAt = 0;
        lostAtSend = 0;
        inFlightAtSend = 0;
        wasApplicationLimited = false;
        wasRetransmitted = false;
        rate = 0;
        deliveredSince = 0;
        lostSince = 0;
        bits = 0;
        firstSackedSentAt = -1;
        lastSackedSentAt = -1;
        firstAckedSentAt = -1;
        lastAckedSentAt = -1;
        priorUna = tcb.sndUna();
        priorHighestSack = Reordering.highest(tcb);
        reorderedFrom = tcb.sndNxt();
        priorInFlight = LossRecovery.inFlight(tcb);
        inFlight = priorInFlight;
    }

    boolean has(int bit) {
        return (bits & bit) != 0;
    }

    void add(int bit) {
        bits |= bit;
    }

    /// Bytes delivered, in order or not.
    int delivered() {
        return acked + sacked;
    }

    /// A transmission is delivered: the one sent last of all is the sample (draft-ietf-ccwg-bbr, 4.1.2.3).
    void sample(FlightLog log, int i) {
        long at = log.sentAt(i);
        boolean newer = priorDeliveredAt == 0 || at > sentAt
                || at == sentAt && Sequence.isAfter(log.end(i), sampleEnd);
        if (!newer) {
            return;
        }
        sampleEnd = log.end(i);
        sentAt = at;
        firstSentAt = log.firstSentAt(i);
        priorDelivered = log.delivered(i);
        priorDeliveredAt = log.deliveredAt(i);
        lostAtSend = log.lostBefore(i);
        inFlightAtSend = log.inFlight(i);
        wasApplicationLimited = log.has(i, FlightLog.APPLICATION_LIMITED);
        wasRetransmitted = log.has(i, FlightLog.EVER_RETRANSMITTED);
    }
}
