package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Act;
import io.longshore.socket.CaseWorld.Case;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** What another thread can do to one that is in an operation, or about to begin one. */
final class ThreadCases {

    private static final int MORE_THAN_FITS = 64 << 20;

    /** An operation that blocks. */
    private interface Operation {
        Object on(SocketChannel channel, CaseWorld world) throws Exception;
    }

    /** What is done meanwhile to the channel, or to the thread that is in the operation. */
    private interface Disturbance {
        void of(SocketChannel channel, Thread blocked) throws Exception;
    }

    private ThreadCases() {
    }

    static void addTo(Map<String, Case> cases) {
        Map<String, Disturbance> disturbances = new LinkedHashMap<>();
        disturbances.put("closed", (channel, blocked) -> channel.close());
        disturbances.put("closed by the adaptor", (channel, blocked) -> channel.socket().close());
        disturbances.put("interrupted", (channel, blocked) -> blocked.interrupt());
        disturbances.put("input shut", (channel, blocked) -> channel.shutdownInput());
        reading().forEach((name, operation) -> disturbances.forEach((how, disturbance) ->
                cases.put(name + ", " + how, w -> disturb(w, w.pair()[0], operation, disturbance))));
        disturbances.remove("input shut");
        disturbances.put("output shut", (channel, blocked) -> channel.shutdownOutput());
        writing().forEach((name, operation) -> disturbances.forEach((how, disturbance) ->
                cases.put(name + ", " + how, w -> disturb(w, w.pair()[0], operation, disturbance))));
        reading().forEach((name, operation) ->
                cases.put(name + ", interrupted before", w -> interruptedBefore(w, operation)));
        writing().forEach((name, operation) ->
                cases.put(name + ", interrupted before", w -> interruptedBefore(w, operation)));
        cases.put("accept, interrupted before", ThreadCases::acceptInterruptedBefore);
        cases.put("connect, interrupted before", ThreadCases::connectInterruptedBefore);
        cases.put("adaptor accept, interrupted", ThreadCases::adaptorAcceptInterrupted);
        cases.put("a timed read, then bytes", ThreadCases::timedRead);
        cases.put("a timed read, then the end", ThreadCases::timedReadEnd);
        cases.put("two readers", ThreadCases::twoReaders);
        cases.put("a reader and a writer", ThreadCases::readerAndWriter);
        cases.put("select, its channel closed", ThreadCases::selectChannelClosed);
        cases.put("select, its key cancelled", ThreadCases::selectKeyCancelled);
        cases.put("select, its interest changed", ThreadCases::selectInterestChanged);
        cases.put("select, a channel registered", ThreadCases::selectRegistered);
        cases.put("available and a partial read", ThreadCases::available);
    }

    private static Map<String, Operation> reading() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("read", (c, w) -> c.read(bytes(1)));
        operations.put("scatter", (c, w) -> c.read(new ByteBuffer[] {bytes(1), bytes(1)}));
        operations.put("stream read", (c, w) -> c.socket().getInputStream().read());
        operations.put("timed stream read", (c, w) -> {
            c.socket().setSoTimeout(20_000);
            return c.socket().getInputStream().read();
        });
        operations.put("stream read of much", (c, w) -> c.socket().getInputStream().readNBytes(1000).length);
        return operations;
    }

    // How much was written before is the kernel's buffers' business.
    private static Map<String, Operation> writing() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("write", (c, w) -> endless(() -> c.write(bytes(MORE_THAN_FITS))));
        operations.put("gather", (c, w) -> endless(() -> c.write(new ByteBuffer[] {bytes(1), bytes(MORE_THAN_FITS)})));
        operations.put("stream write", (c, w) -> {
            java.io.OutputStream stream = c.socket().getOutputStream();
            return endless(() -> stream.write(new byte[MORE_THAN_FITS]));
        });
        return operations;
    }

    private static Object endless(Act action) throws Exception {
        while (true) {
            action.run();
        }
    }

    private static void disturb(CaseWorld w, SocketChannel channel, Operation operation, Disturbance disturbance)
            throws Exception {
        Thread self = Thread.currentThread();
        Thread other = w.meanwhile(() -> disturbance.of(channel, self));
        // An exception's kind tells whether the close came during the last attempt or before the next.
        w.see("outcome", () -> {
            try {
                return operation.on(channel, w);
            } catch (java.nio.channels.ClosedByInterruptException interrupt) {
                throw interrupt;
            } catch (java.nio.channels.ClosedChannelException closed) {
                return "closed";
            }
        });
        w.see("interrupted", Thread::interrupted);
        other.join();
        w.see("open", channel::isOpen);
        w.see("adaptor", () -> channel.socket().isClosed());
    }

    private static void interruptedBefore(CaseWorld w, Operation operation) throws Exception {
        SocketChannel channel = w.pair()[0];
        Thread.currentThread().interrupt();
        w.see("outcome", () -> operation.on(channel, w));
        w.see("interrupted", Thread::interrupted);
        w.see("open", channel::isOpen);
    }

    private static void acceptInterruptedBefore(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        w.socket().connect(listener.getLocalAddress());
        Thread.currentThread().interrupt();
        w.see("accept", listener::accept);
        w.see("interrupted", Thread::interrupted);
        w.see("open", listener::isOpen);
    }

    private static void connectInterruptedBefore(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        SocketChannel channel = w.socket();
        Thread.currentThread().interrupt();
        w.see("connect", () -> channel.connect(listener.getLocalAddress()));
        w.see("interrupted", Thread::interrupted);
        w.see("open", channel::isOpen);
        Socket socket = w.socket().socket();
        Thread.currentThread().interrupt();
        w.does("adaptor", () -> socket.connect(listener.getLocalAddress(), 1000));
        w.see("interrupted", Thread::interrupted);
        w.see("closed", socket::isClosed);
    }

    private static void adaptorAcceptInterrupted(CaseWorld w) throws Exception {
        ServerSocketChannel listener = w.listener();
        listener.socket().setSoTimeout(20_000);
        Thread self = Thread.currentThread();
        Thread other = w.meanwhile(self::interrupt);
        w.see("accept", () -> listener.socket().accept());
        w.see("interrupted", Thread::interrupted);
        other.join();
        w.see("open", listener::isOpen);
    }

    private static void timedRead(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].socket().setSoTimeout(20_000);
        Thread writer = w.meanwhile(() -> pair[1].write(bytes(3)));
        w.see("read", () -> pair[0].socket().getInputStream().read(new byte[9]));
        writer.join();
        pair[0].socket().setSoTimeout(10);
        w.see("nothing", () -> pair[0].socket().getInputStream().read(new byte[9]));
        w.see("nothing again", () -> pair[0].socket().getInputStream().read());
        w.see("open", pair[0]::isOpen);
    }

    private static void timedReadEnd(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].socket().setSoTimeout(20_000);
        Thread closer = w.meanwhile(pair[1]::close);
        w.see("read", () -> pair[0].socket().getInputStream().read(new byte[9]));
        closer.join();
        w.see("again", () -> pair[0].socket().getInputStream().read());
        w.see("skip", () -> pair[0].socket().getInputStream().skip(5));
    }

    private static void twoReaders(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        int[] counts = new int[1];
        Thread other = new Thread(() -> {
            try {
                counts[0] = pair[0].read(bytes(1));
            } catch (java.io.IOException failure) {
                counts[0] = -2;
            }
        });
        other.start();
        Thread writer = w.meanwhile(() -> pair[1].write(bytes(2)));
        w.see("one", () -> pair[0].read(bytes(1)));
        other.join();
        writer.join();
        w.see("other", () -> counts[0]);
    }

    private static void readerAndWriter(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        Thread writer = w.meanwhile(() -> {
            pair[0].write(bytes(2));
            pair[1].write(bytes(4));
        });
        w.see("read", () -> pair[0].read(bytes(9)));
        writer.join();
        w.see("other", () -> pair[1].read(bytes(9)));
    }

    private static SelectionKey registered(CaseWorld w, Selector selector) throws Exception {
        SocketChannel channel = w.pair()[0];
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ);
    }

    private static void selectChannelClosed(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SelectionKey key = registered(w, selector);
        Thread other = w.meanwhile(() -> {
            key.channel().close();
            selector.wakeup();
        });
        w.see("select", selector::select);
        other.join();
        w.see("valid", key::isValid);
        w.see("keys", () -> selector.keys().size());
    }

    private static void selectKeyCancelled(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SelectionKey key = registered(w, selector);
        Thread other = w.meanwhile(() -> {
            key.cancel();
            selector.wakeup();
        });
        w.see("select", selector::select);
        other.join();
        w.see("keys", () -> selector.keys().size());
        w.see("registered", () -> key.channel().isRegistered());
        w.does("cancel again", key::cancel);
    }

    private static void selectInterestChanged(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SelectionKey key = registered(w, selector);
        Thread other = w.meanwhile(() -> {
            key.interestOps(SelectionKey.OP_WRITE);
            selector.wakeup();
        });
        // Ours may see it in the selection that is under way, the kernel's in the next.
        int first = selector.select();
        other.join();
        w.see("seen", () -> first + selector.selectNow());
        w.see("ready", key::readyOps);
    }

    private static void selectRegistered(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SocketChannel channel = w.pair()[0];
        channel.configureBlocking(false);
        Thread other = w.meanwhile(() -> {
            channel.register(selector, SelectionKey.OP_WRITE);
            selector.wakeup();
        });
        w.see("select", () -> selector.select() >= 0);
        other.join();
        w.see("keys", () -> selector.keys().size());
        selector.selectedKeys().clear();
        w.see("next", selector::select);
    }

    private static void available(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        w.see("nothing", () -> pair[0].socket().getInputStream().available());
        pair[1].write(bytes(10));
        w.awaitReadable(pair[0]);
        w.see("ten", () -> pair[0].socket().getInputStream().available());
        w.see("some", () -> pair[0].socket().getInputStream().read(new byte[4]));
        w.see("six", () -> pair[0].socket().getInputStream().available());
        pair[0].shutdownInput();
        w.see("shut", () -> pair[0].socket().getInputStream());
    }
}
