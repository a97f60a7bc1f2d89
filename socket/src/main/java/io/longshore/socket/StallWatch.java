package io.longshore.socket;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for connections that stand still, a hundred times a second, as long as a recording wants to hear of stalls: a
 * thread of its own, which is not there otherwise. It reads registers and a clock and touches nothing that flows.
 *
 * <p>What the server's account says of a connection is exact; what only a look can tell (whether the server has taken
 * a doorbell, whether connections wait to be accepted) is exact to one look. How late text is read is told by the
 * reader itself, see {@link StallTrack}: after a pause of the collector it is sooner at it than this thread.
 */
final class StallWatch implements Runnable {

    /** Between two looks, if they are quick. */
    static final long INTERVAL = 10_000_000;
    /** What is shorter is no stall, whatever the recording's threshold. */
    static final long LEAST = 10_000_000;
    /** One look takes at most this share of the time, as long as that leaves enough of them. */
    private static final int SHARE = 50;
    private static final long LONGEST = 500_000_000;
    private static final long LEAST_COST = 10_000;
    private static final int MOMENTS = 1024;

    private final Offload offload;
    private final FlightEvents events;
    private final CollectorClock collector;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean wanted;

    // The moments of the last looks: when, what the recording needs to begin there, what the collector had taken.
    private final Object[] moments = new Object[MOMENTS];
    private final long[] times = new long[MOMENTS];
    private final long[] collected = new long[MOMENTS];
    private int looks;
    /** Of one look in nanoseconds; it grows slowly, since a look during which another had the processor is not dear. */
    private long cost;

    StallWatch(Offload offload, FlightEvents events) {
        this.offload = offload;
        this.events = events;
        this.collector = CollectorClock.find();
    }

    Offload offload() {
        return offload;
    }

    /** Goes on watching until {@link #stop}, if it does not watch already. */
    void start() {
        wanted = true;
        if (running.compareAndSet(false, true)) {
            Thread thread = new Thread(null, this, "longshore-stalls", 256 * 1024, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop() {
        wanted = false;
    }

    @Override
    public void run() {
        try {
            while (wanted && !offload.isGone()) {
                long start = System.nanoTime();
                remember(start);
                offload.forEachSocket(socket -> look(socket, start));
                cost = Math.min(System.nanoTime() - start, 2 * cost + LEAST_COST);
                LockSupport.parkNanos(this, Math.max(INTERVAL - cost, Math.min(SHARE * cost, LONGEST)));
            }
        } catch (InternalError truncated) {
            // The mapped file was cut short: the poller says so.
            wanted = false;
        } finally {
            offload.forEachSocket(socket -> socket.track = null);
            running.set(false);
        }
    }

    private void look(StackSocket socket, long now) {
        StallTrack track = socket.track;
        if (track == null) {
            track = new StallTrack(this, socket);
            socket.track = track;
        }
        track.look(now);
    }

    // --- Moments ----------------------------------------------------------------------------------------------------

    private synchronized void remember(long now) {
        int at = looks++ % MOMENTS;
        times[at] = now;
        moments[at] = events.moment();
        collected[at] = collector == null ? 0 : collector.nanos();
    }

    /** The last look that was not after a time, or the oldest that is remembered. */
    private int before(long time) {
        int oldest = Math.max(0, looks - MOMENTS);
        int look = looks - 1;
        while (look > oldest && times[look % MOMENTS] - time > 0) {
            look--;
        }
        return look % MOMENTS;
    }

    /** Tells of a stall. What was not read while the collector held readers up most of the time is the collector's. */
    void tell(Stall stall) {
        long collecting = 0;
        Object moment;
        synchronized (this) {
            int at = before(stall.since);
            moment = moments[at];
            if (collector != null) {
                collecting = Math.min(stall.nanos(), collector.nanos() - collected[at]);
            }
        }
        boolean paused = stall.cause == StallCause.APPLICATION && 2 * collecting >= stall.nanos();
        events.stalled(moment, paused ? stall.because(StallCause.GC_PAUSE) : stall, collecting);
    }
}
