package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every method of a listener and of its adaptor in every state, and what happens at its end. */
final class ListenerCases {

    private interface Entry {
        ServerSocketChannel enter(CaseWorld world) throws Exception;
    }

    private interface Call {
        Object on(ServerSocketChannel channel, CaseWorld world) throws Exception;
    }

    private ListenerCases() {
    }

    static void addTo(Map<String, Case> cases) {
        Map<String, Entry> states = new LinkedHashMap<>();
        states.put("new", w -> w.open(w.provider.openServerSocketChannel()));
        states.put("bound", CaseWorld::listener);
        states.put("non-blocking", w -> nonBlocking(w.listener()));
        states.put("with a connection", w -> waiting(w.listener(), w));
        states.put("closed", w -> closed(w.listener()));
        states.put("closed unbound", w -> closed(w.open(w.provider.openServerSocketChannel())));
        states.forEach((state, entry) -> {
            cases.put("listener " + state + ": its calls", w -> run(w, entry, calls(state)));
            cases.put("listener " + state + ": its adaptor's calls", w -> run(w, entry, adaptorCalls(state)));
        });
        cases.put("listener closed with connections waiting", ListenerCases::closedWithWaiting);
        cases.put("listener closed after accept", ListenerCases::closedAfterAccept);
        cases.put("a port at once again", ListenerCases::portAgain);
        cases.put("backlogs", ListenerCases::backlogs);
        cases.put("accept after a reset", ListenerCases::acceptAfterReset);
        cases.put("accept with bytes there", ListenerCases::acceptWithBytes);
        cases.put("accept timeouts", ListenerCases::timeouts);
        cases.put("accept readiness of a closed listener", ListenerCases::closedReadiness);
        cases.put("many connections", ListenerCases::many);
    }

    private static ServerSocketChannel nonBlocking(ServerSocketChannel channel) throws Exception {
        channel.configureBlocking(false);
        return channel;
    }

    private static ServerSocketChannel waiting(ServerSocketChannel channel, CaseWorld w) throws Exception {
        w.socket().connect(channel.getLocalAddress());
        return channel;
    }

    private static ServerSocketChannel closed(ServerSocketChannel channel) throws Exception {
        channel.close();
        return channel;
    }

    private static void run(CaseWorld w, Entry entry, Map<String, Call> calls) throws Exception {
        for (Map.Entry<String, Call> call : calls.entrySet()) {
            ServerSocketChannel channel = entry.enter(w);
            w.see(call.getKey(), () -> {
                Object outcome = call.getValue().on(channel, w);
                return outcome == channel ? "itself" : outcome;
            });
            w.see(call.getKey() + ", and then", () -> channel.isOpen() + " " + channel.socket().isBound());
            w.closeOpened();
        }
    }

    private static Map<String, Call> calls(String state) {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("local", (c, w) -> c.getLocalAddress());
        calls.put("text", (c, w) -> c.toString().replaceAll("\\[(/.*)?]", "[bound]"));
        calls.put("blocking", (c, w) -> c.isBlocking());
        calls.put("bind", (c, w) -> c.bind(w.anyPort()));
        calls.put("bind with a backlog", (c, w) -> c.bind(w.anyPort(), -5));
        calls.put("bind to nothing", (c, w) -> c.bind(null));
        calls.put("be non-blocking", (c, w) -> c.configureBlocking(false));
        calls.put("be blocking", (c, w) -> c.configureBlocking(true));
        calls.put("option", (c, w) -> c.setOption(StandardSocketOptions.SO_REUSEADDR, false));
        calls.put("option?", (c, w) -> c.getOption(StandardSocketOptions.SO_REUSEADDR));
        calls.put("register", (c, w) -> c.register(w.selector(), SelectionKey.OP_ACCEPT).isValid());
        calls.put("register badly", (c, w) -> c.register(w.selector(), SelectionKey.OP_READ).isValid());
        calls.put("ready", (c, w) -> {
            c.configureBlocking(false);
            Selector selector = w.selector();
            c.register(selector, SelectionKey.OP_ACCEPT);
            return selector.select(20);
        });
        if (!state.equals("bound")) {
            calls.put("accept", (c, w) -> c.accept() == null ? "nobody" : "somebody");
        }
        return calls;
    }

    private static Map<String, Call> adaptorCalls(String state) {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("port", (c, w) -> Integer.signum(c.socket().getLocalPort()));
        calls.put("address", (c, w) -> c.socket().getInetAddress());
        calls.put("local", (c, w) -> c.socket().getLocalSocketAddress());
        calls.put("text", (c, w) -> c.socket().toString());
        calls.put("closed", (c, w) -> c.socket().isClosed());
        calls.put("channel", (c, w) -> c.socket().getChannel());
        calls.put("same", (c, w) -> c.socket() == c.socket());
        calls.put("bind", (c, w) -> act(() -> c.socket().bind(w.anyPort())));
        calls.put("bind to nothing", (c, w) -> act(() -> c.socket().bind(null)));
        calls.put("bind with a backlog", (c, w) -> act(() -> c.socket().bind(w.anyPort(), 5)));
        calls.put("timeout", (c, w) -> act(() -> c.socket().setSoTimeout(5)));
        calls.put("timeout below 0", (c, w) -> act(() -> c.socket().setSoTimeout(-5)));
        calls.put("timeout?", (c, w) -> c.socket().getSoTimeout());
        calls.put("reuse", (c, w) -> act(() -> c.socket().setReuseAddress(true)));
        calls.put("reuse?", (c, w) -> c.socket().getReuseAddress());
        calls.put("size", (c, w) -> act(() -> c.socket().setReceiveBufferSize(0)));
        calls.put("size?", (c, w) -> c.socket().getReceiveBufferSize() > 1000);
        calls.put("preferences", (c, w) -> act(() -> c.socket().setPerformancePreferences(1, 2, 3)));
        calls.put("option", (c, w) -> c.socket().getOption(StandardSocketOptions.SO_REUSEPORT));
        calls.put("close", (c, w) -> act(() -> c.socket().close()));
        if (!state.equals("bound")) {
            calls.put("accept", (c, w) -> c.socket().accept().isConnected());
        }
        return calls;
    }

    private static Object act(CaseWorld.Act action) throws Exception {
        action.run();
        return "done";
    }

    private static void closedWithWaiting(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel client = w.socket();
        client.connect(listener.getLocalAddress());
        listener.close();
        w.see("read", () -> client.read(bytes(1)));
    }

    private static void closedAfterAccept(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        w.see("write", () -> pair[0].write(bytes(3)));
        w.see("read", () -> pair[1].read(bytes(9)));
    }

    private static void portAgain(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
        SocketChannel client = w.socket();
        client.connect(address);
        SocketChannel accepted = listener.accept();
        listener.close();
        accepted.close();
        w.see("again", () -> w.open(w.provider.openServerSocketChannel()).bind(address).getLocalAddress()
                .equals(address));
        SocketChannel late = w.socket();
        w.see("connect", () -> late.connect(address));
    }

    private static void backlogs(CaseWorld w) throws Exception {
        for (int backlog : new int[] {-1, 0, 1, 1_000_000}) {
            ServerSocketChannel listener =
                    w.open(w.provider.openServerSocketChannel()).bind(w.anyPort(), backlog);
            SocketChannel client = w.socket();
            w.see("backlog " + backlog, () -> client.connect(listener.getLocalAddress()));
        }
    }

    private static void acceptAfterReset(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel client = w.socket();
        client.connect(listener.getLocalAddress());
        client.write(bytes(2));
        // What has not left yet when it is aborted is thrown away.
        Thread.sleep(20);
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
        Thread.sleep(20);
        SocketChannel accepted = w.open(listener.accept());
        w.see("connected", accepted::isConnected);
        w.see("remote", accepted::getRemoteAddress);
        w.see("read", () -> accepted.read(bytes(9)));
        w.see("again", () -> accepted.read(bytes(9)));
    }

    private static void acceptWithBytes(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel client = w.socket();
        client.connect(listener.getLocalAddress());
        client.write(bytes(7));
        client.close();
        Thread.sleep(20);
        SocketChannel accepted = w.open(listener.accept());
        w.see("read", () -> accepted.read(bytes(9)));
        w.see("end", () -> accepted.read(bytes(9)));
    }

    private static void timeouts(CaseWorld w) throws Exception {
        ServerSocket socket = w.listener().socket();
        socket.setSoTimeout(30);
        w.see("nobody", socket::accept);
        w.see("nobody again", socket::accept);
        w.socket().connect(socket.getLocalSocketAddress());
        w.see("somebody", () -> w.open(socket.accept()).isConnected());
        socket.setSoTimeout(0);
        Thread closer = w.meanwhile(socket::close);
        w.see("closed", socket::accept);
        closer.join();
    }

    private static void closedReadiness(CaseWorld w) throws Exception {
        ServerSocketChannel listener = nonBlocking(w.listener());
        Selector selector = w.selector();
        SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
        w.socket().connect(listener.getLocalAddress());
        w.see("ready", selector::select);
        listener.close();
        w.see("valid", key::isValid);
        w.see("ready", key::readyOps);
        w.see("then", selector::selectNow);
        w.see("selected", () -> selector.selectedKeys().size());
    }

    private static void many(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        for (int i = 0; i < 40; i++) {
            w.socket().connect(listener.getLocalAddress());
        }
        for (int i = 0; i < 40; i++) {
            w.see("accept", () -> w.open(listener.accept()).isConnected());
        }
    }
}
