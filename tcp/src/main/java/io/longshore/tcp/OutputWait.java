package io.longshore.tcp;

/// What text that the application has written, or a handshake, waits for. Asked when nothing more can go.
public enum OutputWait {

    /// All is acknowledged, or what is left is held back on our side (a cork, pacing).
    NOTHING,
    /// It is on its way, and nothing says that it takes longer than it should.
    ON_ITS_WAY,
    /// The peer's window keeps it back, and the peer still says so when it is asked.
    WINDOW,
    /// It was lost, or nothing is heard of it for longer than the retransmission timeout.
    NETWORK;

    private static final int PROBES_UNANSWERED = 2;

    /// Of a connection, at present.
    public static OutputWait of(Tcb tcb) {
        if (!tcb.state().isSynchronised()) {
            return opening(tcb);
        }
        boolean flying = tcb.sndUna() != tcb.sndNxt();
        if (tcb.sent() == tcb.acknowledged()) {
            // At most our FIN is out.
            return flying ? ON_ITS_WAY : NOTHING;
        }
        if (tcb.sndWnd() == 0 || !flying && BusyTime.isWindowLimited(tcb)) {
            return isAnswered(tcb, flying) ? WINDOW : NETWORK;
        }
        if (flying && isLost(tcb)) {
            return NETWORK;
        }
        if (BusyTime.isWindowLimited(tcb)) {
            return WINDOW;
        }
        return flying ? ON_ITS_WAY : NOTHING;
    }

    private static OutputWait opening(Tcb tcb) {
        if (tcb.state() == State.CLOSED) {
            return NOTHING;
        }
        return tcb.retries() > 0 ? NETWORK : ON_ITS_WAY;
    }

    /// A window is the peer's only as long as the peer is there: probes of a closed one are answered, and so is what is
    /// sent again into one that has shrunk.
    private static boolean isAnswered(Tcb tcb, boolean flying) {
        return flying
                ? tcb.retries() < PROBES_UNANSWERED || tcb.lastReceivedAt() - tcb.lastSentAt() >= 0
                : tcb.probes() < PROBES_UNANSWERED;
    }

    private static boolean isLost(Tcb tcb) {
        return tcb.retries() > 0 || tcb.recoveryPhase() >= LossRecovery.RECOVERY;
    }
}
