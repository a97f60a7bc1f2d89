package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** The states that a socket channel can be in, each with a way into it. */
final class ChannelStates {

    /** Makes a channel that is in the state. */
    interface Entry {
        SocketChannel enter(CaseWorld world) throws Exception;
    }

    static final Map<String, Entry> ALL = new LinkedHashMap<>();

    static {
        ALL.put("new", CaseWorld::socket);
        ALL.put("new and non-blocking", w -> nonBlocking(w.socket()));
        ALL.put("bound", w -> w.socket().bind(w.anyPort()));
        ALL.put("pending", ChannelStates::pending);
        ALL.put("connected", w -> w.pair()[0]);
        ALL.put("connected and non-blocking", w -> nonBlocking(w.pair()[0]));
        ALL.put("accepted", w -> w.pair()[1]);
        ALL.put("input shut", w -> w.pair()[0].shutdownInput());
        ALL.put("output shut", w -> w.pair()[0].shutdownOutput());
        ALL.put("both shut", w -> w.pair()[0].shutdownInput().shutdownOutput());
        ALL.put("ended by the peer", ChannelStates::ended);
        ALL.put("reset", w -> reset(w, false));
        ALL.put("reset and told", w -> reset(w, true));
        ALL.put("closed", w -> closed(w.pair()[0]));
        ALL.put("closed unconnected", w -> closed(w.socket()));
        ALL.put("refused", ChannelStates::refused);
    }

    private ChannelStates() {
    }

    private static SocketChannel nonBlocking(SocketChannel channel) throws Exception {
        channel.configureBlocking(false);
        return channel;
    }

    /** Not yet open, though the other side may think so: nobody has called finishConnect. */
    private static SocketChannel pending(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel channel = nonBlocking(w.socket());
        channel.connect(listener.getLocalAddress());
        return channel;
    }

    private static SocketChannel ended(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].close();
        w.awaitReadable(pair[0]);
        return pair[0];
    }

    private static SocketChannel reset(CaseWorld w, boolean told) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].setOption(StandardSocketOptions.SO_LINGER, 0);
        pair[1].close();
        w.awaitReadable(pair[0]);
        if (told) {
            try {
                pair[0].read(bytes(1));
            } catch (java.io.IOException expected) {
                return pair[0];
            }
        }
        return pair[0];
    }

    private static SocketChannel closed(SocketChannel channel) throws Exception {
        channel.close();
        return channel;
    }

    private static SocketChannel refused(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        try {
            channel.connect(w.closedPort());
        } catch (java.net.ConnectException expected) {
            return channel;
        }
        return channel;
    }
}
