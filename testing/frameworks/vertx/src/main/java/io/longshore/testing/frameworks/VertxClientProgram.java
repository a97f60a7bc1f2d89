package io.longshore.testing.frameworks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
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
        return answer(HttpMethod.GET, path, Buffer.buffer());
    }

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
        return answer(HttpMethod.POST, path, Buffer.buffer(body));
    }

    /** The answer's body is asked for before the request is sent: else its beginning may have passed by. */
    private byte[] answer(HttpMethod method, String path, Buffer body) throws Exception {
        return client.request(method, path).compose(request -> {
            Future<Buffer> answer = request.response().compose(VertxClientProgram::body);
            return request.send(body).compose(sent -> answer);
        }).await(PATIENCE_SECONDS, TimeUnit.SECONDS).getBytes();
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == 200 ? response.body()
                : Future.failedFuture(new IOException(response.statusCode() + " " + response.statusMessage()));
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
