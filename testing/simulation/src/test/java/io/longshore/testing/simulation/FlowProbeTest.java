package io.longshore.testing.simulation;

import io.longshore.tcp.TcpSettings;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlowProbeTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    private static void row(String what, PathSpec there, TcpSettings settings, long seconds, int... algorithms) {
        long begin = System.nanoTime();
        PathSpec back = PathSpec.delay(there.delay);
        try (FlowWorld world = new FlowWorld(there, back, settings, 7)) {
            FlowReport r = world.run(seconds * SECOND / 3, seconds * SECOND, algorithms);
            System.out.printf("%-34s util %.3f good %.3f jain %.3f queue %.1f ms drop %d mark %d again %d rto %d share0 %.2f took %d ms%n", what,
                    r.carried() / there.rate, r.sum() / there.rate, r.fairness(), r.queue(), r.dropped(), r.marked(), r.again(), r.timeouts(), r.goodput()[0] / r.sum(), (System.nanoTime() - begin) / MS);
        }
    }

    private static int[] same(int n, int algorithm) {
        int[] all = new int[n];
        Arrays.fill(all, algorithm);
        return all;
    }

    private static PathSpec path(long mbit, long rtt, double bdps) {
        long rate = mbit * 125_000;
        long bdp = rate * rtt / 1000;
        return PathSpec.delay(rtt * MS / 2).rate(rate).buffer((long) Math.max(bdp * bdps, 10_000));
    }

    @Test
    void probe() {
        for (int a = 1; a <= 3; a++) {
            String n = new String[] {"", "reno", "cubic", "bbr"}[a];
            row(n + " 1 flow 10M 40ms 1bdp", path(10, 40, 1), new TcpSettings(), 20, same(1, a));
            row(n + " 1 flow 50M 40ms 2bdp", path(50, 40, 2), new TcpSettings(), 20, same(1, a));
            row(n + " 1 flow 50M 40ms 10bdp", path(50, 40, 10), new TcpSettings(), 20, same(1, a));
            row(n + " 1 flow 50M 40ms 1% loss", path(50, 40, 2).loss(0.01), new TcpSettings(), 20, same(1, a));
            row(n + " 2 flows 20M 40ms", path(20, 40, 1), new TcpSettings(), 40, same(2, a));
            row(n + " 8 flows 20M 40ms", path(20, 40, 1), new TcpSettings(), 40, same(8, a));
            row(n + " 32 flows 40M 40ms", path(40, 40, 1), new TcpSettings(), 40, same(32, a));
            TcpSettings ecn = new TcpSettings();
            ecn.ecn = 1;
            row(n + " 4 flows 20M ecn", path(20, 40, 2).markAbove(50_000), ecn, 40, same(4, a));
            row(n + " policer 10M of 100", path(100, 40, 2).policer(1_250_000, 100_000), new TcpSettings(), 40, same(1, a));
        }
        row("cubic vs reno", path(20, 40, 1), new TcpSettings(), 40, 2, 1);
        row("bbr vs cubic", path(20, 40, 1), new TcpSettings(), 40, 3, 2);
    }
}
