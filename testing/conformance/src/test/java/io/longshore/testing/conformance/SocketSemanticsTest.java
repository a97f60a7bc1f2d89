package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.conformance.AdapterClient.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What Linux answers to socket calls, in the states that matter; and the layout of TCP_INFO.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketSemanticsTest {

    private static final int ACK = TestSegment.ACK;

    private AdapterFixture adapter;
    private AdapterClient driver;
    private WirePeer peer;

    @BeforeEach
    void start() throws IOException {
        adapter = new AdapterFixture();
        driver = adapter.virtual();
        peer = new WirePeer(driver, false);
    }

    @AfterEach
    void stop() throws IOException {
        driver.close();
        adapter.close();
    }

    private int established() throws IOException {
        return peer.establish(driver.socket(Linux.AF_INET));
    }

    @Test
    void aSocketThatIsNotConnectedSaysSo() throws IOException {
        int socket = driver.socket(Linux.AF_INET);
        assertEquals(Linux.ENOTCONN, driver.read(socket, 0, 10).errno());
        assertEquals(Linux.EPIPE, driver.write(socket, 0, new byte[1]).errno());
        assertEquals(Linux.ENOTCONN, driver.call(24, socket, Linux.SHUT_WR).errno());
        assertEquals(Linux.EINVAL, driver.call(19, socket).errno());
        assertEquals(Linux.EBADF, driver.call(23, 99).errno());
    }

    @Test
    void familiesTypesAndProtocolsAreJudged() throws IOException {
        assertEquals(Linux.EAFNOSUPPORT, driver.call(16, 1, Linux.SOCK_STREAM, 0).errno());
        assertEquals(Linux.EPROTONOSUPPORT, driver.call(16, Linux.AF_INET, Linux.SOCK_STREAM, 17).errno());
        int socket = driver.socket(Linux.AF_INET);
        assertEquals(Linux.EAFNOSUPPORT, driver.bind(socket, SocketName.of("fd00::1", 1)).errno());
        assertEquals(99, driver.bind(socket, SocketName.of("10.1.2.3", 1)).errno(), "EADDRNOTAVAIL");
        assertEquals(0, driver.bind(socket, peer.stackName()).result());
        assertEquals(Linux.EINVAL, driver.bind(socket, peer.stackName()).errno());
        int second = driver.socket(Linux.AF_INET);
        assertEquals(Linux.EADDRINUSE, driver.bind(second, peer.stackName()).errno());
    }

    @Test
    void aListenerOfIpv6TakesIpv4UnlessToldNotTo() throws IOException {
        int both = driver.socket(Linux.AF_INET6);
        driver.bind(both, SocketName.of("::", WirePeer.PORT));
        driver.call(18, both, 5);
        peer.handshake();
        assertTrue(driver.call(19, both).result() >= 0);
        int only = driver.socket(Linux.AF_INET6);
        assertEquals(0, driver.set(only, Linux.SOL_IPV6, Linux.IPV6_V6ONLY, 1).result());
        assertEquals(1, driver.get(only, Linux.SOL_IPV6, Linux.IPV6_V6ONLY).getInt());
    }

    @Test
    void receivingFlagsDoWhatTheySay() throws IOException {
        int socket = established();
        assertEquals(Linux.EAGAIN, driver.read(socket, Linux.MSG_DONTWAIT, 10).errno());
        assertEquals(Linux.EINVAL, driver.read(socket, Linux.MSG_OOB, 10).errno());
        assertEquals(Linux.EAGAIN, driver.read(socket, Linux.MSG_ERRQUEUE, 10).errno());
        peer.send(ACK, "abcdef");
        assertArrayEquals("abc".getBytes(), AdapterClient.data(driver.read(socket, Linux.MSG_PEEK, 3)));
        Reply dropped = driver.read(socket, Linux.MSG_TRUNC, 2);
        assertEquals(2, dropped.result());
        assertEquals(0, AdapterClient.data(dropped).length, "taken without being looked at");
        assertArrayEquals("cdef".getBytes(), AdapterClient.data(driver.read(socket, 0, 10)));
        int all = driver.send(21, AdapterClient.reading(socket, Linux.MSG_WAITALL, 4, 0));
        peer.send(ACK, "12");
        peer.send(ACK, "34");
        assertArrayEquals("1234".getBytes(), AdapterClient.data(driver.reply(all)));
    }

    @Test
    void aNullBufferIsAFaultWhereItWouldBeUsed() throws IOException {
        int socket = established();
        ByteBuffer null1 = AdapterClient.reading(socket, 0, 10, 0).put(17, (byte) 1);
        peer.send(ACK, "x");
        assertEquals(Linux.EFAULT, driver.call(21, null1).errno());
        assertEquals(1, driver.read(socket, 0, 10).result(), "the byte is still there");
    }

    @Test
    void aResetIsToldAndThenItIsTheEnd() throws IOException {
        int socket = established();
        peer.send(ACK, "last");
        peer.send(TestSegment.RST | ACK, "");
        assertEquals(4, driver.read(socket, 0, 10).result(), "what had come is still read");
        assertEquals(Linux.ECONNRESET, driver.read(socket, 0, 10).errno());
        assertEquals(0, driver.read(socket, 0, 10).result());
        assertEquals(Linux.EPIPE, driver.write(socket, 0, new byte[1]).errno());
    }

    @Test
    void disconnectingResets() throws IOException {
        int socket = established();
        assertEquals(0, driver.connect(socket, new SocketName(0, 0, 0, new byte[0])).result());
        assertTrue(peer.take().has(TestSegment.RST));
        assertEquals(Linux.ENOTCONN, driver.call(24, socket, Linux.SHUT_WR).errno());
    }

    @Test
    void aLingeringCloseWaitsForTheLastAcknowledgment() throws IOException {
        int socket = established();
        ByteBuffer linger = AdapterClient.ints(socket, Linux.SOL_SOCKET, Linux.SO_LINGER, 8,
                Integer.reverseBytes(1), Integer.reverseBytes(5));
        assertEquals(0, driver.call(26, linger).result());
        int close = driver.send(23, AdapterClient.ints(socket));
        driver.at(2_000_000);
        assertTrue(peer.take().has(TestSegment.FIN));
        peer.send(ACK, "");
        Reply closed = driver.reply(close);
        assertTrue(closed.isDeferred());
        assertEquals(2_000_000, closed.time());
    }

    @Test
    void buffersAreDoubledAndNeverTooSmall() throws IOException {
        int socket = driver.socket(Linux.AF_INET);
        driver.set(socket, Linux.SOL_SOCKET, Linux.SO_SNDBUF, 20_000);
        driver.set(socket, Linux.SOL_SOCKET, Linux.SO_RCVBUF, 1);
        assertEquals(40_000, driver.get(socket, Linux.SOL_SOCKET, Linux.SO_SNDBUF).getInt());
        assertEquals(2_304, driver.get(socket, Linux.SOL_SOCKET, Linux.SO_RCVBUF).getInt());
    }

    @Test
    void optionsComeBackAsTheyWereSetAndAreInherited() throws IOException {
        int listener = driver.socket(Linux.AF_INET);
        int[][] options = {{Linux.TCP_NODELAY, 1}, {Linux.TCP_KEEPIDLE, 17}, {Linux.TCP_SYNCNT, 3},
            {Linux.TCP_USER_TIMEOUT, 4_000}, {Linux.TCP_NOTSENT_LOWAT, 9_000}, {Linux.TCP_CORK, 1}};
        for (int[] option : options) {
            assertEquals(0, driver.set(listener, Linux.SOL_TCP, option[0], option[1]).result());
        }
        int socket = peer.establish(listener);
        for (int[] option : options) {
            assertEquals(option[1], driver.get(socket, Linux.SOL_TCP, option[0]).getInt(), "option " + option[0]);
        }
        assertEquals(Linux.ENOPROTOOPT, driver.set(listener, Linux.SOL_TCP, 999, 1).errno());
        assertEquals(Linux.EPERM, driver.set(listener, Linux.SOL_TCP, Linux.TCP_REPAIR, 1).errno());
        assertEquals(Linux.EINVAL, driver.set(listener, Linux.SOL_TCP, Linux.TCP_KEEPIDLE, 40_000).errno());
    }

    @Test
    void queuesAreCounted() throws IOException {
        int socket = established();
        peer.send(ACK, "12345");
        assertEquals(5, driver.call(28, socket, Linux.SIOCINQ).payload().getInt());
        driver.write(socket, 0, new byte[700]);
        assertEquals(700, driver.call(28, socket, Linux.SIOCOUTQ).payload().getInt());
        assertEquals(0, driver.call(28, socket, Linux.SIOCOUTQNSD).payload().getInt());
    }

    @Test
    void theQueueIsToldWithAMessage() throws IOException {
        int socket = established();
        driver.set(socket, Linux.SOL_TCP, Linux.TCP_INQ, 1);
        peer.send(ACK, "12345");
        Reply reply = driver.call(21, AdapterClient.reading(socket, 0, 2, 4));
        reply.payload().position(28);
        reply.bytes();
        ByteBuffer control = reply.value();
        assertEquals(20, control.getLong());
        assertEquals(Linux.SOL_TCP, control.getInt());
        assertEquals(Linux.TCP_INQ, control.getInt());
        assertEquals(3, control.getInt());
    }

    @Test
    void tcpInfoLiesAsInLinux() throws IOException {
        int socket = established();
        peer.send(ACK, "12345");
        driver.write(socket, 0, new byte[2_500]);
        byte[] image = new byte[TcpInfoImage.BYTES];
        ByteBuffer info = driver.get(socket, Linux.SOL_TCP, Linux.TCP_INFO);
        assertEquals(image.length, info.remaining());
        assertEquals(1, info.get(0), "tcpi_state");
        assertEquals(1000, info.getInt(16), "tcpi_snd_mss");
        assertEquals(3, info.getInt(24), "tcpi_unacked");
        assertEquals(1500, info.getInt(60), "tcpi_pmtu");
        assertEquals(10, info.getInt(80), "tcpi_snd_cwnd");
        assertEquals(1460, info.getInt(84), "tcpi_advmss");
        assertEquals(5, info.getLong(128), "tcpi_bytes_received");
        assertEquals(2_500, info.getLong(200), "tcpi_bytes_sent");
        assertEquals(65_000, info.getInt(228), "tcpi_snd_wnd");
        int listener = driver.socket(Linux.AF_INET);
        assertEquals(7, driver.get(listener, Linux.SOL_TCP, Linux.TCP_INFO).get(0), "TCP_CLOSE");
    }

    @Test
    void aWriterThatFindsNoRoomWaitsForIt() throws IOException {
        int socket = established();
        driver.set(socket, Linux.SOL_SOCKET, Linux.SO_SNDBUF, 5_000);
        driver.call(27, socket, Linux.F_SETFL, Linux.O_RDWR | Linux.O_NONBLOCK);
        byte[] much = new byte[200_000];
        Arrays.fill(much, (byte) 7);
        int taken = driver.write(socket, 0, much).result();
        assertTrue(taken > 0 && taken < much.length, "took " + taken);
        assertEquals(Linux.EAGAIN, driver.write(socket, 0, much).errno());
    }
}
