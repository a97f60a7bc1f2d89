package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.allocation.AllocationGate;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritePendingException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ConnectionRingsTest {

    private static final int FIRST_CAPACITY = 64 * 1024;

    private LoopbackFixture loopback;
    private ServerSocketChannel listener;
    private SocketChannel client;
    private SocketChannel accepted;
    private ConnectionRings sending;
    private ConnectionRings receiving;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackFixture();
        listener = loopback.provider.openServerSocketChannel().bind(LoopbackFixture.anyPort());
        client = loopback.provider.openSocketChannel();
        client.connect(listener.getLocalAddress());
        accepted = listener.accept();
        sending = ConnectionRings.of(client).orElseThrow();
        receiving = ConnectionRings.of(accepted).orElseThrow();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        accepted.close();
        listener.close();
        loopback.close();
    }

    private static int next(int value) {
        return value * 31 + 7 & 0xFF;
    }

    private void send(String text) throws IOException {
        ByteBuffer claim = sending.claim(text.length());
        claim.put(text.getBytes());
        sending.commit(text.length());
    }

    private static String text(ByteBuffer view) {
        byte[] bytes = new byte[view.remaining()];
        view.duplicate().get(bytes);
        return new String(bytes);
    }

    private void awaitAvailable(int count) throws IOException {
        while (receiving.available() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsCommittedIsShownAndWhatIsConsumedIsGone() throws Exception {
        ByteBuffer claim = sending.claim(1_000);
        assertEquals(1_000, claim.remaining());
        claim.put("hello, world; and more".getBytes());
        sending.commit(12);
        ByteBuffer view = receiving.peek();
        assertEquals("hello, world", text(view));
        receiving.consume(7);
        assertEquals("world", text(receiving.peek()));
        receiving.consume(0);
        assertEquals(5, receiving.available());
        ByteBuffer target = ByteBuffer.allocate(9);
        assertEquals(5, accepted.read(target));
        assertEquals(5, client.write(target.flip()));
    }

    @Test
    void aConnectionHasOnePairAndTheKernelsHaveNone() throws Exception {
        assertSame(sending, ConnectionRings.of(client).orElseThrow());
        assertTrue(ConnectionRings.of(loopback.provider.openSocketChannel()).isEmpty(), "not connected");
        try (ServerSocketChannel kernel = ServerSocketChannel.open().bind(null);
                SocketChannel other = SocketChannel.open(kernel.getLocalAddress())) {
            assertTrue(ConnectionRings.of(other).isEmpty());
        }
    }

    @Test
    void whatWasNotCommittedIsNotSent() throws Exception {
        sending.claim(10).put("secret".getBytes());
        sending.commit(0);
        send("open");
        assertEquals("open", text(receiving.peek()));
    }

    @Test
    void aViewOfReceivedBytesIsReadOnlyAndEndsWithTheRing() throws Exception {
        send("abc");
        ByteBuffer view = receiving.peek();
        assertThrows(ReadOnlyBufferException.class, () -> view.put(0, (byte) 1));
        assertEquals(1 << LoopbackServer.LAYOUT.log2Ring(), view.capacity());
        assertThrows(IndexOutOfBoundsException.class, () -> view.get(view.capacity()));
        assertThrows(IllegalArgumentException.class, () -> view.limit(view.capacity() + 1));
        ByteBuffer claim = sending.claim(1);
        assertEquals(1 << LoopbackServer.LAYOUT.log2Ring(), claim.capacity());
        sending.commit(0);
    }

    /** Pieces of all sizes, so that the rings wrap, grow and start over; each side knows the sequence of bytes. */
    @Test
    void aLongStreamArrivesWhateverTheRingsDo() throws Exception {
        long seed = 0x1095;
        int total = 8 << 20;
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                write(total, new Random(seed));
            } catch (IOException failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        });
        Random random = new Random(seed + 1);
        int wraps = 0;
        int byteNow = 1;
        int done = 0;
        while (done < total) {
            ByteBuffer first = receiving.peek();
            int length = first.remaining();
            // What follows the first piece is the rest of the ring, from its beginning.
            ByteBuffer rest = receiving.peek(length);
            wraps += rest.hasRemaining() && rest.position() == 0 ? 1 : 0;
            int taken = random.nextInt(length + rest.remaining() + 1);
            for (int i = 0; i < taken; i++) {
                byte read = i < length ? first.get(first.position() + i) : rest.get(rest.position() + i - length);
                assertEquals((byte) byteNow, read, () -> "seed " + seed);
                byteNow = next(byteNow);
            }
            receiving.consume(taken);
            done += taken;
        }
        writing.get();
        assertTrue(wraps > 0, "the ring never wrapped");
    }

    private void write(int total, Random random) throws IOException {
        int byteNow = 1;
        int done = 0;
        while (done < total) {
            int wanted = Math.min(total - done, 1 + random.nextInt(100_000));
            ByteBuffer claim = sending.claim(wanted);
            assertTrue(claim.remaining() > 0 && claim.remaining() <= wanted);
            int used = 1 + random.nextInt(claim.remaining());
            for (int i = 0; i < used; i++) {
                claim.put((byte) byteNow);
                byteNow = next(byteNow);
            }
            sending.commit(used);
            done += used;
        }
    }

    @Test
    void whatIsShownStaysWhileTheRingGrows() throws Exception {
        send("stay");
        ByteBuffer view = receiving.peek();
        ByteBuffer much = ByteBuffer.allocate(4 * FIRST_CAPACITY);
        client.write(much);
        // More than it could hold at first.
        awaitAvailable(4 + 4 * FIRST_CAPACITY);
        assertEquals("stay", text(view));
        assertEquals("stay", text(receiving.peek()).substring(0, 4));
        receiving.consume(4);
    }

    @Test
    void anEmptyRingStartsOverWithoutMovingAClaim() throws Exception {
        send("first");
        assertEquals("first", text(receiving.peek()));
        receiving.consume(5);
        ByteBuffer claim = sending.claim(100);
        int at = claim.position();
        claim.put("second".getBytes());
        assertEquals(at + 6, claim.position());
        sending.commit(6);
        assertEquals("second", text(receiving.peek()));
    }

    @Test
    void aFullRingAndAnEmptyOneAreEmptyViewsOfANonBlockingChannel() throws Exception {
        client.configureBlocking(false);
        accepted.configureBlocking(false);
        assertFalse(receiving.peek().hasRemaining());
        assertThrows(IllegalStateException.class, () -> receiving.consume(0));
        int total = fill();
        assertThrows(IllegalStateException.class, () -> sending.commit(1));
        try (Selector selector = loopback.provider.openSelector()) {
            client.register(selector, SelectionKey.OP_WRITE);
            assertEquals(0, selector.selectNow());
            for (int done = 0; done < total; ) {
                int count = receiving.peek().remaining();
                receiving.consume(count);
                done += count;
            }
            assertEquals(1, selector.select());
        }
        assertTrue(sending.claim(10).hasRemaining());
    }

    private int fill() throws IOException {
        int total = 0;
        int quiet = 0;
        while (quiet < 1_000) {
            int count = sending.claim(1 << 20).remaining();
            quiet = count == 0 ? quiet + 1 : 0;
            if (count > 0) {
                sending.commit(count);
                total += count;
            } else {
                Thread.yield();
            }
        }
        return total;
    }

    @Test
    void oneClaimAtATimeAndNoOtherWriteMeanwhile() throws Exception {
        sending.claim(10);
        assertThrows(WritePendingException.class, () -> sending.claim(10));
        assertThrows(WritePendingException.class, () -> client.write(ByteBuffer.allocate(1)));
        assertThrows(WritePendingException.class, () -> client.write(new ByteBuffer[] {ByteBuffer.allocate(1)}));
        assertThrows(IllegalArgumentException.class, () -> sending.commit(11));
        assertThrows(IllegalArgumentException.class, () -> sending.commit(-1));
        assertThrows(IllegalArgumentException.class, () -> sending.claim(0));
        sending.commit(0);
        assertEquals(1, client.write(ByteBuffer.allocate(1)));
    }

    @Test
    void noOtherReadWhileBytesAreShown() throws Exception {
        assertThrows(IllegalStateException.class, () -> receiving.peek(0));
        send("abc");
        receiving.peek();
        assertThrows(ReadPendingException.class, () -> accepted.read(ByteBuffer.allocate(1)));
        assertThrows(IllegalArgumentException.class, () -> receiving.consume(4));
        assertThrows(IndexOutOfBoundsException.class, () -> receiving.peek(4));
        assertThrows(IndexOutOfBoundsException.class, () -> receiving.peek(-1));
        assertEquals("c", text(receiving.peek(2)));
        assertEquals("", text(receiving.peek(3)));
        receiving.consume(1);
        assertEquals(2, accepted.read(ByteBuffer.allocate(9)));
    }

    @Test
    void peekWaitsForBytesAndTellsTheEnd() throws Exception {
        CompletableFuture<String> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return text(receiving.peek());
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        send("there");
        assertEquals("there", reading.get());
        // Another thread than peeked may consume.
        receiving.consume(5);
        client.shutdownOutput();
        assertNull(receiving.peek());
        assertThrows(ClosedChannelException.class, () -> sending.claim(1));
    }

    @Test
    void shutdownOfInputIsTheEndAndAResetIsAnError() throws Exception {
        send("abc");
        accepted.shutdownInput();
        assertNull(receiving.peek());
        ConnectionRings back = ConnectionRings.of(accepted).orElseThrow();
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        assertThrows(IOException.class, () -> {
            while (true) {
                back.claim(1);
                back.commit(1);
            }
        });
    }

    @Test
    void aResetIsToldByPeek() throws Exception {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        assertEquals("Connection reset", assertThrows(IOException.class, receiving::peek).getMessage());
    }

    @Test
    void closeWakesWhoWaitsInPeekAndAnInterruptCloses() throws Exception {
        Thread[] waiting = new Thread[1];
        CompletableFuture<ByteBuffer> peeking = new CompletableFuture<>();
        waiting[0] = new Thread(() -> peek(peeking));
        waiting[0].start();
        awaitState(waiting[0]);
        accepted.close();
        assertTrue(assertThrows(ExecutionException.class, peeking::get).getCause()
                instanceof AsynchronousCloseException);
        fillBlocking();
    }

    private void fillBlocking() throws Exception {
        SocketChannel other = loopback.provider.openSocketChannel();
        other.connect(listener.getLocalAddress());
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, () -> ConnectionRings.of(other).orElseThrow().claim(1));
        assertTrue(Thread.interrupted());
        assertFalse(other.isOpen());
    }

    private void peek(CompletableFuture<ByteBuffer> result) {
        try {
            result.complete(receiving.peek());
        } catch (IOException failure) {
            result.completeExceptionally(failure);
        }
    }

    private static void awaitState(Thread thread) {
        while (!thread.getState().name().endsWith("WAITING")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aCloseByAnotherThreadWaitsForTheViewAndThePeerDoesNot() throws Exception {
        send("mine");
        ByteBuffer view = receiving.peek();
        Thread closing = new Thread(() -> {
            try {
                accepted.close();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        closing.start();
        closing.join();
        assertEquals(-1, client.read(ByteBuffer.allocate(1)), "the peer sees the end");
        // Connections made meanwhile do not get this one's memory.
        for (int i = 0; i < 100; i++) {
            try (SocketChannel other = loopback.provider.openSocketChannel()) {
                other.connect(listener.getLocalAddress());
                other.write(ByteBuffer.wrap("theirs".getBytes()));
                listener.accept().close();
            }
        }
        assertEquals("mine", text(view));
        assertThrows(ClosedChannelException.class, () -> receiving.consume(4));
        assertFalse(view.hasRemaining());
        client.close();
        listener.close();
        awaitNothingLeft();
    }

    @Test
    void aThreadThatClosesHasNoMoreUseForItsViews() throws Exception {
        send("abc");
        ByteBuffer view = receiving.peek();
        ByteBuffer claim = receiving.claim(10);
        accepted.close();
        assertFalse(view.hasRemaining());
        assertFalse(claim.hasRemaining());
        assertThrows(ClosedChannelException.class, () -> receiving.consume(0));
        assertThrows(ClosedChannelException.class, () -> receiving.commit(0));
        assertThrows(ClosedChannelException.class, receiving::peek);
        assertThrows(ClosedChannelException.class, () -> receiving.claim(1));
        client.close();
        listener.close();
        awaitNothingLeft();
    }

    private void awaitNothingLeft() {
        while (loopback.server.stack().slotsInUse() > 0 || loopback.offload.openSlots() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theUrgentByteIsPassedOver() throws Exception {
        send("ab");
        client.socket().sendUrgentData('!');
        send("cd");
        awaitAvailable(5);
        assertEquals("ab", text(receiving.peek()));
        assertEquals("", text(receiving.peek(2)));
        receiving.consume(2);
        assertEquals("cd", text(receiving.peek()));
    }

    @Test
    void nothingIsAllocated() throws Exception {
        client.configureBlocking(false);
        accepted.configureBlocking(false);
        int[] taken = new int[1];
        AllocationGate.assertNone("claim, commit, peek, consume", step -> {
            try {
                ByteBuffer claim = sending.claim(64);
                if (claim.hasRemaining()) {
                    sending.commit(1);
                }
                ByteBuffer view = receiving.peek();
                if (view.hasRemaining()) {
                    receiving.consume(view.remaining());
                    taken[0]++;
                }
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        assertTrue(taken[0] > 0, "bytes came");
    }
}
