package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.channel.SlotLayout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options that only we have, and what a slot's registers are told. */
final class OptionTest {

    private LoopbackFixture loopback;
    private ServerSocketChannel listener;
    private SocketChannel client;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackFixture();
        listener = loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
        client = loopback.provider.openSocketChannel();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        listener.close();
        loopback.close();
    }

    private int register(SocketChannel channel, int register) {
        return loopback.server.register(((LongshoreSocketChannel) channel).stack().slot.number(), register);
    }

    @Test
    void theyAreKeptUntilTheSocketHasASlot() throws Exception {
        client.setOption(LongshoreOptions.TCP_USER_TIMEOUT, 1_500);
        client.setOption(LongshoreOptions.TCP_CONGESTION, "bbr");
        client.setOption(LongshoreOptions.IP_TTL, 9);
        client.setOption(StandardSocketOptions.IP_TOS, 16);
        assertEquals(1_500, client.getOption(LongshoreOptions.TCP_USER_TIMEOUT));
        client.connect(listener.getLocalAddress());
        assertEquals(1_500, register(client, SlotLayout.USER_TIMEOUT));
        assertEquals(SlotLayout.CONGESTION_BBR, register(client, SlotLayout.CONGESTION));
        assertEquals(9, register(client, SlotLayout.HOP_LIMIT));
        assertEquals(16, register(client, SlotLayout.TRAFFIC_CLASS));
        assertEquals("bbr", client.getOption(LongshoreOptions.TCP_CONGESTION));
    }

    @Test
    void theyMayBeSetOnAConnection() throws Exception {
        client.connect(listener.getLocalAddress());
        client.setOption(LongshoreOptions.TCP_NOTSENT_LOWAT, 16_384);
        client.setOption(LongshoreOptions.TCP_CORK, true);
        assertEquals(16_384, register(client, SlotLayout.UNSENT_LOW_WATER));
        assertEquals(SlotLayout.OPTION_CORK, register(client, SlotLayout.OPTIONS));
        assertEquals(0, client.getOption(LongshoreOptions.TCP_USER_TIMEOUT), "never set");
    }

    @Test
    void aConnectionHasWhatItsListenerHad() throws Exception {
        listener.setOption(LongshoreOptions.TCP_USER_TIMEOUT, 900);
        listener.setOption(StandardSocketOptions.SO_RCVBUF, 50_000);
        client.connect(listener.getLocalAddress());
        try (SocketChannel accepted = listener.accept()) {
            assertEquals(900, accepted.getOption(LongshoreOptions.TCP_USER_TIMEOUT));
            assertEquals(50_000, accepted.getOption(StandardSocketOptions.SO_RCVBUF));
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            assertEquals(900, register(accepted, SlotLayout.USER_TIMEOUT), "what is set besides is not lost");
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThrows(SocketException.class, () -> client.setOption(LongshoreOptions.TCP_CONGESTION, "vegas"));
        assertThrows(SocketException.class, () -> client.setOption(LongshoreOptions.IP_TTL, 256));
        assertThrows(SocketException.class, () -> client.setOption(LongshoreOptions.TCP_MAXSEG, 10));
        assertThrows(IllegalArgumentException.class, () -> client.setOption(LongshoreOptions.TCP_INFO, null));
    }

    @Test
    void onTheKernelTheyAreNotSupported() throws Exception {
        assertTrue(client.supportedOptions().contains(LongshoreOptions.TCP_INFO));
        client.setOption(LongshoreOptions.TCP_USER_TIMEOUT, 5);
        try (ServerSocketChannel kernel =
                ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            client.connect(kernel.getLocalAddress());
        }
        assertFalse(client.supportedOptions().contains(LongshoreOptions.TCP_INFO));
        assertThrows(UnsupportedOperationException.class, () -> client.getOption(LongshoreOptions.TCP_USER_TIMEOUT));
    }

    @Test
    void tcpInfoTellsHowAConnectionFares() throws Exception {
        assertThrows(UnsupportedOperationException.class, () -> listener.getOption(LongshoreOptions.TCP_INFO));
        client.connect(listener.getLocalAddress());
        try (SocketChannel accepted = listener.accept()) {
            client.write(ByteBuffer.allocate(700));
            while (accepted.getOption(LongshoreOptions.TCP_INFO).bytesReceived() < 700) {
                Thread.onSpinWait();
            }
            accepted.read(ByteBuffer.allocate(200));
            TcpFigures info = accepted.getOption(LongshoreOptions.TCP_INFO);
            assertEquals("ESTAB", info.state());
            assertEquals(500, info.bytesUnread());
            assertEquals(700, client.getOption(LongshoreOptions.TCP_INFO).bytesSent());
        }
        client.close();
        assertThrows(ClosedChannelException.class, () -> client.getOption(LongshoreOptions.TCP_INFO));
    }
}
