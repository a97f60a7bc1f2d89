package io.longshore.testing.frameworks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Netty as client: a pool of connections, one request at a time on each. It leaves HTTP/2 to the JDK's client. */
public final class NettyClientProgram implements HttpCalls {

    private static final int PATIENCE_SECONDS = 60;
    private static final int LARGEST = 8 << 20;

    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    private final Site site;
    private final int port;
    private final SslContext tls;

    private NettyClientProgram(Site site, Protocol protocol, int port) throws Exception {
        this.site = site;
        this.port = port;
        this.tls = protocol.isTls() ? SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                .trustManager(site.trustManagers()).build() : null;
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        HttpChecks.run(arguments, (protocol, port) -> protocol == Protocol.HTTP2 ? null
                : new NettyClientProgram(site, protocol, port));
    }

    @Override
    public byte[] get(String path) throws Exception {
        return answer(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path));
    }

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path,
                Unpooled.wrappedBuffer(body));
        request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return answer(request);
    }

    private byte[] answer(FullHttpRequest request) throws Exception {
        request.headers().set(HttpHeaderNames.HOST, site.host());
        Connection connection = idle.poll();
        if (connection == null) {
            connection = new Connection();
            connection.channel = new Bootstrap().group(group).channel(NioSocketChannel.class).handler(connection)
                    .connect(site.host(), port).sync().channel();
        }
        connection.response = new CompletableFuture<>();
        connection.channel.writeAndFlush(request);
        byte[] body = connection.response.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        idle.add(connection);
        return body;
    }

    @Override
    public void close() throws Exception {
        group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).sync();
    }

    /** One connection and the answer that it waits for. */
    private final class Connection extends ChannelInitializer<SocketChannel> {

        private Channel channel;
        private volatile CompletableFuture<byte[]> response;

        @Override
        protected void initChannel(SocketChannel socket) {
            if (tls != null) {
                SslHandler handler = tls.newHandler(socket.alloc(), site.host(), port);
                handler.setHandshakeTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
                socket.pipeline().addLast(handler);
            }
            socket.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST), new Answers());
        }

        /** Completes what is waited for. */
        private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
            @Override
            protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
                if (answer.status().equals(HttpResponseStatus.OK)) {
                    response.complete(ByteBufUtil.getBytes(answer.content()));
                } else {
                    response.completeExceptionally(new IOException(answer.status().toString()));
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                response.completeExceptionally(cause);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                response.completeExceptionally(new IOException("the connection was closed"));
            }
        }
    }
}
