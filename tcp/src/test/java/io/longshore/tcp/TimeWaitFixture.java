package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// TIME-WAIT: we closed first, then the peer.
abstract class TimeWaitFixture extends FinWait2Fixture {

    @Override
    void arrive() {
        super.arrive();
        send(seg().seq(0).ack(1).fin());
        expect(seg().seq(1).ack(1));
        expectState(State.TIME_WAIT);
    }
}
