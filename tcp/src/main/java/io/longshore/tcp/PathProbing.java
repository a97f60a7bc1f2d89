package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

/// Black holes: routers that drop what is too long and do not say so (RFC 4821 7.7, RFC 2923). Where retransmissions go
/// unanswered, the segment size goes down to tcp_base_mss, then by halves, as in Linux. There is no search upwards: a
/// connection that was narrowed stays so.
final class PathProbing {

    /// Bit of FLOW_BITS: the size is bounded by SEARCH_LOW.
    private static final int ON = 1;
    /// tcp_retries1: timeouts in a row that make a black hole likely.
    private static final int SUSPICIOUS = 3;

    private PathProbing() {
    }

    static boolean isOn(Tcb tcb) {
        return (tcb.intAt(FLOW_BITS) & ON) != 0;
    }

    /// tcp_mtu_probing is 2: begins with tcp_base_mss.
    static void begin(Tcb tcb, TcpSettings settings) {
        tcb.intAt(FLOW_BITS, tcb.intAt(FLOW_BITS) & ~ON);
        if (settings.mtuProbing > 1) {
            narrow(tcb, settings.baseMss);
        }
    }

    /// The retransmission timer has gone off; says whether segments are smaller from now on.
    static boolean timedOut(Tcb tcb, TcpSettings settings) {
        if (settings.mtuProbing == 0 || tcb.retries() < SUSPICIOUS) {
            return false;
        }
        int before = tcb.sndMss();
        int half = (tcb.intAt(SEARCH_LOW) - Handshake.headers(tcb)) >> 1;
        int least = Math.max(settings.mtuProbeFloor, settings.leastSendMss);
        narrow(tcb, isOn(tcb) ? Math.max(Math.min(settings.baseMss, half), least) : settings.baseMss);
        SegmentSize.choose(tcb);
        return tcb.sndMss() < before;
    }

    private static void narrow(Tcb tcb, int mss) {
        tcb.intAt(FLOW_BITS, tcb.intAt(FLOW_BITS) | ON);
        tcb.intAt(SEARCH_LOW, mss + Handshake.headers(tcb));
    }
}
