package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data, timeouts, cancellation and close meet at the same operation. Each ends once; a lost end does not end. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AsyncRaceTest {

    private LoopbackFixture loopback;
    private LongshoreAsyncProvider provider;
    private AsynchronousChannelGroup group;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackFixture();
        provider = new LongshoreAsyncProvider(loopback.provider);
        group = provider.openAsynchronousChannelGroup(2, Executors.defaultThreadFactory());
    }

    @AfterEach
    void stop() throws IOException {
        group.shutdownNow();
        loopback.close();
    }

    private AsynchronousSocketChannel[] pair() throws Exception {
        try (AsynchronousServerSocketChannel listener =
                provider.openAsynchronousServerSocketChannel(group).bind(LoopbackFixture.anyPort())) {
            Future<AsynchronousSocketChannel> accepting = listener.accept();
            AsynchronousSocketChannel client = provider.openAsynchronousSocketChannel(group);
            client.connect(listener.getLocalAddress()).get();
            return new AsynchronousSocketChannel[] {client, accepting.get()};
        }
    }

    private static void close(AsynchronousSocketChannel[] pair) throws IOException {
        pair[0].close();
        pair[1].close();
    }

    private void awaitNoSlots() {
        while (loopback.server.stack().slotsInUse() > 0 || loopback.offload.openSlots() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void dataAndTimeoutEndAReadOnce() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            AsynchronousSocketChannel[] pair = pair();
            AsyncWorld.Ending<Integer> reading = new AsyncWorld.Ending<>();
            pair[0].read(ByteBuffer.allocate(9), 500 + random.nextInt(500), TimeUnit.MICROSECONDS, i, reading);
            spin(random.nextInt(1_000));
            pair[1].write(ByteBuffer.allocate(3)).get();
            String end = reading.await();
            if (end.startsWith("completed")) {
                assertEquals("completed 3, " + i, end);
            } else {
                assertEquals("failed InterruptedByTimeoutException: null, " + i, end);
                assertThrows(IllegalStateException.class, () -> pair[0].read(ByteBuffer.allocate(9)));
            }
            close(pair);
        }
        awaitNoSlots();
    }

    private static void spin(int micros) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < micros * 1_000L) {
            Thread.onSpinWait();
        }
    }

    @Test
    void dataAndCancellationEndAReadOnce() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            AsynchronousSocketChannel[] pair = pair();
            Future<Integer> reading = pair[0].read(ByteBuffer.allocate(9));
            Future<Integer> writing = pair[1].write(ByteBuffer.allocate(3));
            spin(random.nextInt(200));
            if (reading.cancel(false)) {
                assertThrows(CancellationException.class, reading::get);
                assertThrows(IllegalStateException.class, () -> pair[0].read(ByteBuffer.allocate(9)));
            } else {
                assertEquals(3, reading.get());
                Future<Integer> next = pair[0].read(ByteBuffer.allocate(9));
                pair[1].write(ByteBuffer.allocate(1)).get();
                assertEquals(1, next.get());
            }
            writing.get();
            close(pair);
        }
        awaitNoSlots();
    }

    @Test
    void aCloseEndsWhatIsUnderWay() throws Exception {
        Random random = new Random(13);
        for (int i = 0; i < 100; i++) {
            AsynchronousSocketChannel[] pair = pair();
            CompletableFuture<Throwable> reader = readUntilItFails(pair[0]);
            CompletableFuture<Throwable> writer = writeUntilItFails(pair[0]);
            CompletableFuture<Throwable> peer = readUntilItFails(pair[1]);
            pair[1].write(ByteBuffer.allocate(1)).get();
            spin(random.nextInt(300));
            pair[0].close();
            assertTrue(isOfClosing(reader.get()), () -> String.valueOf(reader.join()));
            assertTrue(isOfClosing(writer.get()), () -> String.valueOf(writer.join()));
            pair[1].close();
            peer.get();
        }
        awaitNoSlots();
    }

    private static boolean isOfClosing(Throwable end) {
        return end instanceof java.nio.channels.ClosedChannelException;
    }

    private static CompletableFuture<Throwable> readUntilItFails(AsynchronousSocketChannel channel) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        channel.read(buffer, end, new Repeating(again -> channel.read(buffer.clear(), end, again)));
        return end;
    }

    private static CompletableFuture<Throwable> writeUntilItFails(AsynchronousSocketChannel channel) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        channel.write(buffer, end, new Repeating(again -> channel.write(buffer.clear(), end, again)));
        return end;
    }

    /** Starts the next operation at the end of each, until one fails or the stream ends. */
    private record Repeating(java.util.function.Consumer<Repeating> next)
            implements CompletionHandler<Integer, CompletableFuture<Throwable>> {

        @Override
        public void completed(Integer count, CompletableFuture<Throwable> end) {
            if (count < 0) {
                end.complete(new AsynchronousCloseException());
            } else {
                next.accept(this);
            }
        }

        @Override
        public void failed(Throwable why, CompletableFuture<Throwable> end) {
            end.complete(why);
        }
    }

    @Test
    void manyConversationsShareTwoThreads() throws Exception {
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            AsynchronousSocketChannel[] pair = pair();
            pair[1].write(ByteBuffer.allocate(1)).get();
            ends.add(new Echo(pair[0]).start(500));
            new Echo(pair[1]).start(500);
        }
        for (CompletableFuture<Integer> end : ends) {
            assertEquals(1, end.get());
        }
    }

    /** Reads a byte and writes it back, so many times. */
    private static final class Echo implements CompletionHandler<Integer, Boolean> {

        private final AsynchronousSocketChannel channel;
        private final ByteBuffer one = ByteBuffer.allocate(1);
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private int left;

        Echo(AsynchronousSocketChannel channel) {
            this.channel = channel;
        }

        CompletableFuture<Integer> start(int rounds) {
            left = rounds;
            channel.read(one.clear(), true, this);
            return end;
        }

        @Override
        public void completed(Integer count, Boolean read) {
            if (read && --left == 0) {
                end.complete(count);
            } else if (read) {
                channel.write(one.flip(), false, this);
            } else {
                channel.read(one.clear(), true, this);
            }
        }

        @Override
        public void failed(Throwable why, Boolean read) {
            end.completeExceptionally(why);
        }
    }

    @Test
    void aHandlerMayWaitForTheNextOne() throws Exception {
        AsynchronousSocketChannel[] one = pair();
        AsynchronousSocketChannel[] two = pair();
        for (int i = 0; i < 200; i++) {
            CountDownLatch second = new CountDownLatch(1);
            CompletableFuture<Throwable> first = new CompletableFuture<>();
            one[0].read(ByteBuffer.allocate(1), first, new Repeating(again -> {
                try {
                    second.await();
                    first.complete(null);
                } catch (InterruptedException interrupted) {
                    first.complete(interrupted);
                }
            }));
            two[0].read(ByteBuffer.allocate(1), null, new Repeating(again -> second.countDown()));
            one[1].write(ByteBuffer.allocate(1));
            two[1].write(ByteBuffer.allocate(1)).get();
            assertEquals(null, first.get());
        }
    }

    @Test
    void shutdownAtOnceEndsEverything() throws Exception {
        for (int i = 0; i < 10; i++) {
            List<CompletableFuture<Throwable>> ends = new ArrayList<>();
            for (int k = 0; k < 4; k++) {
                AsynchronousSocketChannel[] pair = pair();
                ends.add(readUntilItFails(pair[0]));
                ends.add(readUntilItFails(pair[1]));
                ends.add(writeUntilItFails(pair[1]));
            }
            group.shutdownNow();
            for (CompletableFuture<Throwable> end : ends) {
                end.get();
            }
            assertTrue(group.awaitTermination(30, TimeUnit.SECONDS));
            group = provider.openAsynchronousChannelGroup(1 + i % 3, Executors.defaultThreadFactory());
        }
        awaitNoSlots();
    }

    @Test
    void theDeathOfTheServerIsHeard() throws Exception {
        AsynchronousSocketChannel[] pair = pair();
        Future<Integer> reading = pair[0].read(ByteBuffer.allocate(9));
        AsyncWorld.Ending<Integer> ending = new AsyncWorld.Ending<>();
        pair[1].read(ByteBuffer.allocate(9), null, ending);
        loopback.server.close();
        assertThrows(ExecutionException.class, reading::get);
        assertEquals("failed IOException: the TCP Server is gone, null", ending.await());
        assertTrue(pair[0].isOpen());
    }
}
