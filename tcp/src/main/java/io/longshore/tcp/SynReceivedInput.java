package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// What arrives in SYN-RECEIVED for a connection that came from a listener (RFC 9293 3.10.7.4, up to the ACK field), in
/// Linux's manner: nobody knows of it yet, so it can be given up more easily than one that somebody holds.
final class SynReceivedInput {

    private final TcpCounters counters;
    private final ChallengeAcks challengeAcks;
    private final Ending ending;
    private final FastOpenLimits fastOpenLimits;

    SynReceivedInput(Tcp tcp) {
        counters = tcp.counters;
        challengeAcks = tcp.challengeAcks;
        ending = tcp.ending;
        fastOpenLimits = tcp.listeners.fastOpenLimits();
    }

    /// Whether the segment is one that completes the handshake, as far as all but the ACK field's listener knows.
    boolean isGood(Tcb tcb, Segment segment, Verdict verdict, long now) {
        boolean isOld = Timestamps.isOld(tcb, segment, now) && !segment.has(TcpHeader.RST);
        if (isSynAgain(segment, tcb) && !isOld) {
            synAgain(tcb, segment, verdict, now);
            return false;
        }
        if (!isAcknowledgmentGood(tcb, segment)) {
            // 3.5.2, group 2: "If the connection is in any non-synchronized state" and the ACK is unacceptable
            verdict.add(Verdict.RESET);
            return false;
        }
        return isAcceptable(tcb, segment, isOld, verdict, now) && isNoReset(tcb, segment, verdict, now)
                && isNoSyn(tcb, segment, verdict, now) && segment.has(TcpHeader.ACK);
    }

    /// The peer's SYN once more, because our SYN-ACK was lost.
    private static boolean isSynAgain(Segment segment, Tcb tcb) {
        int controls = segment.flags & (TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK);
        return controls == TcpHeader.SYN && segment.sequence == tcb.irs();
    }

    /// Answered, but not each: who repeats a SYN under many names would have us reflect as many SYN-ACKs.
    private void synAgain(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!challengeAcks.mayAnswer(tcb, segment, now)) {
            counters.tcpAckSkippedSynRecv++;
            return;
        }
        counters.retransSegs++;
        counters.tcpSynRetrans++;
        tcb.retransmits(tcb.retransmits() + 1);
        OpeningFields.dropCookie(tcb);
        EcnOpening.askedAgain(tcb, segment);
        tcb.set(Tcb.SYN_WANTED);
        verdict.add(Verdict.SEND);
    }

    private static boolean isAcknowledgmentGood(Tcb tcb, Segment segment) {
        if (!segment.has(TcpHeader.ACK) || segment.has(TcpHeader.RST)) {
            return true;
        }
        return tcb.has(Tcb.FAST_OPEN)
                ? Sequence.isAfter(segment.acknowledgment, tcb.iss())
                && Sequence.isAtOrBefore(segment.acknowledgment, tcb.sndNxt())
                : segment.acknowledgment == tcb.sndNxt();
    }

    /// First, the sequence number; and the timestamps, also that which is echoed: we know when our SYN-ACKs went.
    private boolean isAcceptable(Tcb tcb, Segment segment, boolean isOld, Verdict verdict, long now) {
        boolean echoes = !tcb.has(Tcb.HALF_OPEN) || !tcb.has(Tcb.TIMESTAMPS_OK) || !segment.options.hasTimestamps()
                || segment.options.tsecr() == 0 || Timestamps.isEchoOfHandshake(tcb, segment, now);
        if (!isOld && echoes && isInWindow(tcb, segment)) {
            return true;
        }
        counters.pawsEstabRejected += isOld ? 1 : 0;
        counters.tsEcrRejected += isOld || echoes ? 0 : 1;
        if (segment.has(TcpHeader.RST)) {
            return false;
        }
        if (challengeAcks.mayAnswer(tcb, segment, now)) {
            ChallengeAcks.answer(tcb, verdict);
        } else {
            counters.tcpAckSkippedSynRecv++;
        }
        return false;
    }

    /// To the letter of 3.4: what lies below the window altogether brings nothing here, not even an acknowledgment.
    private static boolean isInWindow(Tcb tcb, Segment segment) {
        boolean reaches = segment.sequence == tcb.rcvNxt() || Sequence.isAfter(segment.end(), tcb.rcvNxt());
        return reaches && Input.isInWindow(tcb, segment);
    }

    /// Second, check the RST bit: "return this connection to the LISTEN state ... The user need not be informed."
    private boolean isNoReset(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!segment.has(TcpHeader.RST)) {
            return true;
        }
        if (segment.sequence != tcb.rcvNxt()) {
            challengeAcks.challenge(tcb, verdict, now);
            return false;
        }
        counters.attemptFails++;
        if (tcb.has(Tcb.FAST_OPEN)) {
            fastOpenLimits.reset(tcb, now);
            ending.fail(tcb, Errno.ECONNRESET, verdict);
        } else {
            counters.embryonicRsts++;
            ending.end(tcb, verdict);
        }
        return false;
    }

    /// Fourth, check the SYN bit: "If the connection was initiated with a passive OPEN, then return this connection to
    /// the LISTEN state"; Linux, and the RFC's ancestor, also send a reset.
    private boolean isNoSyn(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!segment.has(TcpHeader.SYN)) {
            return true;
        }
        if (tcb.has(Tcb.FAST_OPEN)) {
            counters.tcpSynChallenge++;
            challengeAcks.challenge(tcb, verdict, now);
            return false;
        }
        counters.attemptFails++;
        counters.embryonicRsts++;
        verdict.add(Verdict.RESET);
        ending.end(tcb, verdict);
        return false;
    }
}
