package io.longshore.testing.endtoend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// The application under test, plain NIO: a peer asks in nine bytes that it `S`end or `R`eceive a count of pattern
/// bytes.
public final class PatternProgram {

    private PatternProgram() {
    }

    /// @param arguments the port to listen on
    public static void main(String[] arguments) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(Integer.parseInt(arguments[0])), 2048);
            while (true) {
                SocketChannel peer = listener.accept();
                Thread.ofVirtual().start(() -> serve(peer));
            }
        }
    }

    private static void serve(SocketChannel peer) {
        try (peer) {
            ByteBuffer request = ByteBuffer.allocate(9);
            while (fill(peer, request)) {
                answer(peer, request);
                request.clear();
            }
        } catch (IOException gone) {
            System.out.println("peer gone: " + gone.getMessage());
        }
    }

    private static void answer(SocketChannel peer, ByteBuffer request) throws IOException {
        if (request.get(0) == 'S') {
            Pattern.send(peer, request.getLong(1));
        } else {
            Pattern.receive(peer, request.getLong(1));
            peer.write(ByteBuffer.wrap(new byte[] {'K'}));
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
