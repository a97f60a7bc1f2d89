package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that meet at the same channel or selector. A lost wake-up shows as a test that does not end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RaceTest {

    private LoopbackFixture loopback;
    private ExecutorService threads;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackFixture();
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        loopback.close();
    }

    private SocketChannel[] pair() throws IOException {
        try (ServerSocketChannel listener =
                loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort())) {
            SocketChannel client = loopback.provider.openSocketChannel();
            client.connect(listener.getLocalAddress());
            return new SocketChannel[] {client, listener.accept()};
        }
    }

    private <T> Future<T> inThread(Callable<T> action) {
        return threads.submit(action);
    }

    private static int echo(SocketChannel channel, int rounds) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (int i = 0; i < rounds; i++) {
            channel.read(one.clear());
            channel.write(one.flip());
        }
        return rounds;
    }

    @Test
    void blockedThreadsAlwaysHearOfTheNextByte() throws Exception {
        List<Future<Integer>> echoes = new ArrayList<>();
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SocketChannel[] pair = pair();
            echoes.add(inThread(() -> echo(pair[1], 1_000)));
            clients.add(pair[0]);
            pair[0].write(ByteBuffer.allocate(1));
        }
        for (SocketChannel client : clients) {
            echoes.add(inThread(() -> echo(client, 999)));
        }
        for (Future<Integer> echo : echoes) {
            assertTrue(echo.get() > 0);
        }
    }

    @Test
    void aWakeupIsNeverLost() throws Exception {
        try (Selector one = loopback.provider.openSelector(); Selector two = loopback.provider.openSelector()) {
            Future<Integer> other = inThread(() -> pingPong(two, one, 10_000));
            one.wakeup();
            assertEquals(10_000, pingPong(one, two, 10_000));
            assertEquals(10_000, other.get());
        }
    }

    private static int pingPong(Selector mine, Selector others, int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            mine.select();
            others.wakeup();
        }
        return rounds;
    }

    @Test
    void aChannelThatFlipsBetweenSelectorAndBlockingMissesNothing() throws Exception {
        SocketChannel[] pair = pair();
        try (Selector selector = loopback.provider.openSelector()) {
            Future<Integer> echo = inThread(() -> echo(pair[1], 5_000));
            ByteBuffer one = ByteBuffer.allocate(1);
            for (int i = 0; i < 5_000; i++) {
                pair[0].write(one.clear());
                if (i % 3 > 0) {
                    awaitBySelector(selector, pair[0]);
                }
                assertEquals(1, pair[0].read(one.clear()));
            }
            assertEquals(5_000, echo.get());
        }
    }

    // As the JDK's web server does at each request.
    private static void awaitBySelector(Selector selector, SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        while (!selector.selectedKeys().remove(key)) {
            selector.select();
        }
        key.cancel();
        channel.configureBlocking(true);
        selector.selectNow();
    }

    @Test
    void keysMayBeCancelledAndRegisteredByOtherThreads() throws Exception {
        SocketChannel[] pair = pair();
        pair[0].configureBlocking(false);
        pair[1].write(ByteBuffer.allocate(1));
        AtomicBoolean over = new AtomicBoolean();
        try (Selector selector = loopback.provider.openSelector()) {
            Future<Integer> registering = inThread(() -> registerAndCancel(pair[0], selector, 10_000));
            Future<Integer> selecting = inThread(() -> selectUntil(selector, over));
            assertEquals(10_000, registering.get());
            over.set(true);
            selector.wakeup();
            assertTrue(selecting.get() > 0);
            selector.selectNow();
            assertEquals(0, selector.keys().size());
            pair[0].register(selector, SelectionKey.OP_READ);
            assertEquals(1, selector.select());
        }
    }

    private static int selectUntil(Selector selector, AtomicBoolean over) throws IOException {
        int selections = 0;
        while (!over.get()) {
            selector.select(10);
            selector.selectedKeys().clear();
            selections++;
        }
        return selections;
    }

    private static int registerAndCancel(SocketChannel channel, Selector selector, int rounds) throws IOException {
        int done = 0;
        while (done < rounds) {
            try {
                channel.register(selector, SelectionKey.OP_READ).cancel();
                done++;
            } catch (CancelledKeyException notYetGone) {
                selector.wakeup();
            }
        }
        return done;
    }

    @Test
    void aSelectorMayBeClosedWhileItSelects() throws Exception {
        SocketChannel[] pair = pair();
        pair[0].configureBlocking(false);
        for (int i = 0; i < 300; i++) {
            Selector selector = loopback.provider.openSelector();
            pair[0].register(selector, SelectionKey.OP_READ);
            Future<Boolean> selecting = inThread(() -> selectUntilClosed(selector));
            selector.wakeup();
            selector.close();
            assertTrue(selecting.get());
        }
        assertEquals(false, pair[0].isRegistered());
    }

    private static boolean selectUntilClosed(Selector selector) throws IOException {
        try {
            while (true) {
                selector.select();
            }
        } catch (ClosedSelectorException closed) {
            return true;
        }
    }

    @Test
    void aListenerMayBeClosedWhileConnectionsCome() throws Exception {
        for (int i = 0; i < 100; i++) {
            ServerSocketChannel listener =
                    loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
            Future<Integer> accepting = inThread(() -> acceptUntilClosed(listener));
            for (int k = 0; k < 3; k++) {
                SocketChannel client = loopback.provider.openSocketChannel();
                client.configureBlocking(false);
                client.connect(listener.getLocalAddress());
                client.close();
            }
            listener.close();
            accepting.get();
        }
        awaitNoSlots();
    }

    // The waiter stands before the lock when the wake-up comes, and uses it up there.
    @Test
    void aCloseIsHeardByAWaiterThatWaitsForTheLock() throws Exception {
        ServerSocketChannel listener =
                loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
        StackSocket half = stackHalf(listener);
        Future<Integer> accepting = inThread(() -> acceptUntilClosed(listener));
        while (half.reader == null) {
            Thread.onSpinWait();
        }
        half.readLock.lock();
        try {
            while (!half.readLock.hasQueuedThreads()) {
                half.wakeWaiters();
                Thread.onSpinWait();
            }
            listener.close();
        } finally {
            half.unlock(half.readLock);
        }
        assertEquals(0, accepting.get());
        awaitNoSlots();
    }

    private static StackSocket stackHalf(ServerSocketChannel listener) throws ReflectiveOperationException {
        Field field = LongshoreServerChannel.class.getDeclaredField("stack");
        field.setAccessible(true);
        return (StackSocket) field.get(listener);
    }

    private static int acceptUntilClosed(ServerSocketChannel listener) throws IOException {
        int count = 0;
        try {
            while (true) {
                listener.accept().close();
                count++;
            }
        } catch (ClosedChannelException closed) {
            return count;
        }
    }

    private void awaitNoSlots() {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (loopback.server.stack().slotsInUse() > 0 || loopback.offload.openSlots() > 0) {
            assertTrue(System.nanoTime() < deadline, () -> "open slots " + loopback.offload.openSlots() + "; "
                    + loopback.server.stack().describe());
            Thread.onSpinWait();
        }
    }

    @Test
    void closeInAnyStateLeavesNoSlot() throws Exception {
        ServerSocketChannel listener = loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
        loopback.provider.openSocketChannel().close();
        loopback.provider.openSocketChannel().bind(LoopbackFixture.anyPort()).close();
        for (int i = 0; i < 10; i++) {
            SocketChannel client = loopback.provider.openSocketChannel();
            client.configureBlocking(i % 2 == 0);
            client.connect(listener.getLocalAddress());
            client.close();
        }
        SocketChannel unaccepted = loopback.provider.openSocketChannel();
        unaccepted.connect(listener.getLocalAddress());
        listener.accept();
        listener.close();
        assertThrows(IOException.class, () -> unaccepted.write(ByteBuffer.allocate(1)), "nobody will accept it");
        unaccepted.close();
        // What was accepted and dropped without close is still open, as with the kernel.
        while (loopback.offload.openSlots() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void channelsMayBeClosedWhileTheyReadAndWrite() throws Exception {
        for (int i = 0; i < 200; i++) {
            SocketChannel[] pair = pair();
            Future<Boolean> reading = inThread(() -> readUntilClosed(pair[0]));
            Future<Boolean> writing = inThread(() -> writeUntilClosed(pair[0]));
            Future<Boolean> draining = inThread(() -> readUntilClosed(pair[1]));
            inThread(() -> pair[1].write(ByteBuffer.allocate(100_000))).get();
            pair[0].close();
            assertTrue(reading.get() && writing.get());
            draining.get();
            pair[1].close();
        }
        awaitNoSlots();
    }

    private static boolean readUntilClosed(SocketChannel channel) {
        ByteBuffer target = ByteBuffer.allocate(10_000);
        try {
            while (channel.read(target.clear()) >= 0) {
                target.clear();
            }
            return true;
        } catch (IOException closed) {
            return true;
        }
    }

    private static boolean writeUntilClosed(SocketChannel channel) {
        ByteBuffer source = ByteBuffer.allocate(10_000);
        try {
            while (channel.isOpen()) {
                channel.write(source.clear());
            }
            return true;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void anInterruptEndsWhateverBlocks() throws InterruptedException, ExecutionException, IOException {
        for (int i = 0; i < 300; i++) {
            SocketChannel[] pair = pair();
            AtomicReference<Thread> reader = new AtomicReference<>();
            Future<Boolean> reading = inThread(() -> {
                reader.set(Thread.currentThread());
                boolean ended = readUntilClosed(pair[0]);
                return Thread.interrupted() && ended;
            });
            while (reader.get() == null) {
                Thread.onSpinWait();
            }
            reader.get().interrupt();
            assertTrue(reading.get());
            assertEquals(false, pair[0].isOpen());
            pair[1].close();
        }
        awaitNoSlots();
    }
}
