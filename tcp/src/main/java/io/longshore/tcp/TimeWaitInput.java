package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// What arrives in TIME-WAIT (RFC 9293 3.10.7.4), in Linux's reading: "The only thing that can arrive in this state is
/// a retransmission of the remote FIN. Acknowledge it, and restart the 2 MSL timeout."
final class TimeWaitInput {

    private final TcpSettings settings;
    private final TcpCounters counters;
    private final Listeners listeners;
    private final ChallengeAcks challengeAcks;
    private final Tcp tcp;

    TimeWaitInput(Tcp tcp) {
        this.tcp = tcp;
        settings = tcp.settings;
        counters = tcp.counters;
        listeners = tcp.listeners;
        challengeAcks = tcp.challengeAcks;
    }

    void segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        boolean isOld = Timestamps.isOld(tcb, segment, now) && !segment.has(TcpHeader.RST);
        if (!isOld && isReopening(tcb, segment)) {
            counters.twRecycled++;
            tcp.passive.follow(tcb);
            verdict.add(Verdict.REOPEN);
        } else if (segment.has(TcpHeader.RST)) {
            reset(tcb, segment, verdict);
        } else if (!isOld && segment.sequence == tcb.rcvNxt() && segment.length() == 0) {
            // A bare acknowledgment says nothing that wants an answer, and an answer could bring forth another.
            restart(tcb, now);
            Timestamps.remember(tcb, segment, now);
        } else {
            answer(tcb, segment, isOld, verdict, now);
        }
    }

    /// RFC 6191 2: a SYN that is newer by timestamp or by sequence number opens anew, if somebody listens.
    private boolean isReopening(Tcb tcb, Segment segment) {
        int controls = segment.flags & (TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK);
        if (controls != TcpHeader.SYN || listeners.find(segment) < 0) {
            return false;
        }
        boolean newerStamp = tcb.has(Tcb.TIMESTAMPS_OK) && segment.options.hasTimestamps()
                && Sequence.isAfter(segment.options.tsval(), tcb.tsRecent());
        return newerStamp || Sequence.isAfter(segment.sequence, tcb.rcvNxt());
    }

    /// RFC 9293 and Linux have a reset end the state; with tcp_rfc1337, RFC 1337 3, (F1): "Ignore RST segments in
    /// TIME-WAIT state".
    private void reset(Tcb tcb, Segment segment, Verdict verdict) {
        if (!settings.rfc1337 && segment.sequence == tcb.rcvNxt()) {
            tcp.ending.end(tcb, verdict);
        }
    }

    private void answer(Tcb tcb, Segment segment, boolean isOld, Verdict verdict, long now) {
        counters.pawsEstabRejected += isOld ? 1 : 0;
        if (isOld || segment.has(TcpHeader.ACK)) {
            // A SYN may be a new one with a smaller number: it does not prolong the wait.
            restart(tcb, now);
        }
        if (challengeAcks.mayAnswer(tcb, segment, now)) {
            ChallengeAcks.answer(tcb, verdict);
        } else {
            counters.tcpAckSkippedTimeWait++;
        }
    }

    private void restart(Tcb tcb, long now) {
        tcb.lifetimeAt(now + settings.timeWait);
    }
}
