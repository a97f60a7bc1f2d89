package io.longshore.channel;

import io.longshore.memory.Memory;
import java.util.ArrayDeque;

/**
 * The host's half of the slot numbers: which are in nobody's use. Any thread.
 *
 * <p>A slot given back lies with the server until that has stepped the slot's generation. The most recently used free
 * slot is taken first, so that few sockets touch few pages.
 */
public final class SlotPool {

    /** No slot is free. */
    public static final int NONE = -1;

    /** More than one, so that those the server is slow to return do not hide those it has returned. */
    private static final int COLLECTED_PER_TAKE = 4;

    private final Memory memory;
    private final RegionLayout layout;
    private final int[] free;
    private int freeCount;
    private final ArrayDeque<Returning> returning = new ArrayDeque<>();

    private record Returning(int slot, int generation) {
    }

    /** All slots of the host's half of a new region; {@code memory} is the chunk with the registers. */
    public SlotPool(Memory memory, RegionLayout layout) {
        this.memory = memory;
        this.layout = layout;
        this.free = new int[layout.firstServerSlot()];
        while (freeCount < free.length) {
            free[freeCount] = free.length - 1 - freeCount;
            freeCount++;
        }
    }

    /** A free slot's number, now in the caller's use, or {@link #NONE}. */
    public synchronized int take() {
        collect(COLLECTED_PER_TAKE);
        if (freeCount == 0) {
            collect(Integer.MAX_VALUE);
        }
        return freeCount == 0 ? NONE : free[--freeCount];
    }

    /** Gives a slot back that the server was never told of. */
    public synchronized void putBack(int slot) {
        free[freeCount++] = slot;
    }

    /** Gives a slot back that the server was told to close in that generation. */
    public synchronized void putBack(int slot, int generation) {
        returning.add(new Returning(slot, generation));
    }

    /** Slots in use or not yet returned by the server. */
    public synchronized int used() {
        collect(Integer.MAX_VALUE);
        return free.length - freeCount;
    }

    private void collect(int most) {
        for (int left = Math.min(most, returning.size()); left > 0; left--) {
            Returning slot = returning.poll();
            if (isReturned(slot)) {
                free[freeCount++] = slot.slot();
            } else {
                returning.add(slot);
            }
        }
    }

    private boolean isReturned(Returning slot) {
        int at = layout.slot(slot.slot());
        // The generation may be stepped before the state is free: both must be.
        return memory.getIntAcquire(at + SlotLayout.GENERATION) != slot.generation()
                && memory.getIntAcquire(at + SlotLayout.STATE) == SlotLayout.STATE_FREE;
    }
}
