package io.longshore.tcp;

/// What the path has delivered, and how fast (draft-cheng-iccrg-delivery-rate-estimation): the connection's totals,
/// which each transmission is stamped with, and the rate that an acknowledgment shows.
public final class RateSample {

    /// Bytes per second of the last sample that [#take] made.
    public long rate;
    /// Bytes delivered over its interval; −1 where there is none.
    public long delivered;
    /// Its interval, ns.
    public long interval;

    private static final long SECOND = 1_000_000_000L;

    /// 3.2: a transmission is about to be made: the first of a flight starts the clocks.
    ///
    /// @param inFlight bytes in flight before it
    static void sent(Tcb tcb, int inFlight, long now) {
        if (inFlight == 0) {
            tcb.longAt(CongestionLayout.FIRST_SENT_AT, now);
            tcb.longAt(CongestionLayout.DELIVERED_AT, now);
        }
    }

    /// Bytes have been acknowledged or reported for the first time.
    static void delivered(Tcb tcb, int bytes, long now) {
        if (bytes > 0) {
            long delivered = delivered(tcb) + bytes;
            tcb.longAt(CongestionLayout.DELIVERED, delivered);
            tcb.longAt(CongestionLayout.DELIVERED_AT, now);
            if (isAppLimited(tcb) && delivered > tcb.longAt(CongestionLayout.APP_LIMITED)) {
                tcb.longAt(CongestionLayout.APP_LIMITED, 0);
            }
        }
    }

    /// Bytes have been found lost.
    static void lost(Tcb tcb, int bytes) {
        tcb.longAt(CongestionLayout.LOST, lost(tcb) + bytes);
    }

    /// 3.4: nothing is there to send though the window is open: what is in flight is a bubble.
    static void appLimited(Tcb tcb, int inFlight) {
        tcb.longAt(CongestionLayout.APP_LIMITED, Math.max(delivered(tcb) + inFlight, 1));
    }

    /// Bytes delivered since the beginning.
    static long delivered(Tcb tcb) {
        return tcb.longAt(CongestionLayout.DELIVERED);
    }

    /// When the last of them were.
    static long deliveredAt(Tcb tcb) {
        return tcb.longAt(CongestionLayout.DELIVERED_AT);
    }

    /// When what is being delivered now was first sent.
    static long firstSentAt(Tcb tcb) {
        return tcb.longAt(CongestionLayout.FIRST_SENT_AT);
    }

    /// Bytes found lost since the beginning.
    static long lost(Tcb tcb) {
        return tcb.longAt(CongestionLayout.LOST);
    }

    static boolean isAppLimited(Tcb tcb) {
        return tcb.longAt(CongestionLayout.APP_LIMITED) != 0;
    }

    /// 3.3: the rate that an acknowledgment shows; the totals count it already. The longer of the two intervals, so
    /// that neither bursts sent nor acknowledgments compressed exaggerate it.
    void take(Tcb tcb, Acked acked) {
        rate = 0;
        delivered = -1;
        interval = 0;
        if (acked.priorDeliveredAt == 0) {
            return;
        }
        tcb.longAt(CongestionLayout.FIRST_SENT_AT, acked.sentAt);
        delivered = Integer.toUnsignedLong((int) delivered(tcb) - acked.priorDelivered);
        interval = Math.max(acked.sentAt - acked.firstSentAt, deliveredAt(tcb) - acked.priorDeliveredAt);
        // shorter than any round trip: the acknowledgment of something retransmitted after the original arrived
        if (interval <= 0 || interval < tcb.minRtt()) {
            return;
        }
        rate = (long) ((double) delivered * SECOND / interval);
        boolean better = rate >= tcb.longAt(CongestionLayout.DELIVERY_RATE);
        if (!acked.wasApplicationLimited || better) {
            tcb.longAt(CongestionLayout.DELIVERY_RATE, rate);
            tcb.intAt(CongestionLayout.DELIVERY_RATE_LIMITED, acked.wasApplicationLimited ? 1 : 0);
        }
    }

    /// tcpi_delivery_rate: bytes per second.
    public static long deliveryRate(Tcb tcb) {
        return tcb.longAt(CongestionLayout.DELIVERY_RATE);
    }

    /// tcpi_delivery_rate_app_limited.
    public static boolean isDeliveryRateLimited(Tcb tcb) {
        return tcb.intAt(CongestionLayout.DELIVERY_RATE_LIMITED) != 0;
    }
}
