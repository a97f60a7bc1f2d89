package io.longshore.testing.conformance;

import io.longshore.tcp.LossRecovery;
import io.longshore.tcp.Tcb;

/// How long a socket's send buffer alone kept text from going: a writer waited for room, all that was written had gone,
/// and congestion control would have let more go.
final class RoomTime {

    private static final long MICRO = 1_000;

    private boolean limited;
    private long since;
    private long total;

    void look(StackSocket socket, Tcb tcb, long now) {
        boolean is = tcb != null && socket.wantsRoom && socket.unsent() == 0 && socket.queued() > 0
                && (limited || LossRecovery.allowance(tcb) > 0);
        if (is && !limited) {
            since = now;
        } else if (!is && limited) {
            total += now - since;
        }
        limited = is;
    }

    long micros(long now) {
        return (total + (limited ? now - since : 0)) / MICRO;
    }
}
