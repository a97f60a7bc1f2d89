package io.longshore.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RingsAtTheEndTest extends RingsFixture {

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
}
