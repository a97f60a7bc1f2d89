package io.longshore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A real HTTP client, the JDK's, on the kernel's TCP: it looks at what our stack serves.
final class HttpProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String base;

    /// @param base such as `http://10.77.0.2:8080/`
    HttpProbe(String base) {
        this.base = base;
    }

    String text(String page) throws IOException, InterruptedException, Problem {
        return fetch(page, BodyHandlers.ofString());
    }

    /// Tries for some seconds, until the server listens.
    String textWhenReady(String page, int seconds) throws Exception {
        return Patience.until("an answer from " + base, seconds, () -> text(page));
    }

    /// The SHA-256 of what a page sends, in hexadecimal.
    String sha256(String page) throws IOException, InterruptedException, Problem {
        MessageDigest digest = DemoSite.sha256();
        byte[] piece = new byte[1 << 18];
        try (InputStream body = fetch(page, BodyHandlers.ofInputStream())) {
            for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
                digest.update(piece, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Asks for a page again and again over keep-alive connections, and compares every answer's length.
    void repeat(String page, int requests, int connections) throws IOException, InterruptedException, Problem {
        int length = text(page).length();
        try (ExecutorService clients = Executors.newFixedThreadPool(connections)) {
            List<Future<Void>> parts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int share = requests / connections + (i < requests % connections ? 1 : 0);
                Callable<Void> part = () -> repeatInTurn(page, share, length);
                parts.add(clients.submit(part));
            }
            for (Future<Void> part : parts) {
                part.get();
            }
        } catch (ExecutionException failed) {
            throw new Problem("a keep-alive request failed: " + failed.getCause());
        }
    }

    private Void repeatInTurn(String page, int requests, int length) throws Exception {
        for (int i = 0; i < requests; i++) {
            int got = text(page).length();
            if (got != length) {
                throw new Problem("an answer of " + length + " bytes had " + got);
            }
        }
        return null;
    }

    private <T> T fetch(String page, BodyHandler<T> handler) throws IOException, InterruptedException, Problem {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + page)).timeout(TIMEOUT).build();
        HttpResponse<T> response = client.send(request, handler);
        if (response.statusCode() != 200) {
            throw new Problem(base + page + " was answered with status " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
