package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// LAST-ACK: the peer closed first, then we.
abstract class LastAckFixture extends CloseWaitFixture {

    @Override
    void arrive() {
        super.arrive();
        close();
        expect(seg().seq(0).ack(1).fin());
        expectState(State.LAST_ACK);
    }
}
