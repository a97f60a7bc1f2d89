package io.longshore.testing.endtoend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// An application that serves one connection in one manner, until the peer ends it.
public final class StallProgram {

    private static final int LIVE_ARRAYS = 4_000_000;
    private static final long PAUSE_MILLIS = 300;
    private static Object[] live;

    private StallProgram() {
    }

    /// @param arguments the port to listen on; send, select, ignore or collect; milliseconds
    public static void main(String[] arguments) throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(Integer.parseInt(arguments[0])));
            try (SocketChannel peer = listener.accept()) {
                serve(peer, arguments[1], Long.parseLong(arguments[2]));
            }
        } catch (IOException gone) {
            System.out.println("peer gone: " + gone.getMessage());
        }
    }

    private static void serve(SocketChannel peer, String manner, long millis) throws Exception {
        switch (manner) {
            case "send" -> send(peer);
            case "select" -> select(peer);
            case "ignore" -> {
                Thread.sleep(millis);
                drain(peer);
            }
            case "collect" -> {
                collect();
                drain(peer);
            }
            default -> throw new IllegalArgumentException(manner);
        }
    }

    private static void send(SocketChannel peer) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
        while (true) {
            peer.write(bytes.clear());
        }
    }

    /// The same by a selector: no thread waits in an operation.
    private static void select(SocketChannel peer) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
        peer.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            peer.register(selector, SelectionKey.OP_WRITE);
            while (true) {
                selector.select();
                selector.selectedKeys().clear();
                peer.write(bytes.clear());
            }
        }
    }

    private static void drain(SocketChannel peer) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
        while (peer.read(bytes.clear()) >= 0) {
            Thread.onSpinWait();
        }
    }

    /// Keeps a heap alive that takes the collector long to walk, and has it walked again and again.
    private static void collect() {
        live = new Object[LIVE_ARRAYS];
        for (int i = 0; i < live.length; i++) {
            live[i] = new Object[] {i % 1_000 == 0 ? null : live[i - 1]};
        }
        Thread collecting = new Thread(() -> {
            try {
                while (live.length > 0) {
                    System.gc();
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        collecting.setDaemon(true);
        collecting.start();
    }
}
