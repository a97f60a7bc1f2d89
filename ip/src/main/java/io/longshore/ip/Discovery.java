package io.longshore.ip;

import io.longshore.wire.FrameBatch;

/// How an interface finds its IPv6 addresses and routers: what is due at the start and as time goes by (RFC 4862).
final class Discovery {

    final DuplicateDetection detection;
    final Mld mld;
    final AddressGenerator generator;
    final RouterSolicitation solicitation;
    final RouterInput routers;
    private final Interface ours;

    Discovery(Interface ours, Neighbours neighbours, NdpOutput ndp, IpCounters counters, long secret) {
        this.ours = ours;
        detection = new DuplicateDetection(ours, ndp, counters, secret + 1);
        mld = new Mld(ours, ndp, secret + 2);
        generator = new AddressGenerator(ours, detection, mld, secret + 3);
        solicitation = new RouterSolicitation(ours, ndp, secret + 4);
        routers = new RouterInput(ours, neighbours, generator, solicitation, counters);
    }

    /// The first turn.
    void begin(long now) {
        generator.begin(now);
        solicitation.begin(now);
    }

    /// Sends what is due: reports before the questions whose answers need them.
    void turn(FrameBatch out, long now) {
        if (now >= deadline()) {
            ours.table().turn(now);
            ours.routers().turn(now);
            mld.turn(out, now);
            detection.turn(out, now);
            solicitation.turn(out, now);
        }
    }

    /// When [#turn(FrameBatch, long)] is due; `Long.MAX_VALUE` for never.
    long deadline() {
        long addresses = Math.min(ours.table().deadline(), detection.deadline());
        long routers = Math.min(ours.routers().deadline(), solicitation.deadline());
        return Math.min(mld.deadline(), Math.min(addresses, routers));
    }
}
