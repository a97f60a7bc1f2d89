package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application sees when its TCP Server is gone. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServerDeathTest {

    private LoopbackFixture loopback;
    private ServerSocketChannel listener;
    private SocketChannel client;
    private SocketChannel accepted;

    @BeforeEach
    void connect() throws IOException {
        loopback = new LoopbackFixture();
        listener = loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
        client = loopback.provider.openSocketChannel();
        client.connect(listener.getLocalAddress());
        accepted = listener.accept();
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        client.close();
        accepted.close();
        loopback.close();
    }

    private void kill() throws IOException {
        loopback.server.close();
    }

    private void killAndAwait() throws IOException {
        kill();
        while (!loopback.offload.isGone()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void threadsThatWaitGetAnIoException() throws Exception {
        CompletableFuture<Throwable> reading = fails(() -> client.read(ByteBuffer.allocate(1)));
        CompletableFuture<Throwable> accepting = fails(() -> listener.accept());
        kill();
        assertEquals("the TCP Server is gone", reading.get().getMessage());
        assertEquals("the TCP Server is gone", accepting.get().getMessage());
    }

    private interface Act {
        void run() throws IOException;
    }

    private static CompletableFuture<Throwable> fails(Act action) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        new Thread(() -> {
            try {
                action.run();
                failure.complete(new AssertionError("it went well"));
            } catch (IOException expected) {
                failure.complete(expected);
            }
        }).start();
        return failure;
    }

    @Test
    void aSelectorWakesAndSleepsAgain() throws Exception {
        try (Selector selector = loopback.provider.openSelector()) {
            client.configureBlocking(false);
            SelectionKey key = client.register(selector, SelectionKey.OP_READ);
            new Thread(() -> {
                try {
                    kill();
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            }).start();
            assertEquals(1, selector.select());
            assertTrue(key.isReadable());
            assertThrows(IOException.class, () -> client.read(ByteBuffer.allocate(1)));
            client.close();
            selector.selectNow();
            long start = System.nanoTime();
            assertEquals(0, selector.select(100));
            assertTrue(System.nanoTime() - start > 90_000_000, "the dead bell does not keep it awake");
        }
    }

    @Test
    void newSocketsAreTheKernels() throws Exception {
        killAndAwait();
        try (ServerSocketChannel local = loopback.provider.openServerSocketChannel()) {
            local.bind(new InetSocketAddress("127.0.0.1", 0));
            try (SocketChannel one = loopback.provider.openSocketChannel();
                    Selector selector = loopback.provider.openSelector()) {
                assertTrue(one.connect(local.getLocalAddress()));
                one.configureBlocking(false);
                one.register(selector, SelectionKey.OP_WRITE);
                assertEquals(1, selector.select());
            }
        }
    }

    @Test
    void theKernelHalfOfAListenerGoesOn() throws Exception {
        try (ServerSocketChannel both = loopback.provider.openServerSocketChannel()) {
            both.bind(new InetSocketAddress(0));
            int port = ((InetSocketAddress) both.getLocalAddress()).getPort();
            CompletableFuture<SocketChannel> accepting = CompletableFuture.supplyAsync(() -> {
                try {
                    return both.accept();
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
            killAndAwait();
            try (SocketChannel one = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
                assertTrue(one.isConnected());
                accepting.get().close();
            }
        }
    }

    @Test
    void whatWasDecidedLateGoesToTheKernel() throws Exception {
        SocketChannel undecided = loopback.provider.openSocketChannel();
        killAndAwait();
        try (ServerSocketChannel local = loopback.provider.openServerSocketChannel()) {
            local.bind(new InetSocketAddress("127.0.0.1", 0));
            assertTrue(undecided.connect(local.getLocalAddress()));
            undecided.close();
            assertFalse(undecided.isConnected());
        }
    }
}
