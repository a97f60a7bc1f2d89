package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** While a connection is on its way: to a listener whose queue is full, so that nothing comes of it. */
final class ConnectingCases {

    private ConnectingCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("connecting, closed", w -> disturbed(w, (channel, self) -> channel.close()));
        cases.put("connecting, closed by the adaptor", w -> disturbed(w, (channel, self) -> channel.socket().close()));
        cases.put("connecting, interrupted", w -> disturbed(w, (channel, self) -> self.interrupt()));
        cases.put("connecting by the adaptor, closed", w -> adaptor(w, (channel, self) -> channel.close()));
        cases.put("connecting by the adaptor, interrupted", w -> adaptor(w, (channel, self) -> self.interrupt()));
        cases.put("connecting, no time left", ConnectingCases::timeout);
        cases.put("connecting, finished too early", ConnectingCases::pending);
        cases.put("connecting, asked while another waits", ConnectingCases::asked);
        cases.put("connecting, in a selector", ConnectingCases::selected);
        cases.put("connecting, closed in a selector", ConnectingCases::closedInSelector);
    }

    private interface Disturbance {
        void of(SocketChannel channel, Thread self) throws Exception;
    }

    /** A listener that takes no more. */
    private static SocketAddress full(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.open(w.provider.openServerSocketChannel()).bind(w.anyPort(), 1);
        for (int i = 0; i < 4; i++) {
            SocketChannel filling = w.socket();
            filling.configureBlocking(false);
            filling.connect(listener.getLocalAddress());
        }
        Thread.sleep(20);
        return listener.getLocalAddress();
    }

    private static void disturbed(CaseWorld w, Disturbance disturbance) throws Exception {
        SocketAddress full = full(w);
        SocketChannel channel = w.socket();
        Thread self = Thread.currentThread();
        Thread other = w.meanwhile(() -> disturbance.of(channel, self));
        w.see("connect", () -> channel.connect(full));
        w.see("interrupted", Thread::interrupted);
        other.join();
        w.see("open", channel::isOpen);
        w.see("pending", channel::isConnectionPending);
    }

    private static void adaptor(CaseWorld w, Disturbance disturbance) throws Exception {
        SocketAddress full = full(w);
        SocketChannel channel = w.socket();
        Thread self = Thread.currentThread();
        Thread other = w.meanwhile(() -> disturbance.of(channel, self));
        w.does("connect", () -> channel.socket().connect(full, 20_000));
        w.see("interrupted", Thread::interrupted);
        other.join();
        w.see("closed", () -> channel.socket().isClosed());
    }

    private static void timeout(CaseWorld w) throws Exception {
        SocketAddress full = full(w);
        Socket socket = w.socket().socket();
        w.does("connect", () -> socket.connect(full, 50));
        w.see("closed", socket::isClosed);
        w.see("connected", socket::isConnected);
        w.does("again", () -> socket.connect(full, 50));
    }

    private static SocketChannel connecting(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        channel.configureBlocking(false);
        channel.connect(full(w));
        return channel;
    }

    private static void pending(CaseWorld w) throws Exception {
        SocketChannel channel = connecting(w);
        w.see("finish", channel::finishConnect);
        w.see("pending", channel::isConnectionPending);
        w.see("connected", channel::isConnected);
        w.see("read", () -> channel.read(bytes(1)));
        w.see("write", () -> channel.write(bytes(1)));
        w.see("shut", channel::shutdownOutput);
        w.see("bind", () -> channel.bind(null));
        w.see("connect", () -> channel.connect(w.anyPort()));
        w.see("remote", channel::getRemoteAddress);
        w.see("input", () -> channel.socket().getInputStream());
        w.does("adaptor", () -> channel.socket().connect(w.anyPort()));
        channel.close();
        w.see("finish", channel::finishConnect);
        w.see("pending", channel::isConnectionPending);
    }

    private static void asked(CaseWorld w) throws Exception {
        SocketAddress full = full(w);
        SocketChannel channel = w.socket();
        Thread other = w.meanwhile(() -> {
            w.see("pending", channel::isConnectionPending);
            w.see("connected", channel::isConnected);
            w.see("text", () -> channel.toString().replaceAll(" local=\\S*", ""));
            channel.close();
        });
        w.see("connect", () -> channel.connect(full));
        other.join();
    }

    private static void selected(CaseWorld w) throws Exception {
        SocketChannel channel = connecting(w);
        Selector selector = w.selector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        w.see("nothing", () -> selector.select(20));
        key.interestOps(SelectionKey.OP_CONNECT | SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        w.see("still nothing", () -> selector.select(20));
    }

    private static void closedInSelector(CaseWorld w) throws Exception {
        SocketChannel channel = connecting(w);
        Selector selector = w.selector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        Thread other = w.meanwhile(() -> {
            channel.close();
            selector.wakeup();
        });
        w.see("select", selector::select);
        other.join();
        w.see("valid", key::isValid);
    }
}
