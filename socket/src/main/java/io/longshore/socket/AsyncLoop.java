package io.longshore.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Where a group's threads look for news: one of them selects, the others wait for what it finds. Who takes something up
 * leaves the selecting to the next.
 */
final class AsyncLoop {

    private final LongshoreSelector selector;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Consumer<SelectionKey> finding = this::found;
    /** The selecting thread's. */
    private final List<Runnable> finds = new ArrayList<>();

    // Under the lock.
    private boolean selecting;
    private boolean stopped;
    private int waiting;
    private int threads;

    AsyncLoop(LongshoreSelector selector) {
        this.selector = selector;
    }

    LongshoreSelector selector() {
        return selector;
    }

    // --- Any thread -------------------------------------------------------------------------------------------------

    /** Has one of the loop's threads run the task; not once the last of them is gone. */
    void execute(Runnable task) {
        boolean wake;
        lock.lock();
        try {
            if (threads == 0) {
                throw new RejectedExecutionException("the group's threads are gone");
            }
            tasks.add(task);
            if (waiting > 0) {
                news.signal();
            }
            // Those who wait have one each; for one more the selecting thread comes.
            wake = selecting && tasks.size() > waiting;
        } finally {
            lock.unlock();
        }
        if (wake) {
            selector.wakeup();
        }
    }

    /** Its threads finish what there is, and leave. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
        selector.wakeup();
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    // --- Its threads ------------------------------------------------------------------------------------------------

    /** Before a thread is started that will {@link #run}. */
    void expectThread() {
        lock.lock();
        try {
            threads++;
        } finally {
            lock.unlock();
        }
    }

    /** Runs tasks until the loop is stopped, or one of them throws. */
    void run() {
        for (Runnable task = next(); task != null; task = next()) {
            AsyncBinding.fresh();
            task.run();
        }
    }

    /** After {@link #run}; the last one closes the selector. */
    void leave() {
        boolean last;
        lock.lock();
        try {
            last = --threads == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            close();
        }
    }

    private void close() {
        try {
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Null: it is over. */
    private Runnable next() {
        lock.lock();
        try {
            while (tasks.isEmpty() && !stopped) {
                if (selecting) {
                    await();
                } else {
                    selecting = true;
                    select();
                }
            }
            Runnable task = tasks.poll();
            if (waiting > 0 && (!tasks.isEmpty() || !selecting)) {
                news.signal();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        waiting++;
        try {
            news.awaitUninterruptibly();
        } finally {
            waiting--;
        }
    }

    // Under the lock, but not while it selects.
    private void select() {
        lock.unlock();
        try {
            // What a task or its handler left of an interrupt is none of the selection's.
            Thread.interrupted();
            selector.select(finding);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            lock.lock();
            selecting = false;
            tasks.addAll(finds);
            finds.clear();
        }
    }

    private void found(SelectionKey key) {
        try {
            ((AsyncPort) key.attachment()).found(key.readyOps(), finds);
        } catch (CancelledKeyException closing) {
            // Whoever closes the channel ends what waits there.
        }
    }
}
