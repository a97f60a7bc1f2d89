package io.longshore.socket;

import io.longshore.socket.AsyncWorld.Case;
import io.longshore.socket.AsyncWorld.Ending;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NetworkChannel;
import java.util.Map;
import java.util.concurrent.Future;

/** Bind, listen, connect, accept, options: the asynchronous way. */
final class AsyncOpeningCases {

    private AsyncOpeningCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("a new socket", AsyncOpeningCases::newSocket);
        cases.put("a new listener", AsyncOpeningCases::newListener);
        cases.put("a connected pair", AsyncOpeningCases::connected);
        cases.put("bind", AsyncOpeningCases::bind);
        cases.put("bind to the wildcard", AsyncOpeningCases::bindWildcard);
        cases.put("bind then connect", AsyncOpeningCases::bindThenConnect);
        cases.put("a port in use", AsyncOpeningCases::portInUse);
        cases.put("connect to a closed port", AsyncOpeningCases::refused);
        cases.put("connect to a closed port, with a handler", AsyncOpeningCases::refusedHandler);
        cases.put("connect twice", AsyncOpeningCases::connectTwice);
        cases.put("addresses that are no good", AsyncOpeningCases::badAddresses);
        cases.put("no handler", AsyncOpeningCases::noHandler);
        cases.put("accept", AsyncOpeningCases::accept);
        cases.put("accept with a handler", AsyncOpeningCases::acceptHandler);
        cases.put("accept while one is pending", AsyncOpeningCases::acceptPending);
        cases.put("accept cancelled", AsyncOpeningCases::acceptCancelled);
        cases.put("accept cancelled with force", AsyncOpeningCases::acceptCancelledForce);
        cases.put("accept when closed", AsyncOpeningCases::acceptClosed);
        cases.put("closed channels", AsyncOpeningCases::closed);
        cases.put("options of sockets", w -> options(w, w.pair()[0]));
        cases.put("options of listeners", w -> options(w, w.listener()));
        cases.put("options of new sockets", w -> options(w, w.socket()));
        cases.put("options after half-close", AsyncOpeningCases::optionsShut);
    }

    private static void look(AsyncWorld w, AsynchronousSocketChannel channel) {
        w.see("open", channel::isOpen);
        w.see("local", channel::getLocalAddress);
        w.see("remote", channel::getRemoteAddress);
        w.see("text", channel::toString);
        w.see("provider", () -> channel.provider() == w.provider);
    }

    private static void newSocket(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.socket();
        look(w, channel);
        w.see("read", () -> channel.read(ByteBuffer.allocate(1)));
        w.see("write", () -> channel.write(ByteBuffer.allocate(1)));
        w.see("shutdownInput", channel::shutdownInput);
        w.see("shutdownOutput", channel::shutdownOutput);
        w.see("options", () -> CaseWorld.options(channel));
    }

    private static void newListener(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel channel = w.server();
        w.see("local", channel::getLocalAddress);
        w.see("open", channel::isOpen);
        w.see("text", channel::toString);
        w.see("accept", channel::accept);
        w.see("options", () -> CaseWorld.options(channel));
    }

    private static void connected(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        look(w, pair[0]);
        look(w, pair[1]);
        w.see("ports", () -> pair[0].getLocalAddress().equals(pair[1].getRemoteAddress()));
        pair[0].shutdownInput();
        pair[1].shutdownOutput();
        w.see("text", pair[0]::toString);
        w.see("text", pair[1]::toString);
        pair[0].close();
        look(w, pair[0]);
    }

    private static void bind(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.socket();
        w.see("bind", () -> channel.bind(w.channels.anyPort()) == channel);
        w.see("text", channel::toString);
        w.see("again", () -> channel.bind(w.channels.anyPort()));
        AsynchronousServerSocketChannel listener = w.listener();
        w.see("text", listener::toString);
        w.see("again", () -> listener.bind(w.channels.anyPort()));
    }

    private static void bindWildcard(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.socket();
        channel.bind(null);
        w.see("local", channel::getLocalAddress);
        AsynchronousServerSocketChannel listener = w.server().bind(null, 5);
        w.see("local", listener::getLocalAddress);
        Future<AsynchronousSocketChannel> accepting = listener.accept();
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        w.see("connect", () -> channel.connect(new InetSocketAddress(w.address, port)).get());
        AsynchronousSocketChannel accepted = w.open(accepting.get());
        w.see("same", () -> accepted.getRemoteAddress().equals(channel.getLocalAddress()));
        w.see("write", () -> channel.write(ByteBuffer.allocate(5)).get());
        w.see("read", () -> accepted.read(ByteBuffer.allocate(9)).get());
    }

    private static void bindThenConnect(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        AsynchronousSocketChannel channel = w.socket().bind(w.channels.anyPort());
        Object before = channel.getLocalAddress();
        w.see("connect", () -> channel.connect(listener.getLocalAddress()).get());
        w.see("same", () -> channel.getLocalAddress().equals(before));
        w.see("bind", () -> channel.bind(null));
    }

    private static void portInUse(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        AsynchronousServerSocketChannel other = w.server();
        w.see("bind", () -> other.bind(listener.getLocalAddress()));
        w.see("open", other::isOpen);
        w.see("accept", other::accept);
        w.see("elsewhere", () -> other.bind(w.channels.anyPort()) == other);
    }

    private static void refused(AsyncWorld w) throws Exception {
        InetSocketAddress nobody = w.channels.closedPort();
        AsynchronousSocketChannel channel = w.socket();
        Future<Void> connecting = channel.connect(nobody);
        w.see("get", connecting::get);
        w.see("again", connecting::get);
        w.see("done", connecting::isDone);
        w.see("cancelled", connecting::isCancelled);
        w.see("cancel", () -> connecting.cancel(true));
        look(w, channel);
        w.see("connect", () -> channel.connect(nobody).get());
    }

    private static void refusedHandler(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.socket();
        Ending<Void> ending = new Ending<>();
        channel.connect(w.channels.closedPort(), "what I gave", ending);
        w.see("connect", ending::await);
        w.see("open", channel::isOpen);
    }

    private static void connectTwice(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        AsynchronousSocketChannel channel = w.socket();
        Ending<Void> ending = new Ending<>();
        channel.connect(listener.getLocalAddress(), null, ending);
        w.see("connect", ending::await);
        w.see("again", () -> channel.connect(listener.getLocalAddress()));
        w.see("handler", () -> {
            channel.connect(listener.getLocalAddress(), null, new Ending<>());
            return "no exception";
        });
        w.see("bind", () -> channel.bind(null));
    }

    private static void badAddresses(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.socket();
        w.see("null", () -> channel.connect(null));
        w.see("unresolved", () -> channel.connect(InetSocketAddress.createUnresolved("no.such.host", 1)));
        w.see("unix", () -> channel.connect(UnixDomainSocketAddress.of("/nowhere")));
        w.see("bind unresolved", () -> channel.bind(InetSocketAddress.createUnresolved("no.such.host", 1)));
        w.see("bind unix", () -> channel.bind(UnixDomainSocketAddress.of("/nowhere")));
        w.see("listen unix", () -> w.server().bind(UnixDomainSocketAddress.of("/nowhere")));
        w.see("listen unresolved", () -> w.server().bind(InetSocketAddress.createUnresolved("no.such.host", 1)));
        w.see("bind elsewhere", () -> channel.bind(new InetSocketAddress("203.0.113.9", 0)));
        w.see("open", channel::isOpen);
        w.see("text", channel::toString);
    }

    private static void noHandler(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.pair()[0];
        w.does("read", () -> channel.read(ByteBuffer.allocate(1), null, null));
        w.does("write", () -> channel.write(ByteBuffer.allocate(1), null, null));
        w.does("connect", () -> channel.connect(w.channels.anyPort(), null, null));
        w.does("accept", () -> w.listener().accept(null, null));
    }

    private static void accept(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        Future<AsynchronousSocketChannel> accepting = listener.accept();
        w.see("done", accepting::isDone);
        AsynchronousSocketChannel client = w.socket();
        client.connect(listener.getLocalAddress()).get();
        AsynchronousSocketChannel accepted = w.open(accepting.get());
        look(w, accepted);
        w.see("same again", () -> accepting.get() == accepted);
        w.see("cancel", () -> accepting.cancel(true));
        AsynchronousSocketChannel second = w.socket();
        second.connect(listener.getLocalAddress()).get();
        w.see("eager", () -> w.open(listener.accept().get()).getRemoteAddress().equals(second.getLocalAddress()));
    }

    private static void acceptHandler(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        Ending<AsynchronousSocketChannel> ending = new Ending<>();
        listener.accept(5, ending);
        AsynchronousSocketChannel client = w.socket();
        client.connect(listener.getLocalAddress()).get();
        w.see("accept", ending::await);
        w.see("peer", () -> w.open(ending.value).getRemoteAddress().equals(client.getLocalAddress()));
        w.see("not here", () -> ending.thread != Thread.currentThread());
    }

    private static void acceptPending(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        Future<AsynchronousSocketChannel> accepting = listener.accept();
        w.see("second", listener::accept);
        w.does("with handler", () -> listener.accept(null, new Ending<>()));
        listener.close();
        w.see("pending", accepting::get);
    }

    private static void acceptCancelled(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        Future<AsynchronousSocketChannel> accepting = listener.accept();
        w.see("cancel", () -> accepting.cancel(false));
        w.see("again", () -> accepting.cancel(false));
        w.see("cancelled", accepting::isCancelled);
        w.see("done", accepting::isDone);
        w.see("get", accepting::get);
        w.see("open", listener::isOpen);
        w.see("accept", listener::accept);
        w.does("with handler", () -> listener.accept(null, new Ending<>()));
    }

    private static void acceptCancelledForce(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        Future<AsynchronousSocketChannel> accepting = listener.accept();
        w.see("cancel", () -> accepting.cancel(true));
        w.see("get", accepting::get);
        w.see("open", listener::isOpen);
        w.see("accept", () -> listener.accept().get());
    }

    private static void acceptClosed(AsyncWorld w) throws Exception {
        AsynchronousServerSocketChannel listener = w.listener();
        Ending<AsynchronousSocketChannel> pending = new Ending<>();
        listener.accept("mine", pending);
        listener.close();
        w.see("pending", pending::await);
        w.see("accept", () -> listener.accept().get());
        Ending<AsynchronousSocketChannel> late = new Ending<>();
        listener.accept("late", late);
        w.see("with handler", late::await);
        w.see("text", listener::toString);
    }

    private static void closed(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.pair()[0];
        channel.close();
        w.does("close", channel::close);
        w.see("read", () -> channel.read(ByteBuffer.allocate(1)).get());
        w.see("read nothing", () -> channel.read(ByteBuffer.allocate(0)).get());
        w.see("write", () -> channel.write(ByteBuffer.allocate(1)).get());
        w.see("write nothing", () -> channel.write(ByteBuffer.allocate(0)).get());
        w.see("connect", () -> channel.connect(w.channels.anyPort()).get());
        w.see("bind", () -> channel.bind(null));
        w.see("shutdownInput", channel::shutdownInput);
        w.see("shutdownOutput", channel::shutdownOutput);
        w.see("option", () -> channel.getOption(StandardSocketOptions.TCP_NODELAY));
        w.see("set", () -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true));
        Ending<Integer> ending = new Ending<>();
        channel.read(ByteBuffer.allocate(1), "late", ending);
        w.see("with handler", ending::await);
        AsynchronousServerSocketChannel listener = w.listener();
        listener.close();
        w.see("bind", () -> listener.bind(null));
        w.see("local", listener::getLocalAddress);
        w.see("option", () -> listener.getOption(StandardSocketOptions.SO_REUSEADDR));
    }

    private static void options(AsyncWorld w, NetworkChannel channel) {
        w.see("null", () -> channel.getOption(null));
        w.see("set null", () -> channel.setOption(null, 1));
        w.see("linger", () -> channel.getOption(StandardSocketOptions.SO_LINGER));
        w.see("service", () -> channel.setOption(StandardSocketOptions.IP_TOS, 8));
        w.see("multicast", () -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 8));
        w.see("reuse", () -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, true) == channel);
        w.see("reuse", () -> channel.getOption(StandardSocketOptions.SO_REUSEADDR));
        w.see("no delay", () -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true) == channel);
        w.see("no delay", () -> channel.getOption(StandardSocketOptions.TCP_NODELAY));
        w.see("keep alive", () -> channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true) == channel);
        w.see("keep alive", () -> channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
        w.see("buffer", () -> channel.setOption(StandardSocketOptions.SO_RCVBUF, 100_000) == channel);
        w.see("negative", () -> channel.setOption(StandardSocketOptions.SO_RCVBUF, -1));
        w.see("null value", () -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, null));
    }

    private static void optionsShut(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel channel = w.pair()[0];
        channel.shutdownOutput();
        w.see("set", () -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true));
        w.see("get", () -> channel.getOption(StandardSocketOptions.TCP_NODELAY));
    }
}
