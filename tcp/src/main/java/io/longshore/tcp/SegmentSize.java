package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;

/// How much text a segment of ours carries (Eff.snd.MSS): the least of what the peer says, what the path takes, what
/// the application wants and what a probe of the path has shown, less options (RFC 9293 3.7.1 MUST-16, RFC 6691); at
/// least tcp_min_snd_mss, so that no peer and no ICMP message can make us send crumbs (CVE-2019-11479).
final class SegmentSize {

    /// A peer with a window of less than this is not taken for one with tiny windows.
    private static final int DEFAULT = 536;
    /// The smallest packet that every link carries (RFC 791 3.2).
    private static final int LEAST_PACKET = 68;

    private SegmentSize() {
    }

    /// Chooses anew, after something that it depends on has changed.
    static void choose(Tcb tcb) {
        int most = Math.min(tcb.peerMss(), tcb.pathMss());
        int wish = SocketOptions.maxSegment(tcb);
        if (wish > 0) {
            most = Math.min(most, wish);
        }
        if (PathProbing.isOn(tcb)) {
            most = Math.min(most, tcb.intAt(SEARCH_LOW) - Handshake.headers(tcb));
        }
        int options = options(tcb);
        int mss = Math.max(most, tcb.intAt(LEAST_MSS)) - options;
        int before = tcb.sndMss();
        tcb.sndMss(Math.max(1, withinHalf(tcb, mss, options)));
        if (before > 0 && before != tcb.sndMss() && tcb.cwnd() > 0) {
            rescale(tcb, before);
        }
    }

    /// Bytes of options that a segment with text has.
    static int options(Tcb tcb) {
        return (tcb.has(Tcb.TIMESTAMPS_OK) ? TcpOptions.TIMESTAMPS_LENGTH : 0) + AccEcn.reserve(tcb);
    }

    /// cwnd and ssthresh are counted in segments, as in Linux: their number stays.
    private static void rescale(Tcb tcb, int before) {
        tcb.cwnd(rescale(tcb.cwnd(), before, tcb.sndMss()));
        if (tcb.ssthresh() < CongestionControl.MAXIMUM_CWND) {
            tcb.ssthresh(rescale(tcb.ssthresh(), before, tcb.sndMss()));
        }
    }

    private static int rescale(int bytes, int before, int now) {
        long segments = Math.max(1, bytes / before);
        return (int) Math.min(segments * now, CongestionControl.MAXIMUM_CWND / now * now);
    }

    /// Where the peer's windows are tiny, its window is cut in two, so that more than one segment can be on its way and
    /// no window is too small for one (3.8.6.2.1, (3), the fraction of a half).
    private static int withinHalf(Tcb tcb, int mss, int options) {
        int window = tcb.maxSndWnd();
        int most = window > DEFAULT ? window >> 1 : window;
        return most > 0 && mss > most ? Math.max(most, LEAST_PACKET - TcpHeader.HEADER - options) : mss;
    }
}
