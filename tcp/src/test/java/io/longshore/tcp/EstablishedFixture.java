package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;

/// ESTABLISHED, without timestamps and window scaling, with SACK; the peer's window is 32768, its MSS 1460.
abstract class EstablishedFixture extends TcpFixture {

    @Override
    void arrive() {
        send(syn());
        expect(seg().seq(-1).ack(0).syn());
        send(firstAck());
        expectState(State.ESTABLISHED);
        settle();
    }

    TestSegment syn() {
        return seg().seq(-1).syn().mss(MSS).sackOk();
    }

    TestSegment firstAck() {
        return seg().seq(0).ack(0);
    }
}
