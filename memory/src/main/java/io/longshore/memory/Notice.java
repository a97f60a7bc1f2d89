package io.longshore.memory;

import java.lang.invoke.VarHandle;

/**
 * A register in which one side names the position at which it wants to be rung, so that the other side need not ring at
 * every step. Store, fence, load on both sides (Dekker): either the asker sees the position it waits for when it looks
 * again, or the other side sees the notice.
 */
public final class Notice {

    /** Asks for nothing. */
    public static final long NEVER = Long.MAX_VALUE;

    private Notice() {
    }

    /** The asker's side; it must then look again at the position before it relies on being rung. */
    public static void ask(Memory memory, int at, long position) {
        memory.setLongRelease(at, position);
        VarHandle.fullFence();
    }

    /** Asks no longer. */
    public static void withdraw(Memory memory, int at) {
        memory.setLongRelease(at, NEVER);
    }

    /** The other side, after it has released {@code position}: whether that is far enough to ring. */
    public static boolean isDue(Memory memory, int at, long position) {
        VarHandle.fullFence();
        return position >= memory.getLongVolatile(at);
    }
}
