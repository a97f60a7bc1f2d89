package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The pieces of memory of a `readv` or `writev`: a native array that is filled anew for each call.
///
/// It holds addresses: the memory named must be native and stay alive until the call has returned.
public final class IoVector {

    /// `struct iovec`: address and length.
    private static final int ENTRY = 16;
    private static final int LENGTH_AT = 8;

    private final MemorySegment entries;
    private final int capacity;
    private int count;

    public IoVector(Arena arena, int capacity) {
        entries = arena.allocate((long) capacity * ENTRY, Long.BYTES);
        this.capacity = capacity;
    }

    public void clear() {
        count = 0;
    }

    /// Appends `length` bytes of `memory` from `at`; where `length` is 0, nothing.
    public void add(MemorySegment memory, long at, int length) {
        if (length > 0) {
            set(count, memory, at, length);
            count++;
        }
    }

    private void set(int index, MemorySegment memory, long at, long length) {
        if (!memory.isNative() || index >= capacity || at < 0 || length > memory.byteSize() - at) {
            throw new IndexOutOfBoundsException("piece " + index + " of " + capacity + ": offset " + at + ", length "
                    + length + " in " + memory);
        }
        long entry = (long) index * ENTRY;
        entries.set(ValueLayout.JAVA_LONG, entry, memory.address() + at);
        entries.set(ValueLayout.JAVA_LONG, entry + LENGTH_AT, length);
    }

    /// Pieces added since it was cleared.
    public int count() {
        return count;
    }

    MemorySegment entries() {
        return entries;
    }
}
