package io.longshore.link;

/// What a [FaultyLink] does to the frames that arrive. Chances are from 0 to 1, each drawn for every frame.
public final class Faults {

    private static final long BITS_PER_BYTE = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    double loss;
    double duplication;
    double corruption;
    double reordering;
    long heldBackNanos;
    long delayNanos;
    long jitterNanos;
    long bitsPerSecond;
    int queueFrames = 1024;

    private Faults() {
    }

    /// A perfect wire, to which the rest is added.
    public static Faults none() {
        return new Faults();
    }

    /// The chance that a frame is lost.
    public Faults loss(double chance) {
        loss = checked(chance);
        return this;
    }

    /// The chance that a frame arrives twice.
    public Faults duplication(double chance) {
        duplication = checked(chance);
        return this;
    }

    /// The chance that one bit of an IP packet is turned over. One bit, because the Internet checksum finds every
    /// single one: what comes through is not the wire's fault. ARP has no checksum and is spared, as it would be by
    /// Ethernet's.
    public Faults corruption(double chance) {
        corruption = checked(chance);
        return this;
    }

    /// The chance that a frame is held back up to `nanos` longer than its turn, so that later ones overtake it.
    public Faults reordering(double chance, long nanos) {
        reordering = checked(chance);
        heldBackNanos = checked(nanos);
        return this;
    }

    /// How long each frame is under way: `nanos`, and up to `jitter` more.
    public Faults delay(long nanos, long jitter) {
        delayNanos = checked(nanos);
        jitterNanos = checked(jitter);
        return this;
    }

    /// Frames follow each other at this rate; 0 for no limit.
    public Faults rate(long bits) {
        bitsPerSecond = checked(bits);
        return this;
    }

    /// How many frames are under way or wait at most; what comes then is lost.
    public Faults queue(int frames) {
        queueFrames = (int) checked((long) frames);
        return this;
    }

    /// How long a frame occupies the wire.
    long serialisationNanos(int bytes) {
        return bitsPerSecond == 0 ? 0 : bytes * BITS_PER_BYTE * NANOS_PER_SECOND / bitsPerSecond;
    }

    private static double checked(double chance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("a chance is 0 to 1, not " + chance);
        }
        return chance;
    }

    private static long checked(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("not less than 0, as " + amount + " is");
        }
        return amount;
    }

    @Override
    public String toString() {
        return "loss " + loss + ", duplication " + duplication + ", corruption " + corruption + ", reordering "
                + reordering + " by " + heldBackNanos + " ns, delay " + delayNanos + " + " + jitterNanos + " ns, rate "
                + bitsPerSecond + " bit/s, queue " + queueFrames + " frames";
    }
}
