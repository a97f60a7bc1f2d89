package io.longshore.testing.frameworks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What every server serves, every client asks for, and where.
 *
 * @param host      the server's address; servers listen on all of theirs
 * @param port      in the clear
 * @param tlsPort   under TLS
 * @param directory holds {@code site/file.bin} and {@code keys.p12}
 */
public record Site(String host, int port, int tlsPort, Path directory) {

    /** The body of {@code GET /small}. */
    public static final byte[] SMALL = "0123456789abcdef".repeat(64).getBytes(StandardCharsets.US_ASCII);
    /** The body of {@code GET /slow}, which comes after {@link #SLOW_MILLIS}. */
    public static final byte[] SLOW = "slow, but whole".getBytes(StandardCharsets.US_ASCII);
    public static final int SLOW_MILLIS = 1_500;
    public static final String PASSWORD = "changeit";

    /** As programs are told: host, port, port for TLS, directory. */
    public static Site of(String[] arguments) {
        return new Site(arguments[0], Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
                Path.of(arguments[3]));
    }

    public Path folder() {
        return directory.resolve("site");
    }

    public Path file() {
        return folder().resolve("file.bin");
    }

    public Path keys() {
        return directory.resolve("keys.p12");
    }

    /** One key store for both sides: the server's certificate signs itself. */
    public SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers().getKeyManagers(), trustManagers().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException problem) {
            throw new IllegalStateException(problem);
        }
    }

    public KeyManagerFactory keyManagers() throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(), PASSWORD.toCharArray());
        return keys;
    }

    public TrustManagerFactory trustManagers() throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keyStore());
        return trust;
    }

    private KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys())) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /**
     * Says that the server serves, tells what its threads have allocated whenever a line comes in, and stops it at the
     * end of input: nothing may keep the JVM alive.
     */
    public static void serve(Stop stop) throws Exception {
        System.out.println("program ready");
        for (int next = System.in.read(); next >= 0; next = System.in.read()) {
            if (next == '\n') {
                System.out.println("allocated " + allocated());
            }
        }
        stop.stop();
        System.out.println("program stopped");
    }

    /** Bytes, by all platform threads that are alive. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).filter(bytes -> bytes > 0)
                .sum();
    }

    /** How a server stops: gracefully, as its documentation advises. */
    public interface Stop {
        void stop() throws Exception;
    }
}
