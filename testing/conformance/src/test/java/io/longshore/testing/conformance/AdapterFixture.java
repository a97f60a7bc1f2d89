package io.longshore.testing.conformance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An adapter in this process, reached through a socket in the file system as drivers reach it.
final class AdapterFixture implements AutoCloseable {

    static final String FLAGS = "local=192.168.0.1/16,gw=192.168.0.2,local=fd00::1/64,gw=fd00::2,unknown=x";

    final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final Path path;
    private final ServerSocketChannel listener;

    AdapterFixture() throws IOException {
        directory = Files.createTempDirectory("adapter");
        path = directory.resolve("adapter.sock");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        SessionRegister sessions = new SessionRegister(1500, complaints::add);
        Thread.ofPlatform().daemon().start(() -> accept(sessions));
    }

    private void accept(SessionRegister sessions) {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofPlatform().daemon().start(() -> sessions.serve(connection));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    AdapterClient connect() throws IOException {
        return new AdapterClient(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    AdapterClient virtual() throws IOException {
        return connect().hello(AdapterClient.VIRTUAL, FLAGS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
        Files.deleteIfExists(directory);
    }
}
