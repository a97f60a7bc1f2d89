package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

import io.longshore.wire.Sequence;

/// Climbs to the path's MTU (RFC 4821 7, RFC 8899 5.3): one segment that is larger than the others, made of text that
/// would be sent anyway, halfway between what passes and what is the most. If it arrives, segments are that large from
/// then on; if it alone is lost, it was too large, which is no sign of congestion (RFC 4821 7.6.2).
final class MtuProbe {

    /// No probe is due.
    static final int NONE = 0;
    /// A probe is due and has no room yet: nothing else goes before it.
    static final int WAIT = -1;

    /// Segments that cwnd has at least: the loss of one is to be found out by what follows it.
    private static final int LEAST_WINDOW = 11;

    private final TcpSettings settings;
    private final TcpCounters counters;

    MtuProbe(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
    }

    static boolean isOut(Tcb tcb) {
        return tcb.intAt(PROBE_SIZE) != 0;
    }

    /// How much text a probe has that is to go now, or NONE, or WAIT.
    ///
    /// @param unsent bytes that could go
    /// @param window bytes of the peer's window that are left
    int due(Tcb tcb, long unsent, int window, long now) {
        if (!PathProbing.isOn(tcb) || !isReady(tcb)) {
            return NONE;
        }
        int low = tcb.intAt(SEARCH_LOW);
        int high = tcb.intAt(SEARCH_HIGH);
        int size = PathProbing.mss(tcb, low + high >> 1);
        if (size > PathProbing.mss(tcb, high) || high - low < settings.probeThreshold) {
            lookAgain(tcb, now);
            return NONE;
        }
        // enough behind it for its loss to be seen (RFC 4821 7.4)
        long needed = size + (Reordering.degree(tcb) + 1L) * tcb.sndMss();
        if (unsent < needed || tcb.sndWnd() < needed || RecordEnds.clip(tcb, unsent) < size) {
            return NONE;
        }
        int inFlight = Pipe.segments(tcb);
        boolean fits = window >= needed && inFlight + 2 <= tcb.cwnd() / tcb.sndMss();
        return fits ? size : inFlight == 0 ? NONE : WAIT;
    }

    /// Nothing is lost or late, in either direction, no other probe is out, and routers may not cut this one up.
    private static boolean isReady(Tcb tcb) {
        return !isOut(tcb) && tcb.recoveryPhase() == LossRecovery.OPEN
                && !RecoveryBits.has(tcb, RecoveryBits.PROBE_DUE | RecoveryBits.NEW_FIRST)
                && tcb.cwnd() / tcb.sndMss() >= LEAST_WINDOW && !OutOfOrder.hasReport(tcb)
                && SocketOptions.pathDiscovery(tcb) != IcmpErrors.NO_DISCOVERY;
    }

    /// The search is over. Paths change: after tcp_probe_interval it begins anew, from the present size up to the
    /// most that peer and interface take, whatever was found out before (RFC 8899 5.3.3).
    private void lookAgain(Tcb tcb, long now) {
        if (now - tcb.longAt(SEARCHED_AT) < settings.probeInterval) {
            return;
        }
        tcb.longAt(SEARCHED_AT, now);
        tcb.intAt(SEARCH_LOW, PathProbing.mtu(tcb, tcb.sndMss()));
        tcb.intAt(SEARCH_HIGH, Math.min(PathProbing.clamp(tcb) + Handshake.headers(tcb), settings.mtu));
    }

    /// The probe goes. It takes the place of about two segments, so cwnd is one less meanwhile.
    static void sent(Tcb tcb, OutgoingSegment outgoing) {
        tcb.intAt(PROBE_SIZE, PathProbing.mtu(tcb, outgoing.payloadLength));
        tcb.intAt(PROBE_START, outgoing.sequence);
        tcb.intAt(PROBE_END, outgoing.end());
        tcb.cwnd(tcb.cwnd() - tcb.sndMss());
    }

    /// Something is sent again: a probe that was out tells nothing any more (RFC 4821 7.6.4).
    static void cancel(Tcb tcb) {
        tcb.intAt(PROBE_SIZE, 0);
    }

    /// sndUna has moved. Where the probe has arrived, segments grow, and their number in cwnd falls, so that it is
    /// about as many bytes as before.
    void acknowledged(Tcb tcb) {
        int size = tcb.intAt(PROBE_SIZE);
        if (size == 0 || Sequence.isBefore(tcb.sndUna(), tcb.intAt(PROBE_END))) {
            return;
        }
        tcb.priorSsthresh(CwndLimit.threshold(tcb));
        long segments = (long) (tcb.cwnd() / tcb.sndMss()) * PathProbing.mtu(tcb, tcb.sndMss()) / size;
        tcb.intAt(SEARCH_LOW, size);
        cancel(tcb);
        tcb.pathMss(Math.max(tcb.pathMss(), size - Handshake.headers(tcb)));
        SegmentSize.choose(tcb);
        int most = CongestionControl.MAXIMUM_CWND / tcb.sndMss();
        tcb.cwnd(Math.clamp(segments, 1, most) * tcb.sndMss());
        tcb.ackedBytes(0);
        tcb.ssthresh(CwndLimit.threshold(tcb));
        counters.tcpMtupSuccess++;
    }

    /// Where what is deemed lost is the probe and nothing else, it was too large, so what is below it is the most; that
    /// is no congestion (RFC 4821, 7.6.2), and cwnd has back what the probe took. Otherwise both may have met a full
    /// queue.
    boolean failedAlone(Tcb tcb) {
        boolean alone = isOut(tcb) && tcb.sndUna() == tcb.intAt(PROBE_START) && Pipe.lost(tcb) == 1;
        if (!alone || tcb.recoveryPhase() >= LossRecovery.CWR) {
            return false;
        }
        tcb.intAt(SEARCH_HIGH, tcb.intAt(PROBE_SIZE) - 1);
        cancel(tcb);
        CongestionControl.grow(tcb, tcb.sndMss());
        counters.tcpMtupFail++;
        return true;
    }
}
