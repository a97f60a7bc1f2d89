package io.longshore.socket;

import static io.longshore.socket.CaseWorld.bytes;

import io.longshore.socket.AsyncWorld.Case;
import io.longshore.socket.AsyncWorld.Ending;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What waits: one of a kind at a time, timeouts, cancellation, close. */
final class AsyncPendingCases {

    private AsyncPendingCases() {
    }

    static void addTo(Map<String, Case> cases) {
        cases.put("read while one is pending", AsyncPendingCases::readPending);
        cases.put("write while one is pending", AsyncPendingCases::writePending);
        cases.put("a read that takes too long", AsyncPendingCases::readTimeout);
        cases.put("a scatter that takes too long", AsyncPendingCases::scatterTimeout);
        cases.put("a write that takes too long", AsyncPendingCases::writeTimeout);
        cases.put("in time", AsyncPendingCases::inTime);
        cases.put("no time limit", AsyncPendingCases::noLimit);
        cases.put("a read cancelled", AsyncPendingCases::readCancelled);
        cases.put("a read cancelled with force", AsyncPendingCases::readCancelledForce);
        cases.put("a write cancelled", AsyncPendingCases::writeCancelled);
        cases.put("cancelled too late", AsyncPendingCases::cancelledLate);
        cases.put("close while a read waits", AsyncPendingCases::closeReading);
        cases.put("close while a write waits", AsyncPendingCases::closeWriting);
        cases.put("close while both wait", AsyncPendingCases::closeBoth);
        cases.put("interrupted while it waits", AsyncPendingCases::interruptedWait);
        cases.put("started by an interrupted thread", AsyncPendingCases::interruptedStart);
    }

    /** Writes until a write has to wait; that one. */
    static Future<Integer> fill(AsynchronousSocketChannel channel) throws Exception {
        ByteBuffer source = ByteBuffer.allocateDirect(1 << 20);
        while (true) {
            Future<Integer> writing = channel.write(source.clear());
            try {
                writing.get(300, TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException waits) {
                return writing;
            }
        }
    }

    private static void readPending(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> reading = pair[0].read(bytes(9));
        w.see("second", () -> pair[0].read(bytes(9)));
        w.see("nothing", () -> pair[0].read(bytes(0)));
        w.does("with handler", () -> pair[0].read(bytes(9), null, new Ending<>()));
        w.see("write", () -> pair[0].write(bytes(3)).get());
        pair[1].write(bytes(4)).get();
        w.see("first", reading::get);
        pair[1].write(bytes(5)).get();
        w.see("next", () -> pair[0].read(bytes(9)).get());
    }

    private static void writePending(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> writing = fill(pair[0]);
        w.see("second", () -> pair[0].write(bytes(9)));
        w.see("nothing", () -> pair[0].write(bytes(0)));
        w.does("gather", () -> pair[0].write(new ByteBuffer[] {bytes(9)}, 0, 1, 0, TimeUnit.DAYS, null,
                new Ending<>()));
        pair[1].write(bytes(3)).get();
        w.see("read", () -> pair[0].read(bytes(9)).get());
        w.see("first", writing::isDone);
    }

    private static void readTimeout(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Ending<Integer> ending = new Ending<>();
        pair[0].read(bytes(9), 20, TimeUnit.MILLISECONDS, "mine", ending);
        w.see("read", ending::await);
        w.see("not here", () -> ending.thread != Thread.currentThread());
        w.see("again", () -> pair[0].read(bytes(9)));
        w.see("nothing", () -> pair[0].read(bytes(0)));
        w.does("with handler", () -> pair[0].read(bytes(9), null, new Ending<>()));
        w.see("write", () -> pair[0].write(bytes(9)).get());
        w.see("open", pair[0]::isOpen);
        pair[0].shutdownInput();
        w.see("shut", () -> pair[0].read(bytes(9)));
        pair[0].close();
        w.see("closed", () -> pair[0].read(bytes(9)).get());
    }

    private static void scatterTimeout(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Ending<Long> ending = new Ending<>();
        pair[0].read(new ByteBuffer[] {bytes(9)}, 0, 1, 20_000, TimeUnit.MICROSECONDS, "mine", ending);
        w.see("read", ending::await);
        w.see("again", () -> pair[0].read(bytes(9)));
    }

    private static void writeTimeout(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        // What was cancelled would forbid the write: fill with writes that end by themselves.
        ByteBuffer source = ByteBuffer.allocateDirect(1 << 20);
        String end = "completed";
        while (end.startsWith("completed")) {
            Ending<Integer> ending = new Ending<>();
            pair[0].write(source.clear(), 300, TimeUnit.MILLISECONDS, "mine", ending);
            end = ending.await();
        }
        String last = end;
        w.see("write", () -> last);
        w.see("again", () -> pair[0].write(bytes(9)));
        w.see("nothing", () -> pair[0].write(bytes(0)));
        pair[1].write(bytes(5)).get();
        w.see("read", () -> pair[0].read(bytes(9)).get());
        w.see("open", pair[0]::isOpen);
        pair[0].shutdownOutput();
        w.see("shut", () -> pair[0].write(bytes(9)));
    }

    private static void inTime(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Ending<Integer> ending = new Ending<>();
        pair[0].read(bytes(9), 20, TimeUnit.SECONDS, "mine", ending);
        pair[1].write(bytes(3)).get();
        w.see("read", ending::await);
        Ending<Integer> writing = new Ending<>();
        pair[0].write(bytes(9), 20, TimeUnit.SECONDS, "mine", writing);
        w.see("write", writing::await);
        w.see("next", () -> pair[0].write(bytes(9)).get());
    }

    private static void noLimit(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        for (long none : new long[] {0, -1, Long.MIN_VALUE}) {
            Ending<Integer> ending = new Ending<>();
            pair[0].read(bytes(9), none, TimeUnit.NANOSECONDS, none, ending);
            pair[1].write(bytes(3)).get();
            w.see("read", ending::await);
        }
        Ending<Integer> ending = new Ending<>();
        pair[0].read(bytes(9), Long.MAX_VALUE, TimeUnit.DAYS, "mine", ending);
        pair[1].write(bytes(3)).get();
        w.see("read", ending::await);
    }

    private static void readCancelled(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> reading = pair[0].read(bytes(9));
        w.see("cancel", () -> reading.cancel(false));
        w.see("again", () -> reading.cancel(true));
        w.see("cancelled", reading::isCancelled);
        w.see("done", reading::isDone);
        w.see("get", reading::get);
        w.see("get in time", () -> reading.get(1, TimeUnit.SECONDS));
        w.see("open", pair[0]::isOpen);
        w.see("read", () -> pair[0].read(bytes(9)));
        w.see("write", () -> pair[0].write(bytes(9)).get());
        w.see("peer", () -> pair[1].read(bytes(20)).get());
    }

    private static void readCancelledForce(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> reading = pair[0].read(bytes(9));
        w.see("cancel", () -> reading.cancel(true));
        w.see("get", reading::get);
        w.see("open", pair[0]::isOpen);
        w.see("read", () -> pair[0].read(bytes(9)).get());
        w.see("peer", () -> pair[1].read(bytes(9)).get());
    }

    private static void writeCancelled(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> writing = fill(pair[0]);
        w.see("cancel", () -> writing.cancel(false));
        w.see("get", writing::get);
        w.see("write", () -> pair[0].write(bytes(9)));
        w.see("open", pair[0]::isOpen);
        pair[1].write(bytes(5)).get();
        w.see("read", () -> pair[0].read(bytes(9)).get());
    }

    private static void cancelledLate(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> reading = pair[0].read(bytes(9));
        pair[1].write(bytes(3)).get();
        w.see("get", reading::get);
        w.see("cancel", () -> reading.cancel(true));
        w.see("cancelled", reading::isCancelled);
        Future<Integer> writing = pair[0].write(bytes(3));
        w.see("get", writing::get);
        w.see("cancel", () -> writing.cancel(true));
        w.see("open", pair[0]::isOpen);
        w.see("write", () -> pair[0].write(bytes(3)).get());
    }

    private static void closeReading(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> reading = pair[0].read(bytes(9));
        pair[0].close();
        w.see("future", reading::get);
        w.see("done", reading::isDone);
        w.see("cancelled", reading::isCancelled);
        Ending<Integer> ending = new Ending<>();
        pair[1].read(bytes(9), "mine", ending);
        w.see("end", ending::await);
        AsynchronousSocketChannel[] other = w.pair();
        Ending<Integer> closing = new Ending<>();
        other[0].read(bytes(9), 10, TimeUnit.SECONDS, "mine", closing);
        other[0].close();
        w.see("handler", closing::await);
        w.see("not here", () -> closing.thread != Thread.currentThread());
    }

    private static void closeWriting(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> writing = fill(pair[0]);
        pair[0].close();
        w.see("future", writing::get);
        w.see("text", pair[0]::toString);
    }

    private static void closeBoth(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> writing = fill(pair[0]);
        Ending<Integer> reading = new Ending<>();
        pair[0].read(bytes(9), "mine", reading);
        pair[0].close();
        w.see("write", writing::get);
        w.see("read", reading::await);
    }

    private static void interruptedWait(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Future<Integer> reading = pair[0].read(bytes(9));
        Thread.currentThread().interrupt();
        w.see("get", reading::get);
        w.see("done", reading::isDone);
        w.see("open", pair[0]::isOpen);
        pair[1].write(bytes(3)).get();
        w.see("get", reading::get);
    }

    private static void interruptedStart(AsyncWorld w) throws Exception {
        AsynchronousSocketChannel[] pair = w.pair();
        Ending<Integer> reading = new Ending<>();
        Thread.currentThread().interrupt();
        pair[0].read(bytes(9), "mine", reading);
        Ending<Integer> writing = new Ending<>();
        pair[1].write(bytes(3), "mine", writing);
        w.see("still", Thread::interrupted);
        w.see("write", writing::await);
        w.see("read", reading::await);
        w.see("open", pair[0]::isOpen);
    }
}
