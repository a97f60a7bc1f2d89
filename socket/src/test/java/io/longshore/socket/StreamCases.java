package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.CaseWorld.Case;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** Reading, writing, half-close, resets. */
final class StreamCases {

    private StreamCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("read with nothing there", StreamCases::readNothing);
        cases.put("buffers of all kinds", StreamCases::buffers);
        cases.put("buffers that are no good", StreamCases::badBuffers);
        cases.put("scatter and gather", StreamCases::scatterGather);
        cases.put("empty buffers", StreamCases::emptyBuffers);
        cases.put("shutdown of output", StreamCases::shutdownOutput);
        cases.put("shutdown of input", StreamCases::shutdownInput);
        cases.put("data after half-close", StreamCases::afterHalfClose);
        cases.put("end of stream", StreamCases::endOfStream);
        cases.put("unread data at close resets", StreamCases::unreadAtClose);
        cases.put("linger 0 resets", StreamCases::lingerZero);
        cases.put("linger lets all arrive", StreamCases::lingerShort);
        cases.put("linger ends when its time is over", StreamCases::lingerTooShort);
        cases.put("linger with data unread resets", StreamCases::lingerUnread);
        cases.put("urgent data is dropped", StreamCases::urgentDropped);
        cases.put("urgent data in line", StreamCases::urgentInline);
        cases.put("data, then a reset", StreamCases::dataThenReset);
        cases.put("first write after FIN succeeds", StreamCases::writeAfterFin);
        cases.put("write after reset", StreamCases::writeAfterReset);
        cases.put("a full send buffer", StreamCases::fullBuffer);
    }

    private static void readNothing(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].configureBlocking(false);
        w.see("read", () -> pair[0].read(bytes(9)));
        w.see("scatter", () -> pair[0].read(new ByteBuffer[] {bytes(1), bytes(2)}));
    }

    private static void buffers(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        ByteBuffer source = ByteBuffer.wrap("0123456789".getBytes()).position(2).limit(8).asReadOnlyBuffer();
        w.see("read-only", () -> pair[0].write(source));
        w.see("position", source::position);
        ByteBuffer target = ByteBuffer.allocateDirect(20).position(3);
        w.see("direct", () -> pair[1].read(target));
        w.see("position", target::position);
        w.see("byte", () -> (char) target.get(3));
        w.see("direct write", () -> pair[1].write(target.flip()));
        ByteBuffer slice = ByteBuffer.allocate(20).position(5).slice();
        while (slice.position() < 9) {
            pair[0].read(slice);
        }
        w.see("slice", () -> (char) slice.get(8));
    }

    private static void badBuffers(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].write(bytes(10));
        w.see("null", () -> pair[1].read((ByteBuffer) null));
        w.see("null write", () -> pair[1].write((ByteBuffer) null));
        w.see("read-only", () -> pair[1].read(bytes(5).asReadOnlyBuffer()));
        w.see("read-only array", () -> pair[1].read(new ByteBuffer[] {bytes(5).asReadOnlyBuffer()}));
        w.see("null array", () -> pair[1].read((ByteBuffer[]) null));
        w.see("null in array", () -> pair[1].write(new ByteBuffer[] {null}));
        w.see("bounds", () -> pair[1].read(new ByteBuffer[1], 1, 1));
        w.see("negative", () -> pair[1].write(new ByteBuffer[1], -1, 1));
        w.see("still fine", () -> pair[1].read(bytes(20)));
    }

    private static void scatterGather(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        ByteBuffer[] sources = {ByteBuffer.wrap("abc".getBytes()), bytes(0), ByteBuffer.wrap("defgh".getBytes())};
        w.see("gather", () -> pair[0].write(sources));
        w.see("part", () -> pair[0].write(new ByteBuffer[] {bytes(5), ByteBuffer.wrap("xy".getBytes())}, 1, 1));
        pair[0].shutdownOutput();
        ByteBuffer[] targets = {bytes(4), bytes(0), bytes(20)};
        long total = 0;
        while (total < 10) {
            total += pair[1].read(targets);
        }
        w.see("first", () -> new String(targets[0].array()));
        w.see("second", () -> new String(targets[2].array(), 0, targets[2].position()));
        w.see("end", () -> pair[1].read(targets));
    }

    private static void emptyBuffers(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        w.see("read", () -> pair[0].read(bytes(0)));
        w.see("write", () -> pair[0].write(bytes(0)));
        w.see("none", () -> pair[0].write(new ByteBuffer[0]));
        w.see("read none", () -> pair[0].read(new ByteBuffer[0]));
        pair[1].close();
        w.see("read at end", () -> pair[0].read(bytes(0)));
    }

    private static void shutdownOutput(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].write(bytes(3));
        w.see("shutdown", () -> pair[0].shutdownOutput() == pair[0]);
        w.see("again", () -> pair[0].shutdownOutput() == pair[0]);
        w.see("write", () -> pair[0].write(bytes(1)));
        w.see("gather", () -> pair[0].write(new ByteBuffer[] {bytes(1)}));
        w.see("adaptor", () -> pair[0].socket().isOutputShutdown());
        w.see("open", pair[0]::isOpen);
        w.see("peer", () -> pair[1].read(bytes(9)));
        w.see("peer end", () -> pair[1].read(bytes(9)));
        w.see("peer end again", () -> pair[1].read(bytes(9)));
    }

    private static void shutdownInput(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        w.see("shutdown", () -> pair[0].shutdownInput() == pair[0]);
        w.see("read", () -> pair[0].read(bytes(1)));
        w.see("scatter", () -> pair[0].read(new ByteBuffer[] {bytes(1)}));
        w.see("adaptor", () -> pair[0].socket().isInputShutdown());
        w.see("connected", pair[0]::isConnected);
        w.see("write", () -> pair[0].write(bytes(5)));
        w.see("peer", () -> pair[1].read(bytes(9)));
    }

    private static void afterHalfClose(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].shutdownOutput();
        w.see("end", () -> pair[1].read(bytes(9)));
        w.see("write", () -> pair[1].write(bytes(7)));
        w.see("read", () -> pair[0].read(bytes(9)));
        pair[1].close();
        w.see("end", () -> pair[0].read(bytes(9)));
    }

    private static void endOfStream(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].write(bytes(4));
        pair[1].close();
        w.see("read", () -> pair[0].read(bytes(9)));
        w.see("end", () -> pair[0].read(bytes(9)));
        pair[0].configureBlocking(false);
        w.see("end, non-blocking", () -> pair[0].read(bytes(9)));
        w.see("connected", pair[0]::isConnected);
    }

    private static void unreadAtClose(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].write(bytes(100));
        w.awaitReadable(pair[1]);
        pair[1].close();
        w.see("read", () -> pair[0].read(bytes(9)));
        w.see("again", () -> pair[0].read(bytes(9)));
        w.see("write", () -> pair[0].write(bytes(9)));
        w.see("open", pair[0]::isOpen);
        w.see("connected", pair[0]::isConnected);
    }

    private static String all(SocketChannel channel) throws Exception {
        ByteBuffer text = bytes(1 << 20);
        while (channel.read(text) >= 0) {
            Thread.yield();
        }
        return new String(text.array(), 0, text.position());
    }

    private static void lingerShort(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].setOption(StandardSocketOptions.SO_LINGER, 20);
        w.see("write", () -> pair[0].write(ByteBuffer.wrap("last words".getBytes())));
        pair[0].close();
        w.see("read", () -> all(pair[1]));
    }

    private static void lingerTooShort(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].configureBlocking(false);
        int written = 0;
        // full for a while: then nothing is on its way any more
        for (int full = 0; full < 50; full++) {
            int more = pair[0].write(bytes(10_000));
            written += more;
            full = more > 0 ? 0 : full;
            Thread.sleep(1);
        }
        pair[0].configureBlocking(true);
        pair[0].setOption(StandardSocketOptions.SO_LINGER, 1);
        long start = System.nanoTime();
        pair[0].close();
        w.see("waited", () -> (System.nanoTime() - start) / 900_000_000L > 0);
        int count = 0;
        for (int more = 0; more >= 0; count += Math.max(more, 0)) {
            more = pair[1].read(bytes(100_000));
        }
        int lost = written - count;
        w.see("lost", () -> lost);
    }

    private static void lingerUnread(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].write(bytes(5));
        pair[0].read(bytes(1));
        pair[0].setOption(StandardSocketOptions.SO_LINGER, 20);
        pair[0].close();
        w.see("read", () -> pair[1].read(bytes(9)));
    }

    private static void urgent(CaseWorld w, boolean inline) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].socket().setOOBInline(inline);
        pair[0].write(ByteBuffer.wrap("ab".getBytes()));
        w.does("urgent", () -> pair[0].socket().sendUrgentData('!'));
        pair[0].write(ByteBuffer.wrap("cd".getBytes()));
        pair[0].shutdownOutput();
        w.see("read", () -> all(pair[1]));
        w.does("too late", () -> pair[0].socket().sendUrgentData('!'));
    }

    private static void urgentDropped(CaseWorld w) throws Exception {
        urgent(w, false);
    }

    private static void urgentInline(CaseWorld w) throws Exception {
        urgent(w, true);
    }

    private static void lingerZero(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].setOption(StandardSocketOptions.SO_LINGER, 0);
        pair[1].close();
        w.see("read", () -> pair[0].read(bytes(9)));
        w.see("again", () -> pair[0].read(bytes(9)));
        w.see("stream", () -> pair[0].socket().getInputStream().read());
    }

    private static void dataThenReset(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].write(bytes(6));
        w.awaitReadable(pair[0]);
        pair[0].write(bytes(1));
        w.awaitReadable(pair[1]);
        pair[1].close();
        w.see("read", () -> pair[0].read(bytes(9)));
        w.see("reset", () -> pair[0].read(bytes(9)));
    }

    private static void writeAfterFin(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].close();
        w.see("end", () -> pair[0].read(bytes(9)));
        w.see("write", () -> pair[0].write(bytes(1)));
    }

    private static void writeAfterReset(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[1].setOption(StandardSocketOptions.SO_LINGER, 0);
        pair[1].close();
        w.awaitReadable(pair[0]);
        w.see("write", () -> pair[0].write(bytes(1)));
        w.see("again", () -> pair[0].write(bytes(1)));
        w.see("read", () -> pair[0].read(bytes(1)));
    }

    private static void fullBuffer(CaseWorld w) throws Exception {
        SocketChannel[] pair = w.pair();
        pair[0].configureBlocking(false);
        ByteBuffer source = ByteBuffer.allocateDirect(1 << 20);
        long sent = 0;
        int count = 1;
        for (int zeros = 0; zeros < 100; zeros = count == 0 ? zeros + 1 : 0) {
            count = pair[0].write(source.clear());
            sent += count;
            if (count == 0) {
                // what is on its way may still make room
                Thread.sleep(2);
            }
        }
        w.see("full", () -> pair[0].write(source.clear()));
        long received = 0;
        while (received < sent) {
            received += pair[1].read(source.clear());
        }
        long total = received;
        w.see("some", () -> total > 100_000);
    }
}
