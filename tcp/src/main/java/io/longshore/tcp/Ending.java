package io.longshore.tcp;

/// How connections end, and what is counted of those that linger: half-open, orphaned, in TIME-WAIT.
final class Ending {

    private static final long SECOND = 1_000_000_000L;
    /// TCP_FIN_TIMEOUT_MAX.
    private static final int LONGEST_LINGER = 120;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Tcp tcp;
    private int orphans;
    private int timeWaits;

    Ending(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        this.tcp = tcp;
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
            counters.tcpTimeWaitOverflow++;
            // The end counts it out again, as any in this state.
            end(tcb, verdict);
            return;
        }
        counters.tw++;
        tcp.sources.parted(tcb);
        leaveOrphans(tcb);
        stopTimers(tcb);
        tcb.lifetimeAt(now + settings.timeWait);
        verdict.add(Verdict.TIME_WAIT);
    }

    /// FIN-WAIT-2 of an orphan does not last (tcp_fin_timeout, TCP_LINGER2); one that an application holds may.
    void finWait2(Tcb tcb, Verdict verdict, long now) {
        if (!tcb.has(Tcb.ORPHAN)) {
            return;
        }
        int seconds = SocketOptions.finLinger(tcb);
        if (seconds < 0) {
            counters.tcpAbortOnLinger++;
            reset(tcb, verdict);
            return;
        }
        long wait = seconds == 0 ? settings.finTimeout : Math.min(seconds, LONGEST_LINGER) * SECOND;
        tcb.lifetimeAt(now + wait);
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

    /// Takes a record out of all counts; harmless when it is in none.
    void forget(Tcb tcb) {
        tcp.synQueue.remove(tcb);
        tcp.handshake.leaveFastOpen(tcb);
        tcp.sources.parted(tcb);
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
        Pacing.timer(tcb, Tcb.NEVER);
    }
}
