package io.longshore.tcp;

/// What a received packet would take of memory in Linux, which windows are accounted in: a descriptor, a head that
/// comes in powers of two, and pages for what does not fit. Our rings are denser; peers and applications that were
/// tuned beside Linux find the same windows here.
final class Footprint {

    private static final int DESCRIPTOR = 256;
    /// Room for link headers in front, and what ends a head.
    private static final int HEADROOM = 64;
    private static final int TRAILER = 320;
    private static final int SMALLEST_HEAD = 512;
    private static final int PAGE = 4096;
    private static final int MOST_IN_HEAD = PAGE - HEADROOM - TRAILER;

    private Footprint() {
    }

    /// Bytes that a packet of so many takes.
    static int of(int packet) {
        if (packet > MOST_IN_HEAD) {
            return DESCRIPTOR + PAGE + (packet - MOST_IN_HEAD + PAGE - 1) / PAGE * PAGE;
        }
        return DESCRIPTOR + head(packet);
    }

    /// Bytes that its head has left for text that follows.
    static int slack(int packet) {
        return packet > MOST_IN_HEAD ? 0 : head(packet) - HEADROOM - TRAILER - packet;
    }

    private static int head(int packet) {
        int wanted = packet + HEADROOM + TRAILER;
        int power = Integer.highestOneBit(wanted);
        return Math.max(SMALLEST_HEAD, power == wanted ? power : power << 1);
    }
}
