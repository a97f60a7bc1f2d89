package io.longshore.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A plain NIO program for the bench, written for no stack in particular: whoever connects says what it wants in nine
/// bytes, a letter and a count, and gets it. `S`: the program sends so many bytes; `R`: it receives so many and answers
/// one byte; `I`: the connection idles until it is closed.
public final class BulkProgram {

    static final byte SEND = 'S';
    static final byte RECEIVE = 'R';
    static final byte IDLE = 'I';
    static final int REQUEST_BYTES = 9;

    private static final int PIECE = 1 << 20;

    private BulkProgram() {
    }

    /// @param arguments the port to listen on
    public static void main(String[] arguments) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(Integer.parseInt(arguments[0])), 4096);
            while (true) {
                SocketChannel peer = listener.accept();
                Thread.ofVirtual().start(() -> serve(peer));
            }
        }
    }

    private static void serve(SocketChannel peer) {
        try (peer) {
            ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES);
            while (fill(peer, request)) {
                answer(peer, request.get(0), request.getLong(1));
                request.clear();
            }
        } catch (IOException gone) {
            // The peer went away in the middle: there is nobody left to tell.
            return;
        }
    }

    private static void answer(SocketChannel peer, byte wish, long count) throws IOException {
        if (wish == SEND) {
            send(peer, count);
        } else if (wish == RECEIVE) {
            receive(peer, count);
            peer.write(ByteBuffer.allocate(1));
        }
    }

    static void send(SocketChannel peer, long count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        for (long left = count; left > 0; left -= piece.position()) {
            piece.clear().limit((int) Math.min(PIECE, left));
            peer.write(piece);
        }
    }

    static void receive(SocketChannel peer, long count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        for (long left = count; left > 0; left -= piece.position()) {
            piece.clear().limit((int) Math.min(PIECE, left));
            if (peer.read(piece) < 0) {
                throw new IOException("the peer ended " + left + " bytes early");
            }
        }
    }

    private static boolean fill(SocketChannel peer, ByteBuffer request) throws IOException {
        while (request.hasRemaining()) {
            if (peer.read(request) < 0) {
                return false;
            }
        }
        return true;
    }
}
