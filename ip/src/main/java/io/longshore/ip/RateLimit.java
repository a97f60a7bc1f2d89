package io.longshore.ip;

/// A token bucket with jitter: 1,000 messages a second, 50 at once, as Linux has it; each costs one or two tokens by
/// chance, so that nobody can count what others made us send (CVE-2020-25705).
final class RateLimit {

    private static final long TOKEN = 1_000_000;
    private static final long BURST = 50 * TOKEN;

    private final Randomness randomness;
    private long credit = BURST;
    private long last;
    private boolean used;

    RateLimit(Randomness randomness) {
        this.randomness = randomness;
    }

    boolean allows(long now) {
        if (used) {
            credit = Math.min(BURST, credit + Math.max(0, now - last));
        }
        used = true;
        last = now;
        if (credit < TOKEN) {
            return false;
        }
        credit -= TOKEN << (randomness.next() & 1);
        return true;
    }
}
