package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** The adaptors, options, and what closes or interrupts a blocked thread. */
final class SocketCases {

    private SocketCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("adaptor of a new channel", SocketCases::newAdaptor);
        cases.put("adaptor of a connected channel", SocketCases::connectedAdaptor);
        cases.put("adaptor of a closed channel", SocketCases::closedAdaptor);
        cases.put("adaptor streams", SocketCases::streams);
        cases.put("adaptor read timeout", SocketCases::readTimeout);
        cases.put("adaptor of a non-blocking channel", SocketCases::nonBlockingAdaptor);
        cases.put("adaptor connect", SocketCases::adaptorConnect);
        cases.put("adaptor options", SocketCases::adaptorOptions);
        cases.put("server adaptor", SocketCases::serverAdaptor);
        cases.put("server adaptor timeout", SocketCases::acceptTimeout);
        cases.put("defaults of options", SocketCases::defaults);
        cases.put("options set and read", SocketCases::options);
        cases.put("options that are no good", SocketCases::badOptions);
        cases.put("options of a connection", SocketCases::connectedOptions);
        cases.put("close while reading", w -> closeWhile(w, false));
        cases.put("close while accepting", w -> closeWhile(w, true));
        cases.put("interrupt while reading", w -> interruptWhile(w, false));
        cases.put("interrupt while accepting", w -> interruptWhile(w, true));
        cases.put("interrupted before reading", SocketCases::interruptedBefore);
        cases.put("shutdown while reading", SocketCases::shutdownWhileReading);
        cases.put("close while writing", SocketCases::closeWhileWriting);
    }

    private static void newAdaptor(CaseWorld w) throws Exception {
        Socket socket = w.socket().socket();
        w.see("same", () -> socket.getChannel().socket() == socket);
        w.see("connected", socket::isConnected);
        w.see("bound", socket::isBound);
        w.see("closed", socket::isClosed);
        w.see("address", socket::getInetAddress);
        w.see("port", socket::getPort);
        w.see("local", socket::getLocalAddress);
        w.see("local port", socket::getLocalPort);
        w.see("remote", socket::getRemoteSocketAddress);
        w.see("local address", socket::getLocalSocketAddress);
        w.see("input", socket::getInputStream);
        w.see("output", socket::getOutputStream);
        w.see("text", socket::toString);
        w.see("in shut", socket::isInputShutdown);
        w.does("shutdown", socket::shutdownOutput);
        w.see("timeout", socket::getSoTimeout);
    }

    private static void connectedAdaptor(CaseWorld w) throws Exception {
        Socket socket = w.pair()[1].socket();
        w.see("connected", socket::isConnected);
        w.see("bound", socket::isBound);
        w.see("address", socket::getInetAddress);
        w.see("port", () -> socket.getPort() > 0);
        w.see("local", socket::getLocalAddress);
        w.see("remote", socket::getRemoteSocketAddress);
        w.see("text", socket::toString);
        w.does("bind", () -> socket.bind(null));
        w.does("connect", () -> socket.connect(w.anyPort()));
    }

    private static void closedAdaptor(CaseWorld w) throws Exception {
        SocketChannel channel = w.pair()[1];
        Socket socket = channel.socket();
        channel.close();
        w.see("connected", socket::isConnected);
        w.see("closed", socket::isClosed);
        w.see("address", socket::getInetAddress);
        w.see("local", socket::getLocalAddress);
        w.see("input", socket::getInputStream);
        w.does("timeout", () -> socket.setSoTimeout(5));
        w.does("option", () -> socket.setTcpNoDelay(true));
        w.does("shutdown", socket::shutdownInput);
        w.see("text", socket::toString);
    }

    private static void streams(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].socket().getOutputStream().write("hello".getBytes());
        pair[0].socket().getOutputStream().write('!');
        byte[] target = new byte[10];
        w.awaitReadable(pair[1]);
        w.see("first", () -> pair[1].socket().getInputStream().read());
        w.see("some", () -> pair[1].socket().getInputStream().readNBytes(target, 2, 5));
        w.see("text", () -> new String(target, 2, 5));
        w.see("zero", () -> pair[1].socket().getInputStream().read(target, 0, 0));
        w.see("available", () -> pair[1].socket().getInputStream().available());
        w.see("bounds", () -> pair[1].socket().getInputStream().read(target, 5, 9));
        pair[0].socket().shutdownOutput();
        w.see("end", () -> pair[1].socket().getInputStream().read());
        w.see("output", () -> pair[0].socket().getOutputStream());
        pair[1].socket().getInputStream().close();
        w.see("open", pair[1]::isOpen);
    }

    private static void readTimeout(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].socket().setSoTimeout(50);
        w.see("read", () -> pair[0].socket().getInputStream().read());
        w.see("open", pair[0]::isOpen);
        pair[1].write(bytes(1));
        w.see("then", () -> pair[0].socket().getInputStream().read());
        w.does("negative", () -> pair[0].socket().setSoTimeout(-1));
        w.see("value", () -> pair[0].socket().getSoTimeout());
    }

    private static void nonBlockingAdaptor(CaseWorld w) throws Exception {
        SocketChannel channel = w.pair()[0];
        channel.configureBlocking(false);
        Socket socket = channel.socket();
        w.does("timeout", () -> socket.setSoTimeout(60_000));
        w.see("value", socket::getSoTimeout);
        w.see("read", () -> socket.getInputStream().read());
        w.does("write", () -> socket.getOutputStream().write(1));
        SocketChannel other = w.socket();
        other.configureBlocking(false);
        w.does("connect", () -> other.socket().connect(w.anyPort()));
    }

    private static void adaptorConnect(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        Socket socket = w.socket().socket();
        w.does("connect", () -> socket.connect(listener.getLocalAddress(), 5_000));
        w.see("connected", socket::isConnected);
        Socket refused = w.socket().socket();
        InetSocketAddress closed = w.closedPort();
        w.does("refused", () -> refused.connect(closed, 5_000));
        w.see("closed", refused::isClosed);
        Socket unresolved = w.socket().socket();
        w.does("null", () -> unresolved.connect(null));
        w.does("negative", () -> unresolved.connect(w.anyPort(), -1));
        w.does("unresolved", () -> unresolved.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
        w.see("closed", unresolved::isClosed);
    }

    private static void adaptorOptions(CaseWorld w) throws Exception {
        Socket socket = w.pair()[0].socket();
        socket.setSoLinger(false, -1);
        w.see("linger", socket::getSoLinger);
        socket.setSoLinger(true, 5);
        w.see("linger", socket::getSoLinger);
        socket.setTcpNoDelay(true);
        w.see("no delay", socket::getTcpNoDelay);
        socket.setKeepAlive(true);
        w.see("keep alive", socket::getKeepAlive);
        socket.setOOBInline(false);
        w.see("urgent", socket::getOOBInline);
        socket.setReuseAddress(true);
        w.see("reuse", socket::getReuseAddress);
        socket.setSendBufferSize(102_400);
        w.see("send", socket::getSendBufferSize);
        socket.setReceiveBufferSize(65_536);
        w.see("receive", socket::getReceiveBufferSize);
        w.does("zero", () -> socket.setSendBufferSize(0));
    }

    private static void serverAdaptor(CaseWorld w) throws Exception {
        ServerSocketChannel channel = w.open(w.provider.openServerSocketChannel());
        ServerSocket socket = channel.socket();
        w.see("bound", socket::isBound);
        w.see("accept", socket::accept);
        w.see("port", socket::getLocalPort);
        w.see("text", socket::toString);
        w.see("reuse", socket::getReuseAddress);
        socket.bind(w.anyPort(), 10);
        w.see("bound", socket::isBound);
        w.see("address", socket::getInetAddress);
        w.see("text", socket::toString);
        w.does("again", () -> socket.bind(w.anyPort()));
        SocketChannel client = w.socket();
        client.connect(socket.getLocalSocketAddress());
        w.see("accepted", () -> w.open(socket.accept()).getChannel().isConnected());
        channel.configureBlocking(false);
        w.see("non-blocking", socket::accept);
        socket.close();
        w.see("closed", socket::isClosed);
        w.see("accept", socket::accept);
        w.see("open", channel::isOpen);
    }

    private static void acceptTimeout(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        listener.socket().setSoTimeout(50);
        w.see("accept", () -> listener.socket().accept());
        w.see("open", listener::isOpen);
        w.see("value", () -> listener.socket().getSoTimeout());
    }

    private static void defaults(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        for (SocketOption<?> option : CaseWorld.options(channel)) {
            w.see(option.name(), () -> channel.getOption(option));
        }
    }

    private static void options(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        w.see("set", () -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true) == channel);
        w.see("get", () -> channel.getOption(StandardSocketOptions.TCP_NODELAY));
        channel.setOption(StandardSocketOptions.SO_LINGER, -7);
        w.see("linger", () -> channel.getOption(StandardSocketOptions.SO_LINGER));
        channel.setOption(StandardSocketOptions.IP_TOS, 16);
        w.see("tos", () -> channel.getOption(StandardSocketOptions.IP_TOS));
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, false);
        w.see("reuse port", () -> channel.getOption(StandardSocketOptions.SO_REUSEPORT));
        ServerSocketChannel listener = w.listener();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        w.see("reuse", () -> listener.getOption(StandardSocketOptions.SO_REUSEADDR));
    }

    private static void badOptions(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        w.see("null", () -> channel.setOption(null, 1));
        w.see("null get", () -> channel.getOption(null));
        w.see("unknown", () -> channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
        w.see("unknown set", () -> channel.setOption(StandardSocketOptions.SO_BROADCAST, true));
        w.see("null value", () -> channel.setOption(StandardSocketOptions.SO_LINGER, null));
        w.see("negative", () -> channel.setOption(StandardSocketOptions.SO_SNDBUF, -1));
        w.see("negative", () -> channel.setOption(StandardSocketOptions.SO_RCVBUF, -1));
        w.see("tos", () -> channel.setOption(StandardSocketOptions.IP_TOS, 256));
        channel.close();
        w.see("closed", () -> channel.getOption(StandardSocketOptions.SO_LINGER));
        w.see("closed", () -> channel.setOption(StandardSocketOptions.SO_LINGER, 1));
    }

    private static void connectedOptions(CaseWorld w) throws Exception {
        for (SocketChannel channel : w.pair()) {
            w.see("no delay", () -> channel.getOption(StandardSocketOptions.TCP_NODELAY));
            w.see("keep alive", () -> channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
            w.see("linger", () -> channel.getOption(StandardSocketOptions.SO_LINGER));
            w.see("send", () -> channel.getOption(StandardSocketOptions.SO_SNDBUF) > 1000);
            w.see("set", () -> channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true) == channel);
            w.see("keep alive", () -> channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
        }
    }

    private static void closeWhile(CaseWorld w, boolean accepting) throws Exception {
        SocketChannel channel = w.pair()[0];
        ServerSocketChannel listener = w.listener();
        Thread closer = w.meanwhile(accepting ? listener::close : channel::close);
        w.see("blocked", () -> accepting ? listener.accept() : channel.read(bytes(1)));
        closer.join();
        w.see("open", () -> channel.isOpen() + " " + listener.isOpen());
    }

    private static void interruptWhile(CaseWorld w, boolean accepting) throws Exception {
        SocketChannel channel = w.pair()[0];
        ServerSocketChannel listener = w.listener();
        Thread interrupter = w.meanwhile(SelectorCases.interruptOf(Thread.currentThread()));
        w.see("blocked", () -> accepting ? listener.accept() : channel.read(bytes(1)));
        w.see("interrupted", Thread::interrupted);
        interrupter.join();
        w.see("open", () -> channel.isOpen() + " " + listener.isOpen());
    }

    private static void interruptedBefore(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].write(bytes(1));
        w.awaitReadable(pair[0]);
        Thread.currentThread().interrupt();
        w.see("read", () -> pair[0].read(bytes(1)));
        w.see("interrupted", Thread::interrupted);
        w.see("open", pair[0]::isOpen);
    }

    private static void shutdownWhileReading(CaseWorld w) throws Exception {
        SocketChannel channel = w.pair()[0];
        Thread shutter = w.meanwhile(channel::shutdownInput);
        w.see("read", () -> channel.read(bytes(1)));
        shutter.join();
        w.see("open", channel::isOpen);
    }

    private static void closeWhileWriting(CaseWorld w) throws Exception {
        SocketChannel channel = w.pair()[0];
        Thread closer = w.meanwhile(channel::close);
        w.see("write", () -> {
            try {
                while (true) {
                    channel.write(bytes(1 << 20));
                }
            } catch (ClosedChannelException closed) {
                return "closed, now or while it waited";
            }
        });
        closer.join();
    }
}
