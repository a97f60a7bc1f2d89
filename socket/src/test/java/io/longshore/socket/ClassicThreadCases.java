package io.longshore.socket;

import io.longshore.socket.ClassicWorld.Case;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Threads that wait, platform and virtual: what a timeout, an interrupt, a close and a shutdown do to them. */
final class ClassicThreadCases {

    private ClassicThreadCases() {
    }

    static void addTo(Map<String, Case> cases) {
        addTo(cases, false, "");
        if (ClassicWorld.hasVirtualThreads()) {
            addTo(cases, true, ", virtual thread");
        }
    }

    private static void addTo(Map<String, Case> cases, boolean virtual, String suffix) {
        cases.put("interrupt while reading" + suffix, w -> interruptReading(w, virtual, 0));
        cases.put("interrupt while reading with a limit" + suffix, w -> interruptReading(w, virtual, 30_000));
        cases.put("interrupt while accepting" + suffix, w -> interruptAccepting(w, virtual));
        cases.put("interrupt while writing" + suffix, w -> interruptWriting(w, virtual));
        cases.put("interrupted before reading" + suffix, w -> interruptedBefore(w, virtual));
        cases.put("interrupted before connecting" + suffix, w -> interruptedConnect(w, virtual));
        cases.put("interrupted before accepting" + suffix, w -> interruptedAccept(w, virtual));
        cases.put("close while reading" + suffix, w -> closeReading(w, virtual, 0));
        cases.put("close while reading with a limit" + suffix, w -> closeReading(w, virtual, 30_000));
        cases.put("close while accepting" + suffix, w -> closeAccepting(w, virtual, 0));
        cases.put("close while accepting with a limit" + suffix, w -> closeAccepting(w, virtual, 30_000));
        cases.put("close while writing" + suffix, w -> closeWriting(w, virtual));
        cases.put("shutdown of input while reading" + suffix, w -> shutReading(w, virtual));
        cases.put("peer closes while reading" + suffix, w -> peerEnds(w, virtual, -1));
        cases.put("peer resets while reading" + suffix, w -> peerEnds(w, virtual, 0));
        cases.put("accept with a limit" + suffix, w -> acceptLimit(w, virtual));
        cases.put("accept in time" + suffix, w -> acceptInTime(w, virtual));
        cases.put("a second accept waits its turn" + suffix, w -> twoAccept(w, virtual));
        cases.put("echo from a thread each" + suffix, w -> echoes(w, virtual));
    }

    /** What became of it, and whether the thread was interrupted then. */
    private static <T> Callable<String> told(Callable<T> action) {
        return () -> {
            String outcome;
            try {
                outcome = String.valueOf(action.call());
            } catch (Exception thrown) {
                outcome = thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
            }
            return outcome + ", interrupted " + Thread.currentThread().isInterrupted();
        };
    }

    private static void interruptReading(ClassicWorld w, boolean virtual, int limit) throws Exception {
        Socket[] pair = w.pair();
        pair[0].setSoTimeout(limit);
        Thread[] thread = new Thread[1];
        FutureTask<String> reading = w.blocked(virtual, told(() -> pair[0].getInputStream().read()), thread);
        thread[0].interrupt();
        if (!virtual) {
            w.awaitBlocked(thread[0]);
            w.see("done", reading::isDone);
        }
        if (virtual) {
            // It ends by the interrupt alone.
            w.see("outcome", reading::get);
        }
        w.does("write", () -> pair[1].getOutputStream().write(3));
        w.see("outcome", reading::get);
        w.see("closed", pair[0]::isClosed);
    }

    private static void interruptAccepting(ClassicWorld w, boolean virtual) throws Exception {
        ServerSocket listener = w.listener();
        InetSocketAddress local = (InetSocketAddress) listener.getLocalSocketAddress();
        Thread[] thread = new Thread[1];
        FutureTask<String> accepting =
                w.blocked(virtual, told(() -> w.open(listener.accept()).isConnected()), thread);
        thread[0].interrupt();
        if (virtual) {
            w.see("outcome", accepting::get);
        } else {
            w.awaitBlocked(thread[0]);
            w.see("done", accepting::isDone);
            w.socket().connect(local);
            w.see("outcome", accepting::get);
        }
        w.see("closed", listener::isClosed);
    }

    private static String fill(Socket socket) throws Exception {
        OutputStream out = socket.getOutputStream();
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < 1000; i++) {
            out.write(bytes);
        }
        return "all written";
    }

    private static void interruptWriting(ClassicWorld w, boolean virtual) throws Exception {
        Socket[] pair = w.pair();
        Thread[] thread = new Thread[1];
        FutureTask<String> writing = w.blocked(virtual, told(() -> fill(pair[0])), thread);
        thread[0].interrupt();
        if (virtual) {
            w.see("outcome", writing::get);
        } else {
            pair[1].getInputStream().readNBytes(100_000_000);
            w.see("outcome", writing::get);
        }
        w.see("closed", pair[0]::isClosed);
    }

    private static void interruptedBefore(ClassicWorld w, boolean virtual) throws Exception {
        Socket[] pair = w.pair();
        pair[1].getOutputStream().write(3);
        w.awaitAvailable(pair[0]);
        Thread[] thread = new Thread[1];
        FutureTask<String> reading = w.blocked(virtual, told(() -> {
            Thread.currentThread().interrupt();
            return pair[0].getInputStream().read();
        }), thread);
        w.see("with a byte there", reading::get);
        FutureTask<String> waiting = w.blocked(virtual, told(() -> {
            Thread.currentThread().interrupt();
            return pair[0].getInputStream().read();
        }), thread);
        pair[1].shutdownOutput();
        w.see("with none there", waiting::get);
        w.see("closed", pair[0]::isClosed);
    }

    private static void interruptedConnect(ClassicWorld w, boolean virtual) throws Exception {
        ServerSocket listener = w.listener();
        Socket socket = w.socket();
        Thread[] thread = new Thread[1];
        FutureTask<String> connecting = w.blocked(virtual, told(() -> {
            Thread.currentThread().interrupt();
            socket.connect(listener.getLocalSocketAddress());
            return "connected";
        }), thread);
        // On a virtual thread the kernel's loopback connects without a wait, which the stack needs: both are allowed.
        w.see("outcome", virtual ? () -> connecting.get().matches("(connected|SocketException: Closed by interrupt).*")
                : connecting::get);
    }

    private static void interruptedAccept(ClassicWorld w, boolean virtual) throws Exception {
        ServerSocket listener = w.listener();
        w.socket().connect(listener.getLocalSocketAddress());
        Thread[] thread = new Thread[1];
        FutureTask<String> accepting = w.blocked(virtual, told(() -> {
            Thread.currentThread().interrupt();
            return w.open(listener.accept()).isConnected();
        }), thread);
        w.see("one waits", accepting::get);
        w.see("closed", listener::isClosed);
    }

    private static void closeReading(ClassicWorld w, boolean virtual, int limit) throws Exception {
        Socket[] pair = w.pair();
        pair[0].setSoTimeout(limit);
        Thread[] thread = new Thread[1];
        FutureTask<String> reading = w.blocked(virtual, told(() -> pair[0].getInputStream().read()), thread);
        w.does("close", pair[0]::close);
        w.see("outcome", reading::get);
        w.see("peer", () -> pair[1].getInputStream().read());
    }

    private static void closeAccepting(ClassicWorld w, boolean virtual, int limit) throws Exception {
        ServerSocket listener = w.listener();
        listener.setSoTimeout(limit);
        Thread[] thread = new Thread[1];
        FutureTask<String> accepting = w.blocked(virtual, told(listener::accept), thread);
        w.does("close", listener::close);
        w.see("outcome", accepting::get);
    }

    private static void closeWriting(ClassicWorld w, boolean virtual) throws Exception {
        Socket[] pair = w.pair();
        Thread[] thread = new Thread[1];
        FutureTask<String> writing = w.blocked(virtual, told(() -> fill(pair[0])), thread);
        w.does("close", pair[0]::close);
        w.see("outcome", writing::get);
    }

    private static void shutReading(ClassicWorld w, boolean virtual) throws Exception {
        Socket[] pair = w.pair();
        Thread[] thread = new Thread[1];
        FutureTask<String> reading = w.blocked(virtual, told(() -> pair[0].getInputStream().read()), thread);
        w.does("shutdown", pair[0]::shutdownInput);
        w.see("outcome", reading::get);
        w.see("closed", pair[0]::isClosed);
    }

    private static void peerEnds(ClassicWorld w, boolean virtual, int linger) throws Exception {
        Socket[] pair = w.pair();
        Thread[] thread = new Thread[1];
        FutureTask<String> reading = w.blocked(virtual, told(() -> pair[0].getInputStream().read()), thread);
        pair[1].setSoLinger(linger >= 0, linger);
        w.does("close", pair[1]::close);
        w.see("outcome", reading::get);
    }

    private static void acceptLimit(ClassicWorld w, boolean virtual) throws Exception {
        ServerSocket listener = w.listener();
        listener.setSoTimeout(50);
        Thread[] thread = new Thread[1];
        w.see("outcome", w.blocked(virtual, told(listener::accept), thread)::get);
        w.see("closed", listener::isClosed);
        w.socket().connect(listener.getLocalSocketAddress());
        listener.setSoTimeout(20_000);
        w.see("then", w.blocked(virtual, told(() -> w.open(listener.accept()).isConnected()), thread)::get);
        w.see("value", listener::getSoTimeout);
    }

    private static void acceptInTime(ClassicWorld w, boolean virtual) throws Exception {
        ServerSocket listener = w.listener();
        listener.setSoTimeout(20_000);
        Thread[] thread = new Thread[1];
        FutureTask<String> accepting =
                w.blocked(virtual, told(() -> w.open(listener.accept()).isConnected()), thread);
        w.socket().connect(listener.getLocalSocketAddress());
        w.see("outcome", accepting::get);
    }

    private static void twoAccept(ClassicWorld w, boolean virtual) throws Exception {
        ServerSocket listener = w.listener();
        Thread[] thread = new Thread[1];
        FutureTask<String> first = w.blocked(virtual, told(() -> w.open(listener.accept()).isConnected()), thread);
        FutureTask<String> second = w.blocked(virtual, told(() -> w.open(listener.accept()).isConnected()), thread);
        w.socket().connect(listener.getLocalSocketAddress());
        w.socket().connect(listener.getLocalSocketAddress());
        w.see("first", first::get);
        w.see("second", second::get);
    }

    private static void echoes(ClassicWorld w, boolean virtual) throws Exception {
        ServerSocket listener = w.listener();
        FutureTask<?>[] servers = new FutureTask<?>[20];
        Socket[] clients = new Socket[servers.length];
        for (int i = 0; i < servers.length; i++) {
            clients[i] = w.socket();
            clients[i].connect(listener.getLocalSocketAddress());
            Socket accepted = w.open(listener.accept());
            servers[i] = new FutureTask<>(() -> accepted.getInputStream().transferTo(accepted.getOutputStream()));
            start(virtual, servers[i]);
        }
        int sum = 0;
        for (int round = 0; round < 50; round++) {
            for (Socket client : clients) {
                client.getOutputStream().write(round);
            }
            for (Socket client : clients) {
                sum += client.getInputStream().read();
            }
        }
        for (int i = 0; i < servers.length; i++) {
            clients[i].close();
            w.see("echoed", servers[i]::get);
        }
        int all = sum;
        w.see("sum", () -> all);
    }

    private static void start(boolean virtual, FutureTask<?> task) throws Exception {
        if (virtual) {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } else {
            new Thread(task).start();
        }
    }
}
