package io.longshore.tcp;

/// When to give a connection up: R2 of RFC 9293 3.8.3 (MUST-20 to MUST-23), counted as Linux counts: tcp_retries2 and
/// its like are numbers of retransmissions, but stand for the time that so many would take from the shortest timeout
/// on.
final class RetryLimits {

    private static final long MILLISECOND = 1_000_000L;
    private static final long SHORTEST_TIMEOUT = 200 * MILLISECOND;
    /// tcp_orphan_retries of 0 means so many, "more than 100 seconds".
    private static final int ORPHAN_RETRIES = 8;

    private final TcpSettings settings;
    private final SynQueue synQueue;
    private final Listeners listeners;

    RetryLimits(Tcp tcp) {
        settings = tcp.settings;
        synQueue = tcp.synQueue;
        listeners = tcp.listeners;
    }

    /// Whether a retransmission timeout, before it is counted, is the last.
    boolean isGivenUp(Tcb tcb, long now) {
        return switch (tcb.state()) {
            case SYN_SENT -> isSynGivenUp(tcb, now);
            case SYN_RECEIVED -> tcb.has(Tcb.HALF_OPEN) ? isHalfOpenGivenUp(tcb) : isSynAckGivenUp(tcb, now);
            case CLOSED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
                isTextGivenUp(tcb, now);
        };
    }

    /// R1 of 3.8.3: whether the path itself may be at fault.
    boolean isPathSuspect(Tcb tcb, long now) {
        return tcb.retries() > 0
                && now - tcb.retriesSince() >= duration(settings.suspiciousRetries, RttEstimator.longest(tcb));
    }

    private boolean isSynGivenUp(Tcb tcb, long now) {
        int most = SocketOptions.synCount(tcb) > 0 ? SocketOptions.synCount(tcb) : settings.synRetries;
        return tcb.retries() >= most + settings.synLinearTimeouts || hasUserTimedOut(tcb, now - tcb.openedAt());
    }

    /// A SYN-ACK that is not a listener's alone: of Fast Open, or of both opening at once.
    private boolean isSynAckGivenUp(Tcb tcb, long now) {
        int most = tcb.has(Tcb.FAST_OPEN) ? settings.synAckRetries + 1 : settings.synRetries;
        return tcb.retries() >= most || hasUserTimedOut(tcb, now - tcb.openedAt());
    }

    private boolean isHalfOpenGivenUp(Tcb tcb) {
        boolean isWaitingForText = OpeningFields.has(tcb, OpeningFields.ACKNOWLEDGED)
                && tcb.retries() < listeners.deferral(tcb.listener());
        return tcb.retries() >= synQueue.synAckRetries(tcb.listener()) && !isWaitingForText;
    }

    /// Whether a half-open connection's SYN-ACK goes out again: not while TCP_DEFER_ACCEPT waits for text of a peer
    /// that has acknowledged it, but once more at the end.
    boolean maySynAck(Tcb tcb) {
        int deferral = tcb.has(Tcb.HALF_OPEN) ? listeners.deferral(tcb.listener()) : 0;
        return deferral == 0 || !OpeningFields.has(tcb, OpeningFields.ACKNOWLEDGED) || tcb.retries() >= deferral - 1;
    }

    private boolean isTextGivenUp(Tcb tcb, long now) {
        long since = now - tcb.retriesSince();
        if (tcb.retries() == 0) {
            return false;
        }
        if (tcb.sndWnd() == 0 && !tcb.has(Tcb.ORPHAN)) {
            return isProbeGivenUp(tcb, since, now);
        }
        if (tcb.userTimeout() > 0) {
            return hasUserTimedOut(tcb, since);
        }
        int retries = tcb.has(Tcb.ORPHAN) ? orphanRetries(tcb) : settings.retries;
        return since >= duration(retries, RttEstimator.longest(tcb));
    }

    /// The peer has closed its window upon what is out: retransmissions are probes now, and go on as long as it answers
    /// (3.8.6.1), unless the application has set a limit.
    private boolean isProbeGivenUp(Tcb tcb, long since, long now) {
        long timeout = 2 * RttEstimator.longest(tcb);
        if (tcb.userTimeout() > 0) {
            if (hasUserTimedOut(tcb, since)) {
                return true;
            }
            timeout = Math.min(timeout, tcb.userTimeout() * MILLISECOND);
        }
        return now - tcb.lastReceivedAt() > timeout && since > timeout;
    }

    /// Whether a closed window is probed no more; `since` is when that began. An application that waits is patient as
    /// long as the peer answers; TCP_USER_TIMEOUT and orphans are not.
    boolean isProbingGivenUp(Tcb tcb, long since, long now) {
        if (tcb.userTimeout() > 0 && now - since >= tcb.userTimeout() * MILLISECOND) {
            return true;
        }
        if (!tcb.has(Tcb.ORPHAN)) {
            return tcb.probes() >= settings.retries;
        }
        int most = orphanRetries(tcb);
        return tcb.probes() >= most || !isPatient(tcb) && tcb.backoff() >= most;
    }

    /// As Linux: an orphan whose timeouts have grown to the longest gets no extra patience.
    private int orphanRetries(Tcb tcb) {
        if (tcb.softError() != 0 && !isPatient(tcb)) {
            return 0;
        }
        return settings.orphanRetries == 0 && isPatient(tcb) ? ORPHAN_RETRIES : settings.orphanRetries;
    }

    private static boolean isPatient(Tcb tcb) {
        return RttEstimator.timeout(tcb) < RttEstimator.longest(tcb);
    }

    private static boolean hasUserTimedOut(Tcb tcb, long since) {
        return tcb.userTimeout() > 0 && tcb.retries() > 0 && since >= tcb.userTimeout() * MILLISECOND;
    }

    /// How long so many retransmissions take, and the timeout behind the last, from the first of them on.
    static long duration(int retries, long longest) {
        long timeout = SHORTEST_TIMEOUT;
        long sum = 0;
        for (int i = 0; i <= retries; i++) {
            sum += timeout;
            // As Linux: the last doubling that stays below the longest timeout is followed by that.
            timeout = Math.min(timeout << 1, longest);
        }
        return sum;
    }

    /// A timer that would fire behind the user timeout fires at it.
    static long clamp(Tcb tcb, long deadline, long since, long now) {
        if (tcb.userTimeout() == 0 || deadline == Tcb.NEVER) {
            return deadline;
        }
        return Math.min(deadline, Math.max(since + tcb.userTimeout() * MILLISECOND, now + MILLISECOND));
    }
}
