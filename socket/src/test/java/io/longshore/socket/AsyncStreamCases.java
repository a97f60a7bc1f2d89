package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.AsyncWorld.Case;
import io.longshore.socket.AsyncWorld.Ending;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Bytes, half-close, resets: the asynchronous way. */
final class AsyncStreamCases {

    private AsyncStreamCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("read what is there", AsyncStreamCases::readThere);
        cases.put("read before it is there", AsyncStreamCases::readLater);
        cases.put("buffers of all kinds", AsyncStreamCases::buffers);
        cases.put("buffers that are no good", AsyncStreamCases::badBuffers);
        cases.put("empty buffers", AsyncStreamCases::emptyBuffers);
        cases.put("scatter and gather", AsyncStreamCases::scatterGather);
        cases.put("scatter before it is there", AsyncStreamCases::scatterLater);
        cases.put("end of stream", AsyncStreamCases::endOfStream);
        cases.put("shutdown of input", AsyncStreamCases::shutdownInput);
        cases.put("shutdown of input while a read waits", AsyncStreamCases::shutdownInputPending);
        cases.put("shutdown of output", AsyncStreamCases::shutdownOutput);
        cases.put("shutdown of output while a write waits", AsyncStreamCases::shutdownOutputPending);
        cases.put("a reset", AsyncStreamCases::reset);
        cases.put("a reset while a read waits", AsyncStreamCases::resetPending);
        cases.put("unread data at close resets", AsyncStreamCases::unreadAtClose);
        cases.put("first write after FIN succeeds", AsyncStreamCases::writeAfterFin);
        cases.put("write after reset", AsyncStreamCases::writeAfterReset);
        cases.put("both directions at once", AsyncStreamCases::bothWays);
        cases.put("three megabytes through", AsyncStreamCases::bulk);
        cases.put("streams above", AsyncStreamCases::streams);
    }

    private static String text(ByteBuffer buffer) {
        return new String(buffer.array(), 0, buffer.position());
    }

    private static void readThere(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        w.see("write", () -> pair[0].write(ByteBuffer.wrap("hello".getBytes())).get());
        ByteBuffer target = bytes(9);
        w.see("read", () -> pair[1].read(target).get());
        w.see("text", () -> text(target));
        Ending<Integer> writing = new Ending<>();
        pair[0].write(ByteBuffer.wrap("again".getBytes()), "w", writing);
        w.see("write", writing::await);
        Ending<Integer> reading = new Ending<>();
        pair[1].read(target.clear(), "r", reading);
        w.see("read", reading::await);
        w.see("text", () -> text(target));
        w.see("not here", () -> reading.thread != Thread.currentThread() && writing.thread != Thread.currentThread());
    }

    private static void readLater(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        ByteBuffer target = bytes(9);
        Future<Integer> reading = pair[1].read(target);
        w.see("done", reading::isDone);
        w.see("get", () -> reading.get(5, TimeUnit.MILLISECONDS));
        pair[0].write(ByteBuffer.wrap("hello".getBytes())).get();
        w.see("get", reading::get);
        w.see("text", () -> text(target));
        Ending<Integer> ending = new Ending<>();
        pair[1].read(target.clear(), "r", ending);
        w.see("over", ending::isOver);
        pair[0].write(ByteBuffer.wrap("later".getBytes())).get();
        w.see("read", ending::await);
        w.see("text", () -> text(target));
    }

    private static void buffers(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        ByteBuffer source = ByteBuffer.wrap("0123456789".getBytes()).position(2).limit(8).asReadOnlyBuffer();
        w.see("read-only", () -> pair[0].write(source).get());
        w.see("position", source::position);
        ByteBuffer target = ByteBuffer.allocateDirect(20).position(3);
        w.see("direct", () -> pair[1].read(target).get());
        w.see("position", target::position);
        w.see("byte", () -> (char) target.get(3));
        w.see("direct write", () -> pair[1].write(target.flip()).get());
        ByteBuffer slice = ByteBuffer.allocate(20).position(5).slice();
        while (slice.position() < 9) {
            pair[0].read(slice).get();
        }
        w.see("slice", () -> (char) slice.get(8));
    }

    private static void badBuffers(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        pair[0].write(bytes(10)).get();
        ByteBuffer readOnly = bytes(5).asReadOnlyBuffer();
        ByteBuffer[] one = {bytes(1)};
        w.see("null", () -> pair[1].read(null));
        w.see("null write", () -> pair[1].write(null));
        w.see("read-only", () -> pair[1].read(readOnly));
        w.does("with handler", () -> pair[1].read(readOnly, null, new Ending<>()));
        w.does("array", () -> pair[1].read(new ByteBuffer[] {readOnly}, 0, 1, 0, null, null, new Ending<>()));
        w.does("null array", () -> pair[1].read(null, 0, 1, 0, TimeUnit.DAYS, null, new Ending<>()));
        w.does("null in it", () -> pair[1].read(new ByteBuffer[1], 0, 1, 0, TimeUnit.DAYS, null, new Ending<>()));
        w.does("bounds", () -> pair[1].read(one, 1, 1, 0, TimeUnit.DAYS, null, new Ending<>()));
        w.does("negative", () -> pair[1].write(one, -1, 1, 0, TimeUnit.DAYS, null, new Ending<>()));
        w.does("count", () -> pair[1].write(one, 0, -1, 0, TimeUnit.DAYS, null, new Ending<>()));
        w.see("still fine", () -> pair[1].read(bytes(20)).get());
    }

    private static void emptyBuffers(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        w.see("read", () -> pair[0].read(bytes(0)).get());
        w.see("write", () -> pair[0].write(bytes(0)).get());
        Ending<Integer> ending = new Ending<>();
        pair[0].read(bytes(0), "none", ending);
        w.see("with handler", ending::await);
        Ending<Long> gathering = new Ending<>();
        pair[0].write(new ByteBuffer[] {bytes(0), bytes(0)}, 0, 2, 0, TimeUnit.DAYS, "none", gathering);
        w.see("gather", gathering::await);
        Ending<Long> none = new Ending<>();
        pair[0].write(new ByteBuffer[0], 0, 0, 0, TimeUnit.DAYS, "none", none);
        w.see("gather none", none::await);
        pair[1].close();
        w.see("read at end", () -> pair[0].read(bytes(0)).get());
        Ending<Long> atEnd = new Ending<>();
        pair[0].read(new ByteBuffer[] {bytes(0), bytes(0)}, 0, 2, 0, TimeUnit.DAYS, "none", atEnd);
        w.see("scatter at end", atEnd::await);
    }

    private static void scatterGather(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        ByteBuffer[] sources = {ByteBuffer.wrap("abc".getBytes()), bytes(0), ByteBuffer.wrap("defgh".getBytes())};
        Ending<Long> gathering = new Ending<>();
        pair[0].write(sources, 0, 3, 0, TimeUnit.DAYS, "all", gathering);
        w.see("gather", gathering::await);
        Ending<Long> part = new Ending<>();
        pair[0].write(new ByteBuffer[] {bytes(5), ByteBuffer.wrap("xy".getBytes())}, 1, 1, 0, null, "part", part);
        w.see("part", part::await);
        pair[0].shutdownOutput();
        ByteBuffer[] targets = {bytes(4), bytes(0), bytes(20)};
        while (targets[2].position() < 6) {
            Ending<Long> scattering = new Ending<>();
            pair[1].read(targets, 0, 3, 9, TimeUnit.DAYS, null, scattering);
            scattering.await();
        }
        w.see("first", () -> text(targets[0]));
        w.see("second", () -> text(targets[2]));
        Ending<Long> end = new Ending<>();
        pair[1].read(targets, 0, 3, 9, TimeUnit.DAYS, null, end);
        w.see("end", end::await);
    }

    private static void scatterLater(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        ByteBuffer[] targets = {bytes(4), bytes(20)};
        Ending<Long> scattering = new Ending<>();
        pair[1].read(targets, 0, 2, 0, TimeUnit.DAYS, "later", scattering);
        w.see("over", scattering::isOver);
        pair[0].write(ByteBuffer.wrap("0123456".getBytes())).get();
        w.see("scatter", scattering::await);
        w.see("second", () -> text(targets[1]));
    }

    private static void endOfStream(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> reading = pair[1].read(bytes(9));
        pair[0].close();
        w.see("pending", reading::get);
        w.see("again", () -> pair[1].read(bytes(9)).get());
        Ending<Integer> ending = new Ending<>();
        pair[1].read(bytes(9), null, ending);
        w.see("with handler", ending::await);
        w.see("open", pair[1]::isOpen);
    }

    private static void shutdownInput(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        w.see("shutdown", () -> pair[0].shutdownInput() == pair[0]);
        w.see("again", () -> pair[0].shutdownInput() == pair[0]);
        w.see("read", () -> pair[0].read(bytes(1)).get());
        w.see("read nothing", () -> pair[0].read(bytes(0)).get());
        Ending<Long> ending = new Ending<>();
        pair[0].read(new ByteBuffer[] {bytes(1)}, 0, 1, 0, TimeUnit.DAYS, null, ending);
        w.see("scatter", ending::await);
        w.see("write", () -> pair[0].write(bytes(5)).get());
        w.see("peer", () -> pair[1].read(bytes(9)).get());
    }

    private static void shutdownInputPending(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Ending<Integer> reading = new Ending<>();
        pair[0].read(bytes(9), "waits", reading);
        pair[0].shutdownInput();
        w.see("pending", reading::await);
        w.see("read", () -> pair[0].read(bytes(9)).get());
    }

    private static void shutdownOutput(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        pair[0].write(bytes(3)).get();
        w.see("shutdown", () -> pair[0].shutdownOutput() == pair[0]);
        w.see("again", () -> pair[0].shutdownOutput() == pair[0]);
        w.see("write", () -> pair[0].write(bytes(1)).get());
        w.see("write nothing", () -> pair[0].write(bytes(0)).get());
        Ending<Long> gathering = new Ending<>();
        pair[0].write(new ByteBuffer[] {bytes(1)}, 0, 1, 0, TimeUnit.DAYS, null, gathering);
        w.see("gather", gathering::await);
        w.see("peer", () -> pair[1].read(bytes(9)).get());
        w.see("peer end", () -> pair[1].read(bytes(9)).get());
        w.see("back", () -> pair[1].write(bytes(7)).get());
        w.see("read", () -> pair[0].read(bytes(9)).get());
    }

    private static void shutdownOutputPending(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> writing = AsyncPendingCases.fill(pair[0]);
        w.see("done", writing::isDone);
        pair[0].shutdownOutput();
        w.see("write", writing::get);
        w.see("open", pair[0]::isOpen);
    }

    /** Ours, asynchronous, and a blocking peer, which may do what asynchronous channels may not. */
    private static Object[] mixed(AsyncWorld w) throws Exception {
        ServerSocketChannel listener = w.channels.listener();
        AsynchronousSocketChannel channel = w.socket();
        channel.connect(listener.getLocalAddress()).get();
        return new Object[] {channel, w.open(listener.accept())};
    }

    private static void reset(AsyncWorld w) throws Exception {
        Object[] pair = mixed(w);
        AsynchronousSocketChannel channel = (AsynchronousSocketChannel) pair[0];
        SocketChannel peer = (SocketChannel) pair[1];
        Future<Integer> reading = channel.read(bytes(9));
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        w.see("pending", reading::get);
        w.see("read", () -> channel.read(bytes(9)).get());
        w.see("write", () -> channel.write(bytes(9)).get());
        w.see("write", () -> channel.write(bytes(9)).get());
        w.see("open", channel::isOpen);
    }

    private static void resetPending(AsyncWorld w) throws Exception {
        Object[] pair = mixed(w);
        AsynchronousSocketChannel channel = (AsynchronousSocketChannel) pair[0];
        SocketChannel peer = (SocketChannel) pair[1];
        Ending<Integer> ending = new Ending<>();
        channel.read(bytes(9), 50, TimeUnit.SECONDS, "waits", ending);
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        w.see("pending", ending::await);
        w.see("remote", channel::getRemoteAddress);
    }

    private static void unreadAtClose(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        pair[0].write(bytes(100)).get();
        pair[1].read(bytes(1)).get();
        Future<Integer> reading = pair[0].read(bytes(9));
        pair[1].close();
        w.see("read", reading::get);
        w.see("again", () -> pair[0].read(bytes(9)).get());
        w.see("open", pair[0]::isOpen);
    }

    private static void writeAfterFin(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        pair[1].close();
        w.see("read", () -> pair[0].read(bytes(9)).get());
        w.see("write", () -> pair[0].write(bytes(9)).get());
    }

    private static void writeAfterReset(AsyncWorld w) throws Exception {
        Object[] pair = mixed(w);
        AsynchronousSocketChannel channel = (AsynchronousSocketChannel) pair[0];
        SocketChannel peer = (SocketChannel) pair[1];
        Future<Integer> writing = AsyncPendingCases.fill(channel);
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        w.see("pending", writing::get);
        w.see("again", () -> channel.write(bytes(1)).get());
        w.see("read", () -> channel.read(bytes(1)).get());
    }

    private static void bothWays(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Ending<Integer> reading = new Ending<>();
        pair[0].read(bytes(9), "in", reading);
        Future<Integer> writing = AsyncPendingCases.fill(pair[0]);
        pair[1].write(bytes(4)).get();
        w.see("in", reading::await);
        w.see("out waits", () -> !writing.isDone());
        ByteBuffer sink = bytes(1 << 16);
        while (!writing.isDone()) {
            pair[1].read(sink.clear()).get();
        }
        w.see("out", () -> writing.get() > 0);
    }

    private static void bulk(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        byte[] bytes = new byte[3_000_000];
        new Random(3).nextBytes(bytes);
        ByteBuffer source = ByteBuffer.wrap(bytes);
        ByteBuffer target = bytes(bytes.length);
        Future<Integer> writing = pair[0].write(source);
        while (target.hasRemaining()) {
            pair[1].read(target).get();
            if (writing.isDone() && source.hasRemaining()) {
                writing.get();
                writing = pair[0].write(source);
            }
        }
        w.see("same", () -> Arrays.equals(bytes, target.array()));
    }

    private static void streams(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        OutputStream out = Channels.newOutputStream(pair[0]);
        InputStream in = Channels.newInputStream(pair[1]);
        out.write("a line of text".getBytes());
        byte[] target = new byte[14];
        w.see("read", () -> in.readNBytes(target, 0, 14));
        w.see("text", () -> new String(target));
        out.close();
        w.see("end", in::read);
    }
}
