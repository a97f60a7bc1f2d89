package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What TCP_INFO tells, where it is no field that something else is about.
class TcpFiguresTest extends EstablishedFixture {

    private TcpFigures figures() {
        return new TcpFigures(tcb, now);
    }

    /// The application writes; what goes out is not what this is about.
    private void writes(int bytes) {
        write(bytes);
        sent.clear();
    }

    private void arrives(TestSegment segment) {
        send(segment);
        sent.clear();
    }

    @Test
    void aConnectionIsBusyWhileTextIsOut() {
        advance(ms(50));
        assertEquals(0, figures().busyTime());
        writes(1_000);
        advance(ms(30));
        assertEquals(30_000, figures().busyTime());
        arrives(seg().seq(0).ack(1_000));
        advance(ms(70));
        assertEquals(30_000, figures().busyTime());
        writes(1_000);
        advance(ms(5));
        assertEquals(35_000, figures().busyTime());
        assertEquals(0, figures().windowLimited());
    }

    @Test
    void theTimeInWhichTheWindowKeepsTextBackIsTold() {
        arrives(seg().seq(0).ack(0).win(0));
        advance(ms(40));
        assertEquals(0, figures().windowLimited());
        writes(1_000);
        advance(ms(100));
        assertEquals(100_000, figures().windowLimited());
        arrives(seg().seq(0).ack(0).win(1_000));
        advance(ms(20));
        assertEquals(100_000, figures().windowLimited());
        assertEquals(120_000, figures().busyTime());
    }

    @Test
    void oneByteTooFewInTheWindowKeepsASegmentBack() {
        arrives(seg().seq(0).ack(0).win(999));
        writes(1_000);
        advance(ms(10));
        assertEquals(10_000, figures().windowLimited());
    }

    @Test
    void segmentsOfTextAreCountedApart() {
        int in = figures().textSegmentsIn();
        int out = figures().segmentsOut();
        writes(2 * MSS + 1);
        assertEquals(3, figures().textSegmentsOut());
        assertEquals(out + 3, figures().segmentsOut());
        arrives(seg().seq(0).ack(2 * MSS + 1).text(10));
        arrives(seg().seq(20).ack(2 * MSS + 1).text(10));
        assertEquals(in + 2, figures().textSegmentsIn());
        assertEquals(1, figures().outOfOrder());
        assertEquals(3, figures().textSegmentsOut());
    }

    @Test
    void anAcknowledgmentIsNoText() {
        advance(ms(100));
        arrives(seg().seq(0).ack(0).text(10));
        long text = now;
        advanceUntilSent(ms(70));
        sent.clear();
        arrives(seg().seq(10).ack(0));
        long acknowledged = now;
        advance(ms(30));
        assertEquals((now - text) / MILLISECOND, figures().lastTextReceived());
        assertEquals((now - acknowledged) / MILLISECOND, figures().lastReceived());
        assertEquals(30, figures().lastReceived());
    }
}
