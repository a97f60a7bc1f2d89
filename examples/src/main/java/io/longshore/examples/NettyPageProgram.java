package io.longshore.examples;

import io.longshore.netty.LongshoreIo;
import io.longshore.netty.RingServerSocketChannel;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;

/**
 * A web server of one page on Netty. Two lines differ from any other: the event loops' {@code LongshoreIo} and the
 * listener's {@code RingServerSocketChannel}. With {@code nio} as third argument it uses Netty's own two instead.
 *
 * <pre>
 *   ./longshore run -- java -cp 'examples/target/app/*' io.longshore.examples.NettyPageProgram 8080
 * </pre>
 */
public final class NettyPageProgram {

    private final byte[] page;

    private NettyPageProgram(int pageBytes) {
        page = new byte[pageBytes];
    }

    /** Arguments: the port, how many bytes the page should have, and {@code nio} for comparison. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        NettyPageProgram program = new NettyPageProgram(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024);
        boolean nio = arguments.length > 2 && arguments[2].equals("nio");
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1,
                nio ? NioIoHandler.newFactory() : LongshoreIo.newFactory());
        Channel listener = new ServerBootstrap().group(group)
                .channel(nio ? NioServerSocketChannel.class : RingServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(program.pipeline())
                .bind(port).sync().channel();
        System.out.println("listening at " + listener.localAddress());
        listener.closeFuture().sync();
    }

    private ChannelInitializer<Channel> pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpServerCodec(), new Responses());
            }
        };
    }

    private final class Responses extends SimpleChannelInboundHandler<HttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
                    Unpooled.wrappedBuffer(page));
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, page.length);
            context.write(response);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
