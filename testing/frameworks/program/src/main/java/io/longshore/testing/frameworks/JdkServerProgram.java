package io.longshore.testing.frameworks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's own HttpServer and HttpsServer. */
public final class JdkServerProgram {

    private static final int STOP_SECONDS = 5;

    private JdkServerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        ExecutorService executor = Executors.newFixedThreadPool(Checks.CONCURRENCY);
        HttpServer plain = HttpServer.create(new InetSocketAddress(site.port()), 0);
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(site.tlsPort()), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(site.tls()));
        for (HttpServer server : new HttpServer[] {plain, tls}) {
            server.setExecutor(executor);
            server.createContext("/small", exchange -> answer(exchange, Site.SMALL));
            server.createContext("/slow", JdkServerProgram::slow);
            server.createContext("/echo",
                    exchange -> answer(exchange, exchange.getRequestBody().readAllBytes()));
            server.createContext("/file.bin", exchange -> file(exchange, site));
            server.start();
        }
        Site.serve(() -> {
            plain.stop(STOP_SECONDS);
            tls.stop(STOP_SECONDS);
            executor.shutdown();
        });
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void slow(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(Site.SLOW_MILLIS);
        } catch (InterruptedException ended) {
            throw new IOException(ended);
        }
        answer(exchange, Site.SLOW);
    }

    private static void file(HttpExchange exchange, Site site) throws IOException {
        exchange.sendResponseHeaders(200, Files.size(site.file()));
        try (OutputStream out = exchange.getResponseBody()) {
            Files.copy(site.file(), out);
        }
    }
}
