package io.longshore.socket;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** The input stream of a socket's adaptor: blocking reads with the adaptor's timeout. */
final class ChannelInput extends InputStream {

    private final LongshoreSocketChannel channel;
    private final ChannelSocket socket;

    ChannelInput(LongshoreSocketChannel channel, ChannelSocket socket) {
        this.channel = channel;
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
        if (length == 0) {
            return 0;
        }
        if (!channel.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        int timeout = socket.timeoutMillis();
        StackConnection stack = channel.stack();
        return Translation.of(() -> stack != null
                ? stack.input().read(ByteBuffer.wrap(target, from, length), timeout * 1_000_000L)
                : kernel(timeout).getInputStream().read(target, from, length));
    }

    private Socket kernel(int timeout) throws SocketException {
        SocketChannel kernel = channel.kernel();
        kernel.socket().setSoTimeout(timeout);
        return kernel.socket();
    }

    @Override
    public int available() throws IOException {
        StackConnection stack = channel.stack();
        return Translation.of(() -> stack != null
                ? stack.input().available() : channel.kernel().socket().getInputStream().available());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
