package io.longshore.ip;

/// A token bucket. With jitter each message costs one or two tokens by chance, so that nobody can count what others
/// made us send (CVE-2020-25705).
final class RateLimit {

    private static final long SECOND = 1_000_000_000L;

    private final Randomness randomness;
    private long credit;
    private long last;
    private boolean used;

    /// @param randomness for jitter, or null for none
    RateLimit(Randomness randomness) {
        this.randomness = randomness;
    }

    /// Takes a token if there is one.
    ///
    /// @param rate  tokens a second; 0 for no limit
    /// @param burst tokens that can be saved up
    boolean allows(int rate, int burst, long now) {
        if (rate <= 0) {
            return true;
        }
        long token = SECOND / rate;
        long most = Math.max(burst, 1) * token;
        credit = used ? Math.min(most, credit + Math.max(0, now - last)) : most;
        used = true;
        last = now;
        if (credit < token) {
            return false;
        }
        credit -= randomness == null ? token : token << (randomness.next() & 1);
        return true;
    }
}
