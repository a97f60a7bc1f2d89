package io.longshore.testing.frameworks;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the checks that a client was asked for and prints a line for each: {@code check NAME ok|failed WHAT}. */
public final class Checks {

    public static final int SMALL_REQUESTS = 200;
    public static final int LOAD_REQUESTS = 5_000;
    public static final int CONCURRENCY = 32;
    public static final int ECHO_BYTES = 3_000_000;

    private final List<String> wanted;
    private final int loadRequests;

    /**
     * @param arguments of the program: those of {@link Site}, then the names of checks, joined by commas, then perhaps
     *                  another count than {@link #LOAD_REQUESTS}
     */
    public Checks(String[] arguments) {
        wanted = List.of(arguments[4].split(","));
        loadRequests = arguments.length > 5 ? Integer.parseInt(arguments[5]) : LOAD_REQUESTS;
    }

    /** How many requests {@code load} is to make. */
    public int loadRequests() {
        return loadRequests;
    }

    public void run(String name, Check check) {
        if (!wanted.contains(name)) {
            return;
        }
        long start = System.nanoTime();
        try {
            String what = check.run();
            System.out.println("check " + name + " ok " + what + " in " + (System.nanoTime() - start) / 1_000_000
                    + " ms");
        } catch (Exception | AssertionError failure) {
            System.out.println("check " + name + " failed " + chain(failure) + " after "
                    + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
    }

    /** Prints how a call fails that must fail; the other side's addresses are the same in all runs. */
    public void runRefused(Check call) {
        if (!wanted.contains("refused")) {
            return;
        }
        try {
            System.out.println("check refused failed it was not refused: " + call.run());
        } catch (Exception refusal) {
            System.out.println("check refused ok " + chain(refusal));
        }
    }

    static String chain(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = failure; next != null; next = next.getCause()) {
            text.append(text.length() == 0 ? "" : " <- ").append(next);
            text.append(next.getStackTrace().length > 0 ? "" : " (no trace)");
        }
        return text.toString().replace('\n', ' ');
    }

    /** Makes {@code count} calls from {@link #CONCURRENCY} threads at once. */
    public static String load(int count, Check call) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] threads = new Thread[CONCURRENCY];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> work(left, failure, call), "load-" + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException((count - Math.max(left.get(), 0)) + " of " + count + " begun",
                    failure.get());
        }
        return count + " at concurrency " + CONCURRENCY;
    }

    private static void work(AtomicInteger left, AtomicReference<Throwable> failure, Check call) {
        try {
            while (failure.get() == null && left.decrementAndGet() >= 0) {
                call.run();
            }
        } catch (Exception | AssertionError problem) {
            failure.compareAndSet(null, problem);
        }
    }

    /** One check; what it returns is printed. */
    public interface Check {
        String run() throws Exception;
    }
}
