package io.longshore.testing.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// What servers serve: a file, and a key store with a certificate for the server's address.
final class Fixtures {

    static final int FILE_BYTES = 5_000_000;

    private Fixtures() {
    }

    static void write(Path directory, String address) throws IOException {
        Path site = Files.createDirectories(directory.resolve("site"));
        byte[] file = new byte[FILE_BYTES];
        new Random(1995).nextBytes(file);
        Files.write(site.resolve("file.bin"), file);
        Path keys = directory.resolve("keys.p12");
        if (!Files.exists(keys)) {
            TwoServers.run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                    "-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", "changeit", "-alias", "server",
                    "-keyalg", "RSA", "-dname", "CN=" + address, "-ext", "SAN=IP:" + address, "-validity", "30");
        }
    }
}
