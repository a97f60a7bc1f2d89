package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.DEVIATION;
import static io.longshore.tcp.RecoveryLayout.DEVIATION_MAX;

import io.longshore.wire.Sequence;

/// Round-trip time and retransmission timeout (RFC 6298), kept in the record's fields. Measured to the nanosecond with
/// what was sent once (the [FlightLog] knows when); where only what was sent again is acknowledged (Karn), timestamps
/// give a measurement (RFC 7323, 4), a millisecond coarse.
///
/// The variation is Linux's: its maximum within a round trip counts, falls slowly, and hardly grows when the round trip
/// becomes shorter; and it is never below the smallest timeout.
public final class RttEstimator {

    /// RFC 6298, (2.1).
    public static final long INITIAL_RTO = 1_000_000_000L;
    /// RFC 6298, (5.7): after a SYN was lost.
    public static final long CAUTIOUS_RTO = 3_000_000_000L;
    /// Linux's TCP_RTO_MIN instead of the second of (2.4); it is a floor of the variation's share.
    public static final long MINIMUM_VARIATION = 200_000_000L;
    /// Linux's TCP_RTO_MAX, within (2.5); tcp_rto_max_ms lowers it.
    public static final long MAXIMUM_RTO = 120_000_000_000L;

    private static final int MAXIMUM_BACKOFF = 16;
    private static final long MILLISECOND = 1_000_000L;
    private static final long MICROSECOND = 1_000L;

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

    /// The mean deviation (tcpi_rttvar), ns.
    public static long deviation(Tcb tcb) {
        return tcb.longAt(DEVIATION) / 4;
    }

    /// The retransmission timeout to arm a timer with: backed off, at most [#longest].
    public static long timeout(Tcb tcb) {
        return Math.min(tcb.rto() << tcb.backoff(), longest(tcb));
    }

    /// The longest timeout of this connection: RFC 6298, (2.5), "a maximum value MAY be placed on RTO".
    static long longest(Tcb tcb) {
        int wish = SocketOptions.rtoMax(tcb);
        int milliseconds = wish > 0 ? wish : tcb.intAt(TcbLayout.RTO_MAX);
        return milliseconds == 0 ? MAXIMUM_RTO : milliseconds * MILLISECOND;
    }

    /// The floor of the variation's share (TCP_RTO_MIN_US, tcp_rto_min_us).
    static long leastVariation(Tcb tcb) {
        int wish = SocketOptions.rtoMin(tcb);
        int microseconds = wish > 0 ? wish : tcb.intAt(TcbLayout.RTO_MIN);
        return microseconds == 0 ? MINIMUM_VARIATION : microseconds * MICROSECOND;
    }

    /// RFC 6298, (5.5): "The host MUST set RTO <- RTO * 2".
    public static void backOff(Tcb tcb) {
        tcb.backoff(Math.min(tcb.backoff() + 1, MAXIMUM_BACKOFF));
    }

    /// A SYN has been sent for the first time.
    static void synSent(Tcb tcb, long now) {
        if (tcb.rttTimedAt() == 0) {
            tcb.rttTimedAt(now);
        }
    }

    /// It has been sent again: RFC 6298, 3: "RTT samples MUST NOT be made using segments that were retransmitted".
    static void spoil(Tcb tcb) {
        tcb.set(Tcb.TIMING_SPOILT);
    }

    /// Our SYN is acknowledged.
    ///
    /// @param echoed nanoseconds since the timestamp that is echoed was sent, −1 where there is none
    static void synAcknowledged(Tcb tcb, long echoed, long now) {
        if (tcb.rttTimedAt() != 0 && !tcb.has(Tcb.TIMING_SPOILT)) {
            sampled(tcb, now - tcb.rttTimedAt());
        } else if (echoed >= 0) {
            sampled(tcb, Math.max(echoed, 1));
        }
        tcb.rttTimedAt(0);
        tcb.clear(Tcb.TIMING_SPOILT);
    }

    /// Takes the measurement that an acknowledgment carries, if any; true if there was one.
    static boolean acknowledged(Tcb tcb, Acked acked) {
        long newest = -1;
        long oldest = -1;
        if (acked.firstAckedSentAt >= 0 && !acked.retransmittedAcked) {
            oldest = acked.now - acked.firstAckedSentAt;
            newest = acked.now - acked.lastAckedSentAt;
        }
        if (acked.firstSackedSentAt >= 0) {
            newest = acked.now - acked.lastSackedSentAt;
            oldest = oldest < 0 ? acked.now - acked.firstSackedSentAt : oldest;
        }
        if (oldest < 0 && acked.has(AckBits.TEXT_ACKED)) {
            oldest = acked.echoed;
            newest = acked.echoed;
        }
        acked.rtt = newest;
        if (oldest < 0) {
            return false;
        }
        smallest(tcb, newest);
        smoothed(tcb, oldest);
        return true;
    }

    /// A measurement.
    public static void sampled(Tcb tcb, long rtt) {
        smallest(tcb, rtt);
        smoothed(tcb, rtt);
    }

    private static void smallest(Tcb tcb, long rtt) {
        // one that took no time is taken for Linux's jiffy
        long sample = rtt > 0 ? rtt : 1_000_000L;
        tcb.minRtt(tcb.minRtt() == 0 ? sample : Math.min(tcb.minRtt(), sample));
    }

    /// RFC 6298, (2.2) and (2.3), with alpha = 1/8 and beta = 1/4; rttvar is the four-fold of (2.3)'s.
    private static void smoothed(Tcb tcb, long rtt) {
        if (tcb.srtt() == 0) {
            tcb.srtt(Math.max(rtt, 1));
            tcb.longAt(DEVIATION, 2 * rtt);
            tcb.rttvar(Math.max(2 * rtt, leastVariation(tcb)));
            tcb.longAt(DEVIATION_MAX, tcb.rttvar());
            tcb.rttSequence(tcb.sndNxt());
        } else {
            long error = rtt - tcb.srtt();
            tcb.srtt(Math.max(tcb.srtt() + error / 8, 1));
            deviated(tcb, error);
        }
        tcb.rto(Math.min(tcb.srtt() + tcb.rttvar(), longest(tcb)));
        // RFC 6298, 5, (5.7) and its last paragraph: a measurement ends the backoff
        tcb.backoff(0);
    }

    private static void deviated(Tcb tcb, long error) {
        long deviation = tcb.longAt(DEVIATION);
        long step = Math.abs(error) - deviation / 4;
        if (error < 0 && step > 0) {
            // a shorter round trip is no reason to wait longer
            step /= 8;
        }
        deviation += step;
        tcb.longAt(DEVIATION, deviation);
        if (deviation > tcb.longAt(DEVIATION_MAX)) {
            tcb.longAt(DEVIATION_MAX, deviation);
            tcb.rttvar(Math.max(tcb.rttvar(), deviation));
        }
        if (Sequence.isAfter(tcb.sndUna(), tcb.rttSequence())) {
            long excess = tcb.rttvar() - tcb.longAt(DEVIATION_MAX);
            tcb.rttvar(tcb.rttvar() - Math.max(excess, 0) / 4);
            tcb.rttSequence(tcb.sndNxt());
            tcb.longAt(DEVIATION_MAX, leastVariation(tcb));
        }
    }
}
