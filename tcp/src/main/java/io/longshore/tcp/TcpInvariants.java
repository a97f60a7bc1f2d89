package io.longshore.tcp;

/// What holds between two turns of all that is counted of the records of one shard: each count is what the records add
/// up to, so that none drifts, and nothing is left in any when the last record is gone. The simulation and the fuzzers
/// look; no product code calls this.
public final class TcpInvariants {

    private final Tcp tcp;
    private final Tcb tcb = new Tcb();
    private int halfOpen;
    private int orphans;
    private int timeWaits;
    private int sourced;
    private int fastOpen;
    private int blocks;

    /// An auditor of one shard's TCP.
    public TcpInvariants(Tcp tcp) {
        this.tcp = tcp;
    }

    /// What is wrong, in words; null if nothing is.
    public String violation() {
        count();
        String violation = differs("half-open", tcp.synQueue.size(), halfOpen);
        violation = violation == null ? differs("half-open by source", tcp.sources.halfOpen(), halfOpen) : violation;
        violation = violation == null ? differs("connected by source", tcp.sources.connected(), sourced) : violation;
        violation = violation == null ? differs("orphans", tcp.ending.orphans(), orphans) : violation;
        violation = violation == null ? differs("in TIME-WAIT", tcp.ending.timeWaits(), timeWaits) : violation;
        violation = violation == null ? differs("blocks of flights", tcp.slab.flights.used(), blocks) : violation;
        return violation == null ? listeners() : violation;
    }

    private void count() {
        halfOpen = 0;
        orphans = 0;
        timeWaits = 0;
        sourced = 0;
        fastOpen = 0;
        blocks = 0;
        for (int n = tcp.slab.next(0); n >= 0; n = tcp.slab.next(n + 1)) {
            tcp.slab.at(tcb, n);
            halfOpen += tcb.has(Tcb.HALF_OPEN) ? 1 : 0;
            orphans += tcb.has(Tcb.ORPHAN) ? 1 : 0;
            timeWaits += tcb.state() == State.TIME_WAIT ? 1 : 0;
            sourced += tcb.has(Tcb.SOURCE_COUNTED) ? 1 : 0;
            fastOpen += tcb.intAt(OpeningFields.PENDING_AT) > 0 ? 1 : 0;
            blocks += tcb.intAt(RecoveryLayout.FLIGHT_BLOCK) != 0 ? 1 : 0;
        }
    }

    private static String differs(String what, long counted, long there) {
        return counted == there ? null : counted + " " + what + " are counted, but it is " + there;
    }

    /// The queues of those who listen; what was half-open for one that is closed is on its way out.
    private String listeners() {
        int queued = 0;
        int pending = 0;
        for (int listener = 0; listener < tcp.listeners.end(); listener++) {
            boolean open = tcp.listeners.port(listener) != 0;
            boolean negative = tcp.listeners.halfOpen(listener) < 0 || tcp.listeners.young(listener) < 0
                    || tcp.listeners.queued(listener) < 0 || tcp.listeners.fastOpenLimits().pending(listener) < 0;
            if (open && negative) {
                return "listener " + listener + " counts below 0";
            }
            queued += open ? tcp.listeners.halfOpen(listener) : 0;
            pending += open ? tcp.listeners.fastOpenLimits().pending(listener) : 0;
        }
        if (queued > halfOpen) {
            return "the listeners count " + queued + " half-open, but it is " + halfOpen;
        }
        // a minute long those count that were reset
        int known = fastOpen + tcp.listeners.fastOpenLimits().resets();
        return pending > known ? "the listeners count " + pending + " of Fast Open, but it is " + known : null;
    }
}
