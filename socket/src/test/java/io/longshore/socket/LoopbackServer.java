package io.longshore.socket;

import io.longshore.channel.BellRequest;
import io.longshore.channel.Handshake;
import io.longshore.channel.Hello;
import io.longshore.channel.RegionHeader;
import io.longshore.channel.RegionLayout;
import io.longshore.channel.Welcome;
import io.longshore.memory.Region;
import io.longshore.memory.SleepEpoch;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP Server for tests, without a network: it shakes hands over a real Unix-domain socket and connects the slots of
 * its one attachment to each other. It owns 10.7.0.1/24 and fd00:7::1/64.
 */
final class LoopbackServer implements AutoCloseable {

    static final String ADDRESS = "10.7.0.1";
    /** As Java writes it. */
    static final String ADDRESS6 = "fd00:7:0:0:0:0:0:1";
    static final RegionLayout LAYOUT = new RegionLayout(2048, 32, 1, 20);
    private static final long TOKEN = 0x5EED;

    private final SelectorProvider kernel;
    private final Path directory;
    private final ServerSocketChannel control;
    private final Selector selector;
    private final SocketChannel[] contextBells = new SocketChannel[LAYOUT.contexts()];
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private volatile LoopbackStack stack;
    private volatile boolean stopping;
    private Region region;
    private SleepEpoch sleep;
    private final Thread thread;

    LoopbackServer(SelectorProvider kernel) throws IOException {
        this.kernel = kernel;
        directory = Files.createTempDirectory("longshore-test");
        control = kernel.openServerSocketChannel(StandardProtocolFamily.UNIX);
        control.bind(UnixDomainSocketAddress.of(directory.resolve("longshore.sock")));
        selector = kernel.openSelector();
        thread = new Thread(this::run, "loopback-server");
        thread.setDaemon(true);
        Thread greeter = new Thread(this::greet, "loopback-greeter");
        greeter.setDaemon(true);
        greeter.start();
    }

    Path directory() {
        return directory;
    }

    LoopbackStack stack() {
        return stack;
    }

    // --- The handshake ----------------------------------------------------------------------------------------------

    private void greet() {
        try {
            while (!stopping) {
                greet(control.accept());
            }
        } catch (IOException closed) {
            if (!stopping) {
                throw new AssertionError(closed);
            }
        }
    }

    private void greet(SocketChannel connection) throws IOException {
        connections.add(connection);
        Hello hello = Hello.decode(receive(connection, Hello::needed));
        if (hello.kind() == Handshake.ATTACH) {
            attach(connection);
        } else {
            bell(connection, BellRequest.decode(receive(connection, BellRequest::needed)));
        }
    }

    private void attach(SocketChannel connection) throws IOException {
        Path file = directory.resolve("test.region");
        region = Region.create(file, LAYOUT.bytes());
        new RegionHeader(region.chunk(0)).write(LAYOUT, 0, 1, 0);
        sleep = new SleepEpoch(region.chunk(0), LAYOUT.shardSleep(0));
        stack = new LoopbackStack(region, LAYOUT, this::ringContext);
        connection.write(new Welcome(1, TOKEN, LAYOUT, ADDRESS + "/24,fd00:7::1/64", file.toString()).encode());
        receive(connection, filling -> 1);
        Files.delete(file);
        connection.write(ByteBuffer.wrap(new byte[] {Handshake.READY}));
    }

    private void bell(SocketChannel connection, BellRequest request) throws IOException {
        connection.configureBlocking(false);
        if (request.role() == BellRequest.CONTEXT) {
            contextBells[request.index()] = connection;
        } else {
            connection.register(selector, SelectionKey.OP_READ);
            thread.start();
        }
        connection.write(ByteBuffer.wrap(new byte[] {Handshake.READY}));
    }

    private static ByteBuffer receive(SocketChannel connection, Handshake.Length length) throws IOException {
        ByteBuffer filling = ByteBuffer.allocate(Handshake.MOST_BYTES);
        int needed = length.needed(filling);
        while (filling.position() < needed) {
            filling.limit(needed);
            if (connection.read(filling) < 0) {
                throw new IOException("hung up");
            }
            needed = length.needed(filling);
        }
        return filling.flip();
    }

    // --- Turns ------------------------------------------------------------------------------------------------------

    private void run() {
        ByteBuffer bytes = ByteBuffer.allocate(64);
        try {
            while (!stopping) {
                stack.turn();
                sleepUnlessNews(bytes);
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException closed) {
            if (!stopping) {
                throw new AssertionError(closed);
            }
        }
    }

    private void sleepUnlessNews(ByteBuffer bytes) throws IOException {
        sleep.fallAsleep();
        if (stack.isQuiet()) {
            selector.select(key -> take((SocketChannel) key.channel(), bytes));
        }
        sleep.awake();
    }

    private void take(SocketChannel bell, ByteBuffer bytes) {
        try {
            if (bell.read(bytes.clear()) < 0) {
                stopping = true;
            }
        } catch (IOException gone) {
            stopping = true;
        }
    }

    private void ringContext(int context) {
        try {
            contextBells[context].write(ByteBuffer.wrap(new byte[1]));
        } catch (IOException gone) {
            // The attachment is being closed.
        }
    }

    /** What a slot's int register holds now. */
    int register(int slot, int register) {
        return region.chunk(0).getIntAcquire(LAYOUT.slot(slot) + register);
    }

    /** Lets a turn happen after something that only a test does. */
    void nudge(int slot) {
        new io.longshore.memory.DoorbellBitmap(region.chunk(0), LAYOUT.shardBitmap(0), LAYOUT.slots()).ring(slot);
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        selector.wakeup();
        control.close();
        for (SocketChannel connection : new ArrayList<>(connections)) {
            connection.close();
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        selector.close();
        Files.deleteIfExists(directory.resolve("longshore.sock"));
        Files.deleteIfExists(directory);
    }
}
