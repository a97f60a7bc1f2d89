package io.longshore.tcp;

import static io.longshore.tcp.RecoveryLayout.BUSY_KIND;
import static io.longshore.tcp.RecoveryLayout.BUSY_SINCE;
import static io.longshore.tcp.RecoveryLayout.BUSY_TIMES;

import io.longshore.wire.Sequence;

/// How long a connection had text to send or on its way, and how much of that time the peer's window kept text back:
/// tcpi_busy_time and tcpi_rwnd_limited, looked at whenever nothing more can go.
final class BusyTime {

    /// Nothing waits, nothing is out.
    private static final int IDLE = 0;
    /// There is something, and nothing to be told of it.
    private static final int BUSY = 1;
    /// Text waits that does not fit the peer's window, and would go but for that.
    private static final int WINDOW = 2;

    private BusyTime() {
    }

    /// Nothing more can go now: why is that?
    static void look(Tcb tcb, long now) {
        int kind = kind(tcb);
        int before = tcb.intAt(BUSY_KIND);
        if (kind == before) {
            return;
        }
        if (before != IDLE) {
            int total = place(before);
            tcb.longAt(total, tcb.longAt(total) + now - tcb.longAt(BUSY_SINCE));
        }
        tcb.intAt(BUSY_KIND, kind);
        tcb.longAt(BUSY_SINCE, now);
    }

    private static int kind(Tcb tcb) {
        long unacknowledged = tcb.sent() - tcb.acknowledged();
        if (unacknowledged <= 0) {
            return IDLE;
        }
        return isWindowLimited(tcb) ? WINDOW : BUSY;
    }

    /// Whether text waits that would go if the peer's window were larger.
    static boolean isWindowLimited(Tcb tcb) {
        long unsent = tcb.sent() - tcb.sentPosition(tcb.sndNxt());
        int window = Sequence.distance(tcb.sndNxt(), tcb.sndUna() + tcb.sndWnd());
        return unsent > 0 && window < Math.min(unsent, tcb.sndMss()) && LossRecovery.allowance(tcb) > 0;
    }

    private static int place(int kind) {
        return BUSY_TIMES + kind * Long.BYTES - Long.BYTES;
    }

    /// Nanoseconds in which there was something to send or on its way.
    static long all(Tcb tcb, long now) {
        return of(tcb, BUSY, now) + of(tcb, WINDOW, now);
    }

    /// Of them, those in which the window kept text back.
    static long windowLimited(Tcb tcb, long now) {
        return of(tcb, WINDOW, now);
    }

    private static long of(Tcb tcb, int kind, long now) {
        long present = tcb.intAt(BUSY_KIND) == kind ? now - tcb.longAt(BUSY_SINCE) : 0;
        return tcb.longAt(place(kind)) + present;
    }
}
