package io.longshore.testing.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.conformance.AdapterClient.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every op of the driver's protocol, over a real socket.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdapterTest {

    private static final long SECOND = 1_000_000;
    /// Ticks of the stack's timers, one for each time that one was armed.
    private static final long TICK = 10;
    private static final int ACK = TestSegment.ACK;

    private AdapterFixture adapter;
    private AdapterClient driver;

    @BeforeEach
    void start() throws IOException {
        adapter = new AdapterFixture();
        driver = adapter.virtual();
    }

    @AfterEach
    void stop() throws IOException {
        driver.close();
        adapter.close();
    }

    private int listener(boolean ipv6) throws IOException {
        return driver.socket(ipv6 ? Linux.AF_INET6 : Linux.AF_INET);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionCarriesTextBothWays(boolean ipv6) throws IOException {
        WirePeer peer = new WirePeer(driver, ipv6);
        int socket = peer.establish(listener(ipv6));
        peer.send(ACK | TestSegment.PSH, "ping");
        Reply read = driver.read(socket, 0, 100);
        assertEquals(4, read.result());
        assertArrayEquals("ping".getBytes(), AdapterClient.data(read));
        assertFalse(read.isDeferred());
        assertEquals(peer.next, peer.take().acknowledgmentNumber(), "acknowledged, at once or delayed");
        assertEquals(6, driver.write(socket, 0, "answer".getBytes()).result());
        assertArrayEquals("answer".getBytes(), peer.take().text().payload());
        peer.send(ACK, "");
        peer.send(ACK | TestSegment.FIN, "");
        assertEquals(0, driver.read(socket, 0, 100).result(), "the end");
        assertEquals(0, driver.call(23, socket).result());
        assertTrue(peer.take().has(ACK));
    }

    @Test
    void theStackConnects() throws IOException {
        WirePeer peer = new WirePeer(driver, false);
        int socket = driver.socket(Linux.AF_INET);
        driver.call(27, socket, Linux.F_SETFL, Linux.O_RDWR | Linux.O_NONBLOCK);
        assertEquals(Linux.EINPROGRESS, driver.connect(socket, peer.name()).errno());
        assertEquals(Linux.EALREADY, driver.connect(socket, peer.name()).errno());
        assertEquals(TestSegment.SYN, peer.take().flags() & ~(TestSegment.ECE | TestSegment.CWR));
        peer.send(TestSegment.SYN | ACK, "");
        assertEquals(0, driver.get(socket, Linux.SOL_SOCKET, Linux.SO_ERROR).getInt());
        assertEquals(0, driver.connect(socket, peer.name()).result(), "the connect that finds it done succeeds");
        assertEquals(Linux.EISCONN, driver.connect(socket, peer.name()).errno());
    }

    @Test
    void aConnectionRefusedIsToldOnce() throws IOException {
        WirePeer peer = new WirePeer(driver, false);
        int socket = driver.socket(Linux.AF_INET);
        driver.call(27, socket, Linux.F_SETFL, Linux.O_RDWR | Linux.O_NONBLOCK);
        driver.connect(socket, peer.name());
        peer.take();
        peer.send(TestSegment.RST | ACK, "");
        assertEquals(Linux.ECONNREFUSED, driver.get(socket, Linux.SOL_SOCKET, Linux.SO_ERROR).getInt());
        assertEquals(0, driver.get(socket, Linux.SOL_SOCKET, Linux.SO_ERROR).getInt());
        assertEquals(Linux.EPIPE, driver.write(socket, 0, new byte[1]).errno());
    }

    @Test
    void callsThatWaitAreAnsweredWhenTheyEnd() throws IOException {
        WirePeer peer = new WirePeer(driver, false);
        int listener = listener(false);
        driver.bind(listener, peer.stackName());
        driver.call(18, listener, 5);
        int accept = driver.send(19, AdapterClient.ints(listener));
        peer.handshake();
        Reply accepted = driver.reply(accept);
        assertTrue(accepted.isDeferred());
        int read = driver.send(21, AdapterClient.reading(accepted.result(), 0, 100, 0));
        driver.at(SECOND);
        peer.send(ACK, "late");
        Reply text = driver.reply(read);
        assertTrue(text.isDeferred());
        assertEquals(SECOND, text.time());
        assertEquals(4, text.result());
    }

    @Test
    void runAdvancesUntilTheCallEnds() throws IOException {
        int socket = driver.socket(Linux.AF_INET);
        int connect = driver.send(20, AdapterClient.named(socket, new WirePeer(driver, false).name()));
        driver.send(SessionRequest.RUN,
                ByteBuffer.allocate(12).putInt(connect).putLong(Long.MAX_VALUE));
        Reply failed = driver.reply(connect);
        assertEquals(Linux.ETIMEDOUT, failed.errno());
        assertTrue(failed.isDeferred());
        assertTrue(failed.time() > 60 * SECOND, "six retransmissions came before: " + failed.time());
    }

    @Test
    void retransmissionsBearTheirOwnInstants() throws IOException {
        int socket = driver.socket(Linux.AF_INET);
        driver.call(27, socket, Linux.F_SETFL, Linux.O_RDWR | Linux.O_NONBLOCK);
        driver.at(5 * SECOND).connect(socket, new WirePeer(driver, false).name());
        long[] expected = {5, 6, 7, 8, 9, 10, 12, 16};
        for (long seconds : expected) {
            long sent = driver.sniff(Long.MAX_VALUE).payload().getLong();
            assertTrue(sent >= seconds * SECOND && sent <= seconds * SECOND + TICK, "sent at " + sent);
        }
        Reply none = driver.sniff(21 * SECOND);
        assertEquals(Linux.ETIMEDOUT, none.errno());
        assertEquals(21 * SECOND, none.time());
    }

    @Test
    void whereNoTimerIsArmedNothingIsWaitedFor() throws IOException {
        Reply none = driver.sniff(Long.MAX_VALUE);
        assertEquals(Linux.ETIMEDOUT, none.errno());
    }

    @Test
    void pollTellsWhatLinuxWould() throws IOException {
        WirePeer peer = new WirePeer(driver, false);
        int listener = listener(false);
        int fresh = driver.socket(Linux.AF_INET);
        assertEquals(Linux.POLLOUT | Linux.POLLHUP, poll(fresh, 0xFFF));
        int socket = peer.establish(listener);
        assertEquals(0, poll(listener, Linux.POLLIN));
        assertEquals(Linux.POLLOUT, poll(socket, Linux.POLLIN | Linux.POLLOUT));
        peer.send(ACK, "x");
        assertEquals(Linux.POLLIN, poll(socket, Linux.POLLIN));
        peer.send(ACK | TestSegment.FIN, "");
        assertEquals(Linux.POLLIN | Linux.POLLRDHUP, poll(socket, Linux.POLLIN | Linux.POLLRDHUP));
        driver.call(24, socket, Linux.SHUT_WR);
        assertTrue((poll(socket, Linux.POLLIN) & Linux.POLLHUP) != 0, "both directions are over");
        assertEquals(Linux.POLLNVAL, poll(99, Linux.POLLIN));
    }

    private int poll(int socket, int events) throws IOException {
        Reply reply = driver.call(29, ByteBuffer.allocate(14).putInt(0).putInt(1).putInt(socket)
                .putShort((short) events));
        return reply.payload().getShort() & 0xFFFF & ~(Linux.POLLRDNORM | Linux.POLLWRNORM);
    }

    @Test
    void aPollThatWaitsEndsAtItsTimeout() throws IOException {
        int socket = peerSocket();
        int id = driver.send(29, ByteBuffer.allocate(14).putInt(250).putInt(1).putInt(socket)
                .putShort((short) Linux.POLLIN));
        driver.send(SessionRequest.RUN, ByteBuffer.allocate(12).putInt(id).putLong(Long.MAX_VALUE));
        Reply reply = driver.reply(id);
        assertEquals(0, reply.result());
        assertEquals(250_000, reply.time());
    }

    private int peerSocket() throws IOException {
        return new WirePeer(driver, false).establish(listener(false));
    }

    @Test
    void epollTellsEdgesOnceAndLevelsAgain() throws IOException {
        WirePeer peer = new WirePeer(driver, false);
        int socket = peer.establish(listener(false));
        int level = driver.call(30, 1).result();
        int edge = driver.call(30, 1).result();
        int once = driver.call(30, 1).result();
        watch(level, socket, Linux.POLLIN);
        watch(edge, socket, Linux.POLLIN | Linux.EPOLLET);
        watch(once, socket, Linux.POLLIN | Linux.EPOLLONESHOT);
        assertEquals(0, driver.call(32, edge, 8, 0).result());
        peer.send(ACK, "a");
        Reply told = driver.call(32, edge, 8, 0);
        assertEquals(1, told.result());
        assertEquals(Linux.POLLIN, told.payload().getInt());
        assertEquals(77, told.payload().getLong());
        assertEquals(0, driver.call(32, edge, 8, 0).result(), "an edge is told once");
        assertEquals(1, driver.call(32, level, 8, 0).result());
        assertEquals(1, driver.call(32, level, 8, 0).result(), "a level as long as it lasts");
        assertEquals(1, driver.call(32, once, 8, 0).result());
        peer.send(ACK, "b");
        assertEquals(1, driver.call(32, edge, 8, 0).result(), "more text is another edge");
        assertEquals(0, driver.call(32, once, 8, 0).result(), "until it is armed again");
    }

    private void watch(int epoll, int socket, int events) throws IOException {
        assertEquals(0, driver.call(31, ByteBuffer.allocate(24).putInt(epoll).putInt(Linux.EPOLL_CTL_ADD)
                .putInt(socket).putInt(events).putLong(77)).result());
    }

    @Test
    void aControlConnectionSetsAndAsks() throws IOException {
        new WirePeer(driver, false).establish(listener(false));
        try (AdapterClient control = adapter.connect()) {
            control.call(SessionRequest.HELLO, AdapterClient.greeting(0, 1, ""));
            assertEquals(0, control.control("sysctl net.ipv4.tcp_sack=0").result());
            assertEquals("0", new String(control.control("sysctl net.ipv4.tcp_sack").bytes()));
            assertEquals(0, control.control("sysctl net.inet.tcp.sack.enable=1").result());
            assertEquals("1", new String(control.control("sysctl net.ipv4.tcp_sack").bytes()));
            assertEquals(Linux.EINVAL, control.control("sysctl no.such.setting=1").errno());
            assertEquals(Linux.EINVAL, control.control("nonsense").errno());
            String states = new String(control.control("states").bytes());
            assertTrue(states.contains("LISTEN 192.168.0.1:8080"), states);
            assertTrue(states.contains("ESTAB 192.168.0.1:8080 192.0.2.1:40000"), states);
        }
    }

    @Test
    void sessionsKnowNothingOfEachOther() throws IOException {
        try (AdapterClient second = adapter.virtual()) {
            WirePeer here = new WirePeer(driver, false);
            WirePeer there = new WirePeer(second, false);
            int socket = here.establish(listener(false));
            int other = there.establish(second.socket(Linux.AF_INET));
            assertNotEquals(here.expected, there.expected, "secrets are fresh");
            here.send(ACK, "here");
            assertEquals(Linux.EAGAIN, second.read(other, Linux.MSG_DONTWAIT, 10).errno());
            assertEquals(4, driver.read(socket, 0, 10).result());
        }
        assertTrue(adapter.complaints.isEmpty(), adapter.complaints::toString);
    }

    @Test
    void goodbyeEndsASessionWhateverWaits() throws IOException {
        int listener = listener(false);
        driver.bind(listener, new WirePeer(driver, false).stackName());
        driver.call(18, listener, 5);
        driver.send(19, AdapterClient.ints(listener));
        assertEquals(0, driver.call(SessionRequest.BYE).result());
        assertTrue(driver.isHungUp());
    }

    @Test
    void whatIsNoCallIsRefusedAndTheSessionGoesOn() throws IOException {
        assertEquals(Linux.ENOSYS, driver.call(33).errno());
        assertEquals(Linux.ENOSYS, driver.call(15).errno());
        assertTrue(driver.socket(Linux.AF_INET) >= 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000001", "ffffffff", "000000100010000000000001", "7fffffff"})
    void garbageEndsTheSessionWithOneLine(String hex) throws IOException {
        byte[] garbage = java.util.HexFormat.of().parseHex(hex);
        driver.sendRaw(ByteBuffer.allocate(64).put(garbage).position(64));
        assertTrue(driver.isHungUp());
        while (adapter.complaints.isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(1, adapter.complaints.size());
        assertTrue(adapter.complaints.get(0).startsWith("the driver does not speak the protocol: "));
    }

    @Test
    void theRealClockGoesOnByItself() throws IOException {
        try (AdapterClient real = adapter.connect().hello(AdapterClient.REAL, AdapterFixture.FLAGS)) {
            long before = System.currentTimeMillis() * 1000;
            int socket = real.socket(Linux.AF_INET);
            real.call(27, socket, Linux.F_SETFL, Linux.O_RDWR | Linux.O_NONBLOCK);
            real.connect(socket, new WirePeer(real, false).name());
            long first = real.sniff(before + 10 * SECOND).payload().getLong();
            long again = real.sniff(before + 10 * SECOND).payload().getLong();
            assertTrue(first >= before && first < before + 10 * SECOND, "stamped with the machine's time");
            assertTrue(again - first >= SECOND, "sent again a second later: " + (again - first));
            assertEquals(Linux.ETIMEDOUT, real.sniff(before).errno(), "a deadline that has passed");
        }
    }
}
