package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

import io.longshore.wire.Sequence;

/// Dynamic right-sizing (Feng and Fisk), as Linux has it: the receive buffer is to hold twice what the application
/// reads in a round trip, and more while that grows. The round trip is measured at the receiver, by the timestamps it
/// gets back or by how long a whole window of text takes.
final class RightSizing {

    private final TcpSettings settings;

    RightSizing(Tcp tcp) {
        settings = tcp.settings;
    }

    /// A segment with a timestamp's echo: the first that bears a new one is worth a measurement, if it is full-sized.
    static void echoed(Tcb tcb, Segment segment, long now) {
        if (!tcb.has(Tcb.TIMESTAMPS_OK) || segment.options.tsecr() == tcb.intAt(RCV_RTT_ECHO)) {
            return;
        }
        tcb.intAt(RCV_RTT_ECHO, segment.options.tsecr());
        long sample = Timestamps.echoed(tcb, segment, now);
        if (segment.textLength >= tcb.rcvMss() && sample > 0) {
            timed(tcb, sample, tcb.received() == tcb.read());
        }
    }

    /// Text has arrived in order: has a window's worth come since the measurement began?
    static void arrived(Tcb tcb, long now) {
        long begun = tcb.longAt(RCV_RTT_AT);
        if (begun != 0 && Sequence.isBefore(tcb.rcvNxt(), tcb.intAt(RCV_RTT_SEQUENCE))) {
            return;
        }
        if (begun != 0) {
            timed(tcb, Math.max(1, now - begun), false);
        }
        tcb.intAt(RCV_RTT_SEQUENCE, tcb.rcvNxt() + Math.max(1, tcb.intAt(RCV_WND)));
        tcb.longAt(RCV_RTT_AT, now);
    }

    /// The smallest counts; what is longer counts an eighth, and only where no reader's delay is in it.
    private static void timed(Tcb tcb, long sample, boolean smooths) {
        long before = tcb.longAt(RCV_RTT);
        if (before == 0 || sample < before) {
            tcb.longAt(RCV_RTT, sample);
        } else if (smooths) {
            tcb.longAt(RCV_RTT, before + (sample - before) / 8);
        }
    }

    /// The application has read: once a round trip, compares how much with the buffer.
    void read(Tcb tcb, long now) {
        long rtt = tcb.longAt(RCV_RTT);
        if (rtt == 0 || now - tcb.longAt(READ_AT) < rtt) {
            return;
        }
        long waiting = tcb.received() - tcb.read();
        long copied = tcb.read() - tcb.longAt(READ_FROM) - waiting;
        if (copied > tcb.intAt(READ_SPACE)) {
            grow(tcb, (int) Math.min(copied, settings.receiveBufferMost));
        }
        tcb.longAt(READ_FROM, tcb.read());
        tcb.longAt(READ_AT, now);
    }

    /// The buffer follows what was read, and what waits behind gaps; on short paths gently, since there a larger buffer
    /// only costs caches.
    void grow(Tcb tcb, int copied) {
        int before = tcb.intAt(READ_SPACE);
        tcb.intAt(READ_SPACE, Math.max(1, copied));
        if (!settings.moderateReceiveBuffer || ReceiveBuffer.isFixed(tcb)) {
            return;
        }
        long window = 2L * copied;
        long rtt = tcb.longAt(RCV_RTT);
        window += rtt < settings.receiveLowRtt
                ? window * rtt / settings.receiveLowRtt
                : 2 * window * (copied - before) / before;
        if (tcb.outOfOrderCount() > 0) {
            window += Sequence.distance(tcb.rcvNxt(), OutOfOrder.end(tcb));
        }
        int buffer = (int) Math.min(ReceiveBuffer.memory(tcb, window), settings.receiveBufferMost);
        if (buffer > ReceiveBuffer.size(tcb)) {
            tcb.intAt(RCV_BUF, buffer);
            tcb.intAt(WINDOW_CLAMP, ReceiveBuffer.space(tcb, buffer));
        }
    }
}
