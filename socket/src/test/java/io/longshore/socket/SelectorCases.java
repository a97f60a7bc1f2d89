package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** Selectors and keys. */
final class SelectorCases {

    private SelectorCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("register", SelectorCases::register);
        cases.put("register what cannot be", SelectorCases::registerBad);
        cases.put("readiness is by level", SelectorCases::level);
        cases.put("a key that stays selected", SelectorCases::staysSelected);
        cases.put("cancel and register again", SelectorCases::cancel);
        cases.put("interest", SelectorCases::interest);
        cases.put("key sets", SelectorCases::keySets);
        cases.put("wakeup", SelectorCases::wakeup);
        cases.put("select with an action", SelectorCases::action);
        cases.put("closed selector", SelectorCases::closedSelector);
        cases.put("channel closed while registered", SelectorCases::closedChannel);
        cases.put("accept readiness", SelectorCases::acceptable);
        cases.put("connect readiness", SelectorCases::connectable);
        cases.put("refused connect readiness", SelectorCases::refusedReadiness);
        cases.put("end and reset are readable", SelectorCases::endIsReadable);
        cases.put("two selectors", SelectorCases::twoSelectors);
        cases.put("pipes and datagrams beside it", SelectorCases::kernelChannels);
        cases.put("blocking while registered", SelectorCases::blockingWhileRegistered);
        cases.put("timeouts", SelectorCases::timeouts);
    }

    private static SocketChannel[] nonBlockingPair(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].configureBlocking(false);
        return pair;
    }

    private static void register(CaseWorld w) throws Exception {
        SocketChannel channel = nonBlockingPair(w)[0];
        Selector selector = w.selector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, "thing");
        w.see("valid", key::isValid);
        w.see("interest", key::interestOps);
        w.see("ready", key::readyOps);
        w.see("attachment", key::attachment);
        w.see("channel", () -> key.channel() == channel);
        w.see("selector", () -> key.selector() == selector);
        w.see("registered", channel::isRegistered);
        w.see("keyFor", () -> channel.keyFor(selector) == key);
        w.see("same key", () -> channel.register(selector, SelectionKey.OP_WRITE) == key);
        w.see("interest", key::interestOps);
        w.see("attachment", key::attachment);
        w.see("keys", () -> selector.keys().size());
    }

    private static void registerBad(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel[] pair = w.pair();
        w.see("blocking", () -> pair[0].register(selector, SelectionKey.OP_READ));
        pair[0].configureBlocking(false);
        w.see("ops", () -> pair[0].register(selector, SelectionKey.OP_ACCEPT));
        pair[0].close();
        w.see("closed", () -> pair[0].register(selector, SelectionKey.OP_READ));
        pair[1].configureBlocking(false);
        selector.close();
        w.see("selector closed", () -> pair[1].register(selector, SelectionKey.OP_READ));
        w.see("registered", pair[1]::isRegistered);
    }

    private static void level(CaseWorld w) throws Exception {
        SocketChannel[] pair = nonBlockingPair(w);
        Selector selector = w.selector();
        pair[0].register(selector, SelectionKey.OP_READ);
        w.see("nothing", selector::selectNow);
        pair[1].write(bytes(5));
        w.see("ready", selector::select);
        selector.selectedKeys().clear();
        w.see("still", selector::select);
        selector.selectedKeys().clear();
        pair[0].read(bytes(3));
        w.see("two left", selector::selectNow);
        selector.selectedKeys().clear();
        pair[0].read(bytes(3));
        w.see("none left", selector::selectNow);
    }

    private static void staysSelected(CaseWorld w) throws Exception {
        SocketChannel[] pair = nonBlockingPair(w);
        Selector selector = w.selector();
        SelectionKey key = pair[0].register(selector, SelectionKey.OP_READ);
        pair[1].write(bytes(5));
        w.see("first", selector::select);
        w.see("second", selector::select);
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        w.see("more", selector::select);
        w.see("ready", key::readyOps);
        pair[0].read(bytes(9));
        w.see("ready stays", key::readyOps);
        w.see("add", () -> selector.selectedKeys().add(key));
        w.see("remove", () -> selector.selectedKeys().remove(key));
        w.see("empty", () -> selector.selectedKeys().isEmpty());
    }

    private static void cancel(CaseWorld w) throws Exception {
        SocketChannel[] pair = nonBlockingPair(w);
        Selector selector = w.selector();
        SelectionKey key = pair[0].register(selector, SelectionKey.OP_READ);
        key.cancel();
        w.see("valid", key::isValid);
        w.see("interest", key::interestOps);
        w.see("ready", key::readyOps);
        w.see("again too early", () -> pair[0].register(selector, SelectionKey.OP_READ));
        w.see("blocking", () -> pair[0].configureBlocking(true).isBlocking());
        pair[0].configureBlocking(false);
        w.see("select", selector::selectNow);
        w.see("registered", pair[0]::isRegistered);
        w.see("keys", () -> selector.keys().size());
        w.see("again", () -> pair[0].register(selector, SelectionKey.OP_READ).isValid());
        pair[1].write(bytes(1));
        w.see("ready", selector::select);
    }

    private static void interest(CaseWorld w) throws Exception {
        SocketChannel[] pair = nonBlockingPair(w);
        Selector selector = w.selector();
        SelectionKey key = pair[0].register(selector, 0);
        w.see("none", selector::selectNow);
        w.see("or", () -> key.interestOpsOr(SelectionKey.OP_WRITE));
        w.see("write", selector::select);
        w.see("writable", key::isWritable);
        w.see("and", () -> key.interestOpsAnd(SelectionKey.OP_READ));
        w.see("interest", key::interestOps);
        w.see("bad", () -> key.interestOps(SelectionKey.OP_ACCEPT));
        selector.selectedKeys().clear();
        w.see("nothing", selector::selectNow);
    }

    private static void keySets(CaseWorld w) throws Exception {
        SocketChannel channel = nonBlockingPair(w)[0];
        Selector selector = w.selector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
        w.see("remove", () -> selector.keys().remove(key));
        w.does("clear", () -> selector.keys().clear());
        selector.select();
        w.see("contains", () -> selector.selectedKeys().contains(key));
        w.see("foreign", () -> selector.selectedKeys().remove("x"));
        w.see("iterator", () -> {
            var iterator = selector.selectedKeys().iterator();
            iterator.next();
            iterator.remove();
            return selector.selectedKeys().size() + " " + iterator.hasNext();
        });
    }

    private static void wakeup(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        w.see("same", () -> selector.wakeup() == selector);
        w.see("before", selector::select);
        selector.wakeup();
        w.see("now", selector::selectNow);
        Thread waker = w.meanwhile(selector::wakeup);
        w.see("during", selector::select);
        waker.join();
        Thread interrupter = w.meanwhile(interruptOf(Thread.currentThread()));
        w.see("interrupt", selector::select);
        w.see("interrupted", Thread::interrupted);
        interrupter.join();
        Thread.currentThread().interrupt();
        w.see("interrupted before", selector::select);
        w.see("interrupted", Thread::interrupted);
        w.see("open", selector::isOpen);
    }

    static CaseWorld.Act interruptOf(Thread thread) {
        return thread::interrupt;
    }

    private static void action(CaseWorld w) throws Exception {
        SocketChannel[] pair = nonBlockingPair(w);
        Selector selector = w.selector();
        SelectionKey key = pair[0].register(selector, SelectionKey.OP_WRITE);
        w.see("count", () -> selector.select(ready -> w.see("action", () -> ready == key && ready.isWritable())));
        w.see("selected", () -> selector.selectedKeys().size());
        w.see("throws", () -> selector.select(ready -> {
            throw new IllegalArgumentException("no");
        }));
        w.see("recursion", () -> selector.select(ready -> w.see("inner", selector::selectNow)));
        w.see("cancel", () -> selector.select(SelectionKey::cancel));
        w.see("afterwards", () -> selector.selectNow(ready -> { }));
        w.see("keys", () -> selector.keys().size());
        w.see("null", () -> selector.select(null));
    }

    private static void closedSelector(CaseWorld w) throws Exception {
        SocketChannel channel = nonBlockingPair(w)[0];
        Selector selector = w.selector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
        Thread closer = w.meanwhile(selector::close);
        key.interestOps(0);
        w.see("select", selector::select);
        closer.join();
        w.see("valid", key::isValid);
        w.see("registered", channel::isRegistered);
        w.see("select", selector::select);
        w.see("keys", selector::keys);
        w.see("selected", selector::selectedKeys);
        w.see("wakeup", () -> selector.wakeup() == selector);
        w.see("channel", channel::isOpen);
        w.does("close again", selector::close);
    }

    private static void closedChannel(CaseWorld w) throws Exception {
        SocketChannel[] pair = nonBlockingPair(w);
        Selector selector = w.selector();
        SelectionKey key = pair[0].register(selector, SelectionKey.OP_READ);
        pair[0].close();
        w.see("valid", key::isValid);
        w.see("keys", () -> selector.keys().size());
        w.see("select", selector::selectNow);
        w.see("keys", () -> selector.keys().size());
        w.see("peer", () -> pair[1].read(bytes(1)));
    }

    private static void acceptable(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        listener.configureBlocking(false);
        Selector selector = w.selector();
        SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
        w.see("nobody", selector::selectNow);
        w.socket().connect(listener.getLocalAddress());
        w.socket().connect(listener.getLocalAddress());
        w.see("somebody", selector::select);
        w.see("acceptable", key::isAcceptable);
        selector.selectedKeys().clear();
        w.open(listener.accept());
        w.see("another", selector::select);
        selector.selectedKeys().clear();
        w.open(listener.accept());
        w.see("nobody left", selector::selectNow);
        w.see("accept", listener::accept);
    }

    private static void connectable(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        Selector selector = w.selector();
        SocketChannel channel = w.socket();
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        if (channel.connect(listener.getLocalAddress())) {
            return;
        }
        w.see("select", selector::select);
        w.see("connectable", key::isConnectable);
        w.see("finish", channel::finishConnect);
        selector.selectedKeys().clear();
        key.interestOps(SelectionKey.OP_WRITE);
        w.see("writable", selector::select);
        w.see("ready", key::readyOps);
    }

    private static void refusedReadiness(CaseWorld w) throws Exception {
        InetSocketAddress closed = w.closedPort();
        Selector selector = w.selector();
        SocketChannel channel = w.socket();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT);
        if (channel.connect(closed)) {
            return;
        }
        w.see("select", selector::select);
        w.see("finish", channel::finishConnect);
        w.see("open", channel::isOpen);
    }

    private static void endIsReadable(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel[] ended = nonBlockingPair(w);
        ended[0].register(selector, SelectionKey.OP_READ);
        ended[1].shutdownOutput();
        w.see("end", selector::select);
        w.see("read", () -> ended[0].read(bytes(1)));
        selector.selectedKeys().clear();
        w.see("still", selector::select);
        ended[0].close();
        SocketChannel[] reset = nonBlockingPair(w);
        reset[0].register(selector, SelectionKey.OP_READ);
        reset[1].setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        selector.selectNow();
        selector.selectedKeys().clear();
        reset[1].close();
        w.see("reset", selector::select);
        w.see("read", () -> reset[0].read(bytes(1)));
    }

    private static void twoSelectors(CaseWorld w) throws Exception {
        SocketChannel[] pair = nonBlockingPair(w);
        Selector one = w.selector();
        Selector two = w.selector();
        pair[0].register(one, SelectionKey.OP_READ);
        pair[0].register(two, SelectionKey.OP_READ);
        pair[1].write(bytes(1));
        w.see("one", one::select);
        w.see("two", two::select);
        two.close();
        pair[0].read(bytes(1));
        one.selectedKeys().clear();
        Thread writer = w.meanwhile(() -> pair[1].write(bytes(1)));
        w.see("one", one::select);
        writer.join();
    }

    private static void kernelChannels(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        Pipe pipe = w.provider.openPipe();
        w.open(pipe.sink());
        pipe.source().configureBlocking(false);
        SelectionKey pipeKey = w.open(pipe.source()).register(selector, SelectionKey.OP_READ);
        DatagramChannel datagram = w.open(w.provider.openDatagramChannel());
        datagram.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
        SelectionKey datagramKey = datagram.register(selector, SelectionKey.OP_READ);
        w.see("nothing", selector::selectNow);
        pipe.sink().write(bytes(1));
        w.see("pipe", selector::select);
        w.see("readable", pipeKey::isReadable);
        pipe.source().read(bytes(1));
        selector.selectedKeys().clear();
        Thread sender = w.meanwhile(() -> datagram.send(bytes(1), datagram.getLocalAddress()));
        w.see("datagram", selector::select);
        sender.join();
        w.see("readable", datagramKey::isReadable);
        datagramKey.cancel();
        w.see("blocking", () -> datagram.configureBlocking(true).isBlocking());
        datagram.configureBlocking(false);
        selector.selectNow();
        w.see("again", () -> datagram.register(selector, SelectionKey.OP_READ).isValid());
    }

    private static void blockingWhileRegistered(CaseWorld w) throws Exception {
        SocketChannel channel = nonBlockingPair(w)[0];
        SelectionKey key = channel.register(w.selector(), SelectionKey.OP_READ);
        w.see("blocking", () -> channel.configureBlocking(true));
        key.cancel();
        w.see("blocking", () -> channel.configureBlocking(true).isBlocking());
    }

    private static void timeouts(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        w.see("short", () -> selector.select(30));
        w.see("negative", () -> selector.select(-1));
        long start = System.nanoTime();
        selector.select(50);
        w.see("waited", () -> System.nanoTime() - start >= 49_000_000);
    }
}
