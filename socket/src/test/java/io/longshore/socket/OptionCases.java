package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;

/** What options take, keep, hand down and read as. */
final class OptionCases {

    private static final List<Integer> EDGES =
            List.of(-1, 0, 1, 10, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, Integer.MAX_VALUE);

    private OptionCases() {
    }

    static void addTo(Map<String, Case> cases) {
        for (String name : List.of("TCP_KEEPIDLE", "TCP_KEEPINTERVAL", "TCP_KEEPCOUNT", "SO_LINGER", "IP_TOS")) {
            cases.put(name + " of a new socket", w -> edges(w, w.socket(), name));
            cases.put(name + " of a connection", w -> edges(w, w.pair()[0], name));
        }
        for (String name : List.of("TCP_NODELAY", "SO_KEEPALIVE", "TCP_QUICKACK", "SO_OOBINLINE", "SO_REUSEADDR",
                "SO_REUSEPORT")) {
            cases.put(name + " on and off", w -> onAndOff(w, w.socket(), name));
            cases.put(name + " on and off in a connection", w -> onAndOff(w, w.pair()[1], name));
        }
        cases.put("values of a wrong type", OptionCases::wrongTypes);
        cases.put("small buffers", OptionCases::smallBuffers);
        cases.put("buffers of a size", OptionCases::sizedBuffers);
        cases.put("a number that names an interrupt", OptionCases::napi);
        cases.put("options of a new listener", w -> listenerOptions(w, w.open(w.provider.openServerSocketChannel())));
        cases.put("options of a listener", w -> listenerOptions(w, w.listener()));
        cases.put("options that no listener has", OptionCases::notAListeners);
        cases.put("options handed down", OptionCases::handedDown);
        cases.put("options not handed down", OptionCases::notHandedDown);
        cases.put("options set before a connect", OptionCases::before);
        cases.put("options after a reset", OptionCases::afterReset);
        cases.put("two listeners at one port", OptionCases::reusePort);
        cases.put("linger in the adaptor", OptionCases::adaptorLinger);
        cases.put("traffic class in the adaptor", OptionCases::adaptorClass);
        cases.put("a read after options", OptionCases::stillWorks);
    }

    private static SocketOption<?> named(NetworkChannel channel, String name) {
        return channel.supportedOptions().stream().filter(option -> option.name().equals(name)).findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(NetworkChannel channel, SocketOption<T> option, Object value) throws Exception {
        channel.setOption(option, (T) value);
    }

    private static void setAndGet(CaseWorld w, NetworkChannel channel, String name, Object value) {
        SocketOption<?> option = named(channel, name);
        w.does(name + " " + value, () -> set(channel, option, value));
        w.see(name + " now", () -> channel.getOption(option));
    }

    private static void edges(CaseWorld w, NetworkChannel channel, String name) {
        w.see("before", () -> channel.getOption(named(channel, name)));
        for (int value : EDGES) {
            setAndGet(w, channel, name, value);
        }
    }

    private static void onAndOff(CaseWorld w, NetworkChannel channel, String name) {
        w.see("before", () -> channel.getOption(named(channel, name)));
        for (boolean value : new boolean[] {true, true, false}) {
            setAndGet(w, channel, name, value);
        }
    }

    private static void wrongTypes(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        for (SocketOption<?> option : CaseWorld.options(channel)) {
            w.does(option.name() + " text", () -> set(channel, option, "text"));
            w.does(option.name() + " null", () -> set(channel, option, null));
            w.see(option.name() + " type", option::type);
            w.see(option.name() + " text", option::toString);
        }
    }

    private static void smallBuffers(CaseWorld w) throws Exception {
        for (String name : List.of("SO_SNDBUF", "SO_RCVBUF")) {
            for (int size : new int[] {0, 1, 1_000, 1_152, 2_304, 5_000}) {
                SocketChannel channel = w.pair()[0];
                setAndGet(w, channel, name, size);
            }
        }
    }

    private static void sizedBuffers(CaseWorld w) throws Exception {
        for (int size : new int[] {8_192, 65_536, 131_072, 200_000}) {
            SocketChannel channel = w.socket();
            setAndGet(w, channel, "SO_SNDBUF", size);
            setAndGet(w, channel, "SO_RCVBUF", size);
            channel.connect(w.listener().getLocalAddress());
            w.see("send", () -> channel.getOption(StandardSocketOptions.SO_SNDBUF));
            w.see("receive", () -> channel.getOption(StandardSocketOptions.SO_RCVBUF));
        }
    }

    private static void napi(CaseWorld w) throws Exception {
        setAndGet(w, w.socket(), "SO_INCOMING_NAPI_ID", 1);
        w.see("type", () -> named(w.socket(), "SO_INCOMING_NAPI_ID").type());
    }

    private static void listenerOptions(CaseWorld w, ServerSocketChannel listener) {
        for (SocketOption<?> option : CaseWorld.options(listener)) {
            w.see(option.name(), () -> listener.getOption(option));
            Object value = option.type() == Boolean.class ? (Object) true : (Object) 100;
            w.does(option.name(), () -> set(listener, option, value));
            w.see(option.name(), () -> listener.getOption(option));
        }
    }

    private static void notAListeners(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        for (SocketOption<?> option : List.of(StandardSocketOptions.TCP_NODELAY, StandardSocketOptions.SO_LINGER,
                StandardSocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.IP_TOS)) {
            w.see(option.name(), () -> listener.getOption(option));
            w.does(option.name(), () -> set(listener, option, 1));
        }
    }

    private static SocketChannel accepted(CaseWorld w, ServerSocketChannel listener) throws Exception {
        w.socket().connect(listener.getLocalAddress());
        return w.open(listener.accept());
    }

    private static void handedDown(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.open(w.provider.openServerSocketChannel());
        for (String name : List.of("TCP_KEEPIDLE", "TCP_KEEPINTERVAL", "TCP_KEEPCOUNT")) {
            set(listener, named(listener, name), 33);
        }
        set(listener, named(listener, "SO_RCVBUF"), 40_000);
        set(listener, named(listener, "SO_REUSEPORT"), true);
        SocketChannel channel = accepted(w, listener.bind(w.anyPort()));
        for (String name : List.of("TCP_KEEPIDLE", "TCP_KEEPINTERVAL", "TCP_KEEPCOUNT", "SO_RCVBUF", "SO_REUSEPORT",
                "SO_REUSEADDR", "SO_KEEPALIVE", "TCP_NODELAY", "SO_LINGER", "IP_TOS")) {
            w.see(name, () -> channel.getOption(named(channel, name)));
        }
        set(channel, named(channel, "TCP_KEEPIDLE"), 44);
        w.see("its own", () -> channel.getOption(named(channel, "TCP_KEEPIDLE")));
        w.see("the listener's", () -> listener.getOption(named(listener, "TCP_KEEPIDLE")));
    }

    private static void notHandedDown(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel channel = accepted(w, listener);
        set(listener, named(listener, "TCP_KEEPIDLE"), 55);
        w.see("too late", () -> channel.getOption(named(channel, "TCP_KEEPIDLE")));
    }

    private static void before(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        for (String name : List.of("TCP_NODELAY", "SO_KEEPALIVE", "SO_REUSEADDR", "SO_OOBINLINE")) {
            set(channel, named(channel, name), true);
        }
        set(channel, named(channel, "SO_LINGER"), 9);
        set(channel, named(channel, "TCP_KEEPIDLE"), 9);
        channel.connect(w.listener().getLocalAddress());
        for (String name : List.of("TCP_NODELAY", "SO_KEEPALIVE", "SO_REUSEADDR", "SO_OOBINLINE", "SO_LINGER",
                "TCP_KEEPIDLE")) {
            w.see(name, () -> channel.getOption(named(channel, name)));
        }
    }

    private static void afterReset(CaseWorld w) throws Exception {
        SocketChannel channel = ChannelStates.ALL.get("reset").enter(w);
        setAndGet(w, channel, "TCP_NODELAY", true);
        setAndGet(w, channel, "TCP_KEEPIDLE", 7);
        setAndGet(w, channel, "SO_LINGER", 7);
    }

    private static void reusePort(CaseWorld w) throws Exception {
        ServerSocketChannel first = w.listener();
        ServerSocketChannel second = w.open(w.provider.openServerSocketChannel());
        second.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        w.does("in use", () -> second.bind(first.getLocalAddress()));
        first.close();
        w.see("free", () -> second.bind(w.anyPort()) == second);
    }

    private static void adaptorLinger(CaseWorld w) throws Exception {
        Socket socket = w.pair()[0].socket();
        for (int value : EDGES) {
            w.does("on " + value, () -> socket.setSoLinger(true, value));
            w.see("linger", socket::getSoLinger);
        }
        w.does("off", () -> socket.setSoLinger(false, 5));
        w.see("linger", socket::getSoLinger);
    }

    private static void adaptorClass(CaseWorld w) throws Exception {
        Socket socket = w.pair()[0].socket();
        for (int value : new int[] {-1, 0, 8, 255, 256}) {
            w.does("class " + value, () -> socket.setTrafficClass(value));
            w.see("class", socket::getTrafficClass);
        }
    }

    private static void stillWorks(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        for (String name : List.of("TCP_NODELAY", "TCP_QUICKACK", "SO_KEEPALIVE")) {
            set(pair[0], named(pair[0], name), true);
        }
        w.see("write", () -> pair[0].write(bytes(5)));
        w.see("read", () -> pair[1].read(bytes(9)));
    }
}
