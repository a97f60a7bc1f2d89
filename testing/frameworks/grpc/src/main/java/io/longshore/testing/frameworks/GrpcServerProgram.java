package io.longshore.testing.frameworks;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** gRPC on its own, shaded Netty. */
public final class GrpcServerProgram {

    private static final int STOP_SECONDS = 10;

    private GrpcServerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        Server plain = builder(site, site.port()).build().start();
        Server secure = builder(site, site.tlsPort()).sslContext(GrpcSslContexts.configure(
                SslContextBuilder.forServer(site.keyManagers())).build()).build().start();
        Site.serve(() -> {
            plain.shutdown();
            secure.shutdown();
            plain.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            secure.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        });
    }

    private static NettyServerBuilder builder(Site site, int port) {
        return NettyServerBuilder.forPort(port).maxInboundMessageSize(GrpcCalls.LARGEST).addService(
                ServerServiceDefinition.builder("site.Site")
                        .addMethod(GrpcCalls.method(GrpcCalls.ECHO), ServerCalls.asyncUnaryCall(
                                (byte[] body, StreamObserver<byte[]> answer) -> reply(answer, body)))
                        .addMethod(GrpcCalls.method(GrpcCalls.GET), ServerCalls.asyncUnaryCall(
                                (byte[] path, StreamObserver<byte[]> answer) -> get(site, path, answer)))
                        .build());
    }

    private static void reply(StreamObserver<byte[]> answer, byte[] body) {
        answer.onNext(body);
        answer.onCompleted();
    }

    private static void get(Site site, byte[] path, StreamObserver<byte[]> answer) {
        try {
            switch (new String(path, StandardCharsets.UTF_8)) {
                case "/small":
                    reply(answer, Site.SMALL);
                    break;
                case "/slow":
                    TimeUnit.MILLISECONDS.sleep(Site.SLOW_MILLIS);
                    reply(answer, Site.SLOW);
                    break;
                default:
                    reply(answer, Files.readAllBytes(site.file()));
            }
        } catch (IOException | InterruptedException failure) {
            answer.onError(failure);
        }
    }
}
