package io.longshore.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A bell over a non-blocking Unix-domain socket: one byte per ring. Non-blocking, because an interrupt of the calling
 * thread would close a blocking channel.
 */
public final class SocketBell implements Bell, AutoCloseable {

    private final SocketChannel channel;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);

    /** Makes the channel non-blocking and owns it. */
    public SocketBell(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
    }

    /**
     * Sends one byte. A full socket is as good: bells wait there unread. A broken one is not our business: the lease
     * tells its owner.
     */
    @Override
    public synchronized void ring() {
        one.clear();
        try {
            channel.write(one);
        } catch (IOException e) {
            // The other side is gone; whoever holds the lease learns it there.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
