package io.longshore.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ResourceLeakDetector;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Web traffic, and that every buffer of it is released: Netty's leak detector looks at each. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReleaseTest {

    /** Aggregates what is larger than a ring may be, so it holds buffers beyond many read loops. */
    private static final int LARGEST = 4 << 20;

    private static final class EchoPage extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
                    request.content().retain());
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
            context.writeAndFlush(response);
        }
    }

    private static final class Replies extends SimpleChannelInboundHandler<FullHttpResponse> {

        private final BlockingQueue<byte[]> bodies;

        Replies(BlockingQueue<byte[]> bodies) {
            this.bodies = bodies;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            byte[] body = new byte[response.content().readableBytes()];
            response.content().readBytes(body);
            bodies.add(body);
        }
    }

    private static void collect(int rounds) {
        for (int i = 0; i < rounds; i++) {
            System.gc();
            // The detector looks for what was collected whenever it tracks another buffer.
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
    }

    @Test
    void postsOfAllSizesComeBackAndNothingLeaks() throws Exception {
        assertSame(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
        LeakReport.found().clear();
        try (NettyFixture fixture = new NettyFixture()) {
            Channel listener = fixture.listen(HttpServerCodec::new, () -> new HttpObjectAggregator(LARGEST),
                    EchoPage::new);
            BlockingQueue<byte[]> bodies = new ArrayBlockingQueue<>(1);
            Bootstrap client = fixture.client(HttpClientCodec::new, () -> new HttpObjectAggregator(LARGEST),
                    () -> new Replies(bodies));
            Channel channel = client.connect(listener.localAddress()).sync().channel();
            for (int length = 0; length < 3 << 20; length = length * 2 + 1) {
                byte[] body = new byte[length];
                new Random(length).nextBytes(body);
                FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/",
                        Unpooled.wrappedBuffer(body));
                request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, length);
                channel.writeAndFlush(request);
                assertTrue(Arrays.equals(body, bodies.take()), "a body of " + length + " bytes");
            }
            channel.close().sync();
            // One that is cut off in the middle.
            try (SocketChannel cut = fixture.connect(listener.localAddress())) {
                cut.write(ByteBuffer.wrap("POST / HTTP/1.1\r\nContent-Length: 9999\r\n\r\nabc".getBytes()));
            }
            listener.close().sync();
            while (fixture.world.slotsInUse() > 0) {
                Thread.onSpinWait();
            }
        }
        collect(20);
        assertEquals("[]", LeakReport.found().toString());
    }

    /** So that the test above is known to see something. */
    @Test
    void whoForgetsToReleaseIsTold() throws Exception {
        LeakReport.found().clear();
        try (NettyFixture fixture = new NettyFixture()) {
            BlockingQueue<Integer> forgotten = new ArrayBlockingQueue<>(1);
            Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    forgotten.add(((ByteBuf) message).readableBytes());
                }
            });
            Channel channel = fixture.client(EchoEnd::new).connect(listener.localAddress()).sync().channel();
            channel.writeAndFlush(Unpooled.copiedBuffer("lost".getBytes())).sync();
            assertEquals(4, forgotten.take());
        }
        while (LeakReport.found().isEmpty()) {
            collect(1);
        }
        LeakReport.found().clear();
    }
}
