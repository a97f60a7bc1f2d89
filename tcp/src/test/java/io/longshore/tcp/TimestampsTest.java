package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// RFC 7323 in ESTABLISHED: timestamps, PAWS, round-trip times.
class TimestampsTest extends EstablishedFixture {

    @Override
    boolean wantsTimestamps() {
        return true;
    }

    @Override
    TestSegment syn() {
        return super.syn().ts(1000, 0);
    }

    @Override
    TestSegment firstAck() {
        return super.firstAck().ts(1001, 0);
    }

    private int clock() {
        return Timestamps.value(tcb, now);
    }

    @Test
    void segmentsAreTwelveBytesShorter() {
        assertEquals(MSS - 12, tcb.sndMss());
    }

    @Test
    void everySegmentBearsOurTimeAndEchoesTheirs() {
        write(10);
        expect(seg().seq(0).ack(0).text(10).ts(clock(), 1001));
        send(seg().seq(0).ack(10).ts(1002, clock()).text(10));
        advance(ms(40));
        expect(seg().seq(10).ack(10).ts(clock(), 1002));
    }

    @Test
    void anOlderTimestampIsRejectedAndAcknowledged() {
        send(seg().seq(0).ack(0).ts(1000, 0).text(10));
        expect(seg().seq(0).ack(0));
        assertEquals(0, tcb.received());
        assertEquals(1, tcp.counters.pawsEstabRejected);
    }

    @Test
    void aResetIsNotSubjectToPaws() {
        send(seg().seq(0).rst());
        expectReleased(Errno.ECONNRESET);
    }

    @Test
    void aSegmentWithoutTimestampIsTakenByItsNumbers() {
        send(seg().seq(0).ack(0).text(10));
        assertEquals(10, tcb.received());
        advance(ms(40));
        expect(seg().seq(0).ack(10));
    }

    @Test
    void theEchoIsThatOfTheSegmentThatFilledTheHole() {
        send(seg().seq(10).ack(0).ts(1005, 0).text(10));
        expect(seg().seq(0).ack(0).ts(clock(), 1001).sack(10, 20));
        send(seg().seq(0).ack(0).ts(1003, 0).text(10));
        expect(seg().seq(0).ack(20).ts(clock(), 1003));
    }

    @Test
    void afterTwentyFourDaysAnOlderTimestampCounts() {
        advance(seconds(25L * 24 * 3600));
        send(seg().seq(0).ack(0).ts(900, 0).text(10));
        assertEquals(10, tcb.received());
        expect(seg().seq(0).ack(10));
    }

    @Test
    void theRoundTripTimeIsMeasured() {
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        int sentAt = clock();
        now += ms(70);
        send(seg().seq(0).ack(10).ts(1002, sentAt));
        assertTrue(tcb.srtt() > 0 && tcb.srtt() <= ms(70));
    }

    @Test
    @Requirement({"SHLD-4", "MAY-2"})
    void inTimeWaitANewerTimestampOpensAnewThoughTheNumberIsOlder() {
        shutdown();
        sent.clear();
        send(seg().seq(0).ack(1).ts(1002, 0).fin());
        expect(seg().seq(1).ack(1));
        send(seg().seq(-100_000).syn().ts(1003, 0));
        expectState(State.SYN_RECEIVED);
        sent.clear();
    }
}
