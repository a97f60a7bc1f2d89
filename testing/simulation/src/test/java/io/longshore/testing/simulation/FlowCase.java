package io.longshore.testing.simulation;

import io.longshore.tcp.TcpSettings;
import java.util.Arrays;
import java.util.Locale;

/// A path, and the streams that share it.
final class FlowCase {

    static final int RENO = 1;
    static final int CUBIC = 2;
    static final int BBR = 3;

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long BYTES_PER_MEGABIT = 125_000;
    private static final long SEED = 7;
    /// Text of a full frame by its bytes: what the path could carry of it at most.
    private static final double TEXT = 1_448.0 / 1_514;

    private final long rate;
    private final long rtt;
    private final PathSpec there;
    private final PathSpec back;
    private final TcpSettings settings = new TcpSettings();
    /// What a policer lets through, else the rate.
    private long allowed;

    /// @param megabits of the bottleneck, a second
    /// @param rttMs    there and back without any queue
    /// @param products of rate and round-trip time that the bottleneck's buffer holds
    FlowCase(long megabits, long rttMs, double products) {
        rate = megabits * BYTES_PER_MEGABIT;
        rtt = rttMs * MS;
        allowed = rate;
        there = PathSpec.delay(rtt / 2).rate(rate).buffer((long) (product() * products));
        back = PathSpec.delay(rtt / 2);
    }

    private double product() {
        return rate / (double) SECOND * rtt;
    }

    FlowCase loss(double chance) {
        there.loss(chance);
        return this;
    }

    /// So many of the frames are held back for up to half of the round-trip time.
    FlowCase reordering(double chance) {
        there.reordering(chance, rtt / 2);
        return this;
    }

    /// What finds out what is lost: tcp_recovery, and with 0 no tail loss probes either.
    FlowCase recovery(int bits) {
        settings.recovery = bits;
        settings.earlyRetrans = bits == 0 ? 0 : settings.earlyRetrans;
        return this;
    }

    /// The bottleneck marks where more than half a product waits, and both ends have agreed on it.
    FlowCase marking() {
        there.markAbove((long) (product() / 2));
        settings.ecn = 1;
        return this;
    }

    FlowCase policer(long megabits) {
        allowed = megabits * BYTES_PER_MEGABIT;
        there.policer(allowed, (long) (product() / 4));
        return this;
    }

    /// Acknowledgments share a path of this rate, with room for few of them.
    FlowCase slowBack(long kilobits, long bufferBytes) {
        back.rate(kilobits * BYTES_PER_MEGABIT / 1_000).buffer(bufferBytes);
        return this;
    }

    /// After so many seconds the path is shorter by a quarter of the round-trip time: what is sent later overtakes.
    FlowCase shorterAfter(long seconds) {
        there.changes(seconds * SECOND, rtt / 4);
        return this;
    }

    /// Runs for a third of the time, then measures for the rest.
    FlowReport run(long seconds, int... algorithms) {
        try (FlowWorld world = new FlowWorld(there, back, settings, SEED)) {
            return world.run(seconds * SECOND / 3, seconds * SECOND * 2 / 3, algorithms);
        }
    }

    FlowReport run(long seconds, int streams, int algorithm) {
        int[] all = new int[streams];
        Arrays.fill(all, algorithm);
        return run(seconds, all);
    }

    /// The share of what the path could carry that arrived as text.
    double utilisation(FlowReport report) {
        return report.sum() / (allowed * TEXT);
    }

    /// The queue by the round-trip time without it.
    double queue(FlowReport report) {
        return report.queue() * MS / rtt;
    }

    static String label(int algorithm) {
        return switch (algorithm) {
            case RENO -> "reno";
            case CUBIC -> "cubic";
            case BBR -> "bbr";
            default -> throw new IllegalArgumentException("no algorithm " + algorithm);
        };
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
