package io.longshore.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What a case of asynchronous channels has at hand on one provider; what it sees, the world of channels notes. */
final class AsyncWorld {

    /** One corner of the interface. */
    interface Case {
        void run(AsyncWorld world) throws Exception;
    }

    /** How an operation with a handler ended, and on which thread. */
    static final class Ending<V> implements CompletionHandler<V, Object> {

        private final CompletableFuture<String> text = new CompletableFuture<>();
        volatile Thread thread;
        volatile V value;

        @Override
        public void completed(V result, Object attachment) {
            end(result, "completed " + AsyncWorld.named(result) + ", " + attachment);
        }

        @Override
        public void failed(Throwable why, Object attachment) {
            end(null, "failed " + AsyncWorld.named(why) + ", " + attachment);
        }

        private void end(V result, String how) {
            value = result;
            thread = Thread.currentThread();
            if (!text.complete(how)) {
                throw new AssertionError("a second end: " + how);
            }
        }

        /** Waits for it. */
        String await() throws Exception {
            return text.get();
        }

        boolean isOver() {
            return text.isDone();
        }
    }

    final CaseWorld channels;
    final AsynchronousChannelProvider provider;
    final String address;

    AsyncWorld(CaseWorld channels, AsynchronousChannelProvider provider) {
        this.channels = channels;
        this.provider = provider;
        this.address = channels.address;
    }

    // --- What it sees -----------------------------------------------------------------------------------------------

    void see(String what, Callable<?> action) {
        channels.see(what, () -> {
            try {
                return named(action.call());
            } catch (Exception thrown) {
                if (isInternal(thrown)) {
                    return named(thrown);
                }
                throw thrown;
            }
        });
    }

    void does(String what, CaseWorld.Act action) {
        channels.does(what, action);
    }

    private static boolean isInternal(Throwable thrown) {
        return thrown.getCause() != null || thrown.getClass().getName().startsWith("sun.");
    }

    /** Without the names of the JDK's own classes, which nobody may rely on. */
    private static String named(Object value) {
        if (!(value instanceof Throwable)) {
            return plain(String.valueOf(value));
        }
        Throwable thrown = (Throwable) value;
        Class<?> kind = thrown.getClass();
        while (kind.getName().startsWith("sun.")) {
            kind = kind.getSuperclass();
        }
        String text = kind.getSimpleName() + ": " + thrown.getMessage();
        return plain(thrown.getCause() == null ? text : kind.getSimpleName() + " of " + named(thrown.getCause()));
    }

    private static String plain(String text) {
        return text
                .replace("sun.nio.ch.UnixAsynchronousSocketChannelImpl", "java.nio.channels.AsynchronousSocketChannel")
                .replace("sun.nio.ch.UnixAsynchronousServerSocketChannelImpl",
                        "java.nio.channels.AsynchronousServerSocketChannel");
    }

    // --- What it has ------------------------------------------------------------------------------------------------

    <T extends Closeable> T open(T resource) {
        return channels.open(resource);
    }

    AsynchronousServerSocketChannel server() throws IOException {
        return open(provider.openAsynchronousServerSocketChannel(null));
    }

    AsynchronousServerSocketChannel listener() throws IOException {
        return server().bind(channels.anyPort());
    }

    AsynchronousSocketChannel socket() throws IOException {
        return socket(null);
    }

    AsynchronousSocketChannel socket(AsynchronousChannelGroup group) throws IOException {
        return open(provider.openAsynchronousSocketChannel(group));
    }

    AsynchronousSocketChannel[] pair() throws Exception {
        return pair(null);
    }

    /** A connected pair in one group: the client's end, the accepted end. */
    AsynchronousSocketChannel[] pair(AsynchronousChannelGroup group) throws Exception {
        try (AsynchronousServerSocketChannel listener =
                provider.openAsynchronousServerSocketChannel(group).bind(channels.anyPort())) {
            Future<AsynchronousSocketChannel> accepting = listener.accept();
            AsynchronousSocketChannel client = socket(group);
            client.connect(listener.getLocalAddress()).get();
            return new AsynchronousSocketChannel[] {client, open(accepting.get())};
        }
    }

    /** A group of so many threads that ends with the case. */
    AsynchronousChannelGroup group(int threads) throws IOException {
        return ending(provider.openAsynchronousChannelGroup(threads, Executors.defaultThreadFactory()));
    }

    AsynchronousChannelGroup ending(AsynchronousChannelGroup group) {
        open((Closeable) group::shutdownNow);
        return group;
    }

    static String terminated(AsynchronousChannelGroup group) throws InterruptedException {
        return group.awaitTermination(20, TimeUnit.SECONDS) ? "terminated " + group.isTerminated() : "goes on";
    }
}
