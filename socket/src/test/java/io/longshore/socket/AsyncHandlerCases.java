package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.AsyncWorld.Case;
import io.longshore.socket.AsyncWorld.Ending;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Whose threads call the handlers, and what handlers may do. */
final class AsyncHandlerCases {

    private AsyncHandlerCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("a fixed pool's threads call", AsyncHandlerCases::fixedThreads);
        cases.put("an executor's threads call", AsyncHandlerCases::executorThreads);
        cases.put("a cached pool's threads call", AsyncHandlerCases::cachedThreads);
        cases.put("the default group's threads are daemons", AsyncHandlerCases::commonThreads);
        cases.put("handlers that start the next", AsyncHandlerCases::pingPong);
        cases.put("completions at once do not nest for ever", AsyncHandlerCases::nesting);
        cases.put("a handler that blocks holds up nobody else", AsyncHandlerCases::blockingHandler);
        cases.put("a handler that throws", AsyncHandlerCases::throwingHandler);
        cases.put("a handler that interrupts itself", AsyncHandlerCases::interruptingHandler);
        cases.put("accept loop by handler", AsyncHandlerCases::acceptLoop);
    }

    private static ThreadFactory counting(Set<Thread> threads) {
        return task -> {
            Thread thread = new Thread(task, "counted");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        };
    }

    private static void fixedThreads(AsyncWorld w) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AsynchronousChannelGroup group =
                w.ending(w.provider.openAsynchronousChannelGroup(3, counting(threads)));
        seeThreads(w, group, threads);
        w.see("threads", threads::size);
    }

    private static void executorThreads(AsyncWorld w) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ExecutorService executor = Executors.newFixedThreadPool(2, counting(threads));
        seeThreads(w, w.ending(w.provider.openAsynchronousChannelGroup(executor, 0)), threads);
    }

    private static void cachedThreads(AsyncWorld w) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ExecutorService executor = Executors.newCachedThreadPool(counting(threads));
        seeThreads(w, w.ending(w.provider.openAsynchronousChannelGroup(executor, 2)), threads);
    }

    /** Reads and writes that wait and that do not, accept, connect, timeouts, close. */
    private static void seeThreads(AsyncWorld w, AsynchronousChannelGroup group, Set<Thread> threads)
            throws Exception {
        AsynchronousSocketChannel[] pair = w.pair(group);
        Ending<Integer> later = new Ending<>();
        pair[0].read(bytes(9), "later", later);
        Ending<Integer> writing = new Ending<>();
        pair[1].write(bytes(3), "at once", writing);
        Ending<Integer> nothing = new Ending<>();
        pair[1].read(bytes(0), "nothing", nothing);
        Ending<Integer> timeout = new Ending<>();
        pair[1].read(bytes(9), 10, TimeUnit.MILLISECONDS, "timeout", timeout);
        timeout.await();
        Ending<Integer> closing = new Ending<>();
        later.await();
        pair[0].read(bytes(9), "close", closing);
        pair[0].close();
        Ending<Integer> closed = new Ending<>();
        pair[0].read(bytes(9), "closed", closed);
        Ending<Void> refused = new Ending<>();
        w.socket(group).connect(w.channels.closedPort(), "refused", refused);
        for (Ending<?> ending : new Ending<?>[] {later, writing, nothing, timeout, closing, closed, refused}) {
            w.see("end", ending::await);
            w.see("its thread", () -> threads.contains(ending.thread));
        }
    }

    private static void commonThreads(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Ending<Integer> ending = new Ending<>();
        pair[0].read(bytes(9), null, ending);
        pair[1].write(bytes(1)).get();
        w.see("read", ending::await);
        w.see("daemon", () -> ending.thread.isDaemon());
    }

    private static void pingPong(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(2);
        AsynchronousSocketChannel[] pair = w.pair(group);
        CompletableFuture<Integer> rounds = new CompletableFuture<>();
        pair[1].write(bytes(1)).get();
        echo(pair[0], bytes(1), 1_000, rounds);
        echo(pair[1], bytes(1), 1_000, new CompletableFuture<>());
        w.see("rounds", rounds::get);
    }

    private static void echo(AsynchronousSocketChannel channel, ByteBuffer one, int rounds,
            CompletableFuture<Integer> end) {
        channel.read(one.clear(), rounds, new CompletionHandler<Integer, Integer>() {
            @Override
            public void completed(Integer count, Integer left) {
                if (left == 1 || count < 0) {
                    end.complete(count);
                    return;
                }
                channel.write(one.flip(), left, new CompletionHandler<Integer, Integer>() {
                    @Override
                    public void completed(Integer written, Integer sameLeft) {
                        echo(channel, one, sameLeft - 1, end);
                    }

                    @Override
                    public void failed(Throwable why, Integer sameLeft) {
                        end.completeExceptionally(why);
                    }
                });
            }

            @Override
            public void failed(Throwable why, Integer left) {
                end.completeExceptionally(why);
            }
        });
    }

    private static void nesting(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(1);
        AsynchronousSocketChannel[] pair = w.pair(group);
        pair[1].write(bytes(200)).get();
        int[] depth = new int[2];
        CompletableFuture<Integer> end = new CompletableFuture<>();
        readOnByOne(pair[0], depth, end);
        w.see("last", end::get);
        w.see("at most sixteen", () -> depth[1] <= 17);
        w.see("nested", () -> depth[1] > 1);
    }

    private static void readOnByOne(AsynchronousSocketChannel channel, int[] depth, CompletableFuture<Integer> end) {
        channel.read(bytes(1), 0, new CompletionHandler<Integer, Integer>() {
            private int count;

            @Override
            public void completed(Integer one, Integer nothing) {
                depth[1] = Math.max(depth[1], ++depth[0]);
                if (++count < 200) {
                    channel.read(bytes(1), 0, this);
                } else {
                    end.complete(count);
                }
                depth[0]--;
            }

            @Override
            public void failed(Throwable why, Integer nothing) {
                end.completeExceptionally(why);
            }
        });
    }

    private static void blockingHandler(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(2);
        AsynchronousSocketChannel[] one = w.pair(group);
        AsynchronousSocketChannel[] two = w.pair(group);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> blocked = new CompletableFuture<>();
        one[0].read(bytes(1), null, new CompletionHandler<Integer, Object>() {
            @Override
            public void completed(Integer count, Object nothing) {
                try {
                    blocked.complete("released " + release.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException interrupted) {
                    blocked.completeExceptionally(interrupted);
                }
            }

            @Override
            public void failed(Throwable why, Object nothing) {
                blocked.completeExceptionally(why);
            }
        });
        one[1].write(bytes(1)).get();
        for (int i = 0; i < 20; i++) {
            Ending<Integer> ending = new Ending<>();
            two[0].read(bytes(1), null, ending);
            two[1].write(bytes(1)).get();
            ending.await();
        }
        w.see("others go on", () -> !blocked.isDone());
        release.countDown();
        w.see("it too", blocked::get);
    }

    private static void throwingHandler(AsyncWorld w) throws Exception {
        CompletableFuture<String> uncaught = new CompletableFuture<>();
        AsynchronousChannelGroup group = w.ending(w.provider.openAsynchronousChannelGroup(1, task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((where, why) -> uncaught.complete(why.getMessage()));
            return thread;
        }));
        AsynchronousSocketChannel[] pair = w.pair(group);
        pair[0].read(bytes(1), null, new CompletionHandler<Integer, Object>() {
            @Override
            public void completed(Integer count, Object nothing) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void failed(Throwable why, Object nothing) {
            }
        });
        pair[1].write(bytes(1)).get();
        w.see("uncaught", uncaught::get);
        Future<Integer> reading = pair[0].read(bytes(9));
        pair[1].write(bytes(4)).get();
        w.see("goes on", reading::get);
    }

    private static void interruptingHandler(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(1);
        AsynchronousSocketChannel[] pair = w.pair(group);
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        pair[0].read(bytes(1), 0, new CompletionHandler<Integer, Integer>() {
            @Override
            public void completed(Integer count, Integer round) {
                if (round == 1) {
                    next.complete(Thread.currentThread().isInterrupted());
                    return;
                }
                pair[0].read(bytes(1), 1, this);
                Thread.currentThread().interrupt();
            }

            @Override
            public void failed(Throwable why, Integer round) {
                next.completeExceptionally(why);
            }
        });
        pair[1].write(bytes(1)).get();
        pair[1].write(bytes(1)).get();
        w.see("interrupted", next::get);
    }

    private static void acceptLoop(AsyncWorld w) throws Exception {
        AsynchronousChannelGroup group = w.group(2);
        AsynchronousServerSocketChannel listener =
                w.open(w.provider.openAsynchronousServerSocketChannel(group)).bind(w.channels.anyPort());
        CountDownLatch accepted = new CountDownLatch(50);
        listener.accept(null, new CompletionHandler<AsynchronousSocketChannel, Object>() {
            @Override
            public void completed(AsynchronousSocketChannel channel, Object nothing) {
                listener.accept(null, this);
                channel.write(bytes(1), null, new Ending<>());
                accepted.countDown();
            }

            @Override
            public void failed(Throwable closed, Object nothing) {
            }
        });
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        for (int i = 0; i < 50; i++) {
            SocketChannel client = w.channels.socket();
            client.connect(new InetSocketAddress(w.address, port));
            client.read(bytes(1));
        }
        w.see("all", () -> accepted.await(20, TimeUnit.SECONDS));
    }
}
