package io.longshore.examples;

import io.longshore.socket.ConnectionRings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A web server of one page: requests are read where they were received, and responses written where they are sent
 * from, without a buffer in between. A connection that comes by the kernel is closed: it has no rings.
 *
 * <pre>
 *   ./longshore run -- java -cp 'examples/target/app/*' io.longshore.examples.RingPageProgram 8080
 * </pre>
 */
public final class RingPageProgram {

    private static final byte[] END_OF_REQUEST = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final byte[] response;

    private RingPageProgram(int port, int pageBytes) throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(port), 1024).configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        response = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + pageBytes + "\r\n\r\n"
                + "x".repeat(pageBytes)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Arguments: the port, and how many bytes the page should have. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        int pageBytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
        RingPageProgram program = new RingPageProgram(port, pageBytes);
        System.out.println("listening at " + program.listener.getLocalAddress());
        while (true) {
            program.selector.select(program::ready);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                serve((ConnectionRings) key.attachment(), key);
            }
        } catch (IOException failure) {
            close(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel == null) {
            return;
        }
        var rings = ConnectionRings.of(channel);
        if (rings.isEmpty()) {
            System.out.println("this one came by the kernel: " + channel.getRemoteAddress());
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, rings.get());
    }

    private void serve(ConnectionRings rings, SelectionKey key) throws IOException {
        ByteBuffer received = rings.peek();
        if (received == null) {
            close(key);
            return;
        }
        // As long as a request is complete and there is room for its response.
        int consumed = 0;
        int end = endOfRequest(rings, received, 0);
        boolean room = true;
        while (end > 0 && room) {
            room = respond(rings);
            consumed = room ? end : consumed;
            end = endOfRequest(rings, received, consumed);
        }
        if (received.hasRemaining()) {
            rings.consume(consumed);
        }
        key.interestOps(room ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
    }

    private boolean respond(ConnectionRings rings) throws IOException {
        if (rings.room() < response.length) {
            return false;
        }
        int done = 0;
        while (done < response.length) {
            // Two pieces where the ring wraps.
            ByteBuffer claim = rings.claim(response.length - done);
            int count = claim.remaining();
            claim.put(response, done, count);
            rings.commit(count);
            done += count;
        }
        return true;
    }

    /** Bytes up to the end of the request that begins {@code from} bytes in; 0: it is not complete. */
    private static int endOfRequest(ConnectionRings rings, ByteBuffer first, int from) throws IOException {
        int length = first.remaining();
        // What has come since, or lies at the ring's beginning because it wraps.
        ByteBuffer rest = length > 0 ? rings.peek(length) : first;
        int matched = 0;
        for (int i = from; i < length + rest.remaining(); i++) {
            byte one = i < length ? first.get(first.position() + i) : rest.get(rest.position() + i - length);
            matched = one == END_OF_REQUEST[matched] ? matched + 1 : one == END_OF_REQUEST[0] ? 1 : 0;
            if (matched == END_OF_REQUEST.length) {
                return i + 1;
            }
        }
        return 0;
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException failure) {
            System.err.println(failure.getMessage());
        }
    }
}
