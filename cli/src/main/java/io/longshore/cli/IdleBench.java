package io.longshore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What ten thousand idle connections cost the TCP Server and the region, and what an idle server costs.
final class IdleBench {

    private static final int CONNECTIONS = 10_000;
    private static final long SETTLE_NANOS = 5_000_000_000L;
    private static final long WATCH_NANOS = 10_000_000_000L;

    void measure(Cleanup cleanup, Path directory, PrintWriter out) throws Exception {
        Contestant longshore = Contestant.longshore(cleanup, directory, BenchCommand.program(BulkProgram.class));
        List<SocketChannel> idle = new ArrayList<>();
        cleanup.step(() -> idle.forEach(IdleBench::close));
        idle.add(open(longshore));
        Patience.rest(SETTLE_NANOS);
        double processorEmpty = processor(longshore);
        long serverBefore = ProcessMemory.anonymousKiB(longshore.server.pid());
        long sharedBefore = ProcessMemory.sharedKiB();
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(open(longshore));
        }
        Patience.rest(SETTLE_NANOS);
        double server = (ProcessMemory.anonymousKiB(longshore.server.pid()) - serverBefore) / 1024.0;
        double shared = (ProcessMemory.sharedKiB() - sharedBefore) / 1024.0;
        out.printf("%,d idle connections, each after one 9-byte request%n", CONNECTIONS);
        out.printf("  server's own memory %.1f MB, slab and region %.1f MB, together %.1f MB%n", server, shared,
                server + shared);
        out.printf("  server ready after %d ms; processor of the idle server %.2f %%, with the connections %.2f %%%n",
                longshore.readyMillis, processorEmpty, processor(longshore));
    }

    /// Percent of one processor that the TCP Server uses while nothing happens.
    private static double processor(Contestant longshore) throws IOException {
        ProcessTimes start = longshore.server.times();
        Patience.rest(WATCH_NANOS);
        return longshore.server.times().microsSince(start) / (WATCH_NANOS / 1e5);
    }

    private static SocketChannel open(Contestant contestant) throws Exception {
        SocketChannel channel = BulkBench.connect(contestant);
        BulkBench.ask(channel, BulkProgram.IDLE, 0);
        return channel;
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            return;
        }
    }
}
