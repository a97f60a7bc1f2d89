package io.longshore.tcp;

import java.lang.foreign.Arena;

/// TcbFixture for the tests of single parts.
final class TcbFixture {

    /// Sequence numbers at which whole suites are repeated: the wrap of 2³² and the sign's lie within their windows.
    static final int[] STARTS = {0, 1_000, -1, -1_000, -30_000, Integer.MAX_VALUE - 1_000, Integer.MIN_VALUE};

    private TcbFixture() {
    }

    static TcbSlab slab(int records) {
        return new TcbSlab(Arena.ofAuto().allocate((long) records * Tcb.BYTES, 64));
    }

    /// An established connection whose first byte has the sequence number `una`, with `flight` bytes outstanding,
    /// SACK agreed on and an MSS of 1000.
    static Tcb established(int una, int flight) {
        return established(new Tcp(new TcpSettings(), slab(1), 1, 2), una, flight);
    }

    /// The same, of a TCP that has room for one.
    static Tcb established(Tcp tcp, int una, int flight) {
        Tcb tcb = new Tcb();
        tcp.slab.allocate(tcb);
        tcb.state(State.ESTABLISHED);
        tcb.iss(una - 1);
        tcb.sndUna(una);
        tcb.sndNxt(una + flight);
        tcb.sndMss(1_000);
        tcb.set(Tcb.SACK_OK);
        RttEstimator.reset(tcb);
        tcp.recovery.opened(tcb);
        if (flight > 0) {
            tcb.flight().append(una, una + flight, 0, tcb.sndMss(), 0);
        }
        CwndLimit.begin(tcb, 0);
        tcb.intAt(CongestionLayout.MOST_FLIGHT, flight);
        return tcb;
    }
}
