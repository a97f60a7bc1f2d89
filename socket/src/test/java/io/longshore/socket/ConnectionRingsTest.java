package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.allocation.AllocationGate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritePendingException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ConnectionRingsTest extends RingsFixture {

    private static final int FIRST_CAPACITY = 64 * 1024;

    private static int next(int value) {
        return value * 31 + 7 & 0xFF;
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
                if (count > 0) {
                    receiving.consume(count);
                }
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
