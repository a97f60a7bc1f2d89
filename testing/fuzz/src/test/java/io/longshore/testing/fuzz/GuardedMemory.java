package io.longshore.testing.fuzz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Bytes between two guards: reading behind them throws, writing before them is noticed.
final class GuardedMemory {

    static final int BEFORE = 7;
    private static final byte GUARD = (byte) 0xA5;

    final MemorySegment memory;
    private final byte[] original;

    GuardedMemory(byte[] content) {
        original = new byte[BEFORE + content.length];
        Arrays.fill(original, 0, BEFORE, GUARD);
        System.arraycopy(content, 0, original, BEFORE, content.length);
        memory = MemorySegment.ofArray(original.clone());
    }

    /// Nothing was written at all.
    void isUntouched() {
        long changed = memory.mismatch(MemorySegment.ofArray(original));
        if (changed >= 0) {
            throw new AssertionError("a parser wrote at " + (changed - BEFORE));
        }
    }

    /// Nothing was written but the `length` bytes from `from`.
    void isUntouchedBut(int from, int length) {
        byte[] now = memory.toArray(ValueLayout.JAVA_BYTE);
        for (int i = 0; i < now.length; i++) {
            boolean allowed = i >= BEFORE + from && i < BEFORE + from + length;
            if (!allowed && now[i] != original[i]) {
                throw new AssertionError("a writer wrote at " + (i - BEFORE));
            }
        }
    }
}
