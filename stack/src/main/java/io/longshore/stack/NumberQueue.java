package io.longshore.stack;

/// A first-in-first-out queue of numbers below a bound, each in it at most once.
final class NumberQueue {

    static final int NONE = -1;

    private final int[] numbers;
    private final long[] members;
    private final int mask;
    private int head;
    private int size;

    /// @param bound a power of two
    NumberQueue(int bound) {
        numbers = new int[bound];
        members = new long[bound + 63 >> 6];
        mask = bound - 1;
    }

    /// Appends a number unless it waits already.
    void add(int number) {
        long bit = 1L << number;
        if ((members[number >> 6] & bit) == 0) {
            members[number >> 6] |= bit;
            numbers[head + size++ & mask] = number;
        }
    }

    /// Takes the number that has waited longest, or [#NONE].
    int take() {
        if (size == 0) {
            return NONE;
        }
        int number = numbers[head];
        head = head + 1 & mask;
        size--;
        members[number >> 6] &= ~(1L << number);
        return number;
    }

    boolean contains(int number) {
        return (members[number >> 6] & 1L << number) != 0;
    }

    int size() {
        return size;
    }
}
