package io.longshore.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.util.Objects;

/** The output stream of a classic socket on the stack. */
final class ClassicOutput extends OutputStream {

    private final ClassicConnection connection;
    private final ClassicSocket socket;

    ClassicOutput(ClassicConnection connection, ClassicSocket socket) {
        this.connection = connection;
        this.socket = socket;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, source.length);
        try {
            connection.write(source, from, length);
        } finally {
            // It is not garbage while somebody writes.
            Reference.reachabilityFence(socket);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
