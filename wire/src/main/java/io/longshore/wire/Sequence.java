package io.longshore.wire;

/// Circular 32-bit numbers (RFC 9293, 3.4; RFC 1982): sequence numbers and timestamps. The only class that compares
/// them. Two numbers must be less than 2³¹ apart for an answer to mean anything.
public final class Sequence {

    private Sequence() {
    }

    /// a < b
    public static boolean isBefore(int a, int b) {
        return a - b < 0;
    }

    /// a ≤ b
    public static boolean isAtOrBefore(int a, int b) {
        return a - b <= 0;
    }

    /// a > b
    public static boolean isAfter(int a, int b) {
        return a - b > 0;
    }

    /// a ≥ b
    public static boolean isAtOrAfter(int a, int b) {
        return a - b >= 0;
    }

    /// Whether `x` lies in `[start, end)`; ranges up to 2³² − 1 long.
    public static boolean isWithin(int x, int start, int end) {
        return Integer.compareUnsigned(x - start, end - start) < 0;
    }

    /// `low ≤ x ≤ high`, walking up from `low`; ranges up to 2³² − 1 long.
    public static boolean isBetween(int low, int x, int high) {
        return Integer.compareUnsigned(x - low, high - low) <= 0;
    }

    /// The 64-bit number that ends in the 32 bits of `sequence` and is nearest to `near`.
    public static long unwrap(int sequence, long near) {
        return near + (sequence - (int) near);
    }

    /// From `a` forward to `b`; negative where b lies before a.
    public static int distance(int a, int b) {
        return b - a;
    }

    public static int min(int a, int b) {
        return isBefore(a, b) ? a : b;
    }

    public static int max(int a, int b) {
        return isBefore(a, b) ? b : a;
    }
}
