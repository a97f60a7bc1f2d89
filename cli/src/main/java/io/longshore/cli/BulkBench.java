package io.longshore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One connection that moves bulk data, each way in turn, between [BulkProgram] and a client on the kernel's TCP.
final class BulkBench {

    private static final long BYTES = 2_000_000_000L;
    /// Text goes in few, long segments, so that the compilers take notice late.
    private static final long WARM_UP_NANOS = 10_000_000_000L;

    private final int rounds;

    BulkBench(int rounds) {
        this.rounds = rounds;
    }

    void measure(Cleanup cleanup, Path directory, PrintWriter out) throws Exception {
        List<String> program = BenchCommand.program(BulkProgram.class);
        Contestant kernel = Contestant.kernel(cleanup, directory, program);
        Contestant longshore = Contestant.longshore(cleanup, directory, program);
        out.printf("bulk over one connection, %d MB each way; medians of %d rounds%n", BYTES / 1_000_000, rounds);
        for (byte wish : new byte[] {BulkProgram.SEND, BulkProgram.RECEIVE}) {
            List<Double> kernelRates = new ArrayList<>();
            List<Double> longshoreRates = new ArrayList<>();
            warmUp(kernel, wish);
            warmUp(longshore, wish);
            for (int i = 0; i < rounds; i++) {
                kernelRates.add(transfer(kernel, wish));
                longshoreRates.add(transfer(longshore, wish));
            }
            double k = BenchCommand.median(kernelRates);
            double l = BenchCommand.median(longshoreRates);
            out.printf("  %-34s kernel %10.2f   longshore %10.2f   ratio %.2f%n",
                    wish == BulkProgram.SEND ? "application sends, Gbit/s" : "application receives, Gbit/s", k, l,
                    l / k);
        }
    }

    private static void warmUp(Contestant contestant, byte wish) throws Exception {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_NANOS) {
            transfer(contestant, wish);
        }
    }

    /// Connects as soon as the program listens.
    static SocketChannel connect(Contestant contestant) throws Exception {
        InetSocketAddress address = new InetSocketAddress(contestant.address, Contestant.PORT);
        return Patience.until("a connection to the program on " + contestant.name, 20,
                () -> SocketChannel.open(address));
    }

    static void ask(SocketChannel channel, byte wish, long count) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(BulkProgram.REQUEST_BYTES).put(wish).putLong(count).flip();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /// Gbit/s of one transfer.
    private static double transfer(Contestant contestant, byte wish) throws Exception {
        try (SocketChannel channel = connect(contestant)) {
            long start = System.nanoTime();
            ask(channel, wish, BYTES);
            if (wish == BulkProgram.SEND) {
                BulkProgram.receive(channel, BYTES);
            } else {
                BulkProgram.send(channel, BYTES);
                BulkProgram.receive(channel, 1);
            }
            return BYTES * 8.0 / (System.nanoTime() - start);
        }
    }
}
