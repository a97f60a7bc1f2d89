package io.longshore.testing.frameworks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The client of Vert.x. */
public final class VertxClientProgram implements HttpCalls {

    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;

    private VertxClientProgram(Site site, Protocol protocol, int port) {
        HttpVersion version = protocol == Protocol.HTTP2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1;
        client = vertx.createHttpClient(new HttpClientOptions().setDefaultHost(site.host()).setDefaultPort(port)
                .setSsl(protocol.isTls()).setUseAlpn(protocol == Protocol.HTTP2).setProtocolVersion(version)
                .setTrustOptions(new PfxOptions().setPath(site.keys().toString()).setPassword(Site.PASSWORD)),
                new PoolOptions().setHttp1MaxSize(Checks.CONCURRENCY));
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        HttpChecks.run(arguments, (protocol, port) -> new VertxClientProgram(site, protocol, port));
    }

    @Override
    public byte[] get(String path) throws Exception {
        return answer(client.request(HttpMethod.GET, path).compose(HttpClientRequest::send));
    }

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
        return answer(client.request(HttpMethod.POST, path).compose(request -> request.send(Buffer.buffer(body))));
    }

    private static byte[] answer(Future<HttpClientResponse> response) throws Exception {
        return response.compose(answer -> answer.statusCode() == 200 ? answer.body()
                : Future.failedFuture(new IOException(answer.statusCode() + " " + answer.statusMessage())))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS).getBytes();
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
