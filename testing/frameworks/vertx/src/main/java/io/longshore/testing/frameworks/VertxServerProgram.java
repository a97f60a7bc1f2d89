package io.longshore.testing.frameworks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.util.concurrent.TimeUnit;

/** Vert.x: HTTP/1.1 in the clear, HTTP/2 by ALPN, files by sendFile. */
public final class VertxServerProgram {

    private static final int STOP_SECONDS = 10;

    private VertxServerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        Vertx vertx = Vertx.vertx();
        HttpServer plain = listen(vertx, site, new HttpServerOptions().setPort(site.port()));
        HttpServer secure = listen(vertx, site, new HttpServerOptions().setPort(site.tlsPort()).setSsl(true)
                .setUseAlpn(true).setKeyCertOptions(new PfxOptions().setPath(site.keys().toString())
                .setPassword(Site.PASSWORD)));
        Site.serve(() -> {
            plain.shutdown(STOP_SECONDS, TimeUnit.SECONDS).await(2 * STOP_SECONDS, TimeUnit.SECONDS);
            secure.shutdown(STOP_SECONDS, TimeUnit.SECONDS).await(2 * STOP_SECONDS, TimeUnit.SECONDS);
            vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
        });
    }

    private static HttpServer listen(Vertx vertx, Site site, HttpServerOptions options) throws Exception {
        return vertx.createHttpServer(options).requestHandler(request -> answer(vertx, site, request)).listen()
                .await(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private static void answer(Vertx vertx, Site site, HttpServerRequest request) {
        switch (request.path()) {
            case "/small":
                request.response().end(Buffer.buffer(Site.SMALL));
                break;
            case "/slow":
                vertx.setTimer(Site.SLOW_MILLIS, timer -> request.response().end(Buffer.buffer(Site.SLOW)));
                break;
            case "/echo":
                request.body().onSuccess(body -> request.response().end(body));
                break;
            default:
                request.response().sendFile(site.folder() + request.path());
        }
    }
}
