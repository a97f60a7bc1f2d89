package io.longshore.memory;

/**
 * How a ring's 64-bit positions fall on its bytes, packed into one long so that it is published by one store:
 * the position that lies at byte 0 (upper 58 bits) and the logarithm of the capacity (lower 6 bits).
 *
 * <pre>
 *   byte of a position = (position − base) mod capacity
 * </pre>
 *
 * <p>Only the ring's writer changes its geometry, and only so that no byte the reader may still read moves: an empty
 * ring starts over at byte 0 ({@link #restart}), and a ring whose live bytes lie in one lap doubles ({@link #grow}).
 * A reader that acquires the writer's position before it loads the geometry therefore sees one that fits its bytes,
 * whether it is the old one or the new.
 */
public final class RingGeometry {

    private static final int LOG_BITS = 6;
    private static final long LOG_MASK = (1L << LOG_BITS) - 1;

    private RingGeometry() {
    }

    /** Packs a base position (≥ 0, &lt; 2⁵⁷) and a capacity of {@code 1 << log2Capacity} bytes (12 ≤ log2 ≤ 30). */
    public static long of(long base, int log2Capacity) {
        return base << LOG_BITS | log2Capacity;
    }

    public static long base(long geometry) {
        return geometry >> LOG_BITS;
    }

    public static int log2Capacity(long geometry) {
        return (int) (geometry & LOG_MASK);
    }

    /** Bytes that the ring can hold. */
    public static int capacity(long geometry) {
        return 1 << log2Capacity(geometry);
    }

    /** The byte within the ring at which a position lies. */
    public static int offset(long geometry, long position) {
        return (int) (position - base(geometry)) & capacity(geometry) - 1;
    }

    /** Bytes from a position up to the end of the ring, where it wraps. */
    public static int contiguous(long geometry, long position) {
        return capacity(geometry) - offset(geometry, position);
    }

    /** An empty ring starts over: the same capacity with {@code position} at byte 0. */
    public static long restart(long geometry, long position) {
        return of(position, log2Capacity(geometry));
    }

    /** Whether the live bytes {@code [first, end)} lie in one lap, so that doubling moves none of them. */
    public static boolean mayGrow(long geometry, long first, long end) {
        return end == first || lap(geometry, first) == lap(geometry, end - 1);
    }

    /** Doubles the capacity; legal where {@link #mayGrow} holds for the live bytes that begin at {@code first}. */
    public static long grow(long geometry, long first) {
        long base = base(geometry) + (lap(geometry, first) << log2Capacity(geometry));
        return of(base, log2Capacity(geometry) + 1);
    }

    /** Whether a geometry written by the other side may be used: {@code minimum ≤ log2 ≤ maximum}, base not ahead. */
    public static boolean isSound(long geometry, int minimumLog2, int maximumLog2, long first) {
        int log2 = log2Capacity(geometry);
        return log2 >= minimumLog2 && log2 <= maximumLog2 && base(geometry) >= 0 && base(geometry) <= first;
    }

    private static long lap(long geometry, long position) {
        return position - base(geometry) >> log2Capacity(geometry);
    }
}
