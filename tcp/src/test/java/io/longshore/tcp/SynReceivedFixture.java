package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// SYN-RECEIVED, from LISTEN.
abstract class SynReceivedFixture extends TcpFixture {

    @Override
    void arrive() {
        send(seg().seq(-1).syn().mss(MSS).sackOk());
        expect(seg().seq(-1).ack(0).syn().mss(MSS).sackOk());
        expectState(State.SYN_RECEIVED);
    }
}
