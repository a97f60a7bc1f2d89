package io.longshore.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads and writes big-endian integers at any offset; unsigned ones come in the next wider type.
public final class NetworkOrder {

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private NetworkOrder() {
    }

    public static int get8(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }

    public static int get16(MemorySegment memory, long at) {
        return memory.get(SHORT, at) & 0xFFFF;
    }

    public static int get32(MemorySegment memory, long at) {
        return memory.get(INT, at);
    }

    public static long get48(MemorySegment memory, long at) {
        return (long) get16(memory, at) << 32 | get32(memory, at + 2) & 0xFFFF_FFFFL;
    }

    public static long get64(MemorySegment memory, long at) {
        return memory.get(LONG, at);
    }

    public static void put8(MemorySegment memory, long at, int value) {
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    public static void put16(MemorySegment memory, long at, int value) {
        memory.set(SHORT, at, (short) value);
    }

    public static void put32(MemorySegment memory, long at, int value) {
        memory.set(INT, at, value);
    }

    public static void put48(MemorySegment memory, long at, long value) {
        put16(memory, at, (int) (value >>> 32));
        put32(memory, at + 2, (int) value);
    }

    public static void put64(MemorySegment memory, long at, long value) {
        memory.set(LONG, at, value);
    }
}
