package io.longshore.testing.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.endtoend.Namespace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `java -m jdk.httpserver`, unmodified, with the clients that people use.
@NeedsTap
class WebServerTest {

    private static final String BASE = "http://" + Longshore.ADDRESS + ":" + Longshore.PORT + "/";

    private static Longshore longshore;
    private static Process web;
    private static Path site;

    @BeforeAll
    static void start() throws Exception {
        longshore = new Longshore();
        site = Files.createDirectory(longshore.directory.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<h1>hello from our own TCP</h1>");
        byte[] big = new byte[20_000_000];
        new Random(793).nextBytes(big);
        Files.write(site.resolve("big.bin"), big);
        web = longshore.startWebServer(site);
    }

    @AfterAll
    static void stop() throws Exception {
        longshore.close();
    }

    @Test
    void curlGetsThePage() throws Exception {
        Outcome page = longshore.namespace.exec("curl", "-sS", "--max-time", "10", BASE).orFail();
        assertTrue(page.output().contains("hello from our own TCP"), page.output());
    }

    @Test
    void curlGetsABigFileUnchanged() throws Exception {
        Path copy = longshore.directory.resolve("copy.bin");
        longshore.namespace.exec("curl", "-sS", "--max-time", "60", "-o", copy.toString(), BASE + "big.bin").orFail();
        assertEquals(digest(site.resolve("big.bin")), digest(copy));
    }

    @Test
    void wrkSeesNoError() throws Exception {
        Outcome load = longshore.namespace.exec("wrk", "-t1", "-c64", "-d2s", BASE + "index.html").orFail();
        assertFalse(load.output().contains("Socket errors"), load.output());
        assertFalse(load.output().contains("Non-2xx"), load.output());
        assertTrue(load.output().matches("(?s).*[1-9]\\d* requests in.*"), load.output());
    }

    @Test
    void theKernelHasNoSocketForWhatIsOffloaded() throws Exception {
        longshore.namespace.exec("curl", "-sS", "--max-time", "10", BASE).orFail();
        String tcp = Files.readString(Path.of("/proc", Long.toString(web.pid()), "net/tcp"));
        String stackAddress = "02005A0A";
        assertFalse(tcp.lines().anyMatch(line -> line.split("\\s+")[2].startsWith(stackAddress)), tcp);
    }

    @Test
    void aWildcardListenerIsReachableThroughTheKernelToo() throws Exception {
        Outcome page = longshore.namespace.exec("curl", "-sS", "--max-time", "10", "http://127.0.0.1:"
                + Longshore.PORT + "/").orFail();
        assertTrue(page.output().contains("hello from our own TCP"), page.output());
    }

    @Test
    void aCaptureIsReadByTsharkWithoutComplaint() throws Exception {
        Path file = longshore.directory.resolve("capture.pcapng");
        Process capture = longshore.namespace.start(longshore.directory.resolve("capture.log"),
                home("longshore"), "capture", "--runtime-dir", longshore.runtime(), "-w", file.toString(), "-c", "40");
        Longshore.eventually("a capture file", 10, () -> Files.exists(file) && Files.size(file) > 0);
        while (capture.isAlive()) {
            longshore.namespace.exec("curl", "-sS", "--max-time", "10", BASE).orFail();
        }
        assertEquals(0, capture.exitValue());
        longshore.namespace.exec("capinfos", file.toString()).orFail();
        Outcome bad = longshore.namespace.exec("tshark", "-r", file.toString(), "-o", "tcp.check_checksum:TRUE", "-o",
                "ip.check_checksum:TRUE", "-Y", "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0",
                "-T", "fields", "-e", "frame.number").orFail();
        assertTrue(bad.output().lines().noneMatch(line -> line.matches("\\d+")), bad.output());
    }

    private static String home(String name) {
        return Longshore.home().resolve(name).toString();
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(read(file)));
    }

    private static byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
    }
}
