package io.longshore.socket;

import io.longshore.socket.ClassicWorld.Case;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;

/** Reading, writing, half-close, resets. */
final class ClassicStreamCases {

    private ClassicStreamCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("read and write", ClassicStreamCases::readWrite);
        cases.put("arguments that are no good", ClassicStreamCases::badArguments);
        cases.put("read of nothing", ClassicStreamCases::readNothing);
        cases.put("end of stream", ClassicStreamCases::endOfStream);
        cases.put("end of stream, then close", ClassicStreamCases::endThenClose);
        cases.put("available", ClassicStreamCases::available);
        cases.put("shutdown of output", ClassicStreamCases::shutdownOutput);
        cases.put("shutdown of input", ClassicStreamCases::shutdownInput);
        cases.put("shutdown of input with bytes there", ClassicStreamCases::shutdownInputUnread);
        cases.put("both halves shut", ClassicStreamCases::bothShut);
        cases.put("streams of a half that is shut", ClassicStreamCases::streamsOfShut);
        cases.put("write after shutdown", ClassicStreamCases::writeAfterShutdown);
        cases.put("first write after FIN succeeds", ClassicStreamCases::writeAfterFin);
        cases.put("unread data at close resets", ClassicStreamCases::unreadAtClose);
        cases.put("linger 0 resets", ClassicStreamCases::lingerZero);
        cases.put("data, then a reset", ClassicStreamCases::dataThenReset);
        cases.put("write after a reset", ClassicStreamCases::writeAfterReset);
        cases.put("linger lets all arrive", ClassicStreamCases::lingerShort);
        cases.put("close with bytes under way", ClassicStreamCases::closeDelivers);
        cases.put("read timeout", ClassicStreamCases::readTimeout);
        cases.put("read timeout with bytes in time", ClassicStreamCases::readInTime);
        if (Runtime.version().feature() >= 25) {
            // Older ones let the second wait for the first for ever.
            cases.put("read timeout of the second reader", ClassicStreamCases::secondReader);
        }
        cases.put("urgent data is dropped", w -> urgent(w, false));
        cases.put("urgent data in line", w -> urgent(w, true));
        cases.put("megabytes both ways", ClassicStreamCases::megabytes);
        cases.put("whole-stream calls", ClassicStreamCases::wholeStream);
        cases.put("use after close", ClassicStreamCases::useAfterClose);
        cases.put("a closed stream used again", ClassicStreamCases::closedStreams);
    }

    private static void readWrite(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        OutputStream out = pair[0].getOutputStream();
        InputStream in = pair[1].getInputStream();
        w.does("one", () -> out.write(300));
        w.see("one", in::read);
        w.does("array", () -> out.write("hello world".getBytes()));
        w.see("array", () -> new String(in.readNBytes(11)));
        w.does("piece", () -> out.write("abcdef".getBytes(), 2, 3));
        byte[] target = new byte[8];
        w.see("piece", () -> in.readNBytes(target, 1, 3));
        w.see("bytes", () -> Arrays.toString(target));
        w.does("flush", out::flush);
        w.see("skip of none", () -> in.skip(0));
        w.see("mark", in::markSupported);
    }

    private static void badArguments(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        byte[] bytes = new byte[4];
        w.see("null", () -> pair[0].getInputStream().read(null, 0, 1));
        w.see("bounds", () -> pair[0].getInputStream().read(bytes, 2, 3));
        w.see("negative", () -> pair[0].getInputStream().read(bytes, -1, 2));
        w.see("zero", () -> pair[0].getInputStream().read(bytes, 4, 0));
        w.does("write null", () -> pair[0].getOutputStream().write(null, 0, 1));
        w.does("write bounds", () -> pair[0].getOutputStream().write(bytes, 2, 3));
        w.does("write zero", () -> pair[0].getOutputStream().write(bytes, 0, 0));
    }

    private static void readNothing(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        w.see("zero", () -> pair[0].getInputStream().read(new byte[0]));
        pair[1].close();
        w.see("zero at end", () -> pair[0].getInputStream().read(new byte[0]));
    }

    private static void endOfStream(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[1].getOutputStream().write(new byte[4]);
        pair[1].close();
        w.see("read", () -> pair[0].getInputStream().readNBytes(9).length);
        w.see("end", () -> pair[0].getInputStream().read());
        w.see("again", () -> pair[0].getInputStream().read(new byte[5]));
        w.see("available", () -> pair[0].getInputStream().available());
        w.see("connected", pair[0]::isConnected);
        w.see("in shut", pair[0]::isInputShutdown);
    }

    private static void endThenClose(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        InputStream in = pair[0].getInputStream();
        pair[1].close();
        w.see("end", in::read);
        pair[0].close();
        w.see("closed", in::read);
        w.see("available", in::available);
    }

    private static void available(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        InputStream in = pair[1].getInputStream();
        w.see("none", in::available);
        pair[0].getOutputStream().write(new byte[37]);
        w.awaitAvailable(pair[1]);
        w.see("some", in::available);
        in.read();
        w.see("fewer", in::available);
        Thread[] reader = new Thread[1];
        FutureTask<Integer> blocked = w.blocked(false, () -> pair[0].getInputStream().read(), reader);
        w.see("while another reads", () -> pair[0].getInputStream().available());
        pair[1].getOutputStream().write(9);
        w.see("read", blocked::get);
    }

    private static void shutdownOutput(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].getOutputStream().write(new byte[3]);
        w.does("shutdown", pair[0]::shutdownOutput);
        w.does("again", pair[0]::shutdownOutput);
        w.see("shut", pair[0]::isOutputShutdown);
        w.see("closed", pair[0]::isClosed);
        w.see("peer", () -> pair[1].getInputStream().readNBytes(9).length);
        w.does("back", () -> pair[1].getOutputStream().write(6));
        w.see("read", () -> pair[0].getInputStream().read());
        w.does("urgent", () -> pair[0].sendUrgentData(1));
    }

    private static void shutdownInput(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        InputStream in = pair[0].getInputStream();
        w.does("shutdown", pair[0]::shutdownInput);
        w.does("again", pair[0]::shutdownInput);
        w.see("read", in::read);
        w.see("available", in::available);
        w.see("shut", pair[0]::isInputShutdown);
        w.see("stream", pair[0]::getInputStream);
        w.does("write", () -> pair[0].getOutputStream().write(8));
        w.see("peer", () -> pair[1].getInputStream().read());
    }

    private static void shutdownInputUnread(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        InputStream in = pair[0].getInputStream();
        pair[1].getOutputStream().write(new byte[10]);
        w.awaitAvailable(pair[0]);
        w.does("shutdown", pair[0]::shutdownInput);
        w.see("available", in::available);
        w.see("read", in::read);
    }

    private static void bothShut(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        w.does("out", pair[0]::shutdownOutput);
        w.does("in", pair[0]::shutdownInput);
        w.see("closed", pair[0]::isClosed);
        w.see("peer", () -> pair[1].getInputStream().read());
        w.does("close", pair[0]::close);
        w.see("shut", () -> pair[0].isInputShutdown() + " " + pair[0].isOutputShutdown());
    }

    private static void streamsOfShut(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].shutdownOutput();
        pair[0].shutdownInput();
        w.see("input", pair[0]::getInputStream);
        w.see("output", pair[0]::getOutputStream);
    }

    private static void writeAfterShutdown(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        OutputStream out = pair[0].getOutputStream();
        pair[0].shutdownOutput();
        w.does("write", () -> out.write(1));
        w.does("again", () -> out.write(new byte[10]));
        w.does("none", () -> out.write(new byte[0]));
    }

    private static void writeAfterFin(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[1].close();
        w.see("end", () -> pair[0].getInputStream().read());
        w.does("write", () -> pair[0].getOutputStream().write(1));
        w.see("then", () -> writeUntilRefused(pair[0]));
    }

    /** The reset comes when it comes. */
    private static String writeUntilRefused(Socket socket) throws Exception {
        for (int i = 0; i < 5000; i++) {
            socket.getOutputStream().write(1);
            Thread.sleep(1);
        }
        return "never refused";
    }

    private static void unreadAtClose(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].getOutputStream().write(new byte[100]);
        w.awaitAvailable(pair[1]);
        pair[1].close();
        w.see("read", () -> pair[0].getInputStream().read());
        w.see("again", () -> pair[0].getInputStream().read());
        w.see("then", () -> writeUntilRefused(pair[0]));
        w.see("available", () -> pair[0].getInputStream().available());
        w.see("closed", pair[0]::isClosed);
    }

    private static void lingerZero(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[1].setSoLinger(true, 0);
        pair[1].close();
        w.see("read", () -> pair[0].getInputStream().read());
        w.see("again", () -> pair[0].getInputStream().read());
    }

    private static void dataThenReset(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[1].getOutputStream().write(new byte[] {1, 2, 3});
        w.awaitAvailable(pair[0]);
        pair[1].setSoLinger(true, 0);
        pair[1].close();
        w.see("outcome", () -> pair[0].getInputStream().readNBytes(9).length);
    }

    private static void writeAfterReset(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[1].setSoLinger(true, 0);
        pair[1].close();
        w.see("read", () -> pair[0].getInputStream().read());
        w.does("write", () -> pair[0].getOutputStream().write(1));
        w.does("again", () -> pair[0].getOutputStream().write(1));
        w.see("read", () -> pair[0].getInputStream().read());
    }

    private static void lingerShort(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].setSoLinger(true, 20);
        pair[0].getOutputStream().write("last words".getBytes());
        w.does("close", pair[0]::close);
        w.see("read", () -> new String(pair[1].getInputStream().readAllBytes()));
    }

    private static void closeDelivers(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        byte[] bytes = new byte[60_000];
        new Random(3).nextBytes(bytes);
        pair[0].getOutputStream().write(bytes);
        pair[0].close();
        w.see("all", () -> Arrays.equals(bytes, pair[1].getInputStream().readAllBytes()));
    }

    private static void readTimeout(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].setSoTimeout(50);
        long start = System.nanoTime();
        w.see("read", () -> pair[0].getInputStream().read());
        w.see("waited", () -> System.nanoTime() - start >= 49_000_000);
        w.see("closed", pair[0]::isClosed);
        pair[1].getOutputStream().write(4);
        pair[0].setSoTimeout(20_000);
        w.see("then", () -> pair[0].getInputStream().read());
        w.does("negative", () -> pair[0].setSoTimeout(-1));
        w.see("value", pair[0]::getSoTimeout);
        pair[0].setSoTimeout(0);
        w.see("none", pair[0]::getSoTimeout);
    }

    private static void readInTime(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].setSoTimeout(20_000);
        Thread[] reader = new Thread[1];
        FutureTask<Integer> reading = w.blocked(false, () -> pair[0].getInputStream().read(), reader);
        pair[1].getOutputStream().write(4);
        w.see("read", reading::get);
        pair[1].close();
        w.see("end", () -> pair[0].getInputStream().read());
    }

    private static void secondReader(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        Thread[] reader = new Thread[1];
        FutureTask<Integer> first = w.blocked(false, () -> pair[0].getInputStream().read(), reader);
        pair[0].setSoTimeout(50);
        w.see("second", () -> pair[0].getInputStream().read());
        pair[1].getOutputStream().write(4);
        w.see("first", first::get);
    }

    private static void urgent(ClassicWorld w, boolean inline) throws Exception {
        Socket[] pair = w.pair();
        pair[1].setOOBInline(inline);
        w.see("inline", pair[1]::getOOBInline);
        pair[0].getOutputStream().write('a');
        w.does("urgent", () -> pair[0].sendUrgentData('!'));
        pair[0].getOutputStream().write('b');
        pair[0].shutdownOutput();
        w.see("text", () -> new String(pair[1].getInputStream().readAllBytes()));
    }

    private static void megabytes(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        byte[] bytes = new byte[8 << 20];
        new Random(11).nextBytes(bytes);
        FutureTask<Void> writing = new FutureTask<>(() -> {
            pair[0].getOutputStream().write(bytes);
            pair[0].shutdownOutput();
            return null;
        });
        FutureTask<Void> echoing = new FutureTask<>(() -> {
            pair[1].getInputStream().transferTo(pair[1].getOutputStream());
            pair[1].shutdownOutput();
            return null;
        });
        new Thread(writing).start();
        new Thread(echoing).start();
        w.see("echo", () -> Arrays.equals(bytes, pair[0].getInputStream().readAllBytes()));
        w.see("writer", writing::get);
        w.see("echoer", echoing::get);
    }

    private static void wholeStream(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        pair[0].getOutputStream().write(new byte[1000]);
        pair[0].shutdownOutput();
        InputStream in = pair[1].getInputStream();
        w.see("skip", () -> in.skip(100));
        w.see("rest", () -> in.readAllBytes().length);
        w.see("end", in::read);
    }

    private static void useAfterClose(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        InputStream in = pair[0].getInputStream();
        OutputStream out = pair[0].getOutputStream();
        pair[0].close();
        w.see("read", in::read);
        w.see("available", in::available);
        w.does("write", () -> out.write(1));
        w.does("in", in::close);
        w.does("out", out::close);
    }

    private static void closedStreams(ClassicWorld w) throws Exception {
        Socket[] pair = w.pair();
        InputStream in = pair[0].getInputStream();
        OutputStream out = pair[0].getOutputStream();
        in.close();
        w.see("read", in::read);
        w.does("write", () -> out.write(1));
        w.see("stream", pair[0]::getOutputStream);
    }
}
