package io.longshore.netty;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;

/** A listener whose connections are {@link RingSocketChannel}s. */
public final class RingServerSocketChannel extends NioServerSocketChannel {

    /** Of the process's own provider. */
    public RingServerSocketChannel() {
        this(SelectorProvider.provider());
    }

    public RingServerSocketChannel(SelectorProvider provider) {
        super(provider);
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        SocketChannel channel = javaChannel().accept();
        if (channel == null) {
            return 0;
        }
        accepted.add(new RingSocketChannel(this, channel));
        return 1;
    }
}
