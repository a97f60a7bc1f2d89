package io.longshore.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.IllegalReferenceCountException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buffers in the rings: what they are while they are there, and what they become. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RingByteBufTest {

    private static final int LENGTH = 1_000;

    private NettyFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new NettyFixture();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    /** What {@code look} makes of the first buffer that a channel reads, within the read loop. */
    private <T> T inReadLoop(byte[] sent, BiFunction<RingSocketChannel, ByteBuf, T> look) throws Exception {
        BlockingQueue<Object> result = new ArrayBlockingQueue<>(1);
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                try {
                    result.add(look.apply((RingSocketChannel) context.channel(), (ByteBuf) message));
                } catch (Throwable failure) {
                    result.add(failure);
                }
            }
        });
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            client.write(ByteBuffer.wrap(sent));
            Object outcome = result.take();
            if (outcome instanceof Throwable) {
                throw new AssertionError((Throwable) outcome);
            }
            @SuppressWarnings("unchecked")
            T value = (T) outcome;
            return value;
        }
    }

    private static byte[] pattern(long seed) {
        byte[] bytes = new byte[LENGTH];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Every way to read and to write gives what it gives with a buffer of Netty's. */
    @Test
    void itReadsAndWritesAsAnyBuffer() throws Exception {
        for (boolean isMoved : new boolean[] {false, true}) {
            inReadLoop(pattern(1), (channel, buffer) -> {
                if (isMoved) {
                    buffer.nioBuffer();
                }
                compare(Unpooled.wrappedBuffer(pattern(1)), buffer, 11);
                buffer.release();
                return "";
            });
        }
    }

    @Test
    void aClaimedOneIsWrittenAsAnyBuffer() throws Exception {
        inReadLoop(pattern(2), (channel, buffer) -> {
            buffer.release();
            ByteBuf claimed = channel.claim(LENGTH);
            assertInstanceOf(RingByteBuf.class, claimed);
            assertThrows(IndexOutOfBoundsException.class, () -> claimed.writerIndex(LENGTH).writeByte(1));
            claimed.clear().writeBytes(pattern(3));
            assertTrue(((RingByteBuf) claimed).isAlone(), "it lies in the ring");
            compare(Unpooled.wrappedBuffer(pattern(3)), claimed, 12);
            claimed.release();
            return "";
        });
    }

    private static void compare(ByteBuf model, ByteBuf buffer, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            int at = random.nextInt(LENGTH - 16);
            int kind = random.nextInt(14);
            assertEquals(get(model, kind, at), get(buffer, kind, at), () -> "seed " + seed + ", kind " + kind);
        }
        for (int i = 0; i < 2_000; i++) {
            int at = random.nextInt(LENGTH - 16);
            int kind = random.nextInt(12);
            long value = random.nextLong();
            set(model, kind, at, value);
            set(buffer, kind, at, value);
            assertEquals(model, buffer, () -> "seed " + seed + ", kind " + kind);
        }
    }

    private static Object get(ByteBuf buffer, int kind, int at) {
        return switch (kind) {
            case 0 -> buffer.getByte(at);
            case 1 -> buffer.getShort(at);
            case 2 -> buffer.getShortLE(at);
            case 3 -> buffer.getMedium(at);
            case 4 -> buffer.getMediumLE(at);
            case 5 -> buffer.getInt(at);
            case 6 -> buffer.getIntLE(at);
            case 7 -> buffer.getLong(at);
            case 8 -> buffer.getLongLE(at);
            case 9 -> buffer.slice(at, 16).getLong(3);
            case 10 -> buffer.indexOf(at, LENGTH, buffer.getByte(at + 9));
            case 11 -> buffer.getCharSequence(at, 16, StandardCharsets.ISO_8859_1).toString();
            case 12 -> many(buffer, at);
            default -> buffer.copy(at, 16).release();
        };
    }

    private static String many(ByteBuf buffer, int at) {
        try {
            ByteBuf direct = Unpooled.directBuffer(20);
            buffer.getBytes(at, direct, 4, 16);
            ByteBuffer nio = ByteBuffer.allocate(16);
            buffer.getBytes(at, nio);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            buffer.getBytes(at, stream, 16);
            assertArrayEquals(nio.array(), stream.toByteArray());
            assertEquals(ByteBuffer.wrap(nio.array()), buffer.internalNioBuffer(at, 16));
            assertEquals(0, nio.remaining());
            String text = direct.getCharSequence(4, 16, StandardCharsets.ISO_8859_1).toString();
            direct.release();
            return text;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void set(ByteBuf buffer, int kind, int at, long value) {
        switch (kind) {
            case 0 -> buffer.setByte(at, (int) value);
            case 1 -> buffer.setShort(at, (int) value);
            case 2 -> buffer.setShortLE(at, (int) value);
            case 3 -> buffer.setMedium(at, (int) value);
            case 4 -> buffer.setMediumLE(at, (int) value);
            case 5 -> buffer.setInt(at, (int) value);
            case 6 -> buffer.setIntLE(at, (int) value);
            case 7 -> buffer.setLong(at, value);
            case 8 -> buffer.setLongLE(at, value);
            case 9 -> buffer.setBytes(at, pattern(value), 7, 16);
            case 10 -> buffer.setBytes(at, ByteBuffer.wrap(pattern(value), 9, 16));
            default -> buffer.setBytes(at, Unpooled.wrappedBuffer(pattern(value)), 5, 16);
        }
    }

    @Test
    void inTheReadLoopItLiesInTheRingAndKeptBeyondItIsACopy() throws Exception {
        ByteBuf kept = inReadLoop(pattern(4), (channel, buffer) -> {
            assertTrue(((RingByteBuf) buffer).isAlone(), "it lies in the ring");
            assertTrue(buffer.isDirect());
            assertFalse(buffer.hasArray() || buffer.hasMemoryAddress());
            return buffer;
        });
        while (((RingByteBuf) kept).isAlone()) {
            Thread.onSpinWait();
        }
        assertEquals(Unpooled.wrappedBuffer(pattern(4)), kept);
        assertTrue(kept.release());
        assertThrows(IllegalReferenceCountException.class, () -> kept.getByte(0));
    }

    /** A thread of the application reads a buffer while the event loop moves it and the ring's bytes are used again. */
    @Test
    void aReaderOnAnotherThreadNeverSeesWhatCameLater() throws Exception {
        BlockingQueue<ByteBuf> handedOver = new ArrayBlockingQueue<>(64);
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
                handedOver.put((ByteBuf) message);
            }
        });
        int total = 400_000;
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            Thread writing = new Thread(() -> writeSequence(client, total));
            writing.start();
            for (int done = 0; done < total; ) {
                done = check(handedOver.take(), done);
            }
            writing.join();
        }
    }

    /** What follows the first {@code done} bytes of the sequence; the number of bytes so far. */
    private static int check(ByteBuf buffer, int done) {
        byte[] some = new byte[64];
        int at = done;
        while (buffer.isReadable()) {
            int count = Math.min(1 + at % some.length, buffer.readableBytes());
            buffer.readBytes(some, 0, count);
            assertArrayEquals(sequence(at, count), Arrays.copyOf(some, count));
            at += count;
        }
        buffer.release();
        return at;
    }

    private static byte[] sequence(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ((from + i) * 31 >>> 3);
        }
        return bytes;
    }

    private static void writeSequence(SocketChannel channel, int total) {
        try {
            for (int done = 0; done < total; ) {
                byte[] bytes = sequence(done, Math.min(total - done, 1 + done % 777));
                done += channel.write(ByteBuffer.wrap(bytes));
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Claimed and written in any order, retained, sliced, forgotten, closed: the peer gets what was written. */
    @Test
    void aClaimedBufferIsSentWhateverElseIsWritten() throws Exception {
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                RingSocketChannel channel = (RingSocketChannel) context.channel();
                ByteBuf first = channel.claim(10).writeBytes("claimed ".getBytes());
                ByteBuf second = channel.claim(10).writeBytes("second ".getBytes());
                assertFalse(second instanceof RingByteBuf, "one at a time");
                channel.writeAndFlush(first);
                channel.claim(100).release();
                ByteBuf late = channel.claim(10).writeBytes("late ".getBytes());
                channel.writeAndFlush(second);
                channel.writeAndFlush(late);
                ByteBuf retained = channel.claim(20).writeBytes("retained ".getBytes());
                channel.writeAndFlush(retained.retain());
                channel.writeAndFlush(Unpooled.copiedBuffer("else ".getBytes()));
                channel.writeAndFlush(retained);
                ByteBuf sliced = channel.claim(20).writeBytes("xxsliced ".getBytes());
                channel.writeAndFlush(sliced.skipBytes(2).slice());
                channel.claim(50).writeBytes("never".getBytes());
                context.close();
            }
        });
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            ByteBuffer all = ByteBuffer.allocate(200);
            while (client.read(all) >= 0) {
                Thread.onSpinWait();
            }
            assertEquals("claimed second late retained else retained sliced ",
                    new String(all.array(), 0, all.position(), StandardCharsets.US_ASCII));
        }
    }

    /** What a decoder releases within the read loop has never left the ring. */
    @Test
    void aDecoderOfHttpCausesNoCopy() throws Exception {
        BlockingQueue<Boolean> copied = new ArrayBlockingQueue<>(1);
        RingByteBuf[] read = new RingByteBuf[1];
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                read[0] = (RingByteBuf) message;
                context.fireChannelRead(message);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                copied.add(read[0].copyOrNull() != null || !read[0].isReleased());
            }
        }, HttpServerCodec::new, () -> new HttpObjectAggregator(100));
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes()));
            assertFalse(copied.take());
        }
    }

    @Test
    void aShutdownWithinTheReadLoopLeavesWhatWasRead() throws Exception {
        ByteBuf kept = inReadLoop(pattern(7), (channel, buffer) -> {
            channel.shutdownInput();
            return buffer;
        });
        while (((RingByteBuf) kept).isAlone()) {
            Thread.onSpinWait();
        }
        assertEquals(Unpooled.wrappedBuffer(pattern(7)), kept);
        assertTrue(kept.release());
    }

    @Test
    void streamsFillIt() throws Exception {
        inReadLoop(pattern(6), (channel, buffer) -> {
            try {
                assertEquals(4, buffer.setBytes(3, new ByteArrayInputStream(new byte[] {1, 2, 3, 4}), 4));
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
            assertEquals(0x01020304, buffer.getInt(3));
            buffer.release();
            return "";
        });
    }
}
