package io.longshore.testing.frameworks;

import io.longshore.testing.frameworks.HttpCalls.Protocol;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;

/** The one list of checks for all that speak HTTP. */
public final class HttpChecks {

    private final Site site;
    private final HttpCalls.Source source;
    private final Checks checks;

    private HttpChecks(Site site, HttpCalls.Source source, Checks checks) {
        this.site = site;
        this.source = source;
        this.checks = checks;
    }

    /** @param arguments of the program: see {@link Checks} */
    public static void run(String[] arguments, HttpCalls.Source source) throws Exception {
        Site site = Site.of(arguments);
        Checks checks = new Checks(arguments);
        HttpChecks http = new HttpChecks(site, source, checks);
        try (HttpCalls calls = source.open(Protocol.HTTP1, site.port())) {
            checks.run("small", () -> small(calls));
            checks.run("echo", () -> echo(calls));
            checks.run("file", () -> http.file(calls));
            checks.run("load", () -> Checks.load(checks.loadRequests(), () -> one(calls)));
        }
        checks.run("tls", () -> http.under(Protocol.TLS));
        checks.run("http2", () -> http.under(Protocol.HTTP2));
        checks.runRefused(http::refused);
        checks.run("shutdown", http::shutdown);
        System.out.println("client done");
    }

    private static String one(HttpCalls calls) throws Exception {
        expect("the small page", Site.SMALL, calls.get("/small"));
        return "";
    }

    private static String small(HttpCalls calls) throws Exception {
        for (int i = 0; i < Checks.SMALL_REQUESTS; i++) {
            one(calls);
        }
        return Checks.SMALL_REQUESTS + " requests";
    }

    private static String echo(HttpCalls calls) throws Exception {
        byte[] body = new byte[Checks.ECHO_BYTES];
        new Random(9112).nextBytes(body);
        expect("the echo", body, calls.post("/echo", body));
        return body.length + " bytes";
    }

    private String file(HttpCalls calls) throws Exception {
        byte[] body = Files.readAllBytes(site.file());
        expect("the file", body, calls.get("/file.bin"));
        return body.length + " bytes";
    }

    private String under(Protocol protocol) throws Exception {
        try (HttpCalls calls = source.open(protocol, protocol.isTls() ? site.tlsPort() : site.port())) {
            if (calls == null) {
                return "not by this client";
            }
            small(calls);
            echo(calls);
            file(calls);
            return Checks.load(checks.loadRequests() / 5, () -> one(calls)) + ", " + Checks.ECHO_BYTES
                    + " bytes there and back, a file";
        }
    }

    /** The port after the one for TLS is one that nobody listens on. */
    private String refused() throws Exception {
        try (HttpCalls calls = source.open(Protocol.HTTP1, site.tlsPort() + 1)) {
            return calls.get("/small").length + " bytes";
        }
    }

    /** Says when a request is under way; the server is then told to stop, and answers it before it does. */
    private String shutdown() throws Exception {
        try (HttpCalls calls = source.open(Protocol.HTTP1, site.port())) {
            one(calls);
            Thread said = new Thread(() -> {
                try {
                    Thread.sleep(Site.SLOW_MILLIS / 3);
                } catch (InterruptedException ended) {
                    return;
                }
                System.out.println("program under way");
            });
            said.start();
            expect("the slow page", Site.SLOW, calls.get("/slow"));
            said.join();
            return "a request under way was answered";
        }
    }

    static void expect(String what, byte[] expected, byte[] actual) {
        int first = Arrays.mismatch(expected, actual);
        if (first >= 0) {
            throw new AssertionError(what + ": " + actual.length + " bytes instead of " + expected.length
                    + ", the first difference at " + first);
        }
    }
}
