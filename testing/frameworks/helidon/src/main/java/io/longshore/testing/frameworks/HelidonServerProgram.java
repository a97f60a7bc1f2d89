package io.longshore.testing.frameworks;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.staticcontent.FileSystemHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Helidon: blocking channels on virtual threads. */
public final class HelidonServerProgram {

    private static final String SECURE = "secure";

    private HelidonServerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        Duration grace = Duration.ofSeconds(10);
        WebServer server = WebServer.builder().port(site.port()).shutdownHook(false).shutdownGracePeriod(grace)
                .routing(routing -> route(routing, site))
                .putSocket(SECURE, socket -> socket.port(site.tlsPort()).shutdownGracePeriod(grace)
                        .tls(Tls.builder().sslContext(site.tls()).build()).routing(routing -> route(routing, site)))
                .build().start();
        Site.serve(server::stop);
    }

    private static void route(HttpRouting.Builder routing, Site site) {
        routing.get("/small", (request, response) -> response.send(Site.SMALL))
                .get("/slow", HelidonServerProgram::slow)
                .post("/echo", (request, response) -> response.send(request.content().as(byte[].class)))
                .register("/", StaticContentFeature.createService(FileSystemHandlerConfig.create(site.folder())));
    }

    private static void slow(ServerRequest request, ServerResponse response) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Site.SLOW_MILLIS);
        response.send(Site.SLOW);
    }
}
