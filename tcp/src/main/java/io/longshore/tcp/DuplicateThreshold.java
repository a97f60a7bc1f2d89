package io.longshore.tcp;

import static io.longshore.tcp.FlightLog.LOST;
import static io.longshore.tcp.FlightLog.RETRANSMITTED;
import static io.longshore.tcp.FlightLog.SACKED;

/// Where RACK is off (tcp_recovery): IsLost of RFC 6675, 4: lost is what DupThresh segments have overtaken that were
/// sent later. What was sent again is not looked at again.
final class DuplicateThreshold {

    private final Retransmission retransmission;

    DuplicateThreshold(Tcp tcp) {
        retransmission = tcp.retransmission;
    }

    void detect(Tcb tcb) {
        FlightLog log = tcb.flight();
        int threshold = Reordering.degree(tcb);
        int above = 0;
        for (int i = log.count() - 1; i >= 0; i--) {
            log.steps++;
            if (log.has(i, SACKED)) {
                above += log.segments(i);
            } else if (above >= threshold && !log.has(i, LOST | RETRANSMITTED)) {
                retransmission.lost(tcb, log, i);
            }
        }
    }
}
