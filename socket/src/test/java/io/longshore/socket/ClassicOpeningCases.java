package io.longshore.socket;

import io.longshore.socket.ClassicWorld.Case;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

/** Bind, connect, listen, accept, close: who says what. */
final class ClassicOpeningCases {

    private ClassicOpeningCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("a new socket", ClassicOpeningCases::newSocket);
        cases.put("a connected pair", ClassicOpeningCases::connected);
        cases.put("a closed socket", ClassicOpeningCases::closedSocket);
        cases.put("a socket closed before it was anything", ClassicOpeningCases::closedNew);
        cases.put("a new server socket", ClassicOpeningCases::newServer);
        cases.put("a bound server socket", ClassicOpeningCases::boundServer);
        cases.put("a closed server socket", ClassicOpeningCases::closedServer);
        cases.put("bind, then connect", ClassicOpeningCases::bindThenConnect);
        cases.put("bind to the wildcard, then connect", ClassicOpeningCases::bindWildcardThenConnect);
        cases.put("constructor with a local address", ClassicOpeningCases::constructorWithLocal);
        cases.put("connect to a closed port", ClassicOpeningCases::refused);
        cases.put("constructor to a closed port", w -> {
            InetSocketAddress closed = w.closedPort();
            w.see("new", () -> w.open(new Socket(closed.getAddress(), closed.getPort())));
        });
        cases.put("connect with a limit", ClassicOpeningCases::connectWithLimit);
        cases.put("connect twice", ClassicOpeningCases::connectTwice);
        cases.put("addresses that are no good", ClassicOpeningCases::badAddresses);
        cases.put("a port in use", ClassicOpeningCases::portInUse);
        cases.put("bind twice", ClassicOpeningCases::bindTwice);
        cases.put("bind again after a failure", ClassicOpeningCases::bindAgain);
        cases.put("a port is free after close", ClassicOpeningCases::portFreeAgain);
        cases.put("an address of nobody's", ClassicOpeningCases::foreignAddress);
        cases.put("no proxy", ClassicOpeningCases::noProxy);
        cases.put("accept into a socket of one's own", ClassicOpeningCases::ownSocket);
        cases.put("close of a stream closes the socket", ClassicOpeningCases::streamCloses);
        cases.put("many at once", ClassicOpeningCases::many);
        cases.put("a listener closed with connections waiting", ClassicOpeningCases::closedWithQueue);
        cases.put("no datagrams", ClassicOpeningCases::noDatagrams);
    }

    static void describe(ClassicWorld w, Socket socket) {
        w.see("connected", socket::isConnected);
        w.see("bound", socket::isBound);
        w.see("closed", socket::isClosed);
        w.see("in shut", socket::isInputShutdown);
        w.see("out shut", socket::isOutputShutdown);
        w.see("address", socket::getInetAddress);
        w.see("port", () -> socket.getPort() > 0);
        w.see("local", socket::getLocalAddress);
        w.see("local port", () -> socket.getLocalPort() > 0);
        w.see("remote", socket::getRemoteSocketAddress);
        w.see("local address", socket::getLocalSocketAddress);
        w.see("channel", socket::getChannel);
        w.see("text", socket::toString);
    }

    private static void newSocket(ClassicWorld w) {
        Socket socket = w.socket();
        describe(w, socket);
        w.see("input", socket::getInputStream);
        w.see("output", socket::getOutputStream);
        w.does("shut input", socket::shutdownInput);
        w.does("shut output", socket::shutdownOutput);
        w.does("urgent", () -> socket.sendUrgentData(1));
        w.see("timeout", socket::getSoTimeout);
        w.does("close", socket::close);
    }

    private static void connected(ClassicWorld w) throws Exception {
        for (Socket socket : w.pair()) {
            describe(w, socket);
            w.does("bind", () -> socket.bind(null));
            w.does("connect", () -> socket.connect(w.anyPort()));
            w.see("available", () -> socket.getInputStream().available());
        }
    }

    private static void closedSocket(ClassicWorld w) throws Exception {
        Socket socket = w.pair()[0];
        w.does("close", socket::close);
        w.does("again", socket::close);
        describe(w, socket);
        w.see("input", socket::getInputStream);
        w.see("output", socket::getOutputStream);
        w.does("shut input", socket::shutdownInput);
        w.does("connect", () -> socket.connect(w.anyPort()));
        w.does("timeout", () -> socket.setSoTimeout(1));
        w.see("no delay", socket::getTcpNoDelay);
        w.see("linger", socket::getSoLinger);
        w.does("urgent", () -> socket.sendUrgentData(1));
    }

    private static void closedNew(ClassicWorld w) throws Exception {
        Socket socket = w.socket();
        socket.close();
        describe(w, socket);
        w.does("bind", () -> socket.bind(null));
        w.does("connect", () -> socket.connect(w.anyPort()));
        w.does("option", () -> socket.setTcpNoDelay(true));
    }

    private static void describe(ClassicWorld w, ServerSocket socket) {
        w.see("bound", socket::isBound);
        w.see("closed", socket::isClosed);
        w.see("address", socket::getInetAddress);
        w.see("port", () -> socket.getLocalPort() > 0);
        w.see("local address", socket::getLocalSocketAddress);
        w.see("channel", socket::getChannel);
        w.see("text", socket::toString);
    }

    private static void newServer(ClassicWorld w) throws Exception {
        ServerSocket socket = w.open(new ServerSocket());
        describe(w, socket);
        w.see("accept", socket::accept);
        w.see("timeout", socket::getSoTimeout);
        w.see("reuse", socket::getReuseAddress);
        w.does("close", socket::close);
        w.does("bind", () -> socket.bind(w.anyPort()));
    }

    private static void boundServer(ClassicWorld w) throws Exception {
        ServerSocket socket = w.listener();
        describe(w, socket);
        w.does("bind", () -> socket.bind(w.anyPort()));
        w.see("reuse", socket::getReuseAddress);
    }

    private static void closedServer(ClassicWorld w) throws Exception {
        ServerSocket socket = w.listener();
        w.does("close", socket::close);
        w.does("again", socket::close);
        describe(w, socket);
        w.see("accept", socket::accept);
        w.see("timeout", socket::getSoTimeout);
        w.does("bind", () -> socket.bind(w.anyPort()));
    }

    private static void bindThenConnect(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Socket socket = w.socket();
        w.does("bind", () -> socket.bind(w.anyPort()));
        describe(w, socket);
        w.does("again", () -> socket.bind(w.anyPort()));
        int port = socket.getLocalPort();
        w.does("connect", () -> socket.connect(listener.getLocalSocketAddress()));
        w.see("same", () -> socket.getLocalPort() == port);
        Socket accepted = w.open(listener.accept());
        w.see("seen", () -> accepted.getPort() == port);
        describe(w, socket);
    }

    private static void bindWildcardThenConnect(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Socket socket = w.socket();
        w.does("bind", () -> socket.bind(null));
        w.see("bound", socket::isBound);
        w.see("local", () -> socket.getLocalAddress().isAnyLocalAddress());
        int port = socket.getLocalPort();
        w.see("port", () -> port > 0);
        w.does("connect", () -> socket.connect(listener.getLocalSocketAddress()));
        w.see("same", () -> socket.getLocalPort() == port);
        w.see("seen", () -> w.open(listener.accept()).getPort() == port);
        describe(w, socket);
    }

    private static void constructorWithLocal(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        InetAddress here = InetAddress.getByName(w.address);
        Socket socket = w.open(new Socket(here, listener.getLocalPort(), here, 0));
        describe(w, socket);
        Socket named = w.open(new Socket(w.address, listener.getLocalPort()));
        describe(w, named);
    }

    private static void refused(ClassicWorld w) throws Exception {
        InetSocketAddress closed = w.closedPort();
        Socket socket = w.socket();
        w.does("connect", () -> socket.connect(closed));
        w.see("closed", socket::isClosed);
        w.see("connected", socket::isConnected);
        w.does("again", () -> socket.connect(closed));
        w.does("option", () -> socket.setTcpNoDelay(true));
        Socket limited = w.socket();
        w.does("with a limit", () -> limited.connect(closed, 5_000));
        w.see("closed", limited::isClosed);
    }

    private static void connectWithLimit(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Socket socket = w.socket();
        w.does("connect", () -> socket.connect(listener.getLocalSocketAddress(), 5_000));
        w.see("timeout", socket::getSoTimeout);
        Socket accepted = w.open(listener.accept());
        accepted.getOutputStream().write(7);
        w.see("read", () -> socket.getInputStream().read());
        describe(w, socket);
    }

    private static void connectTwice(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Socket socket = w.socket();
        w.does("connect", () -> socket.connect(listener.getLocalSocketAddress()));
        w.does("again", () -> socket.connect(listener.getLocalSocketAddress()));
        w.see("connected", socket::isConnected);
    }

    private static void badAddresses(ClassicWorld w) {
        w.does("null", () -> w.socket().connect(null));
        w.does("negative", () -> w.socket().connect(w.anyPort(), -1));
        Socket unresolved = w.socket();
        w.does("unresolved", () -> unresolved.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 80)));
        w.see("closed", unresolved::isClosed);
        w.does("unix", () -> w.socket().connect(java.net.UnixDomainSocketAddress.of("/tmp/x")));
        w.does("bind unresolved", () -> w.socket().bind(InetSocketAddress.createUnresolved("nowhere.invalid", 80)));
        w.does("listen unresolved",
                () -> w.open(new ServerSocket()).bind(InetSocketAddress.createUnresolved("nowhere.invalid", 80)));
        w.see("port", () -> new ServerSocket(70_000));
    }

    private static void portInUse(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        ServerSocket other = w.open(new ServerSocket());
        w.does("bind", () -> other.bind(listener.getLocalSocketAddress()));
        w.see("bound", other::isBound);
        w.see("closed", other::isClosed);
        w.see("constructor", () -> new ServerSocket(listener.getLocalPort(), 5, listener.getInetAddress()));
    }

    private static void bindTwice(ClassicWorld w) throws Exception {
        Socket socket = w.socket();
        socket.bind(w.anyPort());
        w.does("socket", () -> socket.bind(w.anyPort()));
        ServerSocket listener = w.listener();
        w.does("listener", () -> listener.bind(w.anyPort()));
    }

    private static void bindAgain(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        ServerSocket other = w.open(new ServerSocket());
        w.does("bind", () -> other.bind(listener.getLocalSocketAddress()));
        w.does("again", () -> other.bind(w.anyPort()));
        w.see("bound", other::isBound);
        Socket client = w.socket();
        w.does("connect", () -> client.connect(other.getLocalSocketAddress()));
        w.see("accept", () -> w.open(other.accept()).isConnected());
    }

    private static void portFreeAgain(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        InetSocketAddress local = (InetSocketAddress) listener.getLocalSocketAddress();
        listener.close();
        ServerSocket again = w.open(new ServerSocket());
        w.does("bind", () -> again.bind(local));
        w.see("port", () -> again.getLocalPort() == local.getPort());
    }

    private static void foreignAddress(ClassicWorld w) {
        w.does("socket", () -> w.socket().bind(new InetSocketAddress("192.0.2.1", 0)));
        w.does("listener", () -> w.open(new ServerSocket()).bind(new InetSocketAddress("192.0.2.1", 0)));
    }

    private static void noProxy(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Socket socket = w.open(new Socket(Proxy.NO_PROXY));
        w.does("connect", () -> socket.connect(listener.getLocalSocketAddress()));
        describe(w, socket);
        w.see("accepted", () -> w.open(listener.accept()).getPort() == socket.getLocalPort());
        w.see("no address", () -> new Socket(new Proxy(Proxy.Type.SOCKS, null)));
        w.see("null", () -> new Socket((Proxy) null));
    }

    /** As SSLServerSocket does. */
    private static final class OwnServer extends ServerSocket {
        OwnServer(ClassicWorld w) throws java.io.IOException {
            super(0, 5, InetAddress.getByName(w.address));
        }

        Socket acceptInto(Socket fresh) throws java.io.IOException {
            implAccept(fresh);
            return fresh;
        }
    }

    private static void ownSocket(ClassicWorld w) throws Exception {
        OwnServer listener = w.open(new OwnServer(w));
        Socket client = w.socket();
        client.connect(listener.getLocalSocketAddress());
        Socket accepted = w.open(listener.acceptInto(new Socket()));
        describe(w, accepted);
        client.getOutputStream().write(5);
        w.see("read", () -> accepted.getInputStream().read());
        Socket direct = w.open(new Socket(Proxy.NO_PROXY));
        w.socket().connect(listener.getLocalSocketAddress());
        w.see("direct", () -> listener.acceptInto(direct).isConnected());
    }

    private static void streamCloses(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        w.does("input", pair[0].getInputStream()::close);
        w.see("closed", pair[0]::isClosed);
        w.see("peer", () -> pair[1].getInputStream().read());
        w.does("output", pair[1].getOutputStream()::close);
        w.see("closed", pair[1]::isClosed);
    }

    private static void many(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        int served = 0;
        for (int i = 0; i < 300; i++) {
            try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    Socket accepted = listener.accept()) {
                client.getOutputStream().write(i & 0x7F);
                accepted.getOutputStream().write(accepted.getInputStream().read() + 1);
                served += client.getInputStream().read() == (i & 0x7F) + 1 ? 1 : 0;
            }
        }
        int all = served;
        w.see("served", () -> all);
    }

    private static void closedWithQueue(ClassicWorld w) throws Exception {
        ServerSocket listener = w.listener();
        Socket client = w.socket();
        client.connect(listener.getLocalSocketAddress());
        client.setSoTimeout(10_000);
        w.does("close", listener::close);
        w.see("read", () -> client.getInputStream().read());
    }

    @SuppressWarnings("deprecation")
    private static void noDatagrams(ClassicWorld w) {
        w.see("stream false", () -> new Socket(InetAddress.getByName(w.address), 9, false).isConnected());
    }
}
