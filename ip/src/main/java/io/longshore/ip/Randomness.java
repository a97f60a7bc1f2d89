package io.longshore.ip;

/// Unpredictable small numbers out of one secret (SplitMix64): for jitter and identifiers, not for keys.
final class Randomness {

    private long state;

    Randomness(long secret) {
        state = secret;
    }

    long nextLong() {
        return (long) next() << 32 | next() & 0xFFFF_FFFFL;
    }

    int next() {
        state += 0x9E37_79B9_7F4A_7C15L;
        long mixed = (state ^ state >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return (int) (mixed >>> 32);
    }
}
