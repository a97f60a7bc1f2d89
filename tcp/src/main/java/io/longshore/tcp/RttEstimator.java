package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// Round-trip time and retransmission timeout (RFC 6298), kept in the record's fields. One segment per round trip is
/// timed to the nanosecond; where that measurement is spoilt by a retransmission (Karn), timestamps give one
/// (RFC 7323, 4), a millisecond coarse.
public final class RttEstimator {

    /// RFC 6298, (2.1).
    public static final long INITIAL_RTO = 1_000_000_000L;
    /// RFC 6298, (5.7): after a SYN was lost.
    public static final long CAUTIOUS_RTO = 3_000_000_000L;
    /// Linux's TCP_RTO_MIN instead of the second of (2.4); it is a floor of the variation's share.
    public static final long MINIMUM_VARIATION = 200_000_000L;
    /// Linux's TCP_RTO_MAX, within (2.5).
    public static final long MAXIMUM_RTO = 120_000_000_000L;

    private static final int MAXIMUM_BACKOFF = 16;

    private RttEstimator() {
    }

    /// A connection before its first measurement.
    public static void reset(Tcb tcb) {
        tcb.srtt(0);
        tcb.rttvar(0);
        tcb.minRtt(0);
        tcb.rto(INITIAL_RTO);
        tcb.backoff(0);
        tcb.rttTimedAt(0);
        tcb.clear(Tcb.TIMING_SPOILT);
    }

    /// RFC 6298, (5.7): "If the timer expires awaiting the ACK of a SYN segment and the TCP implementation is using an
    /// RTO less than 3 seconds, the RTO MUST be re-initialized to 3 seconds when data transmission begins".
    public static void cautious(Tcb tcb) {
        tcb.rto(Math.max(tcb.rto(), CAUTIOUS_RTO));
        tcb.backoff(0);
    }

    /// The retransmission timeout to arm a timer with: backed off, at most [#MAXIMUM_RTO].
    public static long timeout(Tcb tcb) {
        return Math.min(tcb.rto() << tcb.backoff(), MAXIMUM_RTO);
    }

    /// RFC 6298, (5.5): "The host MUST set RTO <- RTO * 2".
    public static void backOff(Tcb tcb) {
        tcb.backoff(Math.min(tcb.backoff() + 1, MAXIMUM_BACKOFF));
    }

    /// Text (or SYN) up to `end` has just been sent for the first time: it is timed if nothing else is.
    public static void sent(Tcb tcb, int end, long now) {
        if (tcb.rttTimedAt() == 0) {
            tcb.rttSequence(end);
            tcb.rttTimedAt(now);
            tcb.clear(Tcb.TIMING_SPOILT);
        }
    }

    /// RFC 6298, 3: "RTT samples MUST NOT be made using segments that were retransmitted". Whatever is sent again, the
    /// acknowledgment of the segment that is timed may have waited for it.
    public static void spoil(Tcb tcb) {
        tcb.set(Tcb.TIMING_SPOILT);
    }

    /// sndUna has advanced: takes the measurement that the acknowledgment carries, if any.
    ///
    /// @param echoed nanoseconds since the timestamp it echoes was sent, −1 where there is none
    /// @return the measurement, −1 for none
    public static long acknowledged(Tcb tcb, long echoed, long now) {
        boolean timed = tcb.rttTimedAt() != 0;
        boolean spoilt = timed && tcb.has(Tcb.TIMING_SPOILT);
        if (timed && Sequence.isAtOrAfter(tcb.sndUna(), tcb.rttSequence())) {
            long sample = now - tcb.rttTimedAt();
            tcb.rttTimedAt(0);
            if (!spoilt) {
                sampled(tcb, sample);
                return sample;
            }
        }
        if (echoed >= 0 && (spoilt || !timed)) {
            sampled(tcb, Math.max(echoed, 1));
            return Math.max(echoed, 1);
        }
        return -1;
    }

    /// RFC 6298, (2.2) and (2.3), with alpha = 1/8 and beta = 1/4.
    public static void sampled(Tcb tcb, long rtt) {
        if (tcb.srtt() == 0) {
            tcb.srtt(Math.max(rtt, 1));
            tcb.rttvar(rtt / 2);
        } else {
            long error = tcb.srtt() - rtt;
            tcb.rttvar(tcb.rttvar() + (Math.abs(error) - tcb.rttvar()) / 4);
            tcb.srtt(Math.max(tcb.srtt() - error / 8, 1));
        }
        tcb.minRtt(tcb.minRtt() == 0 ? rtt : Math.min(tcb.minRtt(), rtt));
        long variation = Math.max(4 * tcb.rttvar(), MINIMUM_VARIATION);
        tcb.rto(Math.min(tcb.srtt() + variation, MAXIMUM_RTO));
        tcb.backoff(0);
    }
}
