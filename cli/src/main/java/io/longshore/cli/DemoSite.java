package io.longshore.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// The small site that the demo serves: a page, a page of 1 KB for counting, and, for the check, a file of 100 MB.
final class DemoSite {

    static final int BIG_BYTES = 100_000_000;
    static final int SMALL_BYTES = 1024;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Longshore</title></head>
            <body>
            <h1>It works</h1>
            <p>This page came through Longshore's own TCP/IP stack, in a process of its own.
            The web server is the JDK's, unchanged.</p>
            </body>
            </html>
            """;

    private final Path directory;

    DemoSite(Path directory) {
        this.directory = directory;
    }

    /// The command that serves the site: the JDK's own web server, on every address.
    List<String> webServer(int port) {
        return List.of(Installation.java(), "-m", "jdk.httpserver", "-b", "0.0.0.0", "-p", Integer.toString(port), "-d",
                directory.toString(), "-o", "none");
    }

    void writePages() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("index.html"), PAGE);
        String filler = "Longshoremen unload ships so that the ships can sail. ";
        String small = filler.repeat(SMALL_BYTES / filler.length() + 1).substring(0, SMALL_BYTES);
        Files.write(directory.resolve("small.txt"), small.getBytes(StandardCharsets.US_ASCII));
    }

    /// Writes `big.bin`, 100 MB of reproducible noise.
    ///
    /// @return its SHA-256, in hexadecimal
    String writeBigFile() throws IOException {
        MessageDigest digest = sha256();
        byte[] piece = new byte[1 << 16];
        Random noise = new Random(9293);
        try (OutputStream out = new DigestOutputStream(
                Files.newOutputStream(directory.resolve("big.bin")), digest)) {
            for (int left = BIG_BYTES; left > 0; left -= piece.length) {
                noise.nextBytes(piece);
                out.write(piece, 0, Math.min(left, piece.length));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
