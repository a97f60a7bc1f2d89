package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// FIN-WAIT-2: our FIN is acknowledged.
abstract class FinWait2Fixture extends FinWait1Fixture {

    @Override
    void arrive() {
        super.arrive();
        send(seg().seq(0).ack(1));
        expectState(State.FIN_WAIT_2);
    }
}
