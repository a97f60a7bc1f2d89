package io.longshore.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/// A plain NIO program for the bench over a path that loses packets, written for no stack in particular. As an
/// application it listens: who connects says in one byte whether it wants to be `S`ent bytes for as long as it stays,
/// or to have its own `R`eceived until it ends them, and counted in eight bytes. As a client it measures.
public final class LossyProgram {

    static final String SEND = "S";
    static final String RECEIVE = "R";

    private static final int PIECE = 1 << 16;
    private static final int CONNECT_MILLIS = 10_000;

    private LossyProgram() {
    }

    /// @param arguments `serve PORT`, or `measure ADDRESS PORT S|R SECONDS`, which prints bytes and nanoseconds
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[arguments[0].equals("serve") ? 1 : 2]);
        if (arguments[0].equals("serve")) {
            serve(port);
            return;
        }
        try (SocketChannel channel = SocketChannel.open()) {
            channel.socket().connect(new InetSocketAddress(arguments[1], port), CONNECT_MILLIS);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) arguments[3].charAt(0)}));
            long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4]));
            long start = System.nanoTime();
            long bytes = arguments[3].equals(SEND) ? take(channel, start + nanos) : give(channel, start + nanos);
            report(bytes, System.nanoTime() - start);
        }
    }

    private static void report(long bytes, long nanos) {
        System.out.println(bytes + " " + nanos);
    }

    private static void serve(int port) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(port));
            while (true) {
                SocketChannel peer = listener.accept();
                Thread.ofVirtual().start(() -> serve(peer));
            }
        }
    }

    private static void serve(SocketChannel peer) {
        try (peer) {
            ByteBuffer wish = ByteBuffer.allocate(1);
            while (wish.hasRemaining() && peer.read(wish) >= 0) {
                continue;
            }
            if (wish.get(0) == SEND.charAt(0)) {
                give(peer);
            } else {
                ByteBuffer count = ByteBuffer.allocate(Long.BYTES).putLong(take(peer, Long.MAX_VALUE)).flip();
                peer.write(count);
            }
        } catch (IOException gone) {
            // It has what it came for.
            return;
        }
    }

    private static void give(SocketChannel peer) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        while (true) {
            peer.write(piece.clear());
        }
    }

    /// Sends until then, and says what of it arrived.
    private static long give(SocketChannel peer, long until) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        while (System.nanoTime() < until) {
            peer.write(piece.clear());
        }
        peer.shutdownOutput();
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES);
        while (count.hasRemaining() && peer.read(count) >= 0) {
            continue;
        }
        return count.getLong(0);
    }

    /// Counts what comes until then, or until the peer ends.
    private static long take(SocketChannel peer, long until) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        long bytes = 0;
        int count = 0;
        while (count >= 0 && System.nanoTime() < until) {
            bytes += count;
            count = peer.read(piece.clear());
        }
        return bytes;
    }
}
