package io.longshore.testing.simulation;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/// World after world, as many as there is time for: `java … SimulationCampaign FIRST COUNT`. Prints what fails, and goes
/// on until ten have failed.
final class SimulationCampaign {

    private static final int MOST_FAILURES = 10;

    private final AtomicInteger failures = new AtomicInteger();
    private final LongAdder worlds = new LongAdder();
    private final LongAdder frames = new LongAdder();

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        SimulationCampaign campaign = new SimulationCampaign();
        LongStream.range(first, first + count).parallel().forEach(campaign::run);
        System.out.println(campaign);
        System.exit(campaign.failures.get() == 0 ? 0 : 1);
    }

    private void run(long seed) {
        if (failures.get() >= MOST_FAILURES) {
            return;
        }
        try (World world = World.of(seed)) {
            worlds.increment();
            world.run();
            frames.add(world.frames());
        } catch (SimulationFailure failure) {
            failures.incrementAndGet();
            failure.printStackTrace(System.out);
        }
    }

    @Override
    public String toString() {
        return worlds + " worlds, " + frames + " frames, " + failures + " failures";
    }
}
