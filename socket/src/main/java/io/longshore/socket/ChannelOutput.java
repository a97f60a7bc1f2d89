package io.longshore.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;

/** The output stream of a socket's adaptor. */
final class ChannelOutput extends OutputStream {

    private final LongshoreSocketChannel channel;
    private final ChannelView view;

    ChannelOutput(LongshoreSocketChannel channel) {
        this.channel = channel;
        this.view = new ChannelView(channel);
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
        if (channel.isOpen() && view.isOutputShut()) {
            throw new ClosedChannelException();
        }
        ByteBuffer bytes = ByteBuffer.wrap(source, from, length);
        try {
            while (bytes.hasRemaining()) {
                Translation.of(() -> channel.write(bytes));
            }
        } catch (AsynchronousCloseException ended) {
            // Shut while it waited: the JDK's streams tell what the kernel does.
            throw channel.isOpen() ? Errno.writing(Errno.EPIPE) : ended;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
