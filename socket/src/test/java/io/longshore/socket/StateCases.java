package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every method of a channel and of its adaptor in every state: each on a channel of its own. */
final class StateCases {

    private static final int EVERYTHING = SelectionKey.OP_READ | SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    /** One call. */
    private interface Call {
        Object on(SocketChannel channel, CaseWorld world) throws Exception;
    }

    private static final Map<String, Map<String, Call>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("what it tells", telling());
        GROUPS.put("reading", reading());
        GROUPS.put("writing", writing());
        GROUPS.put("opening and shutting", opening());
        GROUPS.put("what its adaptor tells", adaptorTelling());
        GROUPS.put("its adaptor's calls", adaptorCalls());
        GROUPS.put("its adaptor's options", adaptorOptions());
        GROUPS.put("selection", selection());
    }

    private StateCases() {
    }

    static void addTo(Map<String, Case> cases) {
        ChannelStates.ALL.forEach((state, entry) -> GROUPS.forEach((group, calls) ->
                cases.put(state + ": " + group, world -> run(world, entry, calls))));
    }

    private static void run(CaseWorld world, ChannelStates.Entry entry, Map<String, Call> calls) throws Exception {
        for (Map.Entry<String, Call> call : calls.entrySet()) {
            SocketChannel channel = entry.enter(world);
            world.see(call.getKey(), () -> {
                Object outcome = call.getValue().on(channel, world);
                return outcome == channel ? "itself" : outcome;
            });
            world.see(call.getKey() + ", and then", () -> channel.isOpen() + " " + channel.isConnected() + " "
                    + channel.socket().isInputShutdown() + " " + channel.socket().isOutputShutdown());
            world.closeOpened();
        }
    }

    private static Map<String, Call> telling() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("local", (c, w) -> c.getLocalAddress());
        calls.put("remote", (c, w) -> c.getRemoteAddress());
        calls.put("pending", (c, w) -> c.isConnectionPending());
        calls.put("text", (c, w) -> c.toString());
        calls.put("blocking", (c, w) -> c.isBlocking());
        calls.put("registered", (c, w) -> c.isRegistered());
        calls.put("linger", (c, w) -> c.getOption(StandardSocketOptions.SO_LINGER));
        calls.put("set an option", (c, w) -> c.setOption(StandardSocketOptions.TCP_NODELAY, true));
        return calls;
    }

    // A connected channel that nobody writes to would wait for ever.
    private static boolean waits(SocketChannel channel) {
        return channel.isBlocking() && channel.isConnected() && !channel.socket().isInputShutdown();
    }

    private static Map<String, Call> reading() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("nothing", (c, w) -> c.read(bytes(0)));
        calls.put("into no buffer", (c, w) -> c.read(new ByteBuffer[0]));
        calls.put("into nothing at all", (c, w) -> c.read((ByteBuffer) null));
        calls.put("into read-only", (c, w) -> c.read(bytes(1).asReadOnlyBuffer()));
        calls.put("into empty buffers", (c, w) -> c.read(new ByteBuffer[] {bytes(0), bytes(0)}));
        calls.put("within wrong bounds", (c, w) -> c.read(new ByteBuffer[] {bytes(1)}, 0, 2));
        calls.put("twice without waiting", (c, w) -> {
            if (waits(c)) {
                c.configureBlocking(false);
            }
            try {
                c.read(bytes(1));
            } catch (java.io.IOException first) {
                w.see("first", () -> first);
            }
            return c.read(new ByteBuffer[] {bytes(1), bytes(2)});
        });
        return calls;
    }

    private static Map<String, Call> writing() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("nothing", (c, w) -> c.write(bytes(0)));
        calls.put("no buffer", (c, w) -> c.write(new ByteBuffer[0]));
        calls.put("nothing at all", (c, w) -> c.write((ByteBuffer) null));
        calls.put("null among them", (c, w) -> c.write(new ByteBuffer[] {bytes(0), null}));
        calls.put("empty buffers", (c, w) -> c.write(new ByteBuffer[] {bytes(0), bytes(0)}));
        calls.put("a byte", (c, w) -> c.write(bytes(1)));
        calls.put("bytes", (c, w) -> c.write(new ByteBuffer[] {bytes(1), bytes(0), bytes(2)}));
        calls.put("within wrong bounds", (c, w) -> c.write(new ByteBuffer[] {bytes(1)}, 1, 1));
        return calls;
    }

    private static Map<String, Call> opening() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("bind", (c, w) -> c.bind(w.anyPort()));
        calls.put("bind to nothing", (c, w) -> c.bind(null));
        calls.put("connect to nothing", (c, w) -> c.connect(null));
        calls.put("finish", (c, w) -> {
            boolean finished = c.finishConnect();
            while (!finished) {
                finished = c.finishConnect();
            }
            return finished;
        });
        calls.put("shut input", (c, w) -> c.shutdownInput());
        calls.put("shut input twice", (c, w) -> c.shutdownInput().shutdownInput());
        calls.put("shut output", (c, w) -> c.shutdownOutput());
        calls.put("shut output twice", (c, w) -> c.shutdownOutput().shutdownOutput());
        calls.put("be blocking", (c, w) -> c.configureBlocking(true));
        calls.put("be non-blocking", (c, w) -> c.configureBlocking(false).isBlocking());
        calls.put("close", (c, w) -> {
            c.close();
            c.close();
            return "closed";
        });
        return calls;
    }

    private static Map<String, Call> adaptorTelling() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("connected", (c, w) -> c.socket().isConnected());
        calls.put("bound", (c, w) -> c.socket().isBound());
        calls.put("closed", (c, w) -> c.socket().isClosed());
        calls.put("address", (c, w) -> c.socket().getInetAddress());
        calls.put("port", (c, w) -> c.socket().getPort() > 0);
        calls.put("local", (c, w) -> c.socket().getLocalAddress());
        calls.put("local port", (c, w) -> Integer.signum(c.socket().getLocalPort()));
        calls.put("remote", (c, w) -> c.socket().getRemoteSocketAddress());
        calls.put("local end", (c, w) -> c.socket().getLocalSocketAddress());
        calls.put("text", (c, w) -> c.socket().toString());
        calls.put("input", (c, w) -> c.socket().getInputStream().getClass().getSuperclass() != null);
        calls.put("output", (c, w) -> c.socket().getOutputStream().getClass().getSuperclass() != null);
        return calls;
    }

    private static Map<String, Call> adaptorCalls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("bind", (c, w) -> act(() -> c.socket().bind(w.anyPort())));
        calls.put("connect to nothing", (c, w) -> act(() -> c.socket().connect(null)));
        calls.put("connect to a name", (c, w) -> act(() -> c.socket().connect(
                java.net.InetSocketAddress.createUnresolved("nowhere.invalid", 1))));
        calls.put("shut input", (c, w) -> act(() -> c.socket().shutdownInput()));
        calls.put("shut output", (c, w) -> act(() -> c.socket().shutdownOutput()));
        calls.put("urgent", (c, w) -> act(() -> c.socket().sendUrgentData(1)));
        calls.put("preferences", (c, w) -> act(() -> c.socket().setPerformancePreferences(1, 2, 3)));
        calls.put("write a byte", (c, w) -> act(() -> c.socket().getOutputStream().write(1)));
        calls.put("available", (c, w) -> c.socket().getInputStream().available());
        calls.put("close the output", (c, w) -> act(() -> c.socket().getOutputStream().close()));
        calls.put("close", (c, w) -> act(() -> c.socket().close()));
        return calls;
    }

    private static Map<String, Call> adaptorOptions() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("no delay", (c, w) -> act(() -> c.socket().setTcpNoDelay(true)));
        calls.put("no delay?", (c, w) -> c.socket().getTcpNoDelay());
        calls.put("linger", (c, w) -> act(() -> c.socket().setSoLinger(true, 3)));
        calls.put("linger?", (c, w) -> c.socket().getSoLinger());
        calls.put("timeout", (c, w) -> act(() -> c.socket().setSoTimeout(7)));
        calls.put("timeout below 0", (c, w) -> act(() -> c.socket().setSoTimeout(-7)));
        calls.put("timeout?", (c, w) -> c.socket().getSoTimeout());
        calls.put("send size 0", (c, w) -> act(() -> c.socket().setSendBufferSize(0)));
        calls.put("send size?", (c, w) -> c.socket().getSendBufferSize() > 1000);
        calls.put("receive size?", (c, w) -> c.socket().getReceiveBufferSize() > 1000);
        calls.put("keep alive", (c, w) -> act(() -> c.socket().setKeepAlive(true)));
        calls.put("class", (c, w) -> act(() -> c.socket().setTrafficClass(-1)));
        calls.put("class?", (c, w) -> c.socket().getTrafficClass());
        calls.put("reuse?", (c, w) -> c.socket().getReuseAddress());
        calls.put("urgent?", (c, w) -> c.socket().getOOBInline());
        calls.put("options", (c, w) -> c.socket().supportedOptions().contains(StandardSocketOptions.TCP_NODELAY));
        calls.put("option", (c, w) -> c.socket().setOption(StandardSocketOptions.SO_KEEPALIVE, true)
                .getOption(StandardSocketOptions.SO_KEEPALIVE));
        return calls;
    }

    private static Object act(CaseWorld.Act action) throws Exception {
        action.run();
        return "done";
    }

    private static Map<String, Call> selection() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("register", (c, w) -> c.register(w.selector(), SelectionKey.OP_READ).isValid());
        calls.put("register badly", (c, w) -> c.register(w.selector(), SelectionKey.OP_ACCEPT).isValid());
        calls.put("register for ever", (c, w) -> c.register(null, SelectionKey.OP_READ).isValid());
        calls.put("ready for something", (c, w) -> {
            c.configureBlocking(false);
            Selector selector = w.selector();
            SelectionKey key = c.register(selector, EVERYTHING);
            Thread.sleep(5);
            selector.select(5);
            return selector.selectedKeys().contains(key) ? key.readyOps() : "nothing";
        });
        return calls;
    }
}
