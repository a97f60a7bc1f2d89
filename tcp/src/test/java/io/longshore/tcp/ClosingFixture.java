package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// CLOSING: both FINs have crossed.
abstract class ClosingFixture extends FinWait1Fixture {

    @Override
    void arrive() {
        super.arrive();
        send(seg().seq(0).ack(0).fin());
        expect(seg().seq(1).ack(1));
        expectState(State.CLOSING);
    }
}
