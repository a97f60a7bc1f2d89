package io.longshore.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TransportTest {

    private NettyFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new NettyFixture();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(SocketChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            Thread.onSpinWait();
        }
        return bytes.array();
    }

    /** The client writes all before it reads anything: whoever does not stop reading what it cannot send runs full. */
    @Test
    void anEchoOfAllSizesComesBack() throws Exception {
        Channel listener = fixture.listen(EchoEnd::new);
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            for (int length = 1; length < 3_000_000; length = length * 3 + 1) {
                byte[] bytes = random(length, length);
                Thread writing = new Thread(() -> write(client, bytes));
                writing.start();
                check(bytes, read(client, length));
                writing.join();
            }
        }
    }

    private static byte[] check(byte[] expected, byte[] actual) {
        assertTrue(Arrays.equals(expected, actual), () -> expected.length + " bytes came back otherwise");
        return actual;
    }

    private static void write(SocketChannel channel, byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** A server that stops reading while it cannot write: the peer's writes stop, nothing piles up, nothing is lost. */
    @Test
    void backpressureReachesThePeerAndGoesAway() throws Exception {
        Channel listener = fixture.listen(EchoEnd::new, () -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                context.channel().config().setAutoRead(context.channel().isWritable());
            }
        });
        byte[] bytes = random(5, 1 << 20);
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            client.configureBlocking(false);
            int sent = 0;
            int quiet = 0;
            while (quiet < 20_000) {
                int at = sent % bytes.length;
                int count = client.write(ByteBuffer.wrap(bytes, at, bytes.length - at));
                sent += count;
                quiet = count == 0 ? quiet + 1 : 0;
                Thread.yield();
            }
            client.configureBlocking(true);
            for (int done = 0; done < sent; ) {
                int length = Math.min(bytes.length - done % bytes.length, sent - done);
                byte[] part = Arrays.copyOfRange(bytes, done % bytes.length, done % bytes.length + length);
                check(part, read(client, length));
                done += length;
            }
        }
    }

    @Test
    void halfCloseIsAnEventAndTheOtherHalfGoesOn() throws Exception {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof ChannelInputShutdownEvent) {
                    events.add(event);
                    context.writeAndFlush(Unpooled.copiedBuffer("bye".getBytes()))
                            .addListener(done -> ((DuplexChannel) context.channel()).shutdownOutput());
                }
            }
        });
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            client.shutdownOutput();
            assertInstanceOf(ChannelInputShutdownEvent.class, events.take());
            assertEquals("bye", new String(read(client, 3)));
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void anEndOfStreamClosesUnlessHalfClosureIsAllowed() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext context) {
                events.add("inactive");
            }
        });
        fixture.connect(listener.localAddress()).close();
        assertEquals("inactive", events.take());
    }

    @Test
    void aResetIsAnExceptionAndThenTheEnd() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                events.add(cause.getMessage());
                context.close();
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                events.add("inactive");
            }
        });
        SocketChannel client = fixture.connect(listener.localAddress());
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        assertEquals("Connection reset", events.take());
        assertEquals("inactive", events.take());
    }

    @Test
    void aRefusedConnectionSaysSo() throws Exception {
        Channel listener = fixture.listen(EchoEnd::new);
        InetSocketAddress address = (InetSocketAddress) listener.localAddress();
        listener.close().sync();
        ChannelFuture refused = fixture.client(EchoEnd::new).connect(address).await();
        assertInstanceOf(ConnectException.class, refused.cause());
    }

    @Test
    void clientsAndServersOfNettyMeetAndLeaveNothing() throws Exception {
        Channel listener = fixture.listen(EchoEnd::new);
        BlockingQueue<String> replies = new ArrayBlockingQueue<>(100);
        for (int i = 0; i < 50; i++) {
            Channel client = fixture.client(() -> new SimpleChannelInboundHandler<ByteBuf>() {
                @Override
                protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
                    replies.add(message.toString(StandardCharsets.US_ASCII));
                }
            }).connect(listener.localAddress()).sync().channel();
            client.writeAndFlush(Unpooled.copiedBuffer(("no. " + i).getBytes())).sync();
            assertEquals("no. " + i, replies.take());
            client.close().sync();
        }
        listener.close().sync();
        while (fixture.world.slotsInUse() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Deregistered and registered again, in the same loop and in another, a channel goes on. */
    @Test
    void aChannelMovesFromOneEventLoopToAnother() throws Exception {
        BlockingQueue<Channel> accepted = new ArrayBlockingQueue<>(1);
        Channel listener = fixture.listen(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                accepted.add(context.channel());
            }
        }, EchoEnd::new);
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            Channel channel = accepted.take();
            for (int i = 0; i < 20; i++) {
                EventLoop to = i % 3 == 0 ? channel.eventLoop() : fixture.group.next();
                channel.deregister().sync();
                assertFalse(channel.isRegistered());
                to.register(channel).sync();
                byte[] bytes = random(i, 1_000);
                client.write(ByteBuffer.wrap(bytes));
                check(bytes, read(client, 1_000));
            }
        }
    }

    /** The kernel's channels live in the same loop. */
    @Test
    void aDatagramComesByTheKernelInTheSameLoop() throws Exception {
        BlockingQueue<String> received = new ArrayBlockingQueue<>(1);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Channel datagrams = new Bootstrap().group(fixture.group)
                .channelFactory(() -> new NioDatagramChannel(fixture.world.provider()))
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        received.add(packet.content().toString(StandardCharsets.US_ASCII));
                    }
                }).bind(any).sync().channel();
        datagrams.writeAndFlush(new DatagramPacket(Unpooled.copiedBuffer("here".getBytes()),
                (InetSocketAddress) datagrams.localAddress())).sync();
        assertEquals("here", received.take());
    }

    /** Tasks and timers of a loop that sleeps. */
    @Test
    void aSleepingLoopIsWokenForATaskAndForATimer() throws Exception {
        fixture.listen(EchoEnd::new);
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            assertEquals(number, fixture.group.next().submit(() -> number).get());
        }
        assertEquals("late", fixture.group.next().schedule(() -> "late", 5, TimeUnit.MILLISECONDS).get());
    }

    @Test
    void aConnectionOfTheKernelIsAsNettysOwn() throws Exception {
        Channel listener = new ServerBootstrap().group(fixture.group)
                .channelFactory(() -> new RingServerSocketChannel(fixture.world.provider()))
                .childHandler(new EchoEnd()).bind(new InetSocketAddress("127.0.0.1", 0)).sync().channel();
        try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
            byte[] bytes = random(9, 100_000);
            write(client, bytes);
            check(bytes, read(client, bytes.length));
        }
    }

    @Test
    void aClosedLoopClosesItsChannels() throws Exception {
        Channel listener = fixture.listen(EchoEnd::new);
        try (SocketChannel client = fixture.connect(listener.localAddress())) {
            client.write(ByteBuffer.allocate(1));
            read(client, 1);
            fixture.group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
            assertFalse(listener.isOpen());
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
    }
}
