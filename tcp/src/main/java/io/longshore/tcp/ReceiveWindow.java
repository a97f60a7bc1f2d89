package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

import io.longshore.wire.Sequence;

/// The window we offer, chosen as Linux chooses it from what is free of the [ReceiveBuffer]. Its right edge never goes
/// back (RFC 9293 3.8.6, SHLD-14), never lies beyond what the ring can take, and moves in steps worth sending
/// (3.8.6.2.2).
public final class ReceiveWindow {

    /// Bit of FLOW_BITS: what was offered may be taken back (tcp_shrink_window).
    static final int SHRINKS = 1 << 8;

    private ReceiveWindow() {
    }

    /// What the peer may still send: from rcvNxt to the right edge advertised.
    public static int current(Tcb tcb) {
        return Math.max(0, Sequence.distance(tcb.rcvNxt(), tcb.rcvAdv()));
    }

    /// The window field of a segment to send, and the right edge it promises. MUST-14 and RFC 7323 2.2: scaled.
    static int advertise(Tcb tcb, TcpCounters counters) {
        int scale = tcb.rcvScale();
        int current = current(tcb);
        int window = select(tcb);
        if (window < current && !mayShrink(tcb)) {
            counters.tcpWantZeroWindowAdv += window == 0 ? 1 : 0;
            window = up(current, scale);
        }
        if (window > ring(tcb)) {
            // rounding up must not promise what the ring does not have
            window = Math.max(current, ring(tcb)) >> scale << scale;
        }
        tcb.intAt(RCV_WND, window);
        int field = Math.min(window >> scale, Handshake.WINDOW_FIELD);
        counters.tcpToZeroWindowAdv += field == 0 && current > 0 ? 1 : 0;
        promise(tcb, field << scale);
        return field;
    }

    /// The window field of a SYN or SYN-ACK: "MUST NOT be scaled" (RFC 7323 2.2).
    static int advertiseInSyn(Tcb tcb) {
        int field = Math.min(tcb.intAt(RCV_WND), Handshake.WINDOW_FIELD);
        if (tcb.receiveCapacity() > 0) {
            // text that came on the SYN (RFC 7413) lies in the ring already
            field = Math.min(field, ring(tcb));
        }
        if (tcb.state() != State.SYN_SENT) {
            promise(tcb, field);
        }
        return field;
    }

    /// What our SYN promised, once it is known where the peer's numbers begin.
    static void toldInSyn(Tcb tcb) {
        promise(tcb, Math.min(tcb.intAt(RCV_WND), Handshake.WINDOW_FIELD));
    }

    /// The window to offer now, were it not for what was promised before. Where less than half of the buffer is free,
    /// no quick acknowledgments; where less than a segment or a sixteenth is, none at all rather than slivers.
    static int select(Tcb tcb) {
        int free = ReceiveBuffer.free(tcb);
        int allowed = ReceiveBuffer.full(tcb);
        int full = Math.min(tcb.intAt(WINDOW_CLAMP), allowed);
        int mss = Math.min(tcb.rcvMss(), full);
        if (mss <= 0) {
            return 0;
        }
        if (mayShrink(tcb)) {
            free = free >> tcb.rcvScale() << tcb.rcvScale();
        }
        if (free < full >> 1) {
            tcb.quickAcks(0);
            free = free >> tcb.rcvScale() << tcb.rcvScale();
            if (free < allowed >> 4 || free < mss) {
                return 0;
            }
        }
        return round(tcb, inRing(tcb, Math.min(free, tcb.intAt(RCV_SSTHRESH))), mss, full);
    }

    /// Only where windows are scaled, and the setting says so. The right edge that was offered once is still honoured.
    private static boolean mayShrink(Tcb tcb) {
        return (tcb.intAt(FLOW_BITS) & SHRINKS) != 0 && tcb.rcvScale() > 0;
    }

    /// The ring is the harder bound, and has its own slivers.
    private static int inRing(Tcb tcb, int free) {
        int room = ring(tcb);
        if (free <= room) {
            return free;
        }
        boolean sliver = room < Math.min(tcb.rcvMss(), tcb.receiveCapacity() / 2);
        return sliver ? 0 : room >> tcb.rcvScale() << tcb.rcvScale();
    }

    /// With scaling up, so that a window does not get lost by it; without, a whole number of the peer's segments.
    private static int round(Tcb tcb, int free, int mss, int full) {
        if (tcb.rcvScale() > 0) {
            return up(free, tcb.rcvScale());
        }
        int window = tcb.intAt(RCV_WND);
        if (window <= free - mss || window > free) {
            return free - free % mss;
        }
        return mss == full && free > window + (full >> 1) ? free : window;
    }

    /// Whether the application has freed so much that the peer should hear of it at once: the window at least doubles.
    static boolean isWorthTelling(Tcb tcb) {
        // what was offered, of which a SYN's unscaled field may have told less, as Linux reckons it
        int offered = tcb.intAt(RCV_WND) - Sequence.distance(tcb.lastAckSent(), tcb.rcvNxt());
        int current = Math.max(current(tcb), offered);
        if (tcb.has(Tcb.FIN_RECEIVED) || 2L * current > tcb.intAt(WINDOW_CLAMP)) {
            return false;
        }
        int window = select(tcb);
        return window > 0 && window >= 2L * current;
    }

    /// Bytes of ring that the window would use if it had them.
    public static long wish(Tcb tcb) {
        int window = Math.max(0, Math.min(ReceiveBuffer.free(tcb), tcb.intAt(RCV_SSTHRESH)));
        return unread(tcb) + up(window, tcb.rcvScale());
    }

    /// Memory is short: no more than four segments of window, beyond what is promised.
    static void narrow(Tcb tcb) {
        tcb.intAt(RCV_SSTHRESH, Math.min(tcb.intAt(RCV_SSTHRESH), 4 * tcb.intAt(ADV_MSS)));
    }

    /// Text in order that the application has not read.
    static long unread(Tcb tcb) {
        return tcb.has(Tcb.INPUT_SHUT) ? 0 : tcb.received() - tcb.read();
    }

    /// Free bytes of the ring behind what was received in order.
    static int ring(Tcb tcb) {
        return Math.clamp(tcb.receiveCapacity() - unread(tcb), 0, Handshake.WINDOW_FIELD << tcb.rcvScale());
    }

    private static void promise(Tcb tcb, int window) {
        tcb.rcvAdv(Sequence.max(tcb.rcvAdv(), tcb.rcvNxt() + window));
    }

    private static int up(int window, int scale) {
        int unit = 1 << scale;
        return window + unit - 1 & -unit;
    }
}
