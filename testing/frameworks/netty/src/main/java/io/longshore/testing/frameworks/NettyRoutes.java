package io.longshore.testing.frameworks;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** Answers one request after another. */
final class NettyRoutes extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** What a channel is busy with: done when the answer is written. */
    static final AttributeKey<Future<?>> BUSY = AttributeKey.valueOf("busy");

    private final Site site;
    private final boolean canTransfer;

    NettyRoutes(Site site, boolean canTransfer) {
        this.site = site;
        this.canTransfer = canTransfer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        switch (request.uri()) {
            case "/small":
                answer(context, request, Site.SMALL, context.newPromise());
                break;
            case "/slow":
                slow(context, request.retain());
                break;
            case "/echo":
                byte[] body = new byte[request.content().readableBytes()];
                request.content().readBytes(body);
                answer(context, request, body, context.newPromise());
                break;
            case "/file.bin":
                file(context, request);
                break;
            default:
                context.close();
        }
    }

    private void slow(ChannelHandlerContext context, FullHttpRequest request) {
        ChannelPromise answered = context.newPromise();
        context.channel().attr(BUSY).set(answered);
        context.executor().schedule(() -> {
            answer(context, request, Site.SLOW, answered);
            request.release();
        }, Site.SLOW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void file(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        if (!canTransfer) {
            answer(context, request, Files.readAllBytes(site.file()), context.newPromise());
            return;
        }
        FileChannel file = FileChannel.open(site.file());
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setContentLength(head, file.size());
        context.write(head);
        context.write(new DefaultFileRegion(file, 0, file.size()));
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static void answer(ChannelHandlerContext context, FullHttpRequest request, byte[] body,
            ChannelPromise promise) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
                Unpooled.wrappedBuffer(body));
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        String stream = request.headers().get("x-http2-stream-id");
        if (stream != null) {
            response.headers().set("x-http2-stream-id", stream);
        }
        context.writeAndFlush(response, promise);
    }
}
