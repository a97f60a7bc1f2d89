package io.longshore.tcp;

import io.longshore.wire.Sequence;
import io.longshore.wire.TcpHeader;

/// The urgent mechanism (RFC 9293 3.8.5, RFC 6093): both sides know up to where text is urgent, however much that is
/// (MUST-31). The pointer is that of "the octet following the urgent data" (MUST-62).
public final class UrgentText {

    /// Stream position behind the last urgent octet that the peer told of; 0: none.
    private static final int END = FlowLayout.URGENT_END;
    private static final int LONGEST_OFFSET = 0xFFFF;
    /// What a host may mark ahead of what is acknowledged: more no ring holds.
    private static final long MOST = 1 << 30;

    private UrgentText() {
    }

    // what the peer says

    /// Sixth, check the URG bit: a pointer that goes beyond what has arrived, and beyond one that still does, is told
    /// (MUST-32). A pointer of 0 means the first octet, as in Linux.
    static void received(Tcb tcb, Segment segment, Verdict verdict) {
        if (!segment.has(TcpHeader.URG) || !tcb.state().mayReceive()) {
            return;
        }
        int end = segment.sequence + Math.max(1, segment.urgent);
        if (Sequence.isAtOrBefore(end, tcb.rcvNxt())) {
            return;
        }
        long position = tcb.receivedPosition(end);
        if (position > end(tcb)) {
            tcb.longAt(END, position);
            verdict.add(Verdict.URGENT);
        }
    }

    /// The stream position behind the last urgent octet that was told of; 0 if none was.
    public static long end(Tcb tcb) {
        return tcb.longAt(END);
    }

    // what the application says

    /// Text before `position` is urgent; what a host says of text that is acknowledged, or could not be, is ignored.
    public static void mark(Tcb tcb, long position) {
        long ahead = position - tcb.acknowledged();
        if (ahead > 0 && ahead <= MOST) {
            tcb.intAt(TcbLayout.SND_UP, tcb.iss() + 1 + (int) position);
            tcb.set(Tcb.URGENT);
        }
    }

    /// Every segment that begins before the end of the urgent text says where that is. An end too far away to be named
    /// is said to be as far as can be, as in Linux, if that is beyond all that was sent.
    static void tell(Tcb tcb, OutgoingSegment outgoing) {
        int end = tcb.intAt(TcbLayout.SND_UP);
        if (!Sequence.isAfter(end, tcb.sndUna())) {
            tcb.clear(Tcb.URGENT);
            return;
        }
        int offset = Sequence.distance(outgoing.sequence, end);
        boolean canBeNamed = offset <= LONGEST_OFFSET
                || Sequence.isAfter(outgoing.sequence + LONGEST_OFFSET, tcb.sndNxt());
        if (offset > 0 && canBeNamed) {
            outgoing.flags |= TcpHeader.URG;
            outgoing.urgent = Math.min(offset, LONGEST_OFFSET);
        }
    }
}
