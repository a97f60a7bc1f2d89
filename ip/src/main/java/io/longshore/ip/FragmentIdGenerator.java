package io.longshore.ip;

import io.longshore.wire.SipHash;

/// Identifications of what we send in fragments: per destination they begin anywhere and go on in unpredictable steps,
/// so that none comes again soon (RFC 6864 4.3) and nobody can guess the next (RFC 7739 5.1 and 5.3). What is sent
/// whole has none: 0 with DF (RFC 6864 4.1).
final class FragmentIdGenerator {

    private static final int COUNTERS = 256;
    private static final int MOST_STEP = 64;

    private final SipHash hash;
    private final Randomness randomness;
    private final int[] counters = new int[COUNTERS];

    FragmentIdGenerator(long secret) {
        hash = SipHash.strong(secret, Long.reverse(secret));
        randomness = new Randomness(secret);
    }

    int next(long destinationHigh, long destinationLow) {
        long start = hash.hash(destinationHigh, destinationLow);
        int counter = (int) (start >>> Long.SIZE - 8);
        counters[counter] += 1 + (randomness.next() & MOST_STEP - 1);
        return (int) start + counters[counter];
    }
}
