package io.longshore.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Channels in words, as the JDK's describe themselves. */
final class Descriptions {

    private Descriptions() {
    }

    static String of(LongshoreSocketChannel channel) {
        ChannelView view = new ChannelView(channel);
        StringBuilder text = new StringBuilder(SocketChannel.class.getName()).append('[');
        if (!channel.isOpen()) {
            return text.append("closed]").toString();
        }
        text.append(channel.isConnected() ? "connected"
                : channel.isConnectionPending() ? "connection-pending" : "unconnected");
        text.append(channel.isConnected() && view.isInputShut() ? " ishut" : "")
                .append(channel.isConnected() && view.isOutputShut() ? " oshut" : "").append(local(channel));
        try {
            SocketAddress remote = channel.getRemoteAddress();
            text.append(remote == null ? "" : " remote=" + remote);
        } catch (IOException closedMeanwhile) {
            text.append(" closed");
        }
        return text.append(']').toString();
    }

    static String of(ServerSocketChannel channel) {
        String local = channel.isOpen() ? local(channel).trim() : "closed";
        return ServerSocketChannel.class.getName() + '[' + (local.isEmpty() ? "unbound" : local.replace("local=", ""))
                + ']';
    }

    /** Null of none, of one that is not bound, and of one that is closed. */
    static InetSocketAddress localEnd(SocketChannel channelOrNull) {
        try {
            return channelOrNull == null ? null : (InetSocketAddress) channelOrNull.getLocalAddress();
        } catch (IOException closedMeanwhile) {
            return null;
        }
    }

    /** Null of none, of one that is not connected, and of one that is closed. */
    static InetSocketAddress remoteEnd(SocketChannel channelOrNull) {
        try {
            return channelOrNull == null ? null : (InetSocketAddress) channelOrNull.getRemoteAddress();
        } catch (IOException closedMeanwhile) {
            return null;
        }
    }

    private static String local(NetworkChannel channel) {
        try {
            SocketAddress local = channel.getLocalAddress();
            return local == null ? "" : " local=" + local;
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
