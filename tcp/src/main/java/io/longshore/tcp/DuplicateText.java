package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// Text that has arrived once more, to be told to the peer (RFC 2883, 4), if it is to be (tcp_dsack).
final class DuplicateText {

    private final TcpSettings settings;
    private final TcpCounters counters;

    DuplicateText(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
    }

    /// `[start, end)` lies below rcvNxt.
    void note(Tcb tcb, int start, int end) {
        OutOfOrder.duplicate(tcb, start, end);
        settle(tcb, false);
    }

    /// The out-of-order queue may have found a duplicate.
    ///
    /// @param known whether there was one to tell of before
    void settle(Tcb tcb, boolean known) {
        if (!isPending(tcb)) {
            return;
        }
        if (!settings.dsack || !tcb.has(Tcb.SACK_OK)) {
            tcb.dsackStart(tcb.dsackEnd());
        } else if (!known) {
            boolean old = Sequence.isBefore(tcb.dsackStart(), tcb.rcvNxt());
            counters.tcpDsackOldSent += old ? 1 : 0;
            counters.tcpDsackOfoSent += old ? 0 : 1;
        }
    }

    static boolean isPending(Tcb tcb) {
        return tcb.dsackStart() != tcb.dsackEnd();
    }
}
