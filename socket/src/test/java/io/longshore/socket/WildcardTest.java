package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener on the wildcard address listens on the kernel and on the stack; sockets go where the rules say. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WildcardTest {

    private static final String KERNEL = "127.0.0.1";
    private static final String STACK = LoopbackServer.ADDRESS;
    private static final String STACK6 = LoopbackServer.ADDRESS6;

    private LoopbackFixture loopback;
    private ServerSocketChannel listener;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        loopback = new LoopbackFixture();
        listener = loopback.provider.openServerSocketChannel();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(0));
        port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        loopback.close();
    }

    private SocketChannel connect(String address) throws IOException {
        SocketChannel client = loopback.provider.openSocketChannel();
        assertTrue(client.connect(new InetSocketAddress(address, port)));
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {KERNEL, STACK, STACK6})
    void aThreadAcceptsFromBoth(String address) throws Exception {
        for (int i = 0; i < 20; i++) {
            try (SocketChannel client = connect(address); SocketChannel accepted = listener.accept()) {
                assertEquals(client.getLocalAddress(), accepted.getRemoteAddress());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {KERNEL, STACK, STACK6})
    void aThreadThatWaitsAlreadyIsWoken(String address) throws Exception {
        Thread here = Thread.currentThread();
        Thread connecting = new Thread(() -> {
            while (here.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            try {
                connect(address);
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        connecting.start();
        assertNotNull(listener.accept());
        connecting.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {KERNEL, STACK, STACK6})
    void aSelectorSeesBoth(String address) throws Exception {
        listener.configureBlocking(false);
        try (Selector selector = loopback.provider.openSelector()) {
            SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
            assertEquals(0, selector.selectNow());
            SocketChannel client = connect(address);
            assertEquals(1, selector.select());
            assertTrue(key.isAcceptable());
            assertNotNull(listener.accept());
            assertNull(listener.accept());
            client.close();
        }
    }

    @Test
    void kernelAndStackConnectionsShareASelector() throws Exception {
        try (Selector selector = loopback.provider.openSelector()) {
            for (String address : new String[] {KERNEL, STACK}) {
                SocketChannel client = connect(address);
                client.configureBlocking(false);
                client.register(selector, SelectionKey.OP_READ);
                listener.accept().write(java.nio.ByteBuffer.allocate(1));
            }
            while (selector.selectedKeys().size() < 2) {
                selector.select();
            }
        }
    }

    @Test
    void rulesPlaceSockets() throws Exception {
        OffloadRules rules = AgentStart.rules(
                AgentOptions.parse("offload=connect own, 192.0.2.0/24, 198.51.100.7, except *:22, *:9"), "10.7.0.1/24");
        assertEquals(Placement.STACK, rules.connection(new InetSocketAddress("10.7.0.99", 80)).placement());
        assertEquals(Placement.STACK, rules.connection(new InetSocketAddress("192.0.2.200", 80)).placement());
        assertEquals(Placement.STACK, rules.connection(new InetSocketAddress("198.51.100.7", 80)).placement());
        assertEquals(Placement.KERNEL, rules.connection(new InetSocketAddress("198.51.100.8", 80)).placement());
        assertEquals(Placement.KERNEL, rules.connection(new InetSocketAddress("10.7.0.99", 22)).placement());
        assertEquals(Placement.KERNEL, rules.connection(new InetSocketAddress(KERNEL, 80)).placement());
        assertEquals(Placement.KERNEL, rules.connection(new InetSocketAddress("2001:db8::1", 80)).placement());
        assertEquals(Placement.STACK, rules.listener(new InetSocketAddress("10.7.0.1", 80)).placement());
        assertEquals(Placement.KERNEL, rules.listener(new InetSocketAddress("10.7.0.2", 80)).placement());
        assertEquals(Placement.BOTH, rules.listener(new InetSocketAddress(80)).placement());
        assertEquals(Placement.KERNEL, rules.listener(new InetSocketAddress(22)).placement());
        assertEquals(Placement.BOTH, rules.listener(new InetSocketAddress(0)).placement());
    }
}
