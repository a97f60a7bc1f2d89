package io.longshore.channel;

/**
 * One entry of a listener's accept queue, eight bytes in the machine's byte order: the slot in the lower 32 bits, its
 * generation in the upper.
 */
public final class AcceptEntry {

    /** Bytes of one entry. */
    public static final int BYTES = Long.BYTES;
    /** No entry: no slot has this number. */
    public static final long NONE = -1;

    private AcceptEntry() {
    }

    public static long of(int slot, int generation) {
        return Integer.toUnsignedLong(slot) | (long) generation << 32;
    }

    public static int slot(long entry) {
        return (int) entry;
    }

    public static int generation(long entry) {
        return (int) (entry >> 32);
    }
}
