package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// A peer whose MSS is one byte (CVE-2019-11479): how much work its text can be made.
class TinySegmentsTest extends EstablishedFixture {

    private static final int TEXT = 20_000;
    private static final int SEGMENT = 48;

    @Override
    TestSegment syn() {
        return seg().seq(-1).syn().mss(1).sackOk();
    }

    @Test
    void aLongTextGoesInSegmentsOfTheLeastSizeAndNoMoreThanTenAtOnce() {
        write(TEXT);
        assertEquals(10, sent.size());
        for (int i = 0; i < 10; i++) {
            expect(seg().seq((long) i * SEGMENT).ack(0).text(SEGMENT));
        }
    }

    @Test
    void theLogOfThemIsBoundedAndSoIsTheWorkOfAnAcknowledgment() {
        write(TEXT);
        long steps = 0;
        for (int acknowledged = 0; acknowledged < TEXT && !sent.isEmpty();) {
            acknowledged += (int) sent.stream().mapToLong(segment -> segment.length).sum();
            int segments = sent.size();
            assertTrue(segments <= TEXT / SEGMENT + 1, segments + " at once");
            assertTrue(tcb.flight().count() <= FlightPool.LARGE);
            sent.clear();
            now += ms(10);
            long before = tcb.flight().steps;
            send(seg().seq(0).ack(acknowledged));
            steps = Math.max(steps, tcb.flight().steps - before);
        }
        assertEquals(TEXT, tcb.acknowledged());
        long most = steps;
        assertTrue(most <= 4L * FlightPool.LARGE, () -> most + " steps for one acknowledgment");
    }

    @Test
    void reportsOfSingleBytesOfThemDivideNothing() {
        write(TEXT);
        sent.clear();
        int before = tcb.flight().count();
        for (int i = 0; i < 9; i++) {
            send(seg().seq(0).ack(0).sack(i * SEGMENT + 8, i * SEGMENT + 9));
            sent.clear();
        }
        assertTrue(tcb.flight().count() <= before + 2, tcb.flight().count() + " entries, before " + before);
        assertEquals(0, Pipe.sacked(tcb));
    }
}
