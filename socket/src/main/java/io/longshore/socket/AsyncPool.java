package io.longshore.socket;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a group.
 *
 * @param fixed   all of them look for news in turn, and there are no others
 * @param lookers how many of the executor's threads look for news
 */
record AsyncPool(ExecutorService executor, boolean fixed, int lookers) {

    private static final String FACTORY = "java.nio.channels.DefaultThreadPool.threadFactory";
    private static final String SIZE = "java.nio.channels.DefaultThreadPool.initialSize";

    static AsyncPool fixed(int threads, ThreadFactory factory) {
        if (threads <= 0) {
            throw new IllegalArgumentException("'nThreads' must be > 0");
        }
        return new AsyncPool(Executors.newFixedThreadPool(threads, factory), true, threads);
    }

    /** A negative size leaves it to us; an executor that may have few threads is left all of them. */
    static AsyncPool of(ExecutorService executor, int initialSize) {
        Objects.requireNonNull(executor, "'executor' is null");
        boolean cached = executor instanceof ThreadPoolExecutor
                && ((ThreadPoolExecutor) executor).getMaximumPoolSize() == Integer.MAX_VALUE;
        int wanted = initialSize < 0 ? Runtime.getRuntime().availableProcessors() : initialSize;
        return new AsyncPool(executor, false, cached ? wanted : 0);
    }

    /** The default group's, with the properties that {@code AsynchronousChannelGroup} documents. */
    static AsyncPool common() {
        ExecutorService executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), commonFactory());
        return of(executor, Integer.getInteger(SIZE, -1));
    }

    private static ThreadFactory commonFactory() {
        String name = System.getProperty(FACTORY);
        if (name == null) {
            return AsyncPool::daemon;
        }
        try {
            return (ThreadFactory) Class.forName(name, true, ClassLoader.getSystemClassLoader())
                    .getConstructor().newInstance();
        } catch (ReflectiveOperationException unfit) {
            throw new IllegalStateException(FACTORY + " names what is no thread factory: " + name, unfit);
        }
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setName("longshore-async-" + thread.getId());
        thread.setDaemon(true);
        return thread;
    }
}
