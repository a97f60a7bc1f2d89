package io.longshore.socket;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.util.Objects;

/** The input stream of a classic socket on the stack; {@code java.net.Socket} puts its own in front. */
final class ClassicInput extends InputStream {

    private final ClassicConnection connection;
    private final ClassicSocket socket;

    ClassicInput(ClassicConnection connection, ClassicSocket socket) {
        this.connection = connection;
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) > 0 ? one[0] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        try {
            return connection.read(target, from, length, socket.options().timeoutMillis());
        } finally {
            // It is not garbage while somebody reads: else the connection would be closed.
            Reference.reachabilityFence(socket);
        }
    }

    @Override
    public int available() throws IOException {
        return connection.available();
    }

    @Override
    public void close() {
        connection.close();
    }
}
