package io.longshore.tcp;

import io.longshore.wire.Sequence;

/// The application reads: buffer space comes back, the buffer may grow, and the peer may have to hear of it.
public final class Reading {

    private final RightSizing rightSizing;
    private final DelayedAck delayedAck;

    Reading(Tcp tcp) {
        rightSizing = tcp.rightSizing;
        delayedAck = tcp.delayedAck;
    }

    /// The application has read up to a position. An acknowledgment that this makes due is sent when Output is asked.
    public void advance(Tcb tcb, long position, long now) {
        long bytes = position - tcb.read();
        if (bytes <= 0) {
            return;
        }
        ReceiveBuffer.release(tcb, bytes, tcb.received() - tcb.read() + behindGaps(tcb));
        tcb.read(position);
        rightSizing.read(tcb, now);
        if (mayReceive(tcb) && (delayedAck.isDueAfterReading(tcb) || ReceiveWindow.isWorthTelling(tcb))) {
            tcb.set(Tcb.ACK_NOW);
        }
    }

    private static boolean mayReceive(Tcb tcb) {
        return tcb.state().mayReceive() && !tcb.has(Tcb.INPUT_SHUT);
    }

    /// Bytes that have arrived out of order.
    private static long behindGaps(Tcb tcb) {
        long bytes = 0;
        for (int i = 0; i < tcb.outOfOrderCount(); i++) {
            bytes += Sequence.distance(tcb.outOfOrderStart(i), tcb.outOfOrderEnd(i));
        }
        return bytes;
    }

    /// The read position worth knowing of: where an acknowledgment that is owed would go out, or where the window would
    /// be twice what the peer has left; `Tcb.NEVER` where it has plenty.
    public long notice(Tcb tcb) {
        long soonest = tcb.read() + 1;
        if (delayedAck.waitsForReading(tcb)) {
            return Math.max(tcb.received(), soonest);
        }
        long wanted = 2L * ReceiveWindow.current(tcb);
        if (wanted > tcb.intAt(FlowLayout.WINDOW_CLAMP)) {
            return Tcb.NEVER;
        }
        long unread = tcb.received() - tcb.read();
        long missing = Math.max(wanted, tcb.rcvMss()) - Math.min(ReceiveBuffer.free(tcb), ReceiveWindow.ring(tcb));
        // so much window does a byte that is read give back, overhead included
        long charged = Math.max(1, ReceiveBuffer.space(tcb, tcb.intAt(FlowLayout.RCV_CHARGED)));
        long bytes = Math.max(missing, 0) * unread / Math.min(charged, Math.max(1, unread));
        return Math.max(Math.min(tcb.read() + bytes, tcb.received()), soonest);
    }
}
