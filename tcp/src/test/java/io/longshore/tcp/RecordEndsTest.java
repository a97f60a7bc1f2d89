package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Where records end (MSG_EOR), segments do.
class RecordEndsTest extends EstablishedFixture {

    /// A write that ends a record; nothing is sent before [#write].
    private void record(int bytes) {
        tcb.sent(tcb.sent() + bytes);
        RecordEnds.add(tcb, tcb.sent());
    }

    @Test
    void aRecordsLastSegmentIsItsOwnAndPushed() {
        record(400);
        record(MSS + 1);
        write(100);
        expect(seg().seq(0).ack(0).text(400).psh());
        expect(seg().seq(400).ack(0).text(MSS));
        expect(seg().seq(400 + MSS).ack(0).text(1).psh());
        // the last, which ends no record, is Nagle's
        expectNothing();
        send(seg().seq(0).ack(401 + MSS));
        expect(seg().seq(401 + MSS).ack(0).text(100).psh());
    }

    @Test
    void aSuperSegmentEndsWithItsRecord() {
        settings.maxSuperSegment = 10_000;
        record(3 * MSS);
        write(2 * MSS);
        expect(seg().seq(0).ack(0).text(3 * MSS).superSegment(MSS).psh());
        expect(seg().seq(3 * MSS).ack(0).text(2 * MSS).superSegment(MSS).psh());
    }

    @Test
    void recordsStayApartWhenTheyAreSentAgain() {
        tcb.set(Tcb.NO_DELAY);
        tcb.srtt(ms(100));
        tcb.minRtt(ms(100));
        tcb.rto(ms(300));
        for (int i = 0; i < 6; i++) {
            record(100);
        }
        write(0);
        sent.clear();
        advance(ms(100));
        send(seg().seq(0).ack(0).sack(300, 600));
        expect(seg().seq(0).ack(0).text(100).psh());
        expect(seg().seq(100).ack(0).text(100).psh());
        expect(seg().seq(200).ack(0).text(100).psh());
    }

    @Test
    void ofMoreThanThereIsRoomForTheLatestCount() {
        for (int i = 0; i < RecordEnds.MOST + 5; i++) {
            record(10);
        }
        tcb.set(Tcb.NO_DELAY);
        write(50);
        for (int i = 0; i < RecordEnds.MOST - 1; i++) {
            expect(seg().seq(10 * i).ack(0).text(10).psh());
        }
        expect(seg().seq(10 * (RecordEnds.MOST - 1)).ack(0).text(60).psh());
        send(seg().seq(0).ack(10 * (RecordEnds.MOST + 5)));
        expect(seg().seq(10 * (RecordEnds.MOST + 5)).ack(0).text(50).psh());
    }

    @Test
    void anEndThatTextOnASynReachedIsPast() {
        record(100);
        record(100);
        record(100);
        int before = tcb.sndNxt();
        tcb.sndNxt(before + 250);
        assertEquals(50, RecordEnds.clip(tcb, 1000));
        tcb.sndNxt(before);
    }

    @Test
    void anEndOutsideOfWhatIsUnsentIsNone() {
        write(100);
        expect(seg().seq(0).ack(0).text(100));
        RecordEnds.add(tcb, 50);
        RecordEnds.add(tcb, -1);
        RecordEnds.add(tcb, 100);
        RecordEnds.add(tcb, 1L << 40);
        tcb.set(Tcb.NO_DELAY);
        write(100);
        expect(seg().seq(100).ack(0).text(100));
    }
}
