package io.longshore.netty;

import io.longshore.socket.LoopbackWorld;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Two event loops over a loopback stack. */
final class NettyFixture implements AutoCloseable {

    final LoopbackWorld world;
    final EventLoopGroup group;

    NettyFixture() throws IOException {
        world = new LoopbackWorld();
        group = new MultiThreadIoEventLoopGroup(2, LongshoreIo.newFactory(world.provider()));
    }

    /** A listener whose connections get these handlers, made anew for each. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    final Channel listen(Supplier<ChannelHandler>... handlers) throws InterruptedException {
        return new ServerBootstrap().group(group)
                .channelFactory(() -> new RingServerSocketChannel(world.provider()))
                .childHandler(initializer(List.of(handlers)))
                .bind(LoopbackWorld.anyPort()).sync().channel();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final Bootstrap client(Supplier<ChannelHandler>... handlers) {
        return new Bootstrap().group(group).channelFactory(() -> new RingSocketChannel(world.provider()))
                .handler(initializer(List.of(handlers)));
    }

    /** A blocking channel of the same stack, for the other side of a conversation. */
    SocketChannel connect(SocketAddress address) throws IOException {
        SocketChannel channel = world.provider().openSocketChannel();
        channel.connect(address);
        return channel;
    }

    private static ChannelInitializer<Channel> initializer(List<Supplier<ChannelHandler>> handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                for (Supplier<ChannelHandler> handler : handlers) {
                    channel.pipeline().addLast(handler.get());
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        world.close();
    }
}
