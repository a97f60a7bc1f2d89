package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/** Datagrams, pipes and Unix-domain sockets in the same selector as TCP. */
final class MixedCases {

    private MixedCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("a datagram beside a connection", MixedCases::datagram);
        cases.put("a pipe beside a connection", MixedCases::pipe);
        cases.put("a full pipe beside a connection", MixedCases::fullPipe);
        cases.put("Unix-domain sockets beside a connection", MixedCases::unix);
        cases.put("a Unix-domain connect beside a connection", MixedCases::unixConnect);
        cases.put("all kinds ready at once", MixedCases::allReady);
        cases.put("a busy connection beside a datagram", MixedCases::busy);
        cases.put("keys of all kinds", MixedCases::keys);
        cases.put("all kinds, cancelled and registered again", MixedCases::again);
        cases.put("all kinds, closed", MixedCases::closed);
        cases.put("all kinds in two selectors", MixedCases::twoSelectors);
        cases.put("a selector of datagrams only", MixedCases::onlyDatagrams);
        cases.put("a pipe's interest changed while it is selected", MixedCases::interestWhileSelected);
        cases.put("a pipe wakes a selection with a time limit", MixedCases::timed);
    }

    // --- What there is ----------------------------------------------------------------------------------------------

    private static SelectionKey add(Selector selector, SelectableChannel channel, int ops, String name)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, ops, name);
    }

    /** A TCP connection, quiet, in the selector under the name "tcp"; the other end. */
    private static SocketChannel connection(CaseWorld w, Selector selector) throws IOException {
        SocketChannel[] pair = w.pair();
        add(selector, pair[0], SelectionKey.OP_READ, "tcp");
        return pair[1];
    }

    private static DatagramChannel datagrams(CaseWorld w) throws IOException {
        return w.open(w.provider.openDatagramChannel(StandardProtocolFamily.INET))
                .bind(new InetSocketAddress("127.0.0.1", 0));
    }

    private static void send(CaseWorld w, DatagramChannel to) throws IOException {
        datagrams(w).send(bytes(5), to.getLocalAddress());
    }

    private static Pipe pipeOf(CaseWorld w) throws IOException {
        Pipe pipe = w.provider.openPipe();
        w.open(pipe.source());
        w.open(pipe.sink());
        return pipe;
    }

    private static ServerSocketChannel unixListener(CaseWorld w, Path folder) throws IOException {
        Path path = folder.resolve("socket");
        w.open(() -> {
            Files.deleteIfExists(path);
            Files.deleteIfExists(folder);
        });
        return w.open(w.provider.openServerSocketChannel(StandardProtocolFamily.UNIX))
                .bind(UnixDomainSocketAddress.of(path));
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("longshore-mixed");
    }

    /** Selects until these names are selected, and says them with what is ready. */
    private static String selected(Selector selector, int number) throws IOException {
        while (selector.selectedKeys().size() < number) {
            selector.select();
        }
        TreeSet<String> names = new TreeSet<>();
        for (SelectionKey key : selector.selectedKeys()) {
            names.add(key.attachment() + " " + key.readyOps());
        }
        selector.selectedKeys().clear();
        return names.toString();
    }

    // --- Cases ------------------------------------------------------------------------------------------------------

    private static void datagram(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel peer = connection(w, selector);
        DatagramChannel channel = datagrams(w);
        SelectionKey key = add(selector, channel, SelectionKey.OP_READ, "udp");
        w.see("nothing", selector::selectNow);
        Thread sender = w.meanwhile(() -> send(w, channel));
        w.see("select", () -> selected(selector, 1));
        sender.join();
        w.see("receive", () -> channel.receive(bytes(9)) != null);
        w.see("more", () -> channel.receive(bytes(9)));
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        w.see("writable", () -> selected(selector, 1));
        key.interestOps(SelectionKey.OP_READ);
        peer.write(bytes(3));
        w.see("tcp", () -> selected(selector, 1));
    }

    private static void pipe(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel peer = connection(w, selector);
        Pipe pipe = pipeOf(w);
        add(selector, pipe.source(), SelectionKey.OP_READ, "pipe");
        Thread writer = w.meanwhile(() -> pipe.sink().write(bytes(4)));
        w.see("select", () -> selected(selector, 1));
        writer.join();
        w.see("read", () -> pipe.source().read(bytes(9)));
        peer.write(bytes(3));
        w.see("tcp", () -> selected(selector, 1));
        pipe.sink().close();
        w.see("both", () -> selected(selector, 2));
        w.see("end", () -> pipe.source().read(bytes(9)));
    }

    private static void fullPipe(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        connection(w, selector);
        Pipe pipe = pipeOf(w);
        pipe.sink().configureBlocking(false);
        while (pipe.sink().write(bytes(4096)) > 0) {
            Thread.onSpinWait();
        }
        add(selector, pipe.sink(), SelectionKey.OP_WRITE, "sink");
        w.see("full", selector::selectNow);
        Thread reader = w.meanwhile(() -> pipe.source().read(bytes(1 << 20)));
        w.see("select", () -> selected(selector, 1));
        reader.join();
    }

    private static void unix(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel peer = connection(w, selector);
        ServerSocketChannel listener = unixListener(w, folder());
        add(selector, listener, SelectionKey.OP_ACCEPT, "listener");
        SocketChannel client = w.open(w.provider.openSocketChannel(StandardProtocolFamily.UNIX));
        Thread connecting = w.meanwhile(() -> client.connect(listener.getLocalAddress()));
        w.see("select", () -> selected(selector, 1));
        connecting.join();
        SocketChannel accepted = w.open(listener.accept());
        add(selector, accepted, SelectionKey.OP_READ, "unix");
        client.write(bytes(7));
        w.see("read", () -> selected(selector, 1));
        w.see("bytes", () -> accepted.read(bytes(9)));
        peer.write(bytes(3));
        client.close();
        w.see("both", () -> selected(selector, 2));
        w.see("end", () -> accepted.read(bytes(9)));
    }

    private static void unixConnect(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        connection(w, selector);
        ServerSocketChannel listener = unixListener(w, folder());
        SocketChannel client = w.open(w.provider.openSocketChannel(StandardProtocolFamily.UNIX));
        client.configureBlocking(false);
        w.see("connect", () -> client.connect(listener.getLocalAddress()));
        add(selector, client, SelectionKey.OP_READ | SelectionKey.OP_WRITE, "unix");
        w.see("writable", () -> selected(selector, 1));
        w.see("shutdown", () -> client.shutdownOutput() == client);
        w.see("peer", () -> w.open(listener.accept()).read(bytes(1)));
    }

    private static void allReady(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel peer = connection(w, selector);
        DatagramChannel channel = datagrams(w);
        Pipe pipe = pipeOf(w);
        add(selector, channel, SelectionKey.OP_READ, "udp");
        add(selector, pipe.source(), SelectionKey.OP_READ, "pipe");
        peer.write(bytes(1));
        send(w, channel);
        pipe.sink().write(bytes(1));
        w.see("all", () -> selected(selector, 3));
        w.see("all still", () -> selected(selector, 3));
        TreeSet<String> taken = new TreeSet<>();
        while (taken.size() < 3) {
            selector.select(key -> taken.add(key.attachment() + " " + key.readyOps()));
        }
        w.see("by action", taken::toString);
    }

    // The connection is always ready: the kernel's channels have their turn all the same.
    private static void busy(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel peer = connection(w, selector);
        DatagramChannel channel = datagrams(w);
        Pipe pipe = pipeOf(w);
        add(selector, channel, SelectionKey.OP_READ, "udp");
        add(selector, pipe.source(), SelectionKey.OP_READ, "pipe");
        peer.write(bytes(1));
        w.see("tcp", () -> selected(selector, 1));
        send(w, channel);
        pipe.sink().write(bytes(1));
        w.see("others", () -> selected(selector, 3));
        w.see("in a few selections", () -> {
            TreeSet<Object> found = new TreeSet<>();
            for (int i = 0; i < 100; i++) {
                selector.selectNow();
                selector.selectedKeys().forEach(key -> found.add(key.attachment()));
                selector.selectedKeys().clear();
            }
            return found;
        });
    }

    private static void keys(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        connection(w, selector);
        DatagramChannel channel = datagrams(w);
        SelectionKey key = add(selector, channel, SelectionKey.OP_READ, "udp");
        w.see("keys", () -> selector.keys().size());
        w.see("keyFor", () -> channel.keyFor(selector) == key);
        w.see("channel", () -> key.channel() == channel);
        w.see("selector", () -> key.selector() == selector);
        w.see("registered", channel::isRegistered);
        w.see("blocking", () -> channel.configureBlocking(true));
        w.see("accept", () -> key.interestOps(SelectionKey.OP_ACCEPT));
        w.see("register again", () -> channel.register(selector, SelectionKey.OP_WRITE) == key);
        w.see("interest", key::interestOps);
        w.see("attachment", key::attachment);
        Pipe pipe = pipeOf(w);
        w.see("blocking pipe", () -> pipe.source().register(selector, SelectionKey.OP_READ));
        pipe.source().configureBlocking(false);
        w.see("pipe's write", () -> pipe.source().register(selector, SelectionKey.OP_WRITE));
    }

    private static void again(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel peer = connection(w, selector);
        DatagramChannel channel = datagrams(w);
        for (int i = 0; i < 20; i++) {
            SelectionKey key = add(selector, channel, SelectionKey.OP_READ, "udp");
            send(w, channel);
            w.see("select", () -> selected(selector, 1));
            key.cancel();
            w.see("valid", key::isValid);
            w.see("not yet", () -> channel.register(selector, 0));
            selector.selectNow();
            w.see("blocking", () -> channel.configureBlocking(true) == channel);
            w.see("receive", () -> channel.receive(bytes(9)) != null);
        }
        peer.write(bytes(1));
        w.see("tcp", () -> selected(selector, 1));
        w.see("keys", () -> selector.keys().size());
    }

    private static void closed(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel peer = connection(w, selector);
        DatagramChannel channel = datagrams(w);
        Pipe pipe = pipeOf(w);
        SelectionKey key = add(selector, channel, SelectionKey.OP_READ, "udp");
        add(selector, pipe.source(), SelectionKey.OP_READ, "pipe");
        channel.close();
        pipe.source().close();
        w.see("valid", key::isValid);
        selector.selectNow();
        w.see("keys", () -> selector.keys().size());
        w.see("sink", () -> pipe.sink().write(bytes(1)));
        peer.write(bytes(1));
        w.see("tcp", () -> selected(selector, 1));
        selector.close();
        w.see("select", selector::select);
    }

    private static void twoSelectors(CaseWorld w) throws Exception {
        Selector one = w.selector();
        Selector two = w.selector();
        SocketChannel peer = connection(w, one);
        DatagramChannel channel = datagrams(w);
        add(one, channel, SelectionKey.OP_READ, "udp in one");
        add(two, channel, SelectionKey.OP_READ, "udp in two");
        send(w, channel);
        w.see("one", () -> selected(one, 1));
        w.see("two", () -> selected(two, 1));
        one.close();
        w.see("two still", () -> selected(two, 1));
        w.see("receive", () -> channel.receive(bytes(9)) != null);
        w.see("nothing", two::selectNow);
        peer.write(bytes(1));
    }

    private static void onlyDatagrams(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        DatagramChannel channel = datagrams(w);
        add(selector, channel, SelectionKey.OP_READ, "udp");
        w.see("in time", () -> selector.select(5));
        Thread sender = w.meanwhile(() -> send(w, channel));
        w.see("select", () -> selected(selector, 1));
        sender.join();
        Thread waking = w.meanwhile(selector::wakeup);
        channel.receive(bytes(9));
        w.see("woken", selector::select);
        waking.join();
    }

    private static void interestWhileSelected(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        connection(w, selector);
        Pipe pipe = pipeOf(w);
        SelectionKey key = add(selector, pipe.source(), 0, "pipe");
        pipe.sink().write(bytes(1));
        w.see("no interest", selector::selectNow);
        Thread changing = w.meanwhile(() -> {
            key.interestOps(SelectionKey.OP_READ);
            selector.wakeup();
        });
        w.see("select", () -> selected(selector, 1));
        changing.join();
        w.see("or", () -> key.interestOpsOr(SelectionKey.OP_READ));
        w.see("and", () -> key.interestOpsAnd(0));
        w.see("none", selector::selectNow);
    }

    private static void timed(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        connection(w, selector);
        Pipe pipe = pipeOf(w);
        add(selector, pipe.source(), SelectionKey.OP_READ, "pipe");
        w.see("in time", () -> selector.select(5));
        Thread writer = w.meanwhile(() -> pipe.sink().write(bytes(1)));
        w.see("woken", () -> selector.select(25_000));
        writer.join();
    }
}
