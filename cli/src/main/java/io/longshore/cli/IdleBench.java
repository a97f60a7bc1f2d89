package io.longshore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
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
        long serverBefore = anonymousKiB(longshore.server.pid());
        long sharedBefore = sharedKiB();
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(open(longshore));
        }
        Patience.rest(SETTLE_NANOS);
        double server = (anonymousKiB(longshore.server.pid()) - serverBefore) / 1024.0;
        double shared = (sharedKiB() - sharedBefore) / 1024.0;
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

    private static long anonymousKiB(long pid) throws IOException {
        return kiB(Path.of("/proc", Long.toString(pid), "status"), "RssAnon:");
    }

    private static long sharedKiB() throws IOException {
        return kiB(Path.of("/proc/meminfo"), "Shmem:");
    }

    private static long kiB(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            return;
        }
    }
}
