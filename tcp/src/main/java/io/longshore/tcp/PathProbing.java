package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

/// Packetization-layer path MTU discovery (RFC 4821, RFC 8899) as Linux does it: between a size that is taken to pass
/// (SEARCH_LOW) and one that is the most (SEARCH_HIGH), both of whole packets, [MtuProbe] searches. Here is where the
/// search begins, and black holes: routers that drop what is too long and do not say so (RFC 4821 7.7, RFC 2923).
/// Where retransmissions go unanswered, the segment size goes down to tcp_base_mss, then by halves.
final class PathProbing {

    /// Bit of FLOW_BITS: the size is bounded by SEARCH_LOW.
    private static final int ON = 1;

    private PathProbing() {
    }

    static boolean isOn(Tcb tcb) {
        return (tcb.intAt(FLOW_BITS) & ON) != 0;
    }

    /// A record begins: there is nothing to search yet.
    static void off(Tcb tcb) {
        tcb.intAt(FLOW_BITS, tcb.intAt(FLOW_BITS) & ~ON);
        tcb.intAt(PROBE_SIZE, 0);
    }

    /// The connection is established, and its options are known. The search goes on at once where tcp_mtu_probing is 2.
    /// As in Linux, who has connected begins with tcp_base_mss, and who has accepted with what the path is thought to
    /// take, until something has the size chosen anew.
    static void begin(Tcb tcb, TcpSettings settings, long now) {
        off(tcb);
        tcb.intAt(SEARCH_LOW, mtu(tcb, settings.baseMss));
        tcb.intAt(SEARCH_HIGH, Math.min(clamp(tcb), tcb.pathMss()) + Handshake.headers(tcb));
        if (settings.mtuProbing > 1) {
            on(tcb, now);
        }
        if (!tcb.has(Tcb.PASSIVE)) {
            SegmentSize.choose(tcb);
        }
    }

    /// Retransmissions have gone unanswered for as long as tcp_retries1 of them take: segments are smaller from now on.
    static void suspect(Tcb tcb, TcpSettings settings, long now) {
        if (settings.mtuProbing == 0) {
            return;
        }
        if (isOn(tcb)) {
            int half = mss(tcb, tcb.intAt(SEARCH_LOW)) >> 1;
            int least = Math.max(settings.mtuProbeFloor, settings.leastSendMss);
            tcb.intAt(SEARCH_LOW, mtu(tcb, Math.max(Math.min(settings.baseMss, half), least)));
        } else {
            on(tcb, now);
        }
        SegmentSize.choose(tcb);
    }

    /// A router has told what it takes: nothing above that is tried before tcp_probe_interval is over (RFC 1191 6.3).
    static void told(Tcb tcb, int mtu, long now) {
        tcb.intAt(SEARCH_HIGH, Math.min(tcb.intAt(SEARCH_HIGH), mtu));
        tcb.longAt(SEARCHED_AT, now);
    }

    private static void on(Tcb tcb, long now) {
        tcb.intAt(FLOW_BITS, tcb.intAt(FLOW_BITS) | ON);
        tcb.longAt(SEARCHED_AT, now);
    }

    /// Text of a segment, options apart, that no search goes beyond: what the peer takes, or the application wants.
    static int clamp(Tcb tcb) {
        int wish = SocketOptions.maxSegment(tcb);
        return wish > 0 ? Math.min(wish, tcb.peerMss()) : tcb.peerMss();
    }

    /// The text that a packet of so many bytes carries.
    static int mss(Tcb tcb, int mtu) {
        int most = Math.min(mtu - Handshake.headers(tcb), clamp(tcb));
        return Math.max(most, tcb.intAt(LEAST_MSS)) - SegmentSize.options(tcb);
    }

    /// The packet that carries so much text.
    static int mtu(Tcb tcb, int mss) {
        return mss + SegmentSize.options(tcb) + Handshake.headers(tcb);
    }
}
