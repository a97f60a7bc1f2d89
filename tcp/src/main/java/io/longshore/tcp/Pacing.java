package io.longshore.tcp;

/// Spreads what is sent over time: a connection that is paced may send again when what it sent last has had its time
/// at the pacing rate. The shard's timer wheel wakes it then; that it does so a tick late costs nothing, for what was
/// missed may follow at once. The rate also says how long a super-segment may be: a millisecond's worth.
public final class Pacing {

    /// Text that goes out at the beginning without a pause, as in Linux: the initial window.
    private static final int UNPACED_SEGMENTS = 10;
    /// How far the clock of what may go can lag behind: several ticks of the wheel.
    private static final long MOST_LAG = 250_000;
    private static final double SECOND = 1e9;
    /// A super-segment takes 2⁻¹⁰ s.
    private static final int QUANTUM_SHIFT = 10;
    /// Where the round trip is short, queues are: super-segments are longer by 2⁻ʳ of the longest, r the round-trip
    /// time in units of 2⁹ µs (Linux's tcp_tso_rtt_log).
    private static final int RTT_SHIFT = 9;
    private static final int PERCENT = 100;

    private Pacing() {
    }

    /// Whether a connection's sending is spread at all: where the algorithm needs it, where the application has set a
    /// maximum (SO_MAX_PACING_RATE), or where the setting wants it for all.
    static boolean isOn(Tcb tcb, TcpSettings settings) {
        return settings.pacing || CongestionControl.of(tcb).isModel() || SocketOptions.maxPacingRate(tcb) > 0;
    }

    /// Whether something may go now; if not, the timer is set for when it may.
    static boolean mayGo(Tcb tcb, TcpSettings settings, long now) {
        long at = tcb.longAt(CongestionLayout.PACED_AT);
        if (at <= now || !isOn(tcb, settings)) {
            return true;
        }
        timer(tcb, at);
        return false;
    }

    /// So many bytes have been sent: the next ones go when these have had their time.
    static void sent(Tcb tcb, int bytes, TcpSettings settings, long now) {
        long rate = rate(tcb);
        boolean beginning = tcb.sentPosition(tcb.sndNxt()) <= (long) UNPACED_SEGMENTS * tcb.sndMss();
        if (rate == 0 || beginning || !isOn(tcb, settings)) {
            return;
        }
        long from = Math.max(tcb.longAt(CongestionLayout.PACED_AT), now - MOST_LAG);
        tcb.longAt(CongestionLayout.PACED_AT, from + (long) (bytes * SECOND / rate));
    }

    /// An acknowledgment has changed cwnd or the round-trip time: twice the rate at which cwnd goes in slow start, 1.2
    /// times in congestion avoidance (Linux), so that pacing does not keep cwnd from being used.
    static void update(Tcb tcb, TcpSettings settings) {
        if (tcb.srtt() == 0) {
            return;
        }
        boolean starting = tcb.cwnd() < tcb.ssthresh() / 2;
        int ratio = starting ? settings.pacingSlowStartRatio : settings.pacingAvoidanceRatio;
        int window = Math.max(tcb.cwnd(), tcb.sndNxt() - tcb.sndUna());
        rate(tcb, (long) (window * SECOND / tcb.srtt() * ratio / PERCENT));
    }

    /// Bytes per second; 0 while unknown: tcpi_pacing_rate.
    public static long rate(Tcb tcb) {
        return tcb.longAt(CongestionLayout.PACING_RATE);
    }

    /// Sets the rate, at most what the application allows.
    static void rate(Tcb tcb, long bytesPerSecond) {
        long most = SocketOptions.maxPacingRate(tcb);
        tcb.longAt(CongestionLayout.PACING_RATE, most > 0 ? Math.min(most, bytesPerSecond) : bytesPerSecond);
    }

    /// The longest super-segment at this rate: a whole number of segments, at least tcp_min_tso_segs.
    static int longest(Tcb tcb, TcpSettings settings) {
        int mss = tcb.sndMss();
        long bytes = rate(tcb) == 0 ? settings.maxSuperSegment : rate(tcb) >> QUANTUM_SHIFT;
        long units = tcb.minRtt() / 1_000 >> RTT_SHIFT;
        bytes += units < Integer.SIZE ? settings.maxSuperSegment >> units : 0;
        long segments = Math.max(Math.min(bytes, settings.maxSuperSegment) / mss, settings.minTsoSegments);
        // at least two are to be in flight at a time, so that one acknowledgment does not release all
        long half = tcb.cwnd() / mss / 2;
        return (int) Math.max(Math.min(Math.min(segments, half), settings.maxSuperSegment / mss), 1) * mss;
    }

    /// When to go on, NEVER where nothing waits for it.
    static long timer(Tcb tcb) {
        return tcb.longAt(CongestionLayout.PACE_TIMER);
    }

    static void timer(Tcb tcb, long at) {
        tcb.longAt(CongestionLayout.PACE_TIMER, at);
    }
}
