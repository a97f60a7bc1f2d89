package io.longshore.socket;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;

/** Asynchronous channels in words, as the JDK's describe themselves. */
final class AsyncDescriptions {

    private AsyncDescriptions() {
    }

    static String of(AsynchronousSocketChannel channel, String state) {
        StringBuilder text = new StringBuilder(AsynchronousSocketChannel.class.getName()).append('[');
        try {
            text.append(state).append(named(" local=", channel.getLocalAddress()))
                    .append(named(" remote=", channel.getRemoteAddress()));
        } catch (IOException closed) {
            text.append("closed");
        }
        return text.append(']').toString();
    }

    static String of(AsynchronousServerSocketChannel channel) {
        String where;
        try {
            SocketAddress local = channel.getLocalAddress();
            where = local == null ? "unbound" : local.toString();
        } catch (IOException closed) {
            where = "closed";
        }
        return AsynchronousServerSocketChannel.class.getName() + '[' + where + ']';
    }

    private static String named(String name, SocketAddress address) {
        return address == null ? "" : name + address;
    }
}
