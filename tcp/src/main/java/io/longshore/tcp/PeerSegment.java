package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;

/// What the peer's full segments carry, as far as its segments tell: acknowledgments are due for every second one.
final class PeerSegment {

    /// A segment of so many bytes, TCP header included, is full-sized for some narrow path.
    private static final int DEFAULT = 536 + 20;
    private static final int SMALLEST = 88 + 20;
    private static final int NOT_FULL = TcpHeader.FIN | TcpHeader.URG | TcpHeader.SYN | TcpHeader.PSH;

    private final ReceiveBuffer buffer;

    PeerSegment(Tcp tcp) {
        buffer = tcp.receiveBuffer;
    }

    /// A segment has arrived. Larger ones are full; smaller ones become so when two of the same length come in a row.
    void measure(Tcb tcb, Segment segment) {
        int size = size(tcb, segment.textLength);
        int last = tcb.intAt(LAST_LENGTH);
        tcb.intAt(LAST_LENGTH, 0);
        if (size >= tcb.rcvMss()) {
            if (size != tcb.rcvMss()) {
                buffer.measured(tcb, segment.textLength);
            }
            tcb.rcvMss(Math.min(size, tcb.intAt(ADV_MSS)));
            DelayedAck.full(tcb);
            if (segment.has(TcpHeader.PSH)) {
                DelayedAck.pushedFull(tcb);
            }
            return;
        }
        if (isLong(tcb, segment)) {
            tcb.intAt(LAST_LENGTH, size);
            if (size == last) {
                tcb.rcvMss(size);
                return;
            }
        }
        DelayedAck.pushed(tcb);
    }

    /// Of a super-segment it is not known where it will be, or was, cut: as the peer's MSS suggests.
    private static int size(Tcb tcb, int length) {
        int most = Math.min(tcb.intAt(ADV_MSS), tcb.peerMss());
        if (length <= most) {
            return length;
        }
        int options = tcb.has(Tcb.TIMESTAMPS_OK) ? TcpOptions.TIMESTAMPS_LENGTH : 0;
        return Math.max(1, most - options);
    }

    private static boolean isLong(Tcb tcb, Segment segment) {
        int header = TcpHeader.HEADER + (tcb.has(Tcb.TIMESTAMPS_OK) ? TcpOptions.TIMESTAMPS_LENGTH : 0);
        int length = segment.textLength + header;
        return length >= DEFAULT || length >= SMALLEST && (segment.flags & NOT_FULL) == 0;
    }
}
