package io.longshore.testing.fuzz;

import java.util.Arrays;

/// Decisions read out of any bytes; zeros once they are used up. Whoever made the bytes, a fuzzer or a random number
/// generator, thereby chooses everything that a target does.
final class FuzzInput {

    private final byte[] data;
    private int at;

    FuzzInput(byte[] data) {
        this.data = data;
    }

    boolean hasMore() {
        return at < data.length;
    }

    boolean isHalfUsed() {
        return at > data.length / 2;
    }

    /// 0 to 255.
    int octet() {
        return at < data.length ? data[at++] & 0xFF : 0;
    }

    int number16() {
        return octet() << 8 | octet();
    }

    int number32() {
        return number16() << 16 | number16();
    }

    /// 0 to `below - 1`.
    int choice(int below) {
        return octet() % below;
    }

    boolean flag() {
        return (octet() & 1) != 0;
    }

    /// As many bytes as the input says, `most` or fewer; what is missing is not there.
    byte[] bytes(int most) {
        int length = Math.min(number16() % (most + 1), data.length - at);
        byte[] bytes = Arrays.copyOfRange(data, at, at + length);
        at += length;
        return bytes;
    }

    /// Exactly so many bytes, zeros for what is missing.
    byte[] exactly(int length) {
        int there = Math.min(length, data.length - at);
        byte[] bytes = Arrays.copyOf(Arrays.copyOfRange(data, at, at + there), length);
        at += there;
        return bytes;
    }

    /// A number near `base` most of the time, anything otherwise: where borders are.
    int near(int base) {
        int kind = octet();
        if (kind < 64) {
            return base;
        }
        if (kind < 192) {
            return base + (byte) octet();
        }
        return kind < 224 ? base + (short) number16() : number32();
    }
}
