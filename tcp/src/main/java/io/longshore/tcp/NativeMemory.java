package io.longshore.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Numbers at addresses of this process, unchecked: for records and flights, of which a segment touches hundreds of
/// fields. Whoever asks has made sure, once, that the address lies within the slab: [TcbSlab#at] that the record is
/// live, [FlightLog] that the entry is one of its block. A [MemorySegment] would ask at each field anew whether it is
/// still mapped, aligned and long enough, and what kind of segment it is.
final class NativeMemory {

    /// A constant, so that the compiler knows all that it would have to ask.
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfChar CHAR = ValueLayout.JAVA_CHAR_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private NativeMemory() {
    }

    static byte byteAt(long address) { return ALL.get(BYTE, address); }
    static void byteAt(long address, byte value) { ALL.set(BYTE, address, value); }
    static char charAt(long address) { return ALL.get(CHAR, address); }
    static void charAt(long address, char value) { ALL.set(CHAR, address, value); }
    static int intAt(long address) { return ALL.get(INT, address); }
    static void intAt(long address, int value) { ALL.set(INT, address, value); }
    static long longAt(long address) { return ALL.get(LONG, address); }
    static void longAt(long address, long value) { ALL.set(LONG, address, value); }
    static double doubleAt(long address) { return ALL.get(DOUBLE, address); }
    static void doubleAt(long address, double value) { ALL.set(DOUBLE, address, value); }
}
