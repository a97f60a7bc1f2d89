package io.longshore.socket;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A program that knows nothing of Longshore: the JDK's web server and the JDK's client for it. */
final class HttpProgram {

    private HttpProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        // A short backlog: a hundred clients at once overflow it, and wait.
        HttpServer server = HttpServer.create(new InetSocketAddress(arguments[0], 0), 8);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = body.length == 0 ? new byte[1024] : body;
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(executor(arguments[1]));
        server.start();
        URI uri = URI.create("http://" + arguments[0] + ":" + server.getAddress().getPort() + "/");
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        int requests = Integer.parseInt(arguments[2]);
        for (int i = 0; i < requests; i++) {
            check(client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray()), 1024);
        }
        together(client, uri);
        byte[] large = new byte[3_000_000];
        new Random(7).nextBytes(large);
        HttpResponse<byte[]> echo = client.send(
                HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(large)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (!Arrays.equals(large, echo.body())) {
            throw new AssertionError("the echo differs");
        }
        System.out.println("kernel TCP sockets: " + kernelSockets());
        server.stop(0);
        System.out.println("done");
        System.exit(0);
    }

    private static Executor executor(String kind) throws Exception {
        switch (kind) {
            case "none":
                return null;
            case "virtual":
                return (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            default:
                return Executors.newFixedThreadPool(4);
        }
    }

    private static void together(HttpClient client, URI uri) {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                    .thenAccept(answer -> check(answer, 1024)));
        }
        answers.forEach(CompletableFuture::join);
    }

    private static void check(HttpResponse<byte[]> answer, int length) {
        if (answer.statusCode() != 200 || answer.body().length != length) {
            throw new AssertionError("answered " + answer + ", " + answer.body().length + " bytes");
        }
    }

    static int kernelSockets() throws IOException {
        Set<String> tcp = new HashSet<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                tcp.add("socket:[" + line.trim().split("\\s+")[9] + "]");
            }
        }
        int count = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                count += Files.isSymbolicLink(descriptor) && tcp.contains(target(descriptor)) ? 1 : 0;
            }
        }
        return count;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
