package io.longshore.tcp;

/// Runs the timers of a connection.
public final class TcpTimers {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final SynQueue synQueue;
    private final FastOpenOutput fastOpen;
    private final RetryLimits limits;
    private final Ending ending;
    private final Orphans orphans;
    private final LossRecovery recovery;
    private final TailLossProbe probe;
    private final DelayedAck delayedAck;

    TcpTimers(Tcp tcp) {
        settings = tcp.settings;
        counters = tcp.counters;
        synQueue = tcp.synQueue;
        fastOpen = tcp.fastOpen;
        limits = new RetryLimits(tcp);
        ending = tcp.ending;
        orphans = tcp.orphans;
        recovery = tcp.recovery;
        probe = tcp.probe;
        delayedAck = tcp.delayedAck;
    }

    /// Runs the timers that are due (`tcb.deadline() <= now`); the verdict is cleared first.
    public void expire(Tcb tcb, Verdict verdict, long now) {
        verdict.clear();
        if (tcb.lifetimeAt() <= now) {
            lifetime(tcb, verdict, now);
        }
        if (tcb.delayedAckAt() <= now) {
            tcb.delayedAckAt(Tcb.NEVER);
            delayedAck.expired(tcb);
            counters.delayedAcks++;
            ChallengeAcks.answer(tcb, verdict);
        }
        if (Pacing.timer(tcb) <= now) {
            Pacing.timer(tcb, Tcb.NEVER);
            verdict.add(Verdict.SEND);
        }
        if (tcb.retransmitAt() <= now) {
            retransmission(tcb, verdict, now);
        }
        if (tcb.persistAt() <= now) {
            persist(tcb, verdict, now);
        }
        if (tcb.keepAliveAt() <= now) {
            keepAlive(tcb, verdict, now);
        }
    }

    /// The flag KEEP_ALIVE or its three numbers have changed: arms the timer accordingly.
    public void keepAliveChanged(Tcb tcb, long now) {
        boolean wanted = tcb.has(Tcb.KEEP_ALIVE) && mayProbe(tcb);
        tcb.keepAliveAt(wanted ? Math.max(tcb.lastReceivedAt() + idle(tcb), now) : Tcb.NEVER);
        tcb.probes(0);
    }

    private static boolean mayProbe(Tcb tcb) {
        return tcb.state().isSynchronised() && tcb.state() != State.TIME_WAIT;
    }

    /// The end of TIME-WAIT (RFC 9293 3.10.8), or of an orphan's patience.
    private void lifetime(Tcb tcb, Verdict verdict, long now) {
        if (tcb.state() != State.TIME_WAIT && tcb.state() != State.FIN_WAIT_2) {
            if (orphans.goesOn(tcb, now)) {
                return;
            }
            counters.tcpAbortOnTimeout++;
            ending.reset(tcb, verdict);
            return;
        }
        ending.end(tcb, verdict);
    }

    private void retransmission(Tcb tcb, Verdict verdict, long now) {
        if (tcb.sndUna() == tcb.sndNxt() && !tcb.has(Tcb.FAST_OPEN)) {
            tcb.retransmitAt(Tcb.NEVER);
            return;
        }
        if (!RetransmissionTimer.isFor(tcb, RetransmissionTimer.RTO)) {
            earlier(tcb, verdict, now);
            return;
        }
        counters.tcpTimeouts++;
        if (tcb.retries() == 0) {
            tcb.retriesSince(now);
        }
        boolean givenUp = limits.isGivenUp(tcb, now);
        fastOpen.suspected(tcb, givenUp, now);
        if (givenUp) {
            giveUp(tcb, verdict);
            return;
        }
        if (tcb.has(Tcb.HALF_OPEN) && tcb.retries() == 0) {
            synQueue.matured(tcb);
        }
        verdict.add(Verdict.SEND);
        tcb.retransmitStamp(Timestamps.value(tcb, now));
        if (tcb.state().isSynchronised()) {
            if (limits.isPathSuspect(tcb, now)) {
                PathProbing.suspect(tcb, settings, now);
            }
            recovery.timedOut(tcb, now);
        } else {
            RttEstimator.spoil(tcb);
            handshakeAgain(tcb);
        }
        tcb.retries(tcb.retries() + 1);
        // RFC 6298 (5.5), (5.6)
        if (tcb.state() != State.SYN_SENT || tcb.retries() > settings.synLinearTimeouts) {
            RttEstimator.backOff(tcb);
        }
        RetransmissionTimer.start(tcb, now);
    }

    private void handshakeAgain(Tcb tcb) {
        if (!limits.maySynAck(tcb)) {
            return;
        }
        counters.retransSegs++;
        counters.tcpSynRetrans++;
        tcb.retransmits(tcb.retransmits() + 1);
        tcb.set(Tcb.SYN_WANTED);
    }

    /// The timer was armed for what comes before a timeout: RFC 8985, 6.3 and 7.3.
    private void earlier(Tcb tcb, Verdict verdict, long now) {
        if (RetransmissionTimer.isFor(tcb, RetransmissionTimer.PROBE)) {
            probe.due(tcb, now);
        } else {
            recovery.reorderingExpired(tcb, now);
            probe.mended(tcb, now);
        }
        verdict.add(Verdict.SEND);
    }

    private void giveUp(Tcb tcb, Verdict verdict) {
        if (!tcb.state().isSynchronised()) {
            counters.attemptFails++;
        } else {
            counters.tcpAbortOnTimeout++;
        }
        if (tcb.has(Tcb.HALF_OPEN)) {
            ending.end(tcb, verdict);
        } else {
            ending.fail(tcb, tcb.softError() != 0 ? tcb.softError() : Errno.ETIMEDOUT, verdict);
        }
    }

    /// RFC 9293 3.8.6.1 MUST-36, MUST-37: as long as the peer answers, its closed window is probed, ever less often.
    private void persist(Tcb tcb, Verdict verdict, long now) {
        tcb.persistAt(Tcb.NEVER);
        if (tcb.sndUna() != tcb.sndNxt()) {
            return;
        }
        long since = tcb.longAt(OpeningFields.PROBED_SINCE);
        if (since == 0) {
            since = now;
            tcb.longAt(OpeningFields.PROBED_SINCE, now);
        }
        if (limits.isProbingGivenUp(tcb, since, now)) {
            giveUp(tcb, verdict);
            return;
        }
        orphans.wait(tcb, now);
        counters.tcpWinProbe++;
        tcb.probes(tcb.probes() + 1);
        tcb.set(Tcb.PROBE_WANTED);
        verdict.add(Verdict.SEND);
        // SHLD-30: "increase exponentially the interval between successive probes"
        RttEstimator.backOff(tcb);
        tcb.persistAt(RetryLimits.clamp(tcb, now + RttEstimator.timeout(tcb), since, now));
    }

    /// RFC 9293 3.8.4: MUST-25 to MUST-29.
    private void keepAlive(Tcb tcb, Verdict verdict, long now) {
        boolean busy = tcb.sndUna() != tcb.sndNxt() || tcb.persistAt() != Tcb.NEVER;
        if (!tcb.has(Tcb.KEEP_ALIVE) || !mayProbe(tcb)) {
            tcb.keepAliveAt(Tcb.NEVER);
        } else if (busy) {
            tcb.keepAliveAt(now + idle(tcb));
        } else if (tcb.probes() == 0 && now - tcb.lastReceivedAt() < idle(tcb)) {
            tcb.keepAliveAt(tcb.lastReceivedAt() + idle(tcb));
        } else {
            keepAliveProbe(tcb, verdict, now);
        }
    }

    private void keepAliveProbe(Tcb tcb, Verdict verdict, long now) {
        if (isKeepAliveGivenUp(tcb, now)) {
            counters.tcpAbortOnTimeout++;
            tcb.set(Tcb.RESET_WANTED);
            verdict.add(Verdict.SEND);
            ending.fail(tcb, tcb.softError() != 0 ? tcb.softError() : Errno.ETIMEDOUT, verdict);
            return;
        }
        counters.tcpKeepAlive++;
        tcb.probes(tcb.probes() + 1);
        tcb.set(Tcb.KEEP_ALIVE_WANTED);
        verdict.add(Verdict.SEND);
        long interval = tcb.keepInterval() > 0 ? tcb.keepInterval() * SECOND : settings.keepAliveInterval;
        tcb.keepAliveAt(now + interval);
    }

    /// As Linux: where TCP_USER_TIMEOUT is set, it decides, but one probe there has to be.
    private boolean isKeepAliveGivenUp(Tcb tcb, long now) {
        if (tcb.userTimeout() > 0) {
            return tcb.probes() > 0 && now - tcb.lastReceivedAt() >= tcb.userTimeout() * MILLISECOND;
        }
        return tcb.probes() >= (tcb.keepCount() > 0 ? tcb.keepCount() : settings.keepAliveProbes);
    }

    private long idle(Tcb tcb) {
        return tcb.keepIdle() > 0 ? tcb.keepIdle() * SECOND : settings.keepAliveIdle;
    }
}
