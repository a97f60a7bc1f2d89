package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Scanner;

/** Files, streams made of channels, and keys in detail. */
final class TransferCases {

    private TransferCases() {
    }

    static void addTo(Map<String, Case> cases) {
        for (int size : new int[] {0, 1, 8_192, 8_193, 20_000, 100_000}) {
            cases.put("a file of " + size + " bytes", w -> file(w, size));
        }
        cases.put("a file from a socket", TransferCases::fromSocket);
        cases.put("a file to a closed socket", TransferCases::fileToClosed);
        cases.put("a file to an ended socket", TransferCases::fileToShut);
        cases.put("streams of channels", TransferCases::streams);
        cases.put("streams of a non-blocking channel", TransferCases::nonBlockingStreams);
        cases.put("a reader and a writer of channels", TransferCases::readersAndWriters);
        cases.put("the adaptor's streams, whole", TransferCases::wholeStreams);
        cases.put("stream bounds", TransferCases::bounds);
        cases.put("many buffers", TransferCases::manyBuffers);
        cases.put("a big message in pieces", TransferCases::pieces);
        cases.put("key attachments", TransferCases::attachments);
        cases.put("key text", TransferCases::keyText);
        cases.put("selector text and provider", TransferCases::selectorText);
        cases.put("ready sets accumulate", TransferCases::accumulate);
        cases.put("selected keys as a set", TransferCases::asSet);
        cases.put("a foreign selector", TransferCases::foreign);
    }

    private static void file(CaseWorld w, int size) throws Exception {
        SocketChannel[] pair = w.pair();
        Path path = Files.createTempFile("longshore", ".bin");
        Files.write(path, new byte[size]);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            w.see("all", () -> file.transferTo(0, size, pair[0]));
            w.see("beyond", () -> file.transferTo(size, 100, pair[0]));
            w.see("far beyond", () -> file.transferTo(size + 5L, 100, pair[0]));
            w.see("before", () -> file.transferTo(-1, 100, pair[0]));
            w.see("position", file::position);
        } finally {
            Files.delete(path);
        }
        pair[0].close();
        w.see("received", () -> w.open(Channels.newInputStream(pair[1])).readAllBytes().length);
    }

    private static void fromSocket(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        Path path = Files.createTempFile("longshore", ".bin");
        pair[1].write(bytes(5_000));
        pair[1].close();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            w.see("all", () -> file.transferFrom(pair[0], 0, 5_000));
            w.see("end", () -> file.transferFrom(pair[0], 5_000, 5_000));
            w.see("size", file::size);
        } finally {
            Files.delete(path);
        }
    }

    private static void fileTo(CaseWorld w, SocketChannel target) throws Exception {
        Path path = Files.createTempFile("longshore", ".bin");
        Files.write(path, new byte[50_000]);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            w.see("transfer", () -> {
                try {
                    return file.transferTo(0, 50_000, target);
                } catch (java.nio.channels.ClosedChannelException closed) {
                    return "closed";
                }
            });
        } finally {
            Files.delete(path);
        }
    }

    private static void fileToClosed(CaseWorld w) throws Exception {
        SocketChannel channel = w.pair()[0];
        channel.close();
        fileTo(w, channel);
    }

    private static void fileToShut(CaseWorld w) throws Exception {
        fileTo(w, w.pair()[0].shutdownOutput());
    }

    private static void streams(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        OutputStream output = Channels.newOutputStream(pair[0]);
        InputStream input = Channels.newInputStream(pair[1]);
        output.write(7);
        output.write(new byte[100], 10, 50);
        w.see("one", input::read);
        w.see("rest", () -> input.readNBytes(50).length);
        w.see("zero", () -> input.read(new byte[0]));
        output.close();
        w.see("open", pair[0]::isOpen);
        w.see("end", input::read);
        w.does("write", () -> output.write(1));
    }

    private static void nonBlockingStreams(CaseWorld w) throws Exception {
        SocketChannel channel = w.pair()[0];
        channel.configureBlocking(false);
        w.see("read", () -> Channels.newInputStream(channel).read());
        w.does("write", () -> Channels.newOutputStream(channel).write(1));
        w.see("adaptor", () -> channel.socket().getInputStream().read(new byte[5]));
        w.see("available", () -> channel.socket().getInputStream().available());
    }

    private static void readersAndWriters(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        try (java.io.Writer writer = Channels.newWriter(pair[0], java.nio.charset.StandardCharsets.UTF_8)) {
            writer.write("zwölf\nBoxkämpfer\n");
        }
        Scanner scanner = new Scanner(Channels.newReader(pair[1], java.nio.charset.StandardCharsets.UTF_8));
        w.see("line", scanner::nextLine);
        w.see("line", scanner::nextLine);
        w.see("more", scanner::hasNext);
    }

    private static void wholeStreams(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].socket().getOutputStream().write(new byte[10_000]);
        pair[0].socket().shutdownOutput();
        InputStream input = pair[1].socket().getInputStream();
        w.see("skip", () -> input.skip(100));
        w.see("all", () -> input.readAllBytes().length);
        w.see("end", input::read);
        w.see("skip at the end", () -> input.skip(5));
        w.see("mark", input::markSupported);
        w.does("reset", input::reset);
        w.see("transfer", () -> input.transferTo(OutputStream.nullOutputStream()));
    }

    private static void bounds(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        InputStream input = pair[0].socket().getInputStream();
        OutputStream output = pair[0].socket().getOutputStream();
        w.see("null", () -> input.read(null, 0, 1));
        w.see("negative", () -> input.read(new byte[5], -1, 2));
        w.see("too long", () -> input.read(new byte[5], 3, 3));
        w.does("null out", () -> output.write(null, 0, 1));
        w.does("negative out", () -> output.write(new byte[5], -1, 2));
        w.does("too long out", () -> output.write(new byte[5], 3, 3));
        w.does("nothing out", () -> output.write(new byte[5], 3, 0));
        w.does("flush", output::flush);
        pair[0].close();
        w.see("closed", () -> input.read(new byte[5], 0, 5));
        w.see("closed, nothing", () -> input.read(new byte[5], 0, 0));
        w.see("closed, available", input::available);
        w.does("closed out", () -> output.write(new byte[5]));
    }

    private static void manyBuffers(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        ByteBuffer[] sources = new ByteBuffer[1_000];
        ByteBuffer[] targets = new ByteBuffer[1_000];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = ByteBuffer.wrap(new byte[] {(byte) i, (byte) (i >> 8)});
            targets[i] = ByteBuffer.allocateDirect(2);
        }
        w.see("gather", () -> pair[0].write(sources));
        w.awaitReadable(pair[1]);
        w.see("scatter", () -> pair[1].read(targets));
        w.see("last", () -> targets[999].flip().get(1));
        w.see("part", () -> pair[0].write(new ByteBuffer[] {bytes(1), bytes(2), bytes(4)}, 1, 1));
    }

    private static void pieces(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        Thread writer = new Thread(() -> {
            try {
                pair[0].write(bytes(3_000_000));
                pair[0].close();
            } catch (java.io.IOException failure) {
                throw new AssertionError(failure);
            }
        });
        writer.start();
        ByteBuffer target = bytes(3_000_001);
        while (pair[1].read(target) >= 0) {
            Thread.yield();
        }
        writer.join();
        w.see("count", target::position);
    }

    private static SelectionKey key(CaseWorld w, Selector selector, int ops) throws Exception {
        SocketChannel channel = w.pair()[0];
        channel.configureBlocking(false);
        return channel.register(selector, ops);
    }

    private static void attachments(CaseWorld w) throws Exception {
        SelectionKey key = key(w, w.selector(), SelectionKey.OP_READ);
        w.see("none", key::attachment);
        w.see("first", () -> key.attach("a"));
        w.see("second", () -> key.attach(null));
        key.cancel();
        w.see("cancelled", () -> key.attach("b"));
        w.see("kept", key::attachment);
        w.see("channel", () -> key.channel().isOpen());
        w.see("or", () -> key.interestOpsOr(1));
        w.see("and", () -> key.interestOpsAnd(1));
        w.see("set", () -> key.interestOps(1));
        w.see("readable", key::isReadable);
    }

    private static void keyText(CaseWorld w) throws Exception {
        SelectionKey key = key(w, w.selector(), SelectionKey.OP_READ);
        w.see("text", () -> key.toString().replaceAll("selector=[^,]*", "selector=S"));
        key.cancel();
        w.see("cancelled", () -> key.toString().replaceAll("selector=[^,]*", "selector=S"));
        w.see("equal", () -> key.equals(key));
    }

    private static void selectorText(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        w.see("provider", () -> selector.provider().getClass() == w.provider.getClass());
        w.see("open", selector::isOpen);
        w.see("keys", selector::keys);
        w.see("selected", selector::selectedKeys);
        w.see("same", () -> selector.keys() == selector.keys());
        w.see("add", () -> selector.keys().add(null));
    }

    private static void accumulate(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].configureBlocking(false);
        Selector selector = w.selector();
        SelectionKey key = pair[0].register(selector, SelectionKey.OP_WRITE);
        w.see("write", selector::select);
        pair[1].write(bytes(1));
        w.awaitReadable(pair[0]);
        key.interestOps(SelectionKey.OP_READ);
        w.see("read too", selector::select);
        w.see("ready", key::readyOps);
        selector.selectedKeys().clear();
        w.see("only read", selector::select);
        w.see("ready", key::readyOps);
    }

    private static void asSet(CaseWorld w) throws Exception {
        Selector selector = w.selector();
        SelectionKey one = key(w, selector, SelectionKey.OP_WRITE);
        SelectionKey two = key(w, selector, SelectionKey.OP_WRITE);
        while (selector.selectedKeys().size() < 2) {
            selector.select();
        }
        w.see("both", () -> selector.selectedKeys().containsAll(java.util.List.of(one, two)));
        w.see("retain", () -> selector.selectedKeys().retainAll(java.util.Set.of(one)));
        w.see("left", () -> selector.selectedKeys().contains(one) + " " + selector.selectedKeys().contains(two));
        w.see("array", () -> selector.selectedKeys().toArray().length);
        w.see("remove if", () -> selector.selectedKeys().removeIf(SelectionKey::isWritable));
        w.see("equal", () -> selector.selectedKeys().equals(java.util.Set.of()));
        w.see("next", () -> selector.selectedKeys().iterator().next());
        w.see("null", () -> selector.selectedKeys().contains(null));
    }

    private static void foreign(CaseWorld w) throws Exception {
        SocketChannel channel = w.socket();
        channel.configureBlocking(false);
        w.see("twice", () -> {
            Selector selector = w.selector();
            SelectionKey key = channel.register(selector, 0, "a");
            return channel.register(selector, SelectionKey.OP_CONNECT, "b") == key && "b".equals(key.attachment());
        });
        w.see("closed", () -> {
            channel.close();
            return channel.keyFor(w.selector());
        });
    }
}
