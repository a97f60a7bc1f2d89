package io.longshore.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Numbers that nobody can guess, from the kernel: where `SecureRandom` would get them too, without loading Java's
/// security providers, which costs a tenth of a second of every start.
final class SecretSource {

    private static final Path KERNEL = Path.of("/dev/urandom");

    private SecretSource() {
    }

    static long next() throws IOException {
        try (InputStream in = Files.newInputStream(KERNEL)) {
            return ByteBuffer.wrap(in.readNBytes(Long.BYTES)).getLong();
        }
    }
}
