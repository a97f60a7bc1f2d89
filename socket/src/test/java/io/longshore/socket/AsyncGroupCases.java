package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.AsyncWorld.Case;
import io.longshore.socket.AsyncWorld.Ending;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How groups begin and end. */
final class AsyncGroupCases {

    private AsyncGroupCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("groups that are no good", AsyncGroupCases::badGroups);
        cases.put("shutdown of an empty group", AsyncGroupCases::shutdownEmpty);
        cases.put("shutdown waits for the last channel", AsyncGroupCases::shutdownLast);
        cases.put("shutdown at once", AsyncGroupCases::shutdownNow);
        cases.put("shutdown at once of an executor's group", AsyncGroupCases::shutdownNowExecutor);
        cases.put("accept in a group that is shut down", AsyncGroupCases::acceptAfterShutdown);
        cases.put("a handler after termination", AsyncGroupCases::afterTermination);
    }

    private static void badGroups(AsyncWorld w) throws Exception {
        w.see("none", () -> w.provider.openAsynchronousChannelGroup(0, Thread::new));
        w.see("negative", () -> w.provider.openAsynchronousChannelGroup(-1, Thread::new));
        w.see("no executor", () -> w.provider.openAsynchronousChannelGroup(null, 1));
        AsynchronousChannelGroup strange = new AsynchronousChannelGroup(w.provider) {
            @Override
            public boolean isShutdown() {
                return false;
            }

            @Override
            public boolean isTerminated() {
                return false;
            }

            @Override
            public void shutdown() {
            }

            @Override
            public void shutdownNow() {
            }

            @Override
            public boolean awaitTermination(long timeout, TimeUnit unit) {
                return true;
            }
        };
        w.see("strange", () -> w.provider.openAsynchronousSocketChannel(strange));
        w.see("strange listener", () -> w.provider.openAsynchronousServerSocketChannel(strange));
        w.see("provider", () -> w.group(1).provider() == w.provider);
    }

    private static void shutdownEmpty(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(2);
        w.see("shutdown", group::isShutdown);
        w.see("terminated", group::isTerminated);
        group.shutdown();
        w.see("shutdown", group::isShutdown);
        w.see("end", () -> AsyncWorld.terminated(group));
        w.does("again", group::shutdown);
        w.does("at once", group::shutdownNow);
        w.see("open", () -> w.socket(group));
        w.see("listen", () -> w.provider.openAsynchronousServerSocketChannel(group));
    }

    private static void shutdownLast(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(2);
        AsynchronousSocketChannel[] pair = w.pair(group);
        group.shutdown();
        w.see("shutdown", group::isShutdown);
        w.see("terminated", group::isTerminated);
        w.see("wait", () -> group.awaitTermination(5, TimeUnit.MILLISECONDS));
        w.see("open", () -> w.socket(group));
        Ending<Integer> reading = new Ending<>();
        pair[0].read(bytes(9), "goes on", reading);
        w.see("write", () -> pair[1].write(bytes(3)).get());
        w.see("read", reading::await);
        pair[0].close();
        w.see("terminated", group::isTerminated);
        pair[1].close();
        w.see("end", () -> AsyncWorld.terminated(group));
    }

    /** Connected to somebody outside the group. */
    private static AsynchronousSocketChannel lonely(AsyncWorld w, AsynchronousChannelGroup group) throws Exception {
        try (ServerSocketChannel listener = w.channels.listener()) {
            AsynchronousSocketChannel channel = w.socket(group);
            channel.connect(listener.getLocalAddress()).get();
            w.open(listener.accept());
            return channel;
        }
    }

    private static void shutdownNow(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(2);
        AsynchronousServerSocketChannel listener =
                w.open(w.provider.openAsynchronousServerSocketChannel(group)).bind(w.channels.anyPort());
        AsynchronousSocketChannel one = lonely(w, group);
        AsynchronousSocketChannel two = lonely(w, group);
        Ending<Integer> reading = new Ending<>();
        one.read(bytes(9), "mine", reading);
        Future<Integer> other = two.read(bytes(9));
        Future<AsynchronousSocketChannel> accepting = listener.accept();
        w.does("shutdown", group::shutdownNow);
        w.see("read", reading::await);
        w.see("future", other::get);
        w.see("accept", accepting::get);
        w.see("open", () -> one.isOpen() || two.isOpen() || listener.isOpen());
        w.see("end", () -> AsyncWorld.terminated(group));
    }

    private static void shutdownNowExecutor(AsyncWorld w) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        AsynchronousChannelGroup group = w.ending(w.provider.openAsynchronousChannelGroup(executor, 0));
        AsynchronousSocketChannel channel = lonely(w, group);
        Ending<Integer> reading = new Ending<>();
        channel.read(bytes(9), "mine", reading);
        group.shutdownNow();
        w.see("read", reading::await);
        w.see("end", () -> AsyncWorld.terminated(group));
        w.see("executor", () -> executor.isShutdown() && executor.isTerminated());
    }

    private static void acceptAfterShutdown(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(1);
        AsynchronousServerSocketChannel listener =
                w.open(w.provider.openAsynchronousServerSocketChannel(group)).bind(w.channels.anyPort());
        Ending<AsynchronousSocketChannel> accepting = new Ending<>();
        listener.accept("mine", accepting);
        group.shutdown();
        SocketChannel client = w.channels.socket();
        client.connect(listener.getLocalAddress());
        w.see("accept", accepting::await);
        w.see("open", listener::isOpen);
        listener.close();
        w.see("end", () -> AsyncWorld.terminated(group));
    }

    private static void afterTermination(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(1);
        AsynchronousSocketChannel channel = w.pair(group)[0];
        group.shutdownNow();
        w.see("end", () -> AsyncWorld.terminated(group));
        w.does("read", () -> channel.read(bytes(9), null, new Ending<>()));
        w.see("future", () -> channel.read(bytes(9)).get());
    }
}
