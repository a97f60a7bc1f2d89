package io.longshore.testing.simulation;

import io.longshore.agent.VirtualClock;
import io.longshore.channel.HostSlot;
import io.longshore.link.MemoryCable;
import io.longshore.tcp.TcpCounters;
import io.longshore.tcp.TcpSettings;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Several streams from one machine to another, which share one path, on virtual time. They begin within a quarter of a
/// second of each other, as the seed says, and are measured in the second part of the time.
final class FlowWorld implements AutoCloseable {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long BEGIN = 1_000 * SECOND;
    private static final long SPREAD = SECOND / 4;
    private static final int CABLE_FRAMES = 4_096;
    private static final int RESTLESS = 100_000;
    private static final int MTU = 1_500;

    private final Arena arena = Arena.ofConfined();
    private final VirtualClock clock = new VirtualClock(BEGIN);
    private final BottleneckLink there;
    private final BottleneckLink back;
    private final FlowHost sender;
    private final FlowHost receiver;
    private final SplittableRandom random;
    private final List<HostSlot> streams = new ArrayList<>();

    FlowWorld(PathSpec there, PathSpec back, TcpSettings settings, long seed) {
        random = new SplittableRandom(seed);
        MemoryCable cable = new MemoryCable(MTU, 0, CABLE_FRAMES);
        this.there = new BottleneckLink(cable.right(), there, clock, random.nextLong());
        this.back = new BottleneckLink(cable.left(), back, clock, random.nextLong());
        sender = new FlowHost(0, this.back, clock, arena, settings);
        TcpSettings other = new TcpSettings();
        other.ecn = settings.ecn;
        receiver = new FlowHost(1, this.there, clock, arena, other);
        receiver.listen();
    }

    /// Runs one stream for each algorithm, named as Linux does, by number.
    ///
    /// @param warmUp  time that does not count
    /// @param measure time that does
    FlowReport run(long warmUp, long measure, int... algorithms) {
        for (int algorithm : algorithms) {
            until(clock.nanoTime() + random.nextLong(1, 2 * SPREAD / algorithms.length));
            streams.add(sender.open(receiver.address(), algorithm));
        }
        until(BEGIN + warmUp);
        long[] before = arrived();
        long carried = there.carried;
        double waited = there.waited;
        long frames = there.frames;
        until(BEGIN + warmUp + measure);
        long[] after = arrived();
        double seconds = measure / (double) SECOND;
        double[] goodput = new double[after.length];
        for (int i = 0; i < after.length; i++) {
            goodput[i] = (after[i] - before[i]) / seconds;
        }
        double queue = (there.waited - waited) / Math.max(there.frames - frames, 1) / MS;
        return new FlowReport(goodput, (there.carried - carried) / seconds, queue, there.dropped, there.marked,
                sender.counters().retransSegs, sender.counters().tcpTimeouts);
    }

    /// Lets time pass until so long after the beginning; returns the longest packet that passed meanwhile.
    int longestUntil(long time) {
        there.longest = 0;
        until(BEGIN + time);
        return there.longest;
    }

    /// Opens a stream with an algorithm.
    HostSlot open(int algorithm) {
        streams.add(sender.open(receiver.address(), algorithm));
        return streams.getLast();
    }

    TcpCounters counters() {
        return sender.counters();
    }

    private long[] arrived() {
        return streams.stream().mapToLong(HostSlot::acknowledged).toArray();
    }

    private void until(long end) {
        while (clock.nanoTime() < end) {
            rest();
            long next = Math.min(sender.deadline(), receiver.deadline());
            clock.advanceTo(Math.max(clock.nanoTime(), Math.min(next, end)));
        }
    }

    private void rest() {
        int rounds = 0;
        while (sender.turn() | receiver.turn()) {
            if (rounds++ > RESTLESS) {
                throw new SimulationFailure("does not come to rest");
            }
        }
    }

    @Override
    public void close() {
        sender.end();
        receiver.end();
        arena.close();
    }
}
