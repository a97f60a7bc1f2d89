package io.longshore.testing.concurrency;

import io.longshore.memory.Memory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Zeroed cache lines for the state of one race. A race is run millions of times, and a direct buffer for each would
 * spend the time on cleaners: so lines are taken from one buffer in turn, which is far larger than what is in use.
 */
final class Lines {

    private static final int LINE = 64;
    private static final int BYTES = 1 << 25;
    private static final ByteBuffer ALL = ByteBuffer.allocateDirect(BYTES + LINE).alignedSlice(LINE);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Lines() {
    }

    static Memory take(int lines) {
        int bytes = lines * LINE;
        int turn = NEXT.getAndAdd(1) & Integer.MAX_VALUE;
        Memory memory = Memory.of(ALL.slice(turn % (BYTES / bytes) * bytes, bytes));
        for (int at = 0; at < bytes; at += Long.BYTES) {
            memory.putLong(at, 0);
        }
        return memory;
    }
}
