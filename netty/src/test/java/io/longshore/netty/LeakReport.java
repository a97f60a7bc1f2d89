package io.longshore.netty;

import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Netty's leak detector, which keeps what it would have logged; the build names it to Netty by a system property. */
public final class LeakReport<T> extends ResourceLeakDetector<T> {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    public LeakReport(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    public LeakReport(Class<?> type, int samplingInterval, long most) {
        super(type, samplingInterval);
    }

    /** All leaks so far. */
    static Queue<String> found() {
        return FOUND;
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        FOUND.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        FOUND.add(type);
    }
}
