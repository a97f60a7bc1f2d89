package io.longshore.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;

/** The output stream of a socket's adaptor. */
final class ChannelOutput extends OutputStream {

    private final LongshoreSocketChannel channel;

    ChannelOutput(LongshoreSocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, source.length);
        if (!channel.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        ByteBuffer bytes = ByteBuffer.wrap(source, from, length);
        while (bytes.hasRemaining()) {
            Translation.of(() -> channel.write(bytes));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
