package io.longshore.tcp;

/// What an acknowledgment means for congestion control, once loss recovery has looked at it: the delivery rate that it
/// shows, cwnd, and the pace.
final class CongestionInput {

    private CongestionInput() {
    }

    /// A record begins, with the algorithm that its socket, its listener or the setting says.
    static void begin(Tcb tcb, TcpSettings settings, long now) {
        int chosen = SocketOptions.congestion(tcb);
        CongestionControl.choose(tcb, chosen == 0 ? settings.congestionControl : CongestionControl.numbered(chosen),
                now);
    }

    /// The connection is established.
    static void established(Tcb tcb, TcpSettings settings, long now) {
        CwndLimit.begin(tcb, now);
        RateSample.begin(tcb, now);
        CongestionControl algorithm = CongestionControl.of(tcb);
        algorithm.opened(tcb, now);
        if (!algorithm.isModel()) {
            Pacing.update(tcb, settings);
        }
    }

    /// An acknowledgment has told what `acked` says.
    static void acknowledged(Tcb tcb, Acked acked, TcpSettings settings, long now) {
        RateSample.take(tcb, acked);
        CongestionControl algorithm = CongestionControl.of(tcb);
        algorithm.acknowledged(tcb, acked, now);
        if (!algorithm.isModel()) {
            Pacing.update(tcb, settings);
        }
    }
}
