package io.longshore.testing.frameworks;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Undertow on XNIO, with HTTP/2; files larger than a kilobyte go by transferTo. */
public final class UndertowProgram {

    private static final String EVERYWHERE = "0.0.0.0";
    private static final int TRANSFER_BYTES = 1_024;
    private static final long LARGEST = 8 << 20;
    private static final long STOP_MILLIS = 10_000;

    private UndertowProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        HttpHandler files = Handlers.resource(new PathResourceManager(site.folder(), TRANSFER_BYTES));
        HttpHandler routes = Handlers.path(files)
                .addExactPath("/small", exchange -> exchange.getResponseSender().send(ByteBuffer.wrap(Site.SMALL)))
                .addExactPath("/slow", new BlockingHandler(UndertowProgram::slow))
                .addExactPath("/echo", exchange -> exchange.getRequestReceiver().receiveFullBytes(
                        (again, body) -> again.getResponseSender().send(ByteBuffer.wrap(body))));
        GracefulShutdownHandler graceful = Handlers.gracefulShutdown(routes);
        Undertow server = Undertow.builder().setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, LARGEST)
                .addHttpListener(site.port(), EVERYWHERE)
                .addHttpsListener(site.tlsPort(), EVERYWHERE, site.tls())
                .setHandler(graceful).build();
        server.start();
        Site.serve(() -> {
            graceful.shutdown();
            graceful.awaitShutdown(STOP_MILLIS);
            server.stop();
        });
    }

    private static void slow(HttpServerExchange exchange) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Site.SLOW_MILLIS);
        exchange.getResponseSender().send(ByteBuffer.wrap(Site.SLOW));
    }
}
