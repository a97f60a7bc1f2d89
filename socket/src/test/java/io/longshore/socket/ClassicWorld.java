package io.longshore.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** What a case about classic sockets has at hand, and what it has seen. It uses nothing but the JDK. */
final class ClassicWorld implements AutoCloseable {

    /** One corner of {@code java.net.Socket} or {@code ServerSocket}. */
    interface Case {
        void run(ClassicWorld world) throws Exception;
    }

    /** What returns nothing. */
    interface Act {
        void run() throws Exception;
    }

    final String address;
    private final List<String> seen = new ArrayList<>();
    private final Deque<Closeable> opened = new ArrayDeque<>();

    ClassicWorld(String address) {
        this.address = address;
    }

    List<String> seen() {
        return seen;
    }

    // --- What it sees -----------------------------------------------------------------------------------------------

    /** Notes what comes of it: a value, or an exception's class and message. */
    void see(String what, Callable<?> action) {
        String outcome;
        try {
            outcome = String.valueOf(action.call());
        } catch (Throwable thrown) {
            String message = thrown instanceof NullPointerException ? "" : ": " + thrown.getMessage();
            outcome = thrown.getClass().getSimpleName() + message;
        }
        seen.add(what + " → " + outcome.replace(address, "ADDRESS").replaceAll("(?<=[:=])\\d{4,5}\\b", "PORT"));
    }

    void does(String what, Act action) {
        see(what, () -> {
            action.run();
            return "done";
        });
    }

    // --- What it has ------------------------------------------------------------------------------------------------

    <T extends Closeable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    InetSocketAddress anyPort() {
        return new InetSocketAddress(address, 0);
    }

    ServerSocket listener() throws IOException {
        return open(new ServerSocket(0, 50, InetAddress.getByName(address)));
    }

    Socket socket() {
        return open(new Socket());
    }

    /** A connected pair: the client's end, the accepted end. */
    Socket[] pair() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName(address))) {
            Socket client = open(new Socket(InetAddress.getByName(address), listener.getLocalPort()));
            return new Socket[] {client, open(listener.accept())};
        }
    }

    /** A port of this address at which nobody listens. */
    InetSocketAddress closedPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName(address))) {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }
    }

    /** Waits until there is something to read. */
    void awaitAvailable(Socket socket) throws IOException {
        while (socket.getInputStream().available() == 0) {
            Thread.yield();
        }
    }

    /** Runs an action in a thread of its own, virtual if wanted and known here; then lets it block. */
    <T> FutureTask<T> blocked(boolean virtual, Callable<T> action, Thread[] thread) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        thread[0] = virtual ? startVirtual(task) : new Thread(task);
        if (!virtual) {
            thread[0].start();
        }
        awaitBlocked(thread[0]);
        return task;
    }

    private static Thread startVirtual(Runnable task) throws Exception {
        return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    /** Quiet for a while, or inside the kernel: then it waits. One that was not blocked yet comes to the same end. */
    void awaitBlocked(Thread thread) throws InterruptedException {
        int quiet = 0;
        for (int looks = 0; quiet < 5 && looks < 200; looks++) {
            Thread.sleep(5);
            Thread.State state = thread.getState();
            StackTraceElement[] trace = thread.getStackTrace();
            boolean inKernel = trace.length > 0 && trace[0].isNativeMethod();
            quiet = state != Thread.State.RUNNABLE && state != Thread.State.NEW || inKernel ? quiet + 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
