package io.longshore.socket;

import io.longshore.socket.ClassicWorld.Case;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** Options by name and by number, before there is a connection, with one, and after. */
final class ClassicOptionCases {

    private ClassicOptionCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("options of a new socket", w -> defaults(w, w.socket()));
        cases.put("options of a connected socket", ClassicOptionCases::connectedDefaults);
        cases.put("options of a new server socket", ClassicOptionCases::serverDefaults);
        cases.put("options set before connect", ClassicOptionCases::setBefore);
        cases.put("options set with a connection", ClassicOptionCases::setConnected);
        cases.put("options by name", ClassicOptionCases::byName);
        cases.put("options that are no good", ClassicOptionCases::bad);
        cases.put("options of a closed socket", ClassicOptionCases::closed);
        cases.put("options of a server socket", ClassicOptionCases::server);
        cases.put("options that an accepted socket has", ClassicOptionCases::inherited);
        cases.put("linger values", ClassicOptionCases::linger);
        cases.put("performance preferences", w -> {
            Socket socket = w.socket();
            w.does("set", () -> socket.setPerformancePreferences(1, 2, 3));
        });
    }

    private static void defaults(ClassicWorld w, Socket socket) {
        see(w, socket);
        w.see("names", () -> names(socket.supportedOptions()));
        for (SocketOption<?> option : sorted(socket.supportedOptions())) {
            if (!isBuffer(option)) {
                w.see(option.name(), () -> socket.getOption(option));
            }
        }
    }

    private static void see(ClassicWorld w, Socket socket) {
        w.see("no delay", socket::getTcpNoDelay);
        w.see("keep alive", socket::getKeepAlive);
        w.see("linger", socket::getSoLinger);
        w.see("timeout", socket::getSoTimeout);
        w.see("reuse", socket::getReuseAddress);
        w.see("inline", socket::getOOBInline);
        w.see("traffic class", socket::getTrafficClass);
        w.see("send", () -> socket.getSendBufferSize() > 1000);
        w.see("receive", () -> socket.getReceiveBufferSize() > 1000);
    }

    private static boolean isBuffer(SocketOption<?> option) {
        return option.name().endsWith("BUF") || option.name().equals("SO_INCOMING_NAPI_ID");
    }

    private static java.util.List<SocketOption<?>> sorted(Set<SocketOption<?>> options) {
        java.util.List<SocketOption<?>> list = new java.util.ArrayList<>(options);
        list.sort(Comparator.comparing(SocketOption::name));
        return list;
    }

    private static String names(Set<SocketOption<?>> options) {
        StringBuilder text = new StringBuilder();
        sorted(options).forEach(option -> text.append(option.name()).append(' '));
        return text.toString();
    }

    private static void connectedDefaults(ClassicWorld w) throws Exception {
        for (Socket socket : w.pair()) {
            defaults(w, socket);
        }
    }

    private static void serverDefaults(ClassicWorld w) throws Exception {
        for (ServerSocket socket : new ServerSocket[] {w.open(new ServerSocket()), w.listener()}) {
            w.see("timeout", socket::getSoTimeout);
            w.see("reuse", socket::getReuseAddress);
            w.see("receive", () -> socket.getReceiveBufferSize() > 1000);
            w.see("names", () -> names(socket.supportedOptions()));
            sorted(socket.supportedOptions()).stream().filter(option -> !isBuffer(option))
                    .forEach(option -> w.see(option.name(), () -> socket.getOption(option)));
        }
    }

    private static void setAll(ClassicWorld w, Socket socket) {
        w.does("no delay", () -> socket.setTcpNoDelay(true));
        w.does("keep alive", () -> socket.setKeepAlive(true));
        w.does("linger", () -> socket.setSoLinger(true, 7));
        w.does("timeout", () -> socket.setSoTimeout(1234));
        w.does("reuse", () -> socket.setReuseAddress(true));
        w.does("inline", () -> socket.setOOBInline(true));
        w.does("traffic class", () -> socket.setTrafficClass(16));
        w.does("send", () -> socket.setSendBufferSize(65_536));
        w.does("receive", () -> socket.setReceiveBufferSize(65_536));
    }

    private static void setBefore(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Socket socket = w.socket();
        setAll(w, socket);
        see(w, socket);
        w.does("connect", () -> socket.connect(listener.getLocalSocketAddress()));
        see(w, socket);
        w.see("buffer", () -> socket.getSendBufferSize() >= 65_536);
        socket.setSoLinger(false, 0);
    }

    private static void setConnected(ClassicWorld w) throws Exception {
        for (Socket socket : w.pair()) {
            setAll(w, socket);
            see(w, socket);
            w.does("off", () -> {
                socket.setTcpNoDelay(false);
                socket.setKeepAlive(false);
                socket.setSoLinger(false, 0);
                socket.setOOBInline(false);
            });
            see(w, socket);
        }
    }

    private static void byName(ClassicWorld w) throws Exception {
        Socket socket = w.pair()[0];
        w.see("set", () -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true) == socket);
        w.see("get", () -> socket.getOption(StandardSocketOptions.TCP_NODELAY));
        w.see("number", socket::getTcpNoDelay);
        w.see("linger", () -> socket.setOption(StandardSocketOptions.SO_LINGER, 3).getSoLinger());
        w.see("linger", () -> socket.setOption(StandardSocketOptions.SO_LINGER, -1).getSoLinger());
        w.see("tos", () -> socket.setOption(StandardSocketOptions.IP_TOS, 8).getTrafficClass());
        w.see("keep alive", () -> socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true).getKeepAlive());
        for (SocketOption<?> option : sorted(socket.supportedOptions())) {
            if (option.name().startsWith("TCP_KEEP")) {
                @SuppressWarnings("unchecked")
                SocketOption<Integer> seconds = (SocketOption<Integer>) option;
                w.see(option.name(), () -> socket.setOption(seconds, 9).getOption(seconds));
            }
        }
    }

    private static void bad(ClassicWorld w) throws Exception {
        Socket socket = w.socket();
        w.does("send 0", () -> socket.setSendBufferSize(0));
        w.does("receive 0", () -> socket.setReceiveBufferSize(-1));
        w.does("traffic", () -> socket.setTrafficClass(256));
        w.does("linger", () -> socket.setSoLinger(true, -1));
        w.does("timeout", () -> socket.setSoTimeout(-1));
        w.see("null", () -> socket.setOption(null, 1));
        w.see("unknown", () -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1));
        w.see("unknown get", () -> socket.getOption(StandardSocketOptions.SO_BROADCAST));
        w.see("null value", () -> socket.setOption(StandardSocketOptions.SO_LINGER, null));
        w.see("negative", () -> socket.setOption(StandardSocketOptions.SO_SNDBUF, -1));
        w.see("tos", () -> socket.setOption(StandardSocketOptions.IP_TOS, 256));
        ServerSocket listener = w.listener();
        w.see("of a socket", () -> listener.setOption(StandardSocketOptions.TCP_NODELAY, true));
        w.does("receive 0", () -> listener.setReceiveBufferSize(0));
        w.does("timeout", () -> listener.setSoTimeout(-1));
    }

    private static void closed(ClassicWorld w) throws Exception {
        Socket socket = w.pair()[0];
        socket.close();
        w.see("names", () -> names(socket.supportedOptions()));
        w.see("get", () -> socket.getOption(StandardSocketOptions.TCP_NODELAY));
        w.see("set", () -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true));
        see(w, socket);
        ServerSocket listener = w.listener();
        listener.close();
        w.see("get", () -> listener.getOption(StandardSocketOptions.SO_RCVBUF));
        w.see("set", () -> listener.setOption(StandardSocketOptions.SO_REUSEADDR, true));
        w.see("names", () -> names(listener.supportedOptions()));
    }

    private static void server(ClassicWorld w) throws Exception {
        ServerSocket socket = w.open(new ServerSocket());
        w.does("reuse", () -> socket.setReuseAddress(false));
        w.see("reuse", socket::getReuseAddress);
        w.does("receive", () -> socket.setReceiveBufferSize(131_072));
        w.see("receive", () -> socket.getReceiveBufferSize() >= 131_072);
        w.does("timeout", () -> socket.setSoTimeout(77));
        w.see("tos", () -> socket.setOption(StandardSocketOptions.IP_TOS, 8).getOption(StandardSocketOptions.IP_TOS));
        socket.bind(w.anyPort());
        w.see("timeout", socket::getSoTimeout);
        w.see("reuse", socket::getReuseAddress);
        w.see("port", () -> socket.setOption(StandardSocketOptions.SO_REUSEPORT, true)
                .getOption(StandardSocketOptions.SO_REUSEPORT));
        w.does("preferences", () -> socket.setPerformancePreferences(0, 1, 2));
    }

    private static void inherited(ClassicWorld w) throws Exception {
        ServerSocket listener = w.open(new ServerSocket());
        listener.setSoTimeout(9_000);
        listener.setReceiveBufferSize(131_072);
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        listener.bind(w.anyPort());
        w.socket().connect(listener.getLocalSocketAddress());
        Socket accepted = w.open(listener.accept());
        w.see("timeout", accepted::getSoTimeout);
        w.see("reuse", accepted::getReuseAddress);
        w.see("port", () -> accepted.getOption(StandardSocketOptions.SO_REUSEPORT));
        w.see("receive", () -> accepted.getReceiveBufferSize() >= 131_072);
        see(w, accepted);
    }

    private static void linger(ClassicWorld w) throws Exception {
        Socket socket = w.pair()[0];
        for (int seconds : new int[] {0, 1, 65_535, 70_000}) {
            w.see("on " + seconds, () -> {
                socket.setSoLinger(true, seconds);
                return socket.getSoLinger();
            });
        }
        w.see("off", () -> {
            socket.setSoLinger(false, 5);
            return socket.getSoLinger();
        });
    }
}
