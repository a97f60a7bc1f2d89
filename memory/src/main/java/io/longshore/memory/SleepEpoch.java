package io.longshore.memory;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The line in which one sleeper tells its ringers whether it sleeps: one long that only the sleeper writes, odd while
 * it sleeps or is about to.
 *
 * <pre>
 *   sleeper                                ringer
 *   fallAsleep()   epoch := odd, fence     release the news, ring the doorbell bit
 *   look again at everything               needsBell()   fence, read epoch
 *   nothing new: block on the bell         if true: ring the bell
 *   awake()        epoch := even
 * </pre>
 *
 * <p>Store, fence, load on both sides (Dekker): either the sleeper sees the news or the ringer sees the odd epoch. One
 * object per side: the sleeper's counts epochs, a ringer's remembers the last epoch it rang for, so that its process
 * sends one bell per sleep however many threads ring.
 */
public final class SleepEpoch {

    private final Memory memory;
    private final int at;
    private final AtomicLong rungFor = new AtomicLong();
    private long epoch;

    /** The epoch at byte {@code at}. */
    public SleepEpoch(Memory memory, int at) {
        this.memory = memory;
        this.at = at;
        this.epoch = memory.getLongVolatile(at);
    }

    /** The sleeper, before it looks again: from now on ringers ring the bell. */
    public void fallAsleep() {
        if ((epoch & 1) == 0) {
            memory.setLongVolatile(at, ++epoch);
        }
        VarHandle.fullFence();
    }

    /** The sleeper, once it no longer blocks, or need not. */
    public void awake() {
        if ((epoch & 1) != 0) {
            memory.setLongRelease(at, ++epoch);
        }
    }

    /** A ringer, after the news and the doorbell bit: whether to ring the bell. Any thread; true once per sleep. */
    public boolean needsBell() {
        VarHandle.fullFence();
        long now = memory.getLongVolatile(at);
        if ((now & 1) == 0) {
            return false;
        }
        long rung = rungFor.get();
        while (now != rung) {
            if (rungFor.compareAndSet(rung, now)) {
                return true;
            }
            rung = rungFor.get();
        }
        return false;
    }

    /** Whether the sleeper sleeps or is about to, for those who only want to tell. */
    public boolean isAsleep() {
        return (memory.getLongVolatile(at) & 1) != 0;
    }
}
