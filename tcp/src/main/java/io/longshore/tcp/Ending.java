package io.longshore.tcp;

/// How connections end, and what is counted of those that linger: half-open, orphaned, in TIME-WAIT.
final class Ending {

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Listeners listeners;
    private int orphans;
    private int timeWaits;

    Ending(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        listeners = tcp.listeners;
    }

    /// The connection is over: no timer runs, nothing is sent but a reset that is already wanted.
    void end(Tcb tcb, Verdict verdict) {
        forget(tcb);
        Transitions.apply(tcb, Event.END);
        stopTimers(tcb);
        verdict.add(Verdict.DEAD);
    }

    /// The connection is over, and the application is told why.
    void fail(Tcb tcb, int errno, Verdict verdict) {
        tcb.error(errno);
        verdict.fail(errno);
        end(tcb, verdict);
    }

    /// Ends with a reset to the peer.
    void reset(Tcb tcb, Verdict verdict) {
        tcb.set(Tcb.RESET_WANTED);
        verdict.add(Verdict.SEND);
        end(tcb, verdict);
    }

    /// RFC 9293 3.6 MUST-13: the record waits for twice the maximum segment lifetime.
    void timeWait(Tcb tcb, Verdict verdict, long now) {
        timeWaits++;
        if (timeWaits > settings.maxTimeWait) {
            // The end counts it out again, as any in this state.
            end(tcb, verdict);
            return;
        }
        counters.tw++;
        leaveOrphans(tcb);
        stopTimers(tcb);
        tcb.lifetimeAt(now + settings.timeWait);
        verdict.add(Verdict.TIME_WAIT);
    }

    /// FIN-WAIT-2 of an orphan does not last (tcp_fin_timeout); one that an application holds may.
    void finWait2(Tcb tcb, long now) {
        if (tcb.has(Tcb.ORPHAN)) {
            tcb.lifetimeAt(now + settings.finTimeout);
        }
    }

    /// No application holds it any more; false if there are too many of those.
    boolean orphan(Tcb tcb) {
        if (orphans >= settings.maxOrphans) {
            return false;
        }
        if (!tcb.has(Tcb.ORPHAN)) {
            orphans++;
            tcb.set(Tcb.ORPHAN);
        }
        return true;
    }

    int orphans() {
        return orphans;
    }

    int timeWaits() {
        return timeWaits;
    }

    /// The handshake is complete, or over.
    void leaveHalfOpen(Tcb tcb) {
        if (tcb.has(Tcb.HALF_OPEN)) {
            tcb.clear(Tcb.HALF_OPEN);
            listeners.countHalfOpen(tcb.listener(), -1);
        }
    }

    /// Takes a record out of all counts; harmless when it is in none.
    void forget(Tcb tcb) {
        leaveHalfOpen(tcb);
        leaveOrphans(tcb);
        if (tcb.state() == State.TIME_WAIT) {
            timeWaits--;
            Transitions.apply(tcb, Event.END);
        }
    }

    private void leaveOrphans(Tcb tcb) {
        if (tcb.has(Tcb.ORPHAN)) {
            tcb.clear(Tcb.ORPHAN);
            orphans--;
        }
    }

    private static void stopTimers(Tcb tcb) {
        tcb.retransmitAt(Tcb.NEVER);
        tcb.persistAt(Tcb.NEVER);
        tcb.delayedAckAt(Tcb.NEVER);
        tcb.keepAliveAt(Tcb.NEVER);
        tcb.lifetimeAt(Tcb.NEVER);
    }
}
