package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// CLOSE-WAIT: the peer's FIN has come.
abstract class CloseWaitFixture extends EstablishedFixture {

    @Override
    void arrive() {
        super.arrive();
        send(seg().seq(0).ack(0).fin());
        // its acknowledgment waits for an answer to ride on
        advance(settings.delayedAck);
        expect(seg().seq(0).ack(1));
        expectState(State.CLOSE_WAIT);
    }
}
