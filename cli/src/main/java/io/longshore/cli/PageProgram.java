package io.longshore.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// The JDK's `HttpServer` with one page of 1 KB in memory, for the bench: sockets and HTTP are measured, no file.
public final class PageProgram {

    private PageProgram() {
    }

    /// @param arguments the port to listen on
    public static void main(String[] arguments) throws IOException {
        byte[] page = "0123456789abcdef".repeat(DemoSite.SMALL_BYTES / 16).getBytes(StandardCharsets.US_ASCII);
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        });
        server.start();
    }
}
