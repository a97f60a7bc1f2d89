package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Urgent text, in both directions: RFC 9293 3.8.5, RFC 6093.
class UrgentTextTest extends EstablishedFixture {

    private void writeUrgent(int length) {
        UrgentText.mark(tcb, tcb.sent() + length);
        write(length);
    }

    private void expectUrgentEnd(long position) {
        expectVerdict(Verdict.URGENT);
        assertEquals(position, UrgentText.end(tcb));
    }

    private void expectNoNewUrgentEnd(long position) {
        assertEquals(0, seen & Verdict.URGENT);
        assertEquals(position, UrgentText.end(tcb));
    }

    @Test
    @Requirement({"MUST-30", "MUST-62"})
    void thePointerIsThatOfTheOctetBehindTheUrgentOnes() {
        writeUrgent(10);
        expect(seg().seq(0).ack(0).text(10).urgent(10));
        send(seg().seq(0).ack(10).text(5).urgent(5));
        expectUrgentEnd(5);
        settle();
    }

    @Test
    @Requirement("MUST-31")
    void urgentTextIsOfAnyLength() {
        writeUrgent(2 * MSS + 100);
        expect(seg().seq(0).ack(0).text(MSS).urgent(2 * MSS + 100));
        expect(seg().seq(MSS).ack(0).text(MSS).urgent(MSS + 100));
        expect(seg().seq(2 * MSS).ack(0).text(100).urgent(100));
        send(seg().seq(0).ack(2 * MSS + 100).urgent(60_000));
        expectUrgentEnd(60_000);
    }

    @Test
    void aLinkThatCutsSegmentsIsGivenNoneThatAreUrgent() {
        settings.maxSuperSegment = 10_000;
        writeUrgent(3 * MSS);
        expect(seg().seq(0).ack(0).text(MSS).urgent(3 * MSS));
        expect(seg().seq(MSS).ack(0).text(MSS).urgent(2 * MSS));
        expect(seg().seq(2 * MSS).ack(0).text(MSS).urgent(MSS));
    }

    @Test
    @Requirement({"MUST-32", "MUST-33"})
    void aPointerIsToldWhenItComesAndWhenItGoesFurther() {
        send(seg().seq(0).ack(0).urgent(20));
        expectUrgentEnd(20);
        send(seg().seq(0).ack(0).text(10).urgent(20));
        expectNoNewUrgentEnd(20);
        settle();
        send(seg().seq(10).ack(0).text(10).urgent(11));
        expectUrgentEnd(21);
        settle();
        // what has arrived is no news
        send(seg().seq(20).ack(0).text(10).urgent(20));
        expectUrgentEnd(40);
        settle();
        seen = 0;
        send(seg().seq(30).ack(0).text(10).urgent(5));
        expectNoNewUrgentEnd(40);
        settle();
    }

    @Test
    void aPointerOfNoughtMeansTheFirstOctet() {
        send(seg().seq(0).ack(0).text(10).urgent(0));
        expectUrgentEnd(1);
        settle();
    }

    @Test
    void aPointerOutOfOrderCounts() {
        send(seg().seq(10).ack(0).text(10).urgent(10));
        expectUrgentEnd(20);
        expect(seg().seq(0).ack(0).sack(10, 20));
    }

    @Test
    void withoutTheBitAPointerIsNothing() {
        TestSegment segment = seg().seq(0).ack(0).text(10);
        segment.urgent = 10;
        send(segment);
        expectNoNewUrgentEnd(0);
        settle();
    }

    @Test
    @Requirement("MUST-66")
    void behindOurClosedWindowItCountsToo() {
        for (int at = 0; at < CAPACITY; at += 1_000) {
            send(seg().seq(at).ack(0).text(1_000));
            settle();
        }
        seen = 0;
        send(seg().seq(CAPACITY).ack(0).text(1).urgent(1));
        expectUrgentEnd(CAPACITY + 1);
        expect(seg().seq(0).ack(CAPACITY).win(0));
    }

    @Test
    void nagleDoesNotHoldUrgentText() {
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        writeUrgent(1);
        expect(seg().seq(10).ack(0).text(1).urgent(1));
    }

    @Test
    void whatIsSentAgainIsStillUrgent() {
        settings.earlyRetrans = 0;
        writeUrgent(10);
        expect(seg().seq(0).ack(0).text(10).urgent(10));
        advanceUntilSent(seconds(2));
        expect(seg().seq(0).ack(0).text(10).urgent(10));
        send(seg().seq(0).ack(10).text(1));
        settle();
        write(5);
        expect(seg().seq(10).ack(1).text(5));
    }

    @Test
    void anEndThatIsTooFarToBeNamedIsAsFarAsCanBe() {
        UrgentText.mark(tcb, 100_000);
        write(10);
        expect(seg().seq(0).ack(0).text(10).urgent(0xFFFF));
    }

    @Test
    void aHostThatMarksWhatIsAcknowledgedOrNoRingHoldsIsNotHeard() {
        write(10);
        expect(seg().seq(0).ack(0).text(10));
        send(seg().seq(0).ack(10));
        for (long position : new long[] {-1, 0, 10, 11 + (1L << 30), Long.MIN_VALUE, Long.MAX_VALUE}) {
            UrgentText.mark(tcb, position);
        }
        write(10);
        expect(seg().seq(10).ack(0).text(10));
    }
}
