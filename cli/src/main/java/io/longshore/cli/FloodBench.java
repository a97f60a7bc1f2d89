package io.longshore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a good client keeps of its requests while SYNs from nowhere fill a listener's queue. The client opens a
/// connection for each request, since connections are what a flood is after, at a rate that leaves the machine time.
final class FloodBench {

    /// Smallest frames on Ethernet of 10 and of 100 Mbit/s: 84 bytes each with preamble and gap.
    private static final int[] RATES = {14_880, 148_809};
    private static final int REQUESTS_PER_SECOND = 200;
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int WARM_UP_SECONDS = 5;
    private static final byte[] REQUEST =
            "GET /small.txt HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int rounds;
    private final int seconds;

    FloodBench(int rounds, int seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    void measure(Cleanup cleanup, Path directory, PrintWriter out) throws Exception {
        List<String> program = BenchCommand.program(PageProgram.class);
        List<Contestant> contestants = List.of(Contestant.kernel(cleanup, directory, program),
                Contestant.longshore(cleanup, directory, program));
        out.printf("a client's requests, %d a second on a connection each, under a flood of SYNs; medians of %d rounds "
                + "of %d s%n", REQUESTS_PER_SECOND, rounds, seconds);
        for (Contestant contestant : contestants) {
            warmUp(contestant);
        }
        for (int rate : RATES) {
            for (Contestant contestant : contestants) {
                compare(contestant, rate, out);
            }
        }
    }

    private static void warmUp(Contestant contestant) throws Exception {
        try (HttpProbe probe = new HttpProbe("http://" + contestant.address + ":" + Contestant.PORT + "/")) {
            probe.textWhenReady("small.txt", 20);
        }
        answered(contestant, WARM_UP_SECONDS);
    }

    private void compare(Contestant contestant, int rate, PrintWriter out) throws Exception {
        List<Double> quiet = new ArrayList<>();
        List<Double> flooded = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        List<Double> floods = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            quiet.add(answered(contestant, seconds) / (double) seconds);
            SynFlood flood = new SynFlood(FloodTarget.of(contestant.address, Contestant.PORT), rate);
            ProcessTimes before = contestant.hasServer() ? contestant.server.times() : contestant.application.times();
            Thread thread = Thread.ofPlatform().name("flood").start(flood);
            flooded.add(answered(contestant, seconds) / (double) seconds);
            flood.stop();
            thread.join();
            double spent = contestant.hasServer() ? contestant.server.times().microsSince(before) : 0;
            micros.add(spent / Math.max(flood.sent(), 1));
            floods.add(flood.sent() / (double) seconds);
        }
        report(contestant, out, new double[] {BenchCommand.median(floods), BenchCommand.median(quiet),
            BenchCommand.median(flooded), BenchCommand.median(micros)});
    }

    private static void report(Contestant contestant, PrintWriter out, double[] medians) {
        out.printf("  %-10s %8.0f SYN/s   requests/s quiet %6.1f   flooded %6.1f   kept %.2f%s%n", contestant.name,
                medians[0], medians[1], medians[2], medians[2] / medians[1],
                contestant.hasServer() ? String.format("   TCP Server %.1f µs/SYN", medians[3]) : "");
        out.flush();
    }

    /// How many requests of those that were due were answered, within the seconds.
    private static int answered(Contestant contestant, int seconds) {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        int answers = 0;
        for (int i = 0; System.nanoTime() < end; i++) {
            long due = start + i * (1_000_000_000L / REQUESTS_PER_SECOND);
            Patience.rest(Math.max(due - System.nanoTime(), 0));
            answers += isAnswered(contestant) ? 1 : 0;
        }
        return answers;
    }

    private static boolean isAnswered(Contestant contestant) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(contestant.address, Contestant.PORT), PATIENCE_MILLIS);
            socket.getOutputStream().write(REQUEST);
            InputStream answer = socket.getInputStream();
            return answer.readAllBytes().length > 0;
        } catch (IOException refusedOrLate) {
            return false;
        }
    }
}
