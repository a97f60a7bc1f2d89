package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// FIN-WAIT-1: we have shut down, our FIN is out. The application still reads.
abstract class FinWait1Fixture extends EstablishedFixture {

    @Override
    void arrive() {
        super.arrive();
        shutdown();
        expect(seg().seq(0).ack(0).fin());
        expectState(State.FIN_WAIT_1);
    }
}
