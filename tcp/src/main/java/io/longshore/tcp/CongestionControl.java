package io.longshore.tcp;

/// How large cwnd is: what every algorithm shares, and what makes one. An algorithm has no state of its own: all of it
/// is in the record, [CongestionLayout] says where. cwnd is counted in bytes; where Linux counts segments, steps are
/// whole segments, so that the same numbers come out.
public sealed interface CongestionControl permits NewReno, Cubic, Bbr {

    /// The default: RFC 9438.
    CongestionControl CUBIC = new Cubic();
    /// RFC 5681 and 6582.
    CongestionControl NEW_RENO = new NewReno();
    /// draft-ietf-ccwg-bbr.
    CongestionControl BBR = new Bbr();

    /// Linux's TCP_INIT_CWND, RFC 6928 for segments of up to 1460 bytes.
    int INITIAL_SEGMENTS = 10;
    /// More than any path holds, and far from the sign bit.
    int MAXIMUM_CWND = 1 << 30;

    /// As Linux names it: cubic, reno, bbr.
    String label();

    /// The connection is established, or has changed to this algorithm.
    default void opened(Tcb tcb, long now) {
    }

    /// An acknowledgment that acknowledged or reported something, whatever the phase: see [Acked#recovering].
    void acknowledged(Tcb tcb, Acked acked, long now);

    /// Fast recovery begins, or the peer echoes congestion (RFC 3168, 6.1.2): ssthresh falls and what was is
    /// remembered. cwnd is brought there by who mends (RFC 6937).
    void lost(Tcb tcb, long now);

    /// The retransmission timer went off for text that it did not go off for before, and all that was outstanding is
    /// deemed lost: ssthresh falls, and cwnd lets one segment go (RFC 5681, (4) and 3.1, as Linux counts).
    void timedOut(Tcb tcb, long now);

    /// Fast recovery is over (RFC 6675, 5, (A)): cwnd is what was aimed for.
    default void recovered(Tcb tcb, long now) {
        tcb.cwnd(Math.min(tcb.ssthresh(), MAXIMUM_CWND));
    }

    /// What was taken for loss was none: the reduction is taken back.
    default void undone(Tcb tcb, long now) {
        tcb.cwnd(Math.max(tcb.cwnd(), tcb.priorCwnd()));
        tcb.ssthresh(Math.max(tcb.ssthresh(), tcb.priorSsthresh()));
        Ecn.restored(tcb);
    }

    /// New text is about to be sent where none was outstanding.
    default void restarted(Tcb tcb, long now) {
    }

    /// Whether it models the path and sets cwnd itself in all phases: who mends then leaves cwnd alone.
    default boolean isModel() {
        return false;
    }

    /// The algorithm of a connection.
    static CongestionControl of(Tcb tcb) {
        return numbered(CongestionLayout.algorithm(tcb));
    }

    /// The algorithm that Linux calls so, or null.
    static CongestionControl named(String label) {
        for (int number = 1; number <= CongestionLayout.ALGORITHMS; number++) {
            if (numbered(number).label().equals(label)) {
                return numbered(number);
            }
        }
        return null;
    }

    /// As in the record and in a slot's register: 1 NewReno, 2 CUBIC, 3 BBR.
    static CongestionControl numbered(int number) {
        return switch (number) {
            case 1 -> NEW_RENO;
            case 3 -> BBR;
            default -> CUBIC;
        };
    }

    /// The number of an algorithm, see [#numbered].
    static int numberOf(CongestionControl algorithm) {
        return switch (algorithm) {
            case NewReno _ -> 1;
            case Cubic _ -> 2;
            case Bbr _ -> 3;
        };
    }

    /// Gives a connection an algorithm, at its beginning or later.
    static void choose(Tcb tcb, CongestionControl algorithm, long now) {
        CongestionLayout.algorithm(tcb, numberOf(algorithm));
        if (tcb.state().isSynchronised()) {
            algorithm.opened(tcb, now);
        }
    }

    /// The application may have named another (TCP_CONGESTION).
    static void follow(Tcb tcb, long now) {
        int chosen = SocketOptions.congestion(tcb);
        if (chosen != 0 && chosen != CongestionLayout.algorithm(tcb)) {
            choose(tcb, numbered(chosen), now);
        }
    }

    /// What cwnd starts with. RFC 6928, 2: it falls to one segment where more than one SYN had to be sent again.
    static int initialWindow(Tcb tcb) {
        int chosen = SocketOptions.initialWindow(tcb);
        if (chosen > 0) {
            return (int) Math.min((long) chosen * tcb.sndMss(), MAXIMUM_CWND);
        }
        return tcb.retransmits() > 1 ? tcb.sndMss() : restartWindow(tcb);
    }

    /// RFC 5681, 4.1: RW, in Linux's count.
    static int restartWindow(Tcb tcb) {
        return INITIAL_SEGMENTS * tcb.sndMss();
    }

    /// RFC 5681, 3.1: while cwnd < ssthresh.
    static boolean inSlowStart(Tcb tcb) {
        return tcb.cwnd() < tcb.ssthresh();
    }

    /// RFC 5681, (2), up to ssthresh; returns the bytes that were not needed to get there.
    static int slowStart(Tcb tcb, int bytes) {
        int room = tcb.ssthresh() - tcb.cwnd();
        int step = Math.min(bytes, room);
        grow(tcb, step);
        return bytes - step;
    }

    static void grow(Tcb tcb, int bytes) {
        tcb.cwnd((int) Math.min((long) tcb.cwnd() + bytes, MAXIMUM_CWND));
    }

    /// Congestion avoidance: a segment for every `every` bytes acknowledged; what is left over counts later.
    static void avoid(Tcb tcb, int bytes, long every) {
        long counted = tcb.ackedBytes();
        if (counted >= every) {
            // credit from when a step took more acknowledgments: applied gently
            counted = 0;
            grow(tcb, tcb.sndMss());
        }
        counted += bytes;
        long steps = counted / every;
        grow(tcb, (int) Math.min(steps * tcb.sndMss(), MAXIMUM_CWND));
        tcb.ackedBytes((int) Math.min(counted - steps * every, MAXIMUM_CWND));
    }

    /// What the reduction remembers, so that it can be taken back.
    static void remember(Tcb tcb) {
        tcb.priorCwnd(tcb.cwnd());
        tcb.priorSsthresh(tcb.ssthresh());
        tcb.ackedBytes(0);
        Ecn.reduced(tcb);
    }

    /// RFC 5681, 3.1: after a timeout "cwnd MUST be set to no more than the loss window, LW, which equals 1 full-sized
    /// segment", besides what is still on its way.
    static void collapse(Tcb tcb) {
        tcb.cwnd(LossRecovery.inFlight(tcb) + tcb.sndMss());
    }

    /// As much of cwnd, in whole segments, at least two: RFC 5681, (4), of cwnd as in Linux, which keeps cwnd from
    /// growing beyond what is used.
    static int share(Tcb tcb, int numerator, int denominator) {
        int mss = tcb.sndMss();
        long segments = (long) (tcb.cwnd() / mss) * numerator / denominator;
        return (int) Math.max(segments, 2) * mss;
    }
}
