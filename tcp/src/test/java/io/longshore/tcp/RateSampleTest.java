package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// draft-cheng-iccrg-delivery-rate-estimation.
class RateSampleTest {

    private static final long MS = 1_000_000;
    private static final long BEGIN = 1_000 * MS;

    private final Tcb tcb = TcbFixture.established(0, 0);
    private final Acked acked = new Acked();

    /// What a transmission made now would be stamped with.
    private void stamp(long sentAt) {
        acked.clear(tcb, BEGIN);
        acked.priorDelivered = (int) RateSample.delivered(tcb);
        acked.priorDeliveredAt = RateSample.deliveredAt(tcb);
        acked.firstSentAt = RateSample.firstSentAt(tcb);
        acked.lostAtSend = (int) RateSample.lost(tcb);
        acked.wasApplicationLimited = RateSample.isAppLimited(tcb);
        acked.sentAt = sentAt;
    }

    @Test
    void theRateIsWhatWasDeliveredSinceOverTheTimeItTook() {
        RateSample.sent(tcb, 0, BEGIN);
        stamp(BEGIN);
        RateSample.delivered(tcb, 50_000, BEGIN + 100 * MS);
        RateSample.take(tcb, acked);
        assertEquals(50_000, acked.deliveredSince);
        assertEquals(500_000, acked.rate);
        assertEquals(500_000, RateSample.deliveryRate(tcb));
    }

    @Test
    void acknowledgmentsThatAreCompressedDoNotExaggerateIt() {
        RateSample.sent(tcb, 0, BEGIN);
        // sent over 80 ms, acknowledged within 1 ms
        stamp(BEGIN + 80 * MS);
        acked.priorDeliveredAt = BEGIN + 99 * MS;
        RateSample.delivered(tcb, 80_000, BEGIN + 100 * MS);
        RateSample.take(tcb, acked);
        assertEquals(1_000_000, acked.rate);
    }

    @Test
    void anIntervalShorterThanAnyRoundTripShowsNothing() {
        tcb.minRtt(50 * MS);
        RateSample.sent(tcb, 0, BEGIN);
        stamp(BEGIN);
        RateSample.delivered(tcb, 10_000, BEGIN + 10 * MS);
        RateSample.take(tcb, acked);
        assertEquals(0, acked.rate);
        assertEquals(10_000, acked.deliveredSince);
    }

    @Test
    void withoutASampleThereIsNoRate() {
        acked.clear(tcb, BEGIN);
        RateSample.delivered(tcb, 10_000, BEGIN);
        RateSample.take(tcb, acked);
        assertEquals(0, acked.rate);
    }

    @Test
    void whatTheApplicationLimitedCountsOnlyWhereItIsMore() {
        RateSample.appLimited(tcb, 5_000);
        RateSample.sent(tcb, 0, BEGIN);
        stamp(BEGIN);
        RateSample.delivered(tcb, 5_000, BEGIN + 10 * MS);
        RateSample.take(tcb, acked);
        assertTrue(RateSample.isDeliveryRateLimited(tcb), "better than none");
        assertTrue(RateSample.isAppLimited(tcb), "until more than the bubble is delivered");
        stamp(BEGIN + 10 * MS);
        RateSample.delivered(tcb, 1, BEGIN + 100 * MS);
        assertFalse(RateSample.isAppLimited(tcb));
        RateSample.take(tcb, acked);
        assertEquals(500_000, RateSample.deliveryRate(tcb), "a lower one does not");
    }

    @Test
    void theFirstOfAFlightStartsTheClocks() {
        RateSample.sent(tcb, 0, BEGIN);
        RateSample.sent(tcb, 1_000, BEGIN + 5 * MS);
        assertEquals(BEGIN, RateSample.firstSentAt(tcb));
        RateSample.sent(tcb, 0, BEGIN + 500 * MS);
        assertEquals(BEGIN + 500 * MS, RateSample.firstSentAt(tcb));
        assertEquals(BEGIN + 500 * MS, RateSample.deliveredAt(tcb));
    }

    @Test
    void countsOfBytesWrapAt32Bits() {
        tcb.longAt(CongestionLayout.DELIVERED, (1L << 32) - 1_000);
        RateSample.sent(tcb, 0, BEGIN);
        stamp(BEGIN);
        RateSample.delivered(tcb, 3_000, BEGIN + 10 * MS);
        RateSample.lost(tcb, 2_000);
        RateSample.take(tcb, acked);
        assertEquals(3_000, acked.deliveredSince);
        assertEquals(2_000, acked.lostSince);
        assertEquals(300_000, acked.rate);
    }
}
