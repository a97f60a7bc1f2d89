package io.longshore.tcp;

/// A sender with an algorithm, and acknowledgments that the test makes up; segments of 1000 bytes.
abstract class CongestionFixture {

    static final long MS = 1_000_000;
    static final int MSS = 1_000;

    final Tcb tcb = TcbFixture.established(0, 0);
    final Acked acked = new Acked();
    final CongestionControl algorithm;
    long now = 1_000 * MS;

    CongestionFixture(CongestionControl algorithm) {
        this.algorithm = algorithm;
        tcb.cwnd(CongestionControl.initialWindow(tcb));
        CongestionLayout.algorithm(tcb, CongestionControl.numberOf(algorithm));
        algorithm.opened(tcb, now);
        limited(true);
    }

    /// Whether cwnd is what limits.
    final void limited(boolean yes) {
        tcb.intAt(CongestionLayout.IS_LIMITED, yes ? 1 : 0);
        tcb.intAt(CongestionLayout.MOST_FLIGHT, 0);
    }

    /// So many segments are acknowledged, with a measurement of the round-trip time or −1.
    final void acknowledge(int segments, long rtt) {
        acked.clear(tcb, now);
        acked.segments = segments;
        acked.acked = segments * MSS;
        acked.rtt = rtt;
        algorithm.acknowledged(tcb, acked, now);
    }

    final void acknowledge(int segments) {
        acknowledge(segments, -1);
    }

    /// A whole window is acknowledged, segment by segment, in the course of a round trip.
    final void roundTrip(long rtt) {
        int segments = tcb.cwnd() / MSS;
        for (int i = 0; i < segments; i++) {
            acknowledge(1);
            now += rtt / segments;
        }
    }

    /// A loss is found and mended: cwnd is ssthresh.
    final void lose() {
        algorithm.lost(tcb, now);
        algorithm.recovered(tcb, now);
    }

    final int segments() {
        return tcb.cwnd() / MSS;
    }
}
