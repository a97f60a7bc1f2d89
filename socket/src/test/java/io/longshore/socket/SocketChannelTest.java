package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SocketChannelTest {

    private LoopbackFixture loopback;
    private ServerSocketChannel listener;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackFixture();
        listener = loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        loopback.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = loopback.provider.openSocketChannel();
        assertTrue(client.connect(listener.getLocalAddress()));
        return client;
    }

    @Test
    void bytesGoThereAndBack() throws Exception {
        try (SocketChannel client = connect(); SocketChannel accepted = listener.accept()) {
            assertEquals(5, client.write(ByteBuffer.wrap("hello".getBytes())));
            ByteBuffer received = ByteBuffer.allocate(10);
            assertEquals(5, accepted.read(received));
            accepted.write(received.flip());
            ByteBuffer direct = ByteBuffer.allocateDirect(10);
            assertEquals(5, client.read(direct));
            client.shutdownOutput();
            assertEquals(-1, accepted.read(received.clear()));
        }
    }

    @Test
    void blockingReadAndWriteMoveMegabytes() throws Exception {
        byte[] sent = new byte[5_000_000];
        new Random(42).nextBytes(sent);
        try (SocketChannel client = connect(); SocketChannel accepted = listener.accept()) {
            Thread writer = new Thread(() -> {
                try {
                    client.write(ByteBuffer.wrap(sent));
                    client.shutdownOutput();
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
            writer.start();
            ByteBuffer received = ByteBuffer.allocate(sent.length + 1);
            int count = 0;
            while (count >= 0) {
                count = accepted.read(received);
            }
            assertArrayEquals(sent, java.util.Arrays.copyOf(received.array(), received.position()));
            writer.join();
        }
    }

    private static void await(Selector selector, SelectionKey key) throws IOException {
        while (!selector.selectedKeys().contains(key)) {
            selector.select();
        }
        selector.selectedKeys().clear();
    }

    @Test
    void selectorSeesAcceptConnectReadAndWrite() throws Exception {
        try (Selector selector = loopback.provider.openSelector();
                SocketChannel client = loopback.provider.openSocketChannel()) {
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_CONNECT);
            assertFalse(client.connect(listener.getLocalAddress()));
            await(selector, listener.keyFor(selector));
            SocketChannel accepted = listener.accept();
            await(selector, client.keyFor(selector));
            assertTrue(client.finishConnect());
            client.keyFor(selector).interestOps(SelectionKey.OP_WRITE);
            assertEquals(1, selector.select());
            assertTrue(client.keyFor(selector).isWritable());
            client.keyFor(selector).interestOps(SelectionKey.OP_READ);
            selector.selectedKeys().clear();
            assertEquals(0, selector.selectNow());
            accepted.write(ByteBuffer.wrap(new byte[3]));
            assertEquals(1, selector.select());
            assertEquals(3, client.read(ByteBuffer.allocate(9)));
            accepted.close();
        }
    }

    @Test
    void selectorsBeyondTheContextsAreServedByThePoller() throws Exception {
        List<Selector> selectors = new ArrayList<>();
        while (selectors.size() < LoopbackServer.LAYOUT.contexts() + 5) {
            selectors.add(loopback.provider.openSelector());
        }
        for (Selector selector : selectors) {
            SocketChannel client = connect();
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ);
            Thread writing = new Thread(() -> {
                try (SocketChannel accepted = listener.accept()) {
                    accepted.write(ByteBuffer.allocate(1));
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
            writing.start();
            assertEquals(1, selector.select());
            writing.join();
            client.close();
            selector.close();
        }
    }

    @Test
    void bytesThatCameBeforeFinishConnectAreSelectedAfterIt() throws Exception {
        try (Selector selector = loopback.provider.openSelector();
                SocketChannel client = loopback.provider.openSocketChannel()) {
            client.configureBlocking(false);
            SelectionKey key = client.register(selector, SelectionKey.OP_CONNECT | SelectionKey.OP_READ);
            client.connect(listener.getLocalAddress());
            listener.accept().write(ByteBuffer.allocate(1));
            await(selector, key);
            assertEquals(SelectionKey.OP_CONNECT, key.readyOps());
            assertTrue(client.finishConnect());
            while (!key.isReadable()) {
                selector.select();
            }
        }
    }

    @Test
    void aSelectorThatSpinsFirstStillSleeps() throws Exception {
        loopback.offload.spin(200);
        selectorSeesAcceptConnectReadAndWrite();
        try (Selector selector = loopback.provider.openSelector()) {
            assertEquals(0, selector.select(20));
        }
    }

    @Test
    void nothingIsLeftOfWhatWasClosed() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            SocketChannel client = connect();
            SocketChannel accepted = listener.accept();
            client.close();
            accepted.close();
        }
        listener.close();
        while (loopback.server.stack().slotsInUse() > 0 || loopback.offload.openSlots() > 0) {
            Thread.onSpinWait();
        }
    }
}
