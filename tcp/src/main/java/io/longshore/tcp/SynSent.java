package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// What arrives in SYN-SENT: RFC 9293 3.10.7.3.
final class SynSent {

    private final Tcp tcp;
    private final TextInput text;

    SynSent(Tcp tcp, TextInput text) {
        this.tcp = tcp;
        this.text = text;
    }

    void segment(Tcb tcb, Segment segment, Verdict verdict, long now) {
        if (!isAcknowledgmentGood(tcb, segment, verdict) || !isEchoGood(tcb, segment, verdict, now)
                || !isNoReset(tcb, segment, verdict)) {
            return;
        }
        // fifth: "if neither of the SYN or RST bits is set, then drop the segment and return"
        if (segment.has(TcpHeader.SYN)) {
            syn(tcb, segment, verdict, now);
        }
    }

    /// First, check the ACK bit.
    private static boolean isAcknowledgmentGood(Tcb tcb, Segment segment, Verdict verdict) {
        boolean good = !segment.has(TcpHeader.ACK)
                || Sequence.isAfter(segment.acknowledgment, tcb.iss())
                && Sequence.isAtOrBefore(segment.acknowledgment, FastOpenOutput.synEnd(tcb));
        if (!good && !segment.has(TcpHeader.RST)) {
            verdict.add(Verdict.RESET);
        }
        return good;
    }

    /// As Linux: who echoes a timestamp that we have not sent answers another SYN than ours.
    private boolean isEchoGood(Tcb tcb, Segment segment, Verdict verdict, long now) {
        boolean good = !segment.has(TcpHeader.ACK) || !tcp.settings.timestamps || !segment.options.hasTimestamps()
                || segment.options.tsecr() == 0 || Timestamps.isEchoOfHandshake(tcb, segment, now);
        if (!good) {
            tcp.counters.pawsActiveRejected++;
            if (!segment.has(TcpHeader.RST)) {
                verdict.add(Verdict.RESET);
            }
        }
        return good;
    }

    /// Second, check the RST bit: "connection reset" if an acceptable ACK vouches for it.
    private boolean isNoReset(Tcb tcb, Segment segment, Verdict verdict) {
        if (!segment.has(TcpHeader.RST)) {
            return true;
        }
        if (segment.has(TcpHeader.ACK)) {
            tcp.counters.attemptFails++;
            tcp.ending.fail(tcb, Errno.ECONNREFUSED, verdict);
        }
        return false;
    }

    /// Fourth, check the SYN bit.
    private void syn(Tcb tcb, Segment segment, Verdict verdict, long now) {
        tcp.handshake.synReceived(tcb, segment, now);
        if (!segment.has(TcpHeader.ACK)) {
            // both open at once: "enter SYN-RECEIVED, form a SYN,ACK segment and send it"; text on it comes again
            Transitions.apply(tcb, Event.SYN);
            OpeningFields.dropCookie(tcb);
            tcb.set(Tcb.SYN_WANTED);
            verdict.add(Verdict.SEND);
            return;
        }
        tcp.handshake.established(tcb, segment, now);
        tcp.fastOpen.answered(tcb, segment, verdict);
        verdict.add(Verdict.ESTABLISHED | Verdict.SEND);
        tcb.set(Tcb.ACK_NOW);
        segment.flags &= ~TcpHeader.SYN;
        segment.sequence++;
        // "If there are other controls or text in the segment, then continue processing at the sixth step"
        text.text(tcb, segment, verdict, now);
        text.fin(tcb, segment, verdict, now);
    }
}
