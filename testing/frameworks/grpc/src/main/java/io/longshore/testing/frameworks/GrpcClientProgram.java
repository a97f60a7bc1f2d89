package io.longshore.testing.frameworks;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A gRPC channel: everything is HTTP/2, in the clear or under TLS. */
public final class GrpcClientProgram implements HttpCalls {

    private static final int PATIENCE_SECONDS = 60;

    private final ManagedChannel channel;

    private GrpcClientProgram(Site site, Protocol protocol, int port) throws Exception {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(site.host(), port)
                .maxInboundMessageSize(GrpcCalls.LARGEST);
        channel = (protocol.isTls() ? builder.sslContext(GrpcSslContexts.forClient()
                .trustManager(site.trustManagers()).build()) : builder.usePlaintext()).build();
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        HttpChecks.run(arguments, (protocol, port) -> new GrpcClientProgram(site, protocol, port));
    }

    @Override
    public byte[] get(String path) {
        return call(GrpcCalls.GET, path.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] post(String path, byte[] body) {
        return call(GrpcCalls.ECHO, body);
    }

    private byte[] call(String method, byte[] request) {
        return ClientCalls.blockingUnaryCall(channel, GrpcCalls.method(method),
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS), request);
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdown().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
