package io.longshore.tcp;

/// How much text an application may have written and not yet acknowledged: `tcp_wmem`, twice what cwnd takes of memory
/// in Linux, or what SO_SNDBUF says; and no more unsent than TCP_NOTSENT_LOWAT.
public final class SendBuffer {

    /// TCP_INIT_CWND.
    private static final int INITIAL_SEGMENTS = 10;
    /// What a segment takes beside its text in Linux: headers and what ends a head, and a descriptor.
    private static final int HEAD = 640;
    private static final int DESCRIPTOR = 256;
    /// Less is no use to a writer that other applications have taught to expect a buffer.
    private static final int LEAST = 4608;

    private final TcpSettings settings;
    private final MemoryPressure pressure;

    SendBuffer(Tcp tcp) {
        settings = tcp.settings;
        pressure = tcp.pressure;
    }

    /// The limit in bytes.
    ///
    /// @param before what it was; it shrinks only where the application wants less, or where it, or the peer, holds too
    ///               much memory already
    public int limit(Tcb tcb, int before) {
        int fixed = SocketOptions.sendBuffer(tcb);
        int size = fixed > 0 ? Math.max(fixed, LEAST) : Math.max(before, tuned(tcb, before));
        if (pressure.isTight(tcb)) {
            size = Math.min(size, settings.sendBuffer);
        }
        long low = SocketOptions.unsentLowWater(tcb) > 0
                ? SocketOptions.unsentLowWater(tcb)
                : SocketOptions.unsentLowWater(tcb) < 0 ? Integer.MAX_VALUE : settings.unsentLowWater;
        long inFlight = tcb.sentPosition(tcb.sndNxt()) - tcb.acknowledged();
        return (int) Math.min(size, Math.max(inFlight + low, 1));
    }

    private int tuned(Tcb tcb, int before) {
        if (pressure.isOn(tcb) && before > 0) {
            return before;
        }
        int mss = Math.max(1, tcb.sndMss());
        long segments = Math.max(INITIAL_SEGMENTS, tcb.cwnd() / mss);
        long each = (long) Integer.highestOneBit(Math.max(tcb.peerMss(), mss) + HEAD - 1) * 2 + DESCRIPTOR;
        return (int) Math.min(Math.max(settings.sendBuffer, 2 * segments * each), settings.sendBufferMost);
    }
}
