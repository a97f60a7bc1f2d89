package io.longshore.channel;

import static io.longshore.channel.SlotLayout.*;

import io.longshore.memory.Memory;
import java.lang.invoke.VarHandle;

/**
 * A copy of a slot's account line, for who wants to know why the connection stands still: {@link #look}, then ask. One
 * thread at a time.
 *
 * <p>The line has one writer, the server: it makes the version odd, writes, and makes it even again. The copy is whole
 * if the version was the same even number before and behind the reading.
 */
public final class WaitAccount {

    /** The server writes some ten words: it is not in the middle of that for long, unless it was stopped there. */
    private static final int MOST_ATTEMPTS = 1_000;

    private final Memory memory;
    private final int at;
    private int waitsFor;
    private long waitsSince;
    private long keptByWindow;
    private long keptByNetwork;
    private long late;
    private long unreadFrom;
    private long unreadSince;
    private long gapSince;

    WaitAccount(Memory memory, int at) {
        this.memory = memory;
        this.at = at;
    }

    /** Copies the line; false: the server is in the middle of writing, and this object says what it said before. */
    public boolean look() {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            // Pairs with the release of the even version: what was written before it is seen.
            int version = memory.getIntAcquire(at + ACCOUNT_VERSION);
            if ((version & 1) == 0 && copy(version)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private boolean copy(int version) {
        int waits = memory.getInt(at + WAITS_FOR);
        long since = memory.getLong(at + WAITS_SINCE);
        long window = memory.getLong(at + KEPT_BY_WINDOW);
        long network = memory.getLong(at + KEPT_BY_NETWORK);
        long lateness = memory.getLong(at + LATE);
        long from = memory.getLong(at + UNREAD_FROM);
        long unread = memory.getLong(at + UNREAD_SINCE);
        long gap = memory.getLong(at + GAP_SINCE);
        // The reads above come before the second look at the version.
        VarHandle.loadLoadFence();
        if (memory.getInt(at + ACCOUNT_VERSION) != version) {
            return false;
        }
        waitsFor = waits;
        waitsSince = since;
        keptByWindow = window;
        keptByNetwork = network;
        late = lateness;
        unreadFrom = from;
        unreadSince = unread;
        gapSince = gap;
        return true;
    }

    /** What text that was written and is not acknowledged waits for: one of {@code SlotLayout.WAITS_}. */
    public int waitsFor() {
        return waitsFor;
    }

    /** When it began to wait for that, or when text was acknowledged last. */
    public long waitsSince() {
        return waitsSince;
    }

    /** For how long the peer's window has kept text back, in nanoseconds up to now. */
    public long keptByWindow(long now) {
        return keptByWindow + (waitsFor == WAITS_FOR_WINDOW ? Math.max(0, now - waitsSince) : 0);
    }

    /** For how long the network has kept text, in nanoseconds up to now: on its way out, or in by a gap. */
    public long keptByNetwork(long now) {
        return keptByNetwork + (waitsFor == WAITS_FOR_NETWORK ? Math.max(0, now - waitsSince) : 0)
                + (gapSince != 0 ? Math.max(0, now - gapSince) : 0);
    }

    /** How late the TCP Server came to look at this connection, in nanoseconds, summed up. */
    public long late() {
        return late;
    }

    /** Position of the byte that came when all before it was read. */
    public long unreadFrom() {
        return unreadFrom;
    }

    /** When it came. */
    public long unreadSince() {
        return unreadSince;
    }

    /** Since when received text waits behind a hole; 0: there is none. */
    public long gapSince() {
        return gapSince;
    }
}
