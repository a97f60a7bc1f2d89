package io.longshore.socket;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;

/** How long the collector has held the application up so far, as the JVM counts it, in milliseconds. */
final class CollectorClock {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<GarbageCollectorMXBean> collectors;

    private CollectorClock(List<GarbageCollectorMXBean> collectors) {
        this.collectors = collectors;
    }

    /** Null where the JVM has no {@code java.management}: then a pause is the application's. */
    static CollectorClock find() {
        if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
            return null;
        }
        // Concurrent collectors count their whole cycles in a bean of their own, in which the application runs.
        return new CollectorClock(ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !collector.getName().endsWith("Cycles")).collect(Collectors.toList()));
    }

    /** Nanoseconds in pauses since the JVM began. */
    long nanos() {
        long millis = 0;
        for (int i = 0; i < collectors.size(); i++) {
            millis += Math.max(0, collectors.get(i).getCollectionTime());
        }
        return millis * NANOS_PER_MILLI;
    }
}
