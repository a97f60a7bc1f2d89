package io.longshore.tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Blocks of one piece of (mapped) memory for the [FlightLog]s that do not fit their records: many small ones and few
/// large ones. Where none is left a log does with what it has.
public final class FlightPool {

    /// Entries of a small block and of a large one.
    static final int SMALL = 32;
    static final int LARGE = 1024;

    private static final int SMALL_BYTES = SMALL * FlightLog.ENTRY;
    private static final int LARGE_BYTES = LARGE * FlightLog.ENTRY;
    /// One small block for so many connections, and one large one.
    private static final int SMALL_SHARE = 4;
    private static final int LARGE_SHARE = 64;
    private static final int FEWEST_SMALL = 8;
    private static final int FEWEST_LARGE = 2;

    private final MemorySegment memory;
    private final int smallCount;
    private final int[] free;
    private int freeSmall;
    private int freeLarge;

    /// @param records how many connections share the memory, of [#bytes] of them
    public FlightPool(MemorySegment memory, int records) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("flights lie in native memory");
        }
        this.memory = memory;
        smallCount = smallCount(records);
        free = new int[smallCount + largeCount(records)];
        freeSmall = smallCount;
        freeLarge = free.length;
        for (int i = 0; i < free.length; i++) {
            // stacks whose tops are the lowest blocks, so that few connections cost few pages
            free[i] = i < smallCount ? smallCount - i : free.length + smallCount - i;
        }
    }

    /// A pool of its own memory.
    static FlightPool of(int records) {
        return new FlightPool(Arena.ofAuto().allocate(bytes(records), FlightLog.ENTRY), records);
    }

    /// Bytes of memory for the pool of so many connections.
    public static long bytes(int records) {
        return (long) smallCount(records) * SMALL_BYTES + (long) largeCount(records) * LARGE_BYTES;
    }

    /// A free block with more entries than `entries`, or 0.
    int take(int entries) {
        if (entries < SMALL && freeSmall > 0) {
            return free[--freeSmall];
        }
        return entries < LARGE && freeLarge > smallCount ? free[--freeLarge] : 0;
    }

    /// Gives a block back.
    void give(int block) {
        if (block <= smallCount) {
            free[freeSmall++] = block;
        } else {
            free[freeLarge++] = block;
        }
    }

    /// Blocks in use.
    public int used() {
        return smallCount - freeSmall + free.length - freeLarge;
    }

    int capacity(int block) {
        return block <= smallCount ? SMALL : LARGE;
    }

    long address(int block) {
        int index = block - 1;
        return index < smallCount
                ? (long) index * SMALL_BYTES
                : (long) smallCount * SMALL_BYTES + (long) (index - smallCount) * LARGE_BYTES;
    }

    MemorySegment memory() {
        return memory;
    }

    private static int smallCount(int records) {
        return Math.max(records / SMALL_SHARE, FEWEST_SMALL);
    }

    private static int largeCount(int records) {
        return Math.max(records / LARGE_SHARE, FEWEST_LARGE);
    }
}
