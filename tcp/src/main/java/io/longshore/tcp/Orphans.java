package io.longshore.tcp;

/// How long text is kept that no application answers for any more, while its peer keeps its window closed or takes
/// little of it at a time. A peer could otherwise hold memory for ever (CVE-2008-4609): a window that opens by a byte
/// now and then is no progress. Who takes [#WORTH] bytes, or the rest, in `longshore.tcp_orphan_patience`, has as long
/// again; a silent peer's retransmissions end before.
final class Orphans {

    /// Bytes that a peer takes at least before the patience is over; less than a modem takes in that time.
    static final long WORTH = 64 << 10;

    private final TcpSettings settings;

    Orphans(Tcp tcp) {
        settings = tcp.settings;
    }

    /// The peer was heard, or is about to be probed, and has not taken all: the patience begins, if it has not yet.
    void wait(Tcb tcb, long now) {
        if (!tcb.has(Tcb.ORPHAN) || tcb.lifetimeAt() != Tcb.NEVER) {
            return;
        }
        if (tcb.state() != State.FIN_WAIT_2 && tcb.state() != State.TIME_WAIT) {
            tcb.longAt(OpeningFields.ORPHAN_FROM, tcb.acknowledged());
            tcb.lifetimeAt(now + settings.orphanPatience);
        }
    }

    /// The patience is over: whether the peer has earned as much again, which begins at once.
    boolean goesOn(Tcb tcb, long now) {
        long from = tcb.longAt(OpeningFields.ORPHAN_FROM);
        if (tcb.acknowledged() - from < Math.min(WORTH, Math.max(1, tcb.sent() - from))) {
            return false;
        }
        tcb.longAt(OpeningFields.ORPHAN_FROM, tcb.acknowledged());
        tcb.lifetimeAt(now + settings.orphanPatience);
        return true;
    }
}
