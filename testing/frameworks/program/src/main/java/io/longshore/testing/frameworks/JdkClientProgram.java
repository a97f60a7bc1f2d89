package io.longshore.testing.frameworks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The JDK's own HttpClient. */
public final class JdkClientProgram implements HttpCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;
    private final HttpClient.Version version;
    private final String base;

    private JdkClientProgram(Site site, Protocol protocol, int port) {
        version = protocol == Protocol.HTTP2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
        client = HttpClient.newBuilder().sslContext(site.tls()).version(version).build();
        base = (protocol.isTls() ? "https://" : "http://") + site.host() + ":" + port;
    }

    public static void main(String[] arguments) throws Exception {
        Site site = Site.of(arguments);
        HttpChecks.run(arguments, (protocol, port) -> new JdkClientProgram(site, protocol, port));
    }

    @Override
    public byte[] get(String path) throws Exception {
        return answer(HttpRequest.newBuilder(URI.create(base + path)));
    }

    @Override
    public byte[] post(String path, byte[] body) throws Exception {
        return answer(HttpRequest.newBuilder(URI.create(base + path)).POST(BodyPublishers.ofByteArray(body)));
    }

    private byte[] answer(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200 || response.version() != version) {
            throw new IOException(response + " " + response.version());
        }
        return response.body();
    }

    @Override
    public void close() {
        // Its threads end with it: before Java 21 there is nothing to close.
    }
}
