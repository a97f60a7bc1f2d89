package io.longshore.testing.conformance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// `longshore conformance-adapter --socket PATH [--mtu N]`: lets a conformance driver in another process make socket
/// calls on a stack of ours, inject and sniff its packets, and move its clock. One connection is one session with a
/// stack of its own.
public final class ConformanceAdapter {

    private static final String USAGE = "usage: longshore conformance-adapter --socket PATH [--mtu N]";
    private static final int DEFAULT_MTU = 1500;

    private final Path socket;
    private final int mtu;

    private ConformanceAdapter(Path socket, int mtu) {
        this.socket = socket;
        this.mtu = mtu;
    }

    public static void main(String[] arguments) {
        try {
            of(arguments).serve();
        } catch (IllegalArgumentException | IOException problem) {
            System.err.println("longshore conformance-adapter: " + problem.getMessage());
            System.exit(problem instanceof IOException ? 1 : 2);
        }
    }

    private static ConformanceAdapter of(String[] arguments) {
        Path socket = null;
        int mtu = DEFAULT_MTU;
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(USAGE);
            }
            switch (arguments[i]) {
                case "--socket" -> socket = Path.of(arguments[i + 1]);
                case "--mtu" -> mtu = Integer.parseInt(arguments[i + 1]);
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (socket == null) {
            throw new IllegalArgumentException(USAGE);
        }
        return new ConformanceAdapter(socket, mtu);
    }

    private void serve() throws IOException {
        Files.deleteIfExists(socket);
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            SessionRegister sessions = new SessionRegister(mtu,
                    line -> System.err.println("longshore conformance-adapter: " + line));
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofPlatform().name("session").start(() -> sessions.serve(connection));
            }
        } finally {
            Files.deleteIfExists(socket);
        }
    }
}
