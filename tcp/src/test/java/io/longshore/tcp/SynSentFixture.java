package io.longshore.tcp;

import static io.longshore.tcp.TestSegment.seg;
import static org.junit.jupiter.api.Assertions.assertEquals;

/// SYN-SENT: our SYN has gone out.
abstract class SynSentFixture extends TcpFixture {

    @Override
    void arrive() {
        Endpoints endpoints = new Endpoints();
        endpoints.localIpv4(US, PORT).remoteIpv4(PEER, PEER_PORT);
        assertEquals(0, tcp.opening.connect(tcb, endpoints, now));
        tcb.receiveCapacity(CAPACITY);
        write(0);
        expect(seg().seq(-1).syn());
    }
}
