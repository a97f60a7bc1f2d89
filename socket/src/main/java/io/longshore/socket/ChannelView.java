package io.longshore.socket;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;

/** What a socket's adaptor tells of its channel, also once that is closed. */
final class ChannelView {

    private final LongshoreSocketChannel channel;

    ChannelView(LongshoreSocketChannel channel) {
        this.channel = channel;
    }

    InetSocketAddress remote() {
        StackConnection stack = channel.stack();
        SocketChannel kernel = channel.kernel();
        if (stack != null) {
            return stack.remote();
        }
        return kernel == null ? null : (InetSocketAddress) kernel.socket().getRemoteSocketAddress();
    }

    InetSocketAddress local() {
        StackConnection stack = channel.stack();
        SocketChannel kernel = channel.kernel();
        if (stack != null) {
            return stack.local();
        }
        return kernel == null ? null : (InetSocketAddress) kernel.socket().getLocalSocketAddress();
    }

    boolean isInputShut() {
        StackConnection stack = channel.stack();
        SocketChannel kernel = channel.kernel();
        return stack != null ? stack.isInputShut() : kernel != null && kernel.socket().isInputShutdown();
    }

    boolean isOutputShut() {
        StackConnection stack = channel.stack();
        SocketChannel kernel = channel.kernel();
        return stack != null ? stack.isOutputShut() : kernel != null && kernel.socket().isOutputShutdown();
    }

    /** SO_OOBINLINE, which has no public constant. */
    @SuppressWarnings("unchecked")
    SocketOption<Boolean> urgentInline() {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals("SO_OOBINLINE")) {
                return (SocketOption<Boolean>) option;
            }
        }
        throw new UnsupportedOperationException("SO_OOBINLINE is not supported");
    }
}
