package io.longshore.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.IpAddress;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/// Active opens and listeners: RFC 9293 3.9.1.1 and 3.10.1.
class OpeningTest {

    private static final int US = 0x0a000001;
    private static final int ALSO_US = 0x0a000003;
    private static final int PEER = 0x0a000002;

    private final Tcp tcp = new Tcp(new TcpSettings(), new TcbSlab(Arena.ofAuto().allocate(4L * Tcb.BYTES, 64)), 3, 4);
    private final Tcb tcb = new Tcb();
    private final Endpoints endpoints = new Endpoints();

    private int connect(int localPort) {
        endpoints.localIpv4(US, localPort).remoteIpv4(PEER, 80);
        return tcp.opening.connect(tcb, endpoints, 1);
    }

    private int listen(int address, int port) {
        return tcp.listeners.listen(new Endpoints().localIpv4(address, port), false, 4, 1000);
    }

    private int find(int address, int port) {
        return tcp.listeners.find(0, IpAddress.mapped(address), port);
    }

    @Test
    @Requirement({"MUST-43", "MUST-45"})
    void theLocalAddressIsTheOneAskedFor() {
        assertEquals(0, connect(1234));
        assertEquals(IpAddress.mapped(US), tcb.localLow());
        assertEquals(1234, tcb.localPort());
    }

    @Test
    void aPortOfZeroIsChosenAndNeverOneInUse() {
        assertEquals(0, connect(0));
        int first = endpoints.localPort;
        assertTrue(first >= EphemeralPorts.FIRST && first <= EphemeralPorts.LAST);
        assertEquals(0, connect(0));
        assertNotEquals(first, endpoints.localPort);
    }

    @Test
    void theSameFourNumbersTwiceAreRefused() {
        assertEquals(0, connect(1234));
        assertEquals(Errno.EADDRNOTAVAIL, connect(1234));
    }

    @Test
    void withoutRoomThereIsAnError() {
        for (int i = 0; i < 4; i++) {
            assertEquals(0, connect(1000 + i));
        }
        assertEquals(Errno.ENOBUFS, connect(2000));
        tcp.release(tcb);
        assertEquals(0, connect(2000));
    }

    @Test
    @Requirement({"MUST-41", "MUST-42"})
    void onePortIsListenedOnForSeveralAddressesButOnlyOnceForEach() {
        int first = listen(US, 80);
        int second = listen(ALSO_US, 80);
        assertTrue(first >= 0 && second >= 0);
        assertEquals(-1, listen(US, 80));
        assertEquals(-1, listen(0, 80));
        assertEquals(first, find(US, 80));
        assertEquals(second, find(ALSO_US, 80));
        tcp.listeners.close(first);
        assertEquals(-1, find(US, 80));
        assertEquals(second, find(ALSO_US, 80));
    }

    @Test
    void aWildcardListensOnEveryAddress() {
        int any = listen(0, 80);
        assertEquals(any, find(US, 80));
        assertEquals(any, find(ALSO_US, 80));
        assertEquals(-1, find(US, 81));
    }
}
