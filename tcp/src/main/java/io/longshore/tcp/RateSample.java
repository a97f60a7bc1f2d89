package io.longshore.tcp;

/// What the path has delivered, and how fast (draft-cheng-iccrg-delivery-rate-estimation): the connection's totals,
/// which each transmission is stamped with, and the rate that an acknowledgment shows.
public final class RateSample {

    private static final double SECOND = 1e9;

    private RateSample() {
    }

    /// The connection begins.
    static void begin(Tcb tcb, long now) {
        tcb.longAt(CongestionLayout.DELIVERED_AT, now);
        tcb.longAt(CongestionLayout.FIRST_SENT_AT, now);
        appLimited(tcb, 0);
    }

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
    static void take(Tcb tcb, Acked acked) {
        if (acked.priorDeliveredAt == 0) {
            return;
        }
        tcb.longAt(CongestionLayout.FIRST_SENT_AT, acked.sentAt);
        acked.deliveredSince = (int) delivered(tcb) - acked.priorDelivered;
        acked.lostSince = (int) lost(tcb) - acked.lostAtSend;
        long interval = Math.max(acked.sentAt - acked.firstSentAt, deliveredAt(tcb) - acked.priorDeliveredAt);
        // shorter than any round trip: something sent again was acknowledged by the arrival of the original
        if (interval <= 0 || interval < tcb.minRtt()) {
            return;
        }
        acked.rate = (long) (acked.deliveredSince * SECOND / interval);
        boolean higher = acked.rate >= tcb.longAt(CongestionLayout.DELIVERY_RATE);
        if (!acked.wasApplicationLimited || higher) {
            tcb.longAt(CongestionLayout.DELIVERY_RATE, acked.rate);
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
