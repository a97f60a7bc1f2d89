package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

/// When an acknowledgment is due (RFC 9293 3.8.6.3, RFC 5681 4.2), as Linux decides it: at once while the peer is in
/// slow start and for every second full segment, else after a delay that adapts to how often text comes; and never
/// alone where our own text follows so soon that it can carry it (pingpong).
final class DelayedAck {

    // Bits of ACK_PENDING.
    /// An acknowledgment is owed.
    static final int SCHEDULED = 1;
    /// A small or pushed segment waits; two of them.
    static final int PUSHED = 2;
    static final int PUSHED_AGAIN = 4;
    /// ECN has to tell something at once, if there is anything to acknowledge.
    private static final int CHANGED = 8;
    /// From here on: segments of full size since the last acknowledgment.
    private static final int FULL = 16;

    private static final int QUICK_ACKS = 16;
    /// Linux's bound where text comes slowly (TCP_DELACK_MAX), and where nothing says better.
    private static final long LONGEST = 200_000_000L;
    private static final long JIFFY = 1_000_000L;
    private static final long LONGEST_UNPUSHED = 500_000_000L - 1;

    private final TcpSettings settings;

    DelayedAck(Tcp tcp) {
        settings = tcp.settings;
    }

    /// Text has arrived in order: adapts the delay. The first text, and text after a long pause, is acknowledged at
    /// once for a while.
    void arrived(Tcb tcb, long now) {
        schedule(tcb);
        long ato = tcb.longAt(ATO);
        long least = settings.delayedAck;
        long gap = now - tcb.longAt(TEXT_AT);
        if (ato == 0) {
            quicken(tcb);
            tcb.longAt(ATO, least);
        } else if (gap <= least / 2) {
            tcb.longAt(ATO, ato / 2 + least / 2);
        } else if (gap < ato) {
            tcb.longAt(ATO, Math.min(ato / 2 + gap, Math.min(tcb.rto(), LONGEST)));
        } else if (gap > tcb.rto()) {
            quicken(tcb);
        }
        tcb.longAt(TEXT_AT, now);
    }

    static void schedule(Tcb tcb) {
        mark(tcb, SCHEDULED);
    }

    /// A full segment has arrived.
    static void full(Tcb tcb) {
        if (tcb.intAt(ACK_PENDING) < 2 * FULL) {
            tcb.intAt(ACK_PENDING, tcb.intAt(ACK_PENDING) + FULL);
        }
    }

    /// A small segment has arrived; more may not come soon.
    static void pushed(Tcb tcb) {
        mark(tcb, (tcb.intAt(ACK_PENDING) & PUSHED) != 0 ? PUSHED_AGAIN : PUSHED);
    }

    /// A full segment has arrived that the peer has marked as the end of something.
    static void pushedFull(Tcb tcb) {
        mark(tcb, PUSHED);
    }

    /// The ECN bits of what arrives have changed: the next text is acknowledged at once.
    static void changed(Tcb tcb) {
        mark(tcb, CHANGED);
    }

    private static void mark(Tcb tcb, int bit) {
        tcb.intAt(ACK_PENDING, tcb.intAt(ACK_PENDING) | bit);
    }

    private static boolean has(Tcb tcb, int bit) {
        return (tcb.intAt(ACK_PENDING) & bit) != 0;
    }

    private static void quicken(Tcb tcb) {
        int segments = tcb.intAt(RCV_WND) / (2 * Math.max(1, tcb.rcvMss()));
        tcb.quickAcks(Math.max(tcb.quickAcks(), Math.clamp(segments, 2, QUICK_ACKS)));
    }

    /// Something arrived that should not have: the peer wants to know quickly where we are.
    void hurry(Tcb tcb) {
        quicken(tcb);
        tcb.intAt(PINGPONG, 0);
        tcb.longAt(ATO, settings.delayedAck);
    }

    private boolean isPingpong(Tcb tcb) {
        return tcb.intAt(PINGPONG) >= settings.pingpongThreshold;
    }

    private boolean isQuick(Tcb tcb) {
        return tcb.quickAcks() > 0 && !isPingpong(tcb);
    }

    /// After the text of a segment: now, or when? MUST-58, SHLD-19: two full segments are not kept waiting.
    void decide(Tcb tcb, Verdict verdict, long now) {
        int pending = tcb.rcvNxt() - tcb.lastAckSent();
        boolean edgeMoves = ReceiveWindow.unread(tcb) <= 0 || ReceiveWindow.select(tcb) >= tcb.intAt(RCV_WND);
        boolean due = pending > tcb.rcvMss() && edgeMoves || tcb.intAt(ACK_PENDING) >= 2 * FULL;
        if (due || isQuick(tcb) || tcb.has(Tcb.ACK_NOW) || has(tcb, CHANGED)) {
            ChallengeAcks.answer(tcb, verdict);
        } else {
            delay(tcb, verdict, now);
        }
    }

    /// TCP_DELACK_MAX_US; and never as long as the peer's shortest timeout, which is taken to be ours.
    private static long longest(Tcb tcb) {
        long wish = SocketOptions.delayedAckMax(tcb) * 1_000L;
        long most = wish > 0 ? Math.min(wish, LONGEST) : LONGEST;
        long least = RttEstimator.leastVariation(tcb);
        return least < LONGEST ? Math.min(most, Math.max(least - JIFFY, JIFFY)) : most;
    }

    private void delay(Tcb tcb, Verdict verdict, long now) {
        long wait = tcb.longAt(ATO);
        if (wait > settings.delayedAck) {
            long most = isPingpong(tcb) || has(tcb, PUSHED) ? LONGEST : LONGEST_UNPUSHED;
            if (tcb.srtt() > 0) {
                most = Math.min(most, Math.max(tcb.srtt(), settings.delayedAck));
            }
            wait = Math.min(wait, most);
        }
        wait = Math.min(wait, longest(tcb));
        if (wait == 0) {
            ChallengeAcks.answer(tcb, verdict);
        } else if (tcb.delayedAckAt() == Tcb.NEVER) {
            tcb.delayedAckAt(now + wait);
        } else if (tcb.delayedAckAt() <= now + wait / 4) {
            ChallengeAcks.answer(tcb, verdict);
        } else {
            tcb.delayedAckAt(Math.min(tcb.delayedAckAt(), now + wait));
        }
    }

    /// The delay is over and no text of ours came to carry the acknowledgment: the next one waits longer.
    void expired(Tcb tcb) {
        if (isPingpong(tcb)) {
            tcb.intAt(PINGPONG, 0);
            tcb.longAt(ATO, settings.delayedAck);
        } else {
            tcb.longAt(ATO, Math.min(tcb.longAt(ATO) * 2, tcb.rto()));
        }
    }

    /// The application has read: what is owed need not wait for the second segment if it emptied the buffer. Says
    /// whether an acknowledgment is due.
    boolean isDueAfterReading(Tcb tcb) {
        if (!has(tcb, SCHEDULED)) {
            return false;
        }
        boolean pushed = has(tcb, PUSHED_AGAIN) || has(tcb, PUSHED) && !isPingpong(tcb);
        return tcb.rcvNxt() - tcb.lastAckSent() > tcb.rcvMss() || pushed && tcb.intAt(RCV_CHARGED) == 0;
    }

    /// Whether reading all would make one due.
    boolean waitsForReading(Tcb tcb) {
        return has(tcb, SCHEDULED) && (has(tcb, PUSHED_AGAIN) || has(tcb, PUSHED) && !isPingpong(tcb));
    }

    /// Text has been sent: soon after text was received, it is an answer.
    void sentText(Tcb tcb, long now) {
        if (now - tcb.longAt(TEXT_AT) < tcb.longAt(ATO)) {
            tcb.intAt(PINGPONG, Math.min(tcb.intAt(PINGPONG) + 1, Byte.MAX_VALUE));
        }
    }

    /// An acknowledgment has been sent, alone or with text.
    void sent(Tcb tcb) {
        int quick = tcb.quickAcks();
        if (quick > 0 && has(tcb, SCHEDULED)) {
            tcb.quickAcks(quick - 1);
            if (quick == 1) {
                tcb.longAt(ATO, settings.delayedAck);
            }
        }
        tcb.intAt(ACK_PENDING, 0);
        tcb.delayedAckAt(Tcb.NEVER);
        tcb.clear(Tcb.ACK_NOW);
    }

    /// The peer has finished: what is owed to it can ride on what we still have to say.
    void leave(Tcb tcb) {
        schedule(tcb);
        tcb.intAt(PINGPONG, settings.pingpongThreshold);
    }

    /// TCP_QUICKACK: set, it acknowledges at once for now; cleared, it leaves that to answers.
    void optionsChanged(Tcb tcb, int before) {
        boolean quick = SocketOptions.has(tcb, SocketOptions.QUICK_ACK) && (before & SocketOptions.QUICK_ACK) == 0;
        boolean slow = SocketOptions.has(tcb, SocketOptions.SLOW_ACK) && (before & SocketOptions.SLOW_ACK) == 0;
        if (slow) {
            tcb.intAt(PINGPONG, settings.pingpongThreshold);
        } else if (quick) {
            tcb.intAt(PINGPONG, 0);
            if (has(tcb, SCHEDULED)) {
                mark(tcb, PUSHED);
                tcb.set(Tcb.ACK_NOW);
            }
        }
    }
}
