package io.longshore.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;

/** What a differential case has at hand on one provider, and what it has seen there. */
final class CaseWorld implements AutoCloseable {

    /** One corner of the interface, run on the kernel's channels and on ours. */
    interface Case {
        void run(CaseWorld world) throws Exception;
    }

    final SelectorProvider provider;
    final String address;
    private final List<String> seen = new ArrayList<>();
    private final Deque<java.io.Closeable> opened = new ArrayDeque<>();

    CaseWorld(SelectorProvider provider, String address) {
        this.provider = provider;
        this.address = address;
    }

    static List<String> run(Case body, SelectorProvider provider, String address) throws Exception {
        try (CaseWorld world = new CaseWorld(provider, address)) {
            body.run(world);
            return world.seen;
        }
    }

    // --- What it sees -----------------------------------------------------------------------------------------------

    /** Notes what comes of it: a value, or an exception's class and message. */
    void see(String what, Callable<?> action) {
        String outcome;
        try {
            outcome = String.valueOf(action.call());
        } catch (Throwable thrown) {
            // A message that the JVM made up names its own variables.
            String message = thrown instanceof NullPointerException ? "" : ": " + thrown.getMessage();
            outcome = thrown.getClass().getSimpleName() + message;
        }
        seen.add(what + " → " + outcome.replace(address, "ADDRESS").replaceAll("(?<=[:=])\\d{4,5}\\b", "PORT")
                .replace("sun.nio.ch.ServerSocketChannelImpl", "java.nio.channels.ServerSocketChannel"));
    }

    /** The same for what returns nothing. */
    void does(String what, Act action) {
        see(what, () -> {
            action.run();
            return "done";
        });
    }

    interface Act {
        void run() throws Exception;
    }

    // --- What it has ------------------------------------------------------------------------------------------------

    <T extends java.io.Closeable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    InetSocketAddress anyPort() {
        return new InetSocketAddress(address, 0);
    }

    ServerSocketChannel listener() throws IOException {
        return open(provider.openServerSocketChannel()).bind(anyPort());
    }

    SocketChannel socket() throws IOException {
        return open(provider.openSocketChannel());
    }

    Selector selector() throws IOException {
        return open(provider.openSelector());
    }

    /** A connected pair: the client's end, the accepted end. */
    SocketChannel[] pair() throws IOException {
        try (ServerSocketChannel listener = provider.openServerSocketChannel().bind(anyPort())) {
            SocketChannel client = socket();
            client.connect(listener.getLocalAddress());
            return new SocketChannel[] {client, open(listener.accept())};
        }
    }

    /** A port of this address at which nobody listens. */
    InetSocketAddress closedPort() throws IOException {
        try (ServerSocketChannel listener = provider.openServerSocketChannel().bind(anyPort())) {
            return (InetSocketAddress) listener.getLocalAddress();
        }
    }

    /** A channel's options by name, without those that only we have. */
    static List<SocketOption<?>> options(NetworkChannel channel) {
        List<SocketOption<?>> options = new ArrayList<>(channel.supportedOptions());
        options.removeIf(option -> option instanceof StackOption);
        options.sort(Comparator.comparing(SocketOption::name));
        return options;
    }

    static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    /** Waits until there is something to read, without reading it. */
    void awaitReadable(SocketChannel channel) throws IOException {
        boolean blocking = channel.isBlocking();
        try (Selector selector = provider.openSelector()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            while (selector.select() == 0) {
                Thread.onSpinWait();
            }
            key.cancel();
            selector.selectNow();
        }
        channel.configureBlocking(blocking);
    }

    /** Runs an action in another thread once this one is blocked (or, failing that, soon). */
    Thread meanwhile(Act action) {
        Thread blocked = Thread.currentThread();
        Thread thread = new Thread(() -> {
            try {
                long deadline = System.nanoTime() + 2_000_000_000L;
                int quiet = 0;
                while (quiet < 5 && System.nanoTime() < deadline) {
                    Thread.sleep(10);
                    Thread.State state = blocked.getState();
                    quiet = state == Thread.State.RUNNABLE && isInKernel(blocked) || state == Thread.State.WAITING
                            || state == Thread.State.TIMED_WAITING ? quiet + 1 : 0;
                }
                action.run();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
        thread.start();
        return thread;
    }

    private static boolean isInKernel(Thread thread) {
        StackTraceElement[] trace = thread.getStackTrace();
        return trace.length > 0 && trace[0].isNativeMethod();
    }

    /** Lets go of what the case has opened so far. */
    void closeOpened() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Override
    public void close() throws IOException {
        closeOpened();
    }
}
