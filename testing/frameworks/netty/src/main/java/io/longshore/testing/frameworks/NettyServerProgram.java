package io.longshore.testing.frameworks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/** Netty's NIO transport with HTTP/1.1, and HTTP/2 where TLS agrees on it. */
public final class NettyServerProgram {

    static final int LARGEST = 4 << 20;
    /** Ten, unless it is said otherwise: too few where other programs keep all processors busy. */
    static final int HANDSHAKE_SECONDS = 60;

    private final Site site;
    private final SslContext tls;
    private final DefaultChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private NettyServerProgram(Site site) throws Exception {
        this.site = site;
        this.tls = SslContextBuilder.forServer(site.keyManagers()).sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)).build();
    }

    public static void main(String[] arguments) throws Exception {
        new NettyServerProgram(Site.of(arguments)).serve();
    }

    private void serve() throws Exception {
        MultiThreadIoEventLoopGroup acceptors = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        MultiThreadIoEventLoopGroup workers = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap().group(acceptors, workers)
                .channel(NioServerSocketChannel.class).childHandler(new Plain());
        Channel plain = bootstrap.bind(site.port()).sync().channel();
        Channel secure = bootstrap.clone().childHandler(new Secure()).bind(site.tlsPort()).sync().channel();
        Site.serve(() -> {
            plain.close().sync();
            secure.close().sync();
            channels.stream().map(channel -> channel.attr(NettyRoutes.BUSY).get())
                    .filter(busy -> busy != null).forEach(busy -> busy.syncUninterruptibly());
            channels.close().sync();
            acceptors.shutdownGracefully();
            workers.shutdownGracefully();
            acceptors.terminationFuture().sync();
            workers.terminationFuture().sync();
        });
    }

    /** HTTP/1.1 in the clear: files go by FileRegion. */
    private final class Plain extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channels.add(channel);
            channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST),
                    new NettyRoutes(site, true));
        }
    }

    /** TLS first; then what both sides agreed on. */
    private final class Secure extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channels.add(channel);
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
            channel.pipeline().addLast(handler, new Agreed());
        }
    }

    /** After the handshake. */
    private final class Agreed extends ApplicationProtocolNegotiationHandler {
        Agreed() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                context.pipeline().addLast(Http2FrameCodecBuilder.forServer().build(),
                        new Http2MultiplexHandler(new Stream()));
            } else {
                context.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST),
                        new NettyRoutes(site, false));
            }
        }
    }

    /** One stream of HTTP/2. */
    private final class Stream extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true),
                    new HttpObjectAggregator(LARGEST), new NettyRoutes(site, false));
        }
    }
}
