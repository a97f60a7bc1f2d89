package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;

/** Bind, listen, connect, accept. */
final class OpeningCases {

    private OpeningCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("a new socket channel", OpeningCases::newSocket);
        cases.put("a new server channel", OpeningCases::newServer);
        cases.put("a connected pair", OpeningCases::connected);
        cases.put("bind to an ephemeral port", OpeningCases::bindEphemeral);
        cases.put("bind to the wildcard", OpeningCases::bindWildcard);
        cases.put("bind then connect", OpeningCases::bindThenConnect);
        cases.put("a port in use", OpeningCases::portInUse);
        cases.put("connect to a closed port", OpeningCases::refused);
        cases.put("connect to a closed port, non-blocking", OpeningCases::refusedNonBlocking);
        cases.put("connect twice", OpeningCases::connectTwice);
        cases.put("connect while pending", OpeningCases::connectPending);
        cases.put("finishConnect without connect", w -> w.see("finish", () -> w.socket().finishConnect()));
        cases.put("addresses that are no good", OpeningCases::badAddresses);
        cases.put("families", OpeningCases::families);
        cases.put("accept", OpeningCases::accept);
        cases.put("closed channels", OpeningCases::closed);
    }

    private static void newSocket(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        w.see("local", channel::getLocalAddress);
        w.see("remote", channel::getRemoteAddress);
        w.see("connected", channel::isConnected);
        w.see("pending", channel::isConnectionPending);
        w.see("blocking", channel::isBlocking);
        w.see("valid ops", channel::validOps);
        w.see("text", channel::toString);
        w.see("read", () -> channel.read(bytes(1)));
        w.see("write", () -> channel.write(bytes(1)));
        w.see("shutdownInput", channel::shutdownInput);
        w.see("shutdownOutput", channel::shutdownOutput);
        w.see("options", () -> CaseWorld.options(channel));
    }

    private static void newServer(CaseWorld w) throws Exception {
        ServerSocketChannel channel = w.open(w.provider.openServerSocketChannel());
        w.see("local", channel::getLocalAddress);
        w.see("accept", channel::accept);
        w.see("valid ops", channel::validOps);
        w.see("text", channel::toString);
        w.see("options", () -> CaseWorld.options(channel));
    }

    private static void connected(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        for (SocketChannel channel : pair) {
            w.see("connected", channel::isConnected);
            w.see("pending", channel::isConnectionPending);
            w.see("local", channel::getLocalAddress);
            w.see("remote", channel::getRemoteAddress);
            w.see("text", channel::toString);
            w.see("finish", channel::finishConnect);
            w.see("blocking", channel::isBlocking);
        }
        w.see("ports", () -> pair[0].getLocalAddress().equals(pair[1].getRemoteAddress()));
    }

    private static void bindEphemeral(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        w.see("bind", () -> channel.bind(w.anyPort()) == channel);
        w.see("port", () -> ((InetSocketAddress) channel.getLocalAddress()).getPort() > 0);
        w.see("again", () -> channel.bind(w.anyPort()));
        ServerSocketChannel listener = w.listener();
        w.see("port", () -> ((InetSocketAddress) listener.getLocalAddress()).getPort() > 0);
        w.see("again", () -> listener.bind(w.anyPort()));
    }

    private static void bindWildcard(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        channel.bind(null);
        w.see("local", () -> ((InetSocketAddress) channel.getLocalAddress()).getAddress());
        w.see("port", () -> ((InetSocketAddress) channel.getLocalAddress()).getPort() > 0);
        ServerSocketChannel listener = w.open(w.provider.openServerSocketChannel()).bind(null);
        w.see("local", () -> ((InetSocketAddress) listener.getLocalAddress()).getAddress());
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        channel.connect(new InetSocketAddress(w.address, port));
        SocketChannel accepted = w.open(listener.accept());
        w.see("remote", accepted::getRemoteAddress);
        w.see("same", () -> accepted.getRemoteAddress().equals(channel.getLocalAddress()));
    }

    private static void bindThenConnect(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel channel = w.socket();
        channel.bind(w.anyPort());
        Object before = channel.getLocalAddress();
        w.see("connect", () -> channel.connect(listener.getLocalAddress()));
        w.see("same", () -> channel.getLocalAddress().equals(before));
    }

    private static void portInUse(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        ServerSocketChannel other = w.open(w.provider.openServerSocketChannel());
        w.see("bind", () -> other.bind(listener.getLocalAddress()));
        w.see("open", other::isOpen);
        w.see("local", other::getLocalAddress);
    }

    private static void refused(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        InetSocketAddress closed = w.closedPort();
        w.see("connect", () -> channel.connect(closed));
        w.see("open", channel::isOpen);
    }

    private static void refusedNonBlocking(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        InetSocketAddress closed = w.closedPort();
        channel.configureBlocking(false);
        w.see("connect", () -> {
            boolean connected = channel.connect(closed);
            while (!connected) {
                connected = channel.finishConnect();
            }
            return connected;
        });
        w.see("open", channel::isOpen);
    }

    private static void connectTwice(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel channel = w.socket();
        w.see("connect", () -> channel.connect(listener.getLocalAddress()));
        w.see("again", () -> channel.connect(listener.getLocalAddress()));
        w.see("bind", () -> channel.bind(null));
    }

    private static void connectPending(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel channel = w.socket();
        channel.configureBlocking(false);
        if (channel.connect(listener.getLocalAddress())) {
            return;
        }
        w.see("pending", channel::isConnectionPending);
        w.see("again", () -> channel.connect(listener.getLocalAddress()));
        w.see("bind", () -> channel.bind(null));
        w.see("read", () -> channel.read(bytes(1)));
    }

    private static void badAddresses(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        w.see("null", () -> channel.connect(null));
        w.see("unresolved", () -> channel.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 80)));
        w.see("unix", () -> channel.connect(UnixDomainSocketAddress.of("/tmp/x")));
        w.see("bind unix", () -> channel.bind(UnixDomainSocketAddress.of("/tmp/x")));
        w.see("bind unresolved", () -> channel.bind(InetSocketAddress.createUnresolved("nowhere.invalid", 80)));
        w.see("open", channel::isOpen);
    }

    private static void families(CaseWorld w) throws Exception {
        for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            ServerSocketChannel listener = w.open(w.provider.openServerSocketChannel(family));
            w.see(family + " bind", () -> listener.bind(w.anyPort()) == listener);
            w.see(family + " local", listener::getLocalAddress);
            SocketChannel client = w.open(w.provider.openSocketChannel(family));
            w.see(family + " connect", () -> client.connect(w.listener().getLocalAddress()));
            w.see(family + " remote", client::getRemoteAddress);
            ServerSocketChannel wildcard = w.open(w.provider.openServerSocketChannel(family)).bind(null);
            w.see(family + " any", wildcard::getLocalAddress);
            w.see(family + " options", () -> CaseWorld.options(client));
        }
    }

    private static void accept(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        listener.configureBlocking(false);
        w.see("nobody", listener::accept);
        SocketChannel client = w.socket();
        client.connect(listener.getLocalAddress());
        listener.configureBlocking(true);
        SocketChannel accepted = w.open(listener.accept());
        w.see("blocking", accepted::isBlocking);
        w.see("provider", () -> accepted.provider().getClass() == w.provider.getClass());
    }

    private static void closed(CaseWorld w) throws Exception {
        SocketChannel channel = w.pair()[0];
        channel.close();
        w.does("close again", channel::close);
        w.see("read", () -> channel.read(bytes(1)));
        w.see("write", () -> channel.write(bytes(1)));
        w.see("connect", () -> channel.connect(w.anyPort()));
        w.see("finish", channel::finishConnect);
        w.see("bind", () -> channel.bind(null));
        w.see("local", channel::getLocalAddress);
        w.see("remote", channel::getRemoteAddress);
        w.see("connected", channel::isConnected);
        w.see("shutdownInput", channel::shutdownInput);
        w.see("blocking", () -> channel.configureBlocking(false));
        w.see("text", channel::toString);
        ServerSocketChannel listener = w.listener();
        listener.close();
        w.see("accept", listener::accept);
        w.see("listener bind", () -> listener.bind(null));
        w.see("listener local", listener::getLocalAddress);
        w.see("listener text", listener::toString);
    }
}
