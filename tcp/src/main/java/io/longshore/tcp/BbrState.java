package io.longshore.tcp;

/// BBR's states, those of ProbeBW one by one, and what they let go (draft-ietf-ccwg-bbr, 5.3 and 5.6).
enum BbrState {

    STARTUP(2.77, 2),
    DRAIN(0.5, 2),
    /// ProbeBW: the queue that probing made is drained.
    DOWN(0.9, 2),
    CRUISE(1, 2),
    /// The pipe is filled before it is probed for more.
    REFILL(1, 2),
    UP(1.25, 2.25),
    PROBE_RTT(1, 0.5);

    private static final BbrState[] ALL = values();

    final double pacingGain;
    final double cwndGain;

    BbrState(double pacingGain, double cwndGain) {
        this.pacingGain = pacingGain;
        this.cwndGain = cwndGain;
    }

    static BbrState of(Tcb tcb) {
        return ALL[tcb.intAt(BbrLayout.STATE)];
    }

    void set(Tcb tcb) {
        tcb.intAt(BbrLayout.STATE, ordinal());
    }

    /// One of ProbeBW's four.
    boolean isProbeBw() {
        return this == DOWN || this == CRUISE || this == REFILL || this == UP;
    }

    /// Whether more than the path is known to carry is sent on purpose: loss then is no news about the path.
    boolean isProbing() {
        return this == STARTUP || this == REFILL || this == UP;
    }
}
