package io.longshore.testing.endtoend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A byte stream that tells every position's byte, so that what arrives can be compared byte by byte.
final class Pattern {

    private static final int PIECE = 1 << 18;

    private Pattern() {
    }

    /// The byte at a position of the stream: no period divides a power of two.
    static byte at(long position) {
        return (byte) (position * 31 + position / 251 * 7 + (position >> 16));
    }

    static void send(SocketChannel channel, long count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long sent = 0; sent < count; sent += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, count - sent));
            for (int i = 0; i < piece.limit(); i++) {
                piece.put(i, at(sent + i));
            }
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }

    /// Receives `count` bytes and compares each.
    static void receive(SocketChannel channel, long count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long received = 0; received < count; received += piece.position()) {
            piece.clear().limit((int) Math.min(PIECE, count - received));
            if (channel.read(piece) < 0) {
                throw new IOException("end of stream after " + received + " of " + count + " bytes");
            }
            compare(piece, received);
        }
    }

    private static void compare(ByteBuffer piece, long from) throws IOException {
        for (int i = 0; i < piece.position(); i++) {
            if (piece.get(i) != at(from + i)) {
                throw new IOException("byte " + (from + i) + " is " + piece.get(i) + " instead of " + at(from + i));
            }
        }
    }
}
