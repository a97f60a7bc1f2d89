package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.testing.conformance.AdapterClient.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// SO_ZEROCOPY, SO_TIMESTAMPING and MSG_EOR, as Linux has them.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorQueueTest {

    private static final int ACK = TestSegment.ACK;
    private static final int VIA_RECVMSG = 4;
    private static final int EPOLLOUT = 4;
    private static final int EPOLLERR = 8;
    private static final int TX_SOFTWARE = 2;
    private static final int SOFTWARE = 16;
    private static final int NUMBERED = 128;
    private static final int TX_SCHEDULED = 256;
    private static final int TX_ACKNOWLEDGED = 512;

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

    private Reply errors(int socket) throws IOException {
        return driver.call(21, AdapterClient.reading(socket, Linux.MSG_ERRQUEUE, 0, VIA_RECVMSG).putInt(12, 200));
    }

    private static ByteBuffer control(Reply reply) {
        AdapterClient.data(reply);
        return ByteBuffer.wrap(reply.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// errno, origin with type and code, info, data.
    private void expectError(ByteBuffer control, int... expected) {
        assertEquals(48, control.getLong());
        assertEquals(Linux.SOL_IP, control.getInt());
        assertEquals(Linux.IP_RECVERR, control.getInt());
        for (int value : expected) {
            assertEquals(value, control.getInt());
        }
        control.position(control.position() + 16);
    }

    private void acknowledge() throws IOException {
        peer.take();
        peer.send(ACK, "");
    }

    @Test
    void aZeroCopySendIsReportedCopiedOnceItIsAcknowledged() throws IOException {
        int socket = established();
        driver.write(socket, Linux.MSG_ZEROCOPY, new byte[10]);
        acknowledge();
        assertEquals(Linux.EAGAIN, errors(socket).errno(), "SO_ZEROCOPY was not set");
        assertEquals(Linux.EINVAL, driver.set(socket, Linux.SOL_SOCKET, Linux.SO_ZEROCOPY, 2).errno());
        assertEquals(0, driver.set(socket, Linux.SOL_SOCKET, Linux.SO_ZEROCOPY, 1).result());
        driver.write(socket, Linux.MSG_ZEROCOPY, new byte[10]);
        assertEquals(Linux.EAGAIN, errors(socket).errno());
        acknowledge();
        driver.write(socket, Linux.MSG_ZEROCOPY, new byte[10]);
        acknowledge();
        Reply both = errors(socket);
        assertEquals(Linux.MSG_ERRQUEUE, both.payload().getInt(0));
        expectError(control(both), 0, 5 | 1 << 16, 0, 1);
        assertEquals(Linux.EAGAIN, errors(socket).errno());
    }

    @Test
    void aReportWakesAnEdgeOnce() throws IOException {
        int socket = established();
        driver.set(socket, Linux.SOL_SOCKET, Linux.SO_ZEROCOPY, 1);
        int epoll = driver.call(30, 1).result();
        assertEquals(0, driver.call(31, epoll, 1, socket, EPOLLOUT | Linux.EPOLLET, 0, 7).result());
        assertEquals(1, driver.call(32, epoll, 1, 0).result());
        driver.write(socket, Linux.MSG_ZEROCOPY, new byte[10]);
        acknowledge();
        Reply woken = driver.call(32, epoll, 1, 0);
        assertEquals(1, woken.result());
        assertEquals(EPOLLOUT | EPOLLERR, woken.payload().getInt());
        assertEquals(0, driver.call(32, epoll, 1, 0).result());
    }

    @Test
    void aCallIsStampedWhenItsLastByteGoesAndWhenItIsAcknowledged() throws IOException {
        int socket = established();
        int all = TX_SOFTWARE | TX_SCHEDULED | TX_ACKNOWLEDGED | SOFTWARE | NUMBERED;
        assertEquals(0, driver.set(socket, Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING, all).result());
        assertEquals(Linux.EINVAL, driver.set(socket, Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING, 1 << 20).errno());
        driver.at(1_000_000);
        driver.write(socket, 0, new byte[100]);
        driver.at(1_250_000);
        acknowledge();
        expectStamp(socket, 1, 1_000_000_000);
        expectStamp(socket, 0, 1_000_000_000);
        expectStamp(socket, 2, 1_250_000_000);
        assertEquals(Linux.EAGAIN, errors(socket).errno());
    }

    private void expectStamp(int socket, int kind, long nanos) throws IOException {
        Reply reply = errors(socket);
        assertEquals(Linux.MSG_ERRQUEUE | Linux.MSG_TRUNC, reply.payload().getInt(0));
        ByteBuffer control = control(reply);
        assertEquals(64, control.getLong());
        assertEquals(Linux.SOL_SOCKET, control.getInt());
        assertEquals(Linux.SO_TIMESTAMPING, control.getInt());
        assertEquals(nanos, control.getLong() * 1_000_000_000 + control.getLong());
        control.position(64);
        expectError(control, Linux.ENOMSG, 4, kind, 99);
    }

    @Test
    void theEndOfARecordEndsASegment() throws IOException {
        int socket = established();
        driver.write(socket, Linux.MSG_EOR, new byte[10]);
        driver.write(socket, Linux.MSG_EOR, new byte[20]);
        driver.write(socket, 0, new byte[30]);
        assertEquals(10, peer.take().length());
        peer.send(ACK, "");
        assertEquals(20, peer.take().length());
        peer.send(ACK, "");
        assertEquals(30, peer.take().length());
    }
}
