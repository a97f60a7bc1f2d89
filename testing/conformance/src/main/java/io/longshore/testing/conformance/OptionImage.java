package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Values of options as they lie in the memory of a Linux x86-64 process.
final class OptionImage {

    private OptionImage() {
    }

    static byte[] of(int value) {
        return room(Integer.BYTES).putInt(value).array();
    }

    static byte[] of(boolean value) {
        return of(value ? 1 : 0);
    }

    /// Two ints, as in `struct linger`.
    static byte[] of(int first, int second) {
        return room(2 * Integer.BYTES).putInt(first).putInt(second).array();
    }

    static byte[] ofLong(long value) {
        return room(Long.BYTES).putLong(value).array();
    }

    /// A `struct timeval`.
    static byte[] ofMicros(long micros) {
        return room(2 * Long.BYTES).putLong(micros / 1_000_000).putLong(micros % 1_000_000).array();
    }

    static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isInt(byte[] value) {
        return value.length >= Integer.BYTES;
    }

    static int toInt(byte[] value) {
        return toInt(value, 0);
    }

    static int toInt(byte[] value, int at) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    static long toLong(byte[] value) {
        return value.length >= Long.BYTES
                ? ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong()
                : Integer.toUnsignedLong(toInt(value));
    }

    /// Microseconds of a `struct timeval`; −1 if its fraction is none.
    static long toMicros(byte[] value) {
        ByteBuffer pair = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        long fraction = pair.getLong(Long.BYTES);
        return fraction < 0 || fraction >= 1_000_000 ? -1 : Math.max(0, pair.getLong(0)) * 1_000_000 + fraction;
    }
}
