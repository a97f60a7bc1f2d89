package io.longshore.testing.simulation;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/// World after world on all processors; goes on until a few have failed.
final class SimulationCampaign {

    private static final int MOST_FAILURES = 5;

    private final Queue<SimulationFailure> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder worlds = new LongAdder();
    private final LongAdder frames = new LongAdder();

    /// `java … SimulationCampaign FIRST COUNT`, for those who have no time for a build.
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        SimulationCampaign campaign = new SimulationCampaign().run(first, Long.parseLong(arguments[1]));
        System.out.println(campaign);
        System.exit(campaign.failures.isEmpty() ? 0 : 1);
    }

    SimulationCampaign run(long first, long count) {
        LongStream.range(first, first + count).parallel().forEach(this::run);
        return this;
    }

    private void run(long seed) {
        if (failures.size() >= MOST_FAILURES) {
            return;
        }
        try (World world = World.of(seed)) {
            worlds.increment();
            world.run();
            frames.add(world.frames());
        } catch (SimulationFailure failure) {
            failures.add(failure);
        }
    }

    /// What failed, the first of them with all that is known.
    Queue<SimulationFailure> failures() {
        return failures;
    }

    long frames() {
        return frames.sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (SimulationFailure failure : failures) {
            text.append(failure).append('\n');
        }
        return text.append(worlds).append(" worlds, ").append(frames).append(" frames, ").append(failures.size())
                .append(" failures").toString();
    }
}
