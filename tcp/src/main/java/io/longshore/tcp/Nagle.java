package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

import io.longshore.wire.Sequence;

/// Whether text that does not fill a segment may go: Nagle's algorithm (RFC 9293 3.7.4) as Minshall refined it, the
/// cork (TCP_CORK, MSG_MORE) and what overrides them, in Linux's manner. A corked rest goes when the override timer of
/// 3.8.6.2.1 has gone off, which is the persist timer.
final class Nagle {

    private Nagle() {
    }

    /// A new connection: nothing was held or pushed.
    static void begin(Tcb tcb) {
        tcb.intAt(PUSH_END, tcb.iss());
        tcb.intAt(HOLD_END, tcb.iss());
        tcb.intAt(RELEASE_END, tcb.iss());
    }

    /// Whether the last, small segment of what was written, which ends at `end`, may go.
    static boolean mayEnd(Tcb tcb, int end) {
        boolean pushed = Sequence.isAtOrBefore(end, tcb.intAt(PUSH_END))
                || tcb.has(Tcb.OUTPUT_SHUT | Tcb.PROBE_WANTED | Tcb.URGENT)
                || RecoveryBits.has(tcb, RecoveryBits.PROBE_DUE | RecoveryBits.NEW_FIRST);
        return pushed || !isCorked(tcb, end) && (tcb.has(Tcb.NO_DELAY) || !isSmallOut(tcb));
    }

    /// MSG_MORE holds what was written last until something is acknowledged; the cork holds all.
    private static boolean isCorked(Tcb tcb, int end) {
        return SocketOptions.has(tcb, SocketOptions.CORK)
                || SocketOptions.has(tcb, SocketOptions.MORE) && Sequence.isAfter(end, tcb.intAt(RELEASE_END));
    }

    private static boolean isSmallOut(Tcb tcb) {
        return Sequence.isAfter(tcb.smallSentEnd(), tcb.sndUna())
                && Sequence.isAtOrBefore(tcb.smallSentEnd(), tcb.sndNxt());
    }

    /// Output is asked: what was written with MSG_MORE does not end anything, so no PSH is due for it.
    static void look(Tcb tcb) {
        if (SocketOptions.has(tcb, SocketOptions.MORE)) {
            tcb.intAt(HOLD_END, tcb.sentEnd());
        }
    }

    /// 3.9.1.2 MUST-60, MUST-61: PSH where all that was written has gone; as Linux also where a segment is cut in
    /// several, and where the override timeout sends what fits.
    static boolean pushes(Tcb tcb, int end, int length) {
        boolean last = end == tcb.sentEnd() && end != tcb.intAt(HOLD_END);
        return length > tcb.sndMss() || length > 0 && (last || tcb.has(Tcb.PROBE_WANTED));
    }

    /// An acknowledgment has come: what MSG_MORE held may go by Nagle's rule.
    static void acknowledged(Tcb tcb) {
        tcb.intAt(RELEASE_END, tcb.sentEnd());
    }

    /// TCP_NODELAY has been set: what waits goes at once, even from under a cork.
    static void push(Tcb tcb) {
        tcb.intAt(PUSH_END, tcb.sentEnd());
    }
}
