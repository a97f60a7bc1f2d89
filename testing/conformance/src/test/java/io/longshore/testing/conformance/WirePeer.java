package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

/// The other end of one connection of the stack under test: makes segments, reads what the stack sent.
final class WirePeer {

    static final int PORT = 8080;
    static final int PEER_PORT = 40_000;
    static final int ISS = 1000;

    private final AdapterClient driver;
    private final byte[] ours;
    private final byte[] theirs;
    private int stackPort = PORT;
    private int peerPort = PEER_PORT;
    int next = ISS;
    int expected;

    WirePeer(AdapterClient driver, boolean ipv6) {
        this.driver = driver;
        ours = TestPacket.address(ipv6 ? "fd00::1" : "192.168.0.1");
        theirs = TestPacket.address(ipv6 ? "fd99::1" : "192.0.2.1");
    }

    SocketName stackName() {
        return new SocketName(ours.length == 4 ? Linux.AF_INET : Linux.AF_INET6, stackPort, 0, ours);
    }

    SocketName name() {
        return new SocketName(theirs.length == 4 ? Linux.AF_INET : Linux.AF_INET6, peerPort, 0, theirs);
    }

    /// A segment from the peer arrives.
    void send(int flags, String text) throws IOException {
        send(flags, text, List.of());
    }

    void send(int flags, String text, List<TcpOption> options) throws IOException {
        byte[] payload = text.getBytes();
        long numbers = (long) next << 32 | Integer.toUnsignedLong(expected);
        TestSegment segment = new TestSegment(peerPort << 16 | stackPort, numbers, flags, 65_000 << 16,
                new TestSegment.TestText(options, payload));
        TestPacket packet = new TestPacket(theirs, ours, 0, 64, TestPacket.TCP, segment.bytes())
                .withChecksumAt(TestSegment.CHECKSUM);
        assertEquals(0, driver.inject(packet.bytes()).result());
        next += payload.length + ((flags & (TestSegment.SYN | TestSegment.FIN)) != 0 ? 1 : 0);
    }

    /// What a reply to SNIFF holds; the peer is taken to have received it.
    TestSegment take(AdapterClient.Reply sniffed) {
        assertEquals(0, sniffed.result(), "nothing was sent: errno " + sniffed.errno());
        sniffed.payload().getLong();
        TestPacket packet = TestPacket.parse(sniffed.bytes());
        TestSegment segment = TestSegment.parse(packet.payload());
        if (segment.has(TestSegment.SYN)) {
            stackPort = segment.sourcePort();
            peerPort = segment.destinationPort();
        }
        boolean counts = segment.has(TestSegment.SYN) || segment.has(TestSegment.FIN);
        expected = segment.sequenceNumber() + segment.length() + (counts ? 1 : 0);
        return segment;
    }

    TestSegment take() throws IOException {
        return take(driver.sniff(Long.MAX_VALUE));
    }

    /// The stack listens, the peer connects; returns the accepted socket's handle.
    int establish(int listener) throws IOException {
        assertEquals(0, driver.bind(listener, stackName()).result());
        assertEquals(0, driver.call(18, listener, 5).result());
        handshake();
        AdapterClient.Reply accepted = driver.call(19, listener);
        assertEquals(PEER_PORT, SocketName.read(accepted.payload()).port());
        return accepted.result();
    }

    void handshake() throws IOException {
        TcpOption mss = new TcpOption(TcpOption.MSS, new byte[] {3, (byte) 0xE8});
        send(TestSegment.SYN, "", List.of(mss));
        assertEquals(TestSegment.SYN | TestSegment.ACK, take().flags());
        send(TestSegment.ACK, "");
    }
}
