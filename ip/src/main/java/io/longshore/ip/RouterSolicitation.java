package io.longshore.ip;

import io.longshore.wire.FrameBatch;

/// Asks for routers at the start, until one advertises itself (RFC 4861 6.3.7).
final class RouterSolicitation {

    private static final long SECOND = 1_000_000_000L;
    private static final long INTERVAL = 4 * SECOND;

    private final Interface ours;
    private final NdpOutput ndp;
    private final Randomness randomness;
    private int left;
    private long due = Long.MAX_VALUE;

    RouterSolicitation(Interface ours, NdpOutput ndp, long secret) {
        this.ours = ours;
        this.ndp = ndp;
        randomness = new Randomness(secret);
    }

    /// The first turn. Who was given a router, or an address and no router, does not ask.
    void begin(long now) {
        boolean wanted = ours.isAutoconfigured() && ours.settings().acceptRa && !ours.routers().isConfigured()
            && !ours.isPointToPoint();
        if (wanted && ours.settings().routerSolicitations > 0) {
            left = ours.settings().routerSolicitations;
            due = now + Math.floorMod((long) randomness.next() << 4, SECOND);
        }
    }

    void answered() {
        left = 0;
        due = Long.MAX_VALUE;
    }

    void turn(FrameBatch out, long now) {
        if (now >= due && !out.isFull()) {
            ndp.solicitRouters(out.add());
            left--;
            due = left > 0 ? now + INTERVAL : Long.MAX_VALUE;
        }
    }

    /// When [#turn(FrameBatch, long)] is due; `Long.MAX_VALUE` for never.
    long deadline() {
        return due;
    }
}
