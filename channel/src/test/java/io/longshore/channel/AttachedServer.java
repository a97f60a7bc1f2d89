package io.longshore.channel;

import io.longshore.memory.Region;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The server's side of the handshake, step by step and blocking, on a thread of its own. */
final class AttachedServer implements AutoCloseable {

    interface Script {
        void run(AttachedServer server) throws IOException;
    }

    static final long TOKEN = 0x0123_4567_89AB_CDEFL;

    final RegionLayout layout = new RegionLayout(128, 4, 2, 16);
    final Path socket;
    final Path file;
    private final ServerSocketChannel listener;
    private final FutureTask<Void> running;
    Region region;
    Hello hello;
    SocketChannel lease;

    AttachedServer(Path directory, Script script) throws IOException {
        socket = directory.resolve("longshore.sock");
        file = directory.resolve("test.region");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        running = new FutureTask<>(() -> {
            script.run(this);
            return null;
        });
        Thread thread = new Thread(running, "attached-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Does all that attaching takes. */
    void attach() throws IOException {
        welcome();
        confirm();
        for (int shard = 0; shard < layout.shards(); shard++) {
            acceptBell();
        }
    }

    void welcome() throws IOException {
        acceptLease();
        region = Region.create(file, layout.bytes());
        new RegionHeader(region.chunk(0)).write(layout, 0, 9, 1);
        send(lease, new Welcome(9, TOKEN, layout, "10.0.0.1/24", file.toString()).encode());
    }

    void acceptLease() throws IOException {
        lease = listener.accept();
        hello = Hello.decode(receive(lease, Hello::needed));
    }

    void confirm() throws IOException {
        receive(lease, filling -> 1);
        Files.delete(file);
        send(lease, ByteBuffer.wrap(new byte[] {Handshake.READY}));
    }

    /** The next bell connection; keeps it and tells what it is for. */
    Bells acceptBell() throws IOException {
        SocketChannel bell = listener.accept();
        Hello greeting = Hello.decode(receive(bell, Hello::needed));
        BellRequest request = BellRequest.decode(receive(bell, BellRequest::needed));
        boolean fits = greeting.kind() == Handshake.BELL && request.token() == TOKEN && request.attachment() == 9;
        send(bell, ByteBuffer.wrap(new byte[] {fits ? Handshake.READY : (byte) 1}));
        return new Bells(bell, request);
    }

    void refuseBell() throws IOException {
        SocketChannel bell = listener.accept();
        receive(bell, Hello::needed);
        receive(bell, BellRequest::needed);
        send(bell, ByteBuffer.wrap(new byte[] {1}));
        bell.close();
    }

    record Bells(SocketChannel channel, BellRequest request) {
    }

    static ByteBuffer receive(SocketChannel channel, Handshake.Length length) throws IOException {
        ByteBuffer filling = ByteBuffer.allocate(Handshake.MOST_BYTES);
        while (filling.position() < length.needed(filling)) {
            filling.limit(length.needed(filling));
            if (channel.read(filling) < 0) {
                throw new IOException("the application hung up");
            }
        }
        return filling.flip();
    }

    static void send(SocketChannel channel, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    /** Waits for the script's end and throws what it threw. */
    void join() throws InterruptedException, ExecutionException {
        running.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (lease != null) {
            lease.close();
        }
    }
}
