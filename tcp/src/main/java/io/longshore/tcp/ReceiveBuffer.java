package io.longshore.tcp;

import static io.longshore.tcp.FlowLayout.*;

import io.longshore.wire.TcpOptions;

/// How much text may wait for the application: Linux's receive buffer, with its names. What waits is charged with what
/// it takes of memory, headers and slack included; the share of that which is text tells how large a window the free
/// part of the buffer is worth. The buffer starts at `tcp_rmem`'s default and grows with what the application reads
/// in a round trip ([RightSizing]), up to the maximum; `SO_RCVBUF` fixes it.
public final class ReceiveBuffer {

    /// Share of text, in 256ths, that is assumed before anything has arrived.
    private static final int INITIAL_RATIO = 128;
    private static final int RATIO_SCALE = 8;
    /// SOCK_MIN_RCVBUF of Linux.
    private static final int SMALLEST = 2304;
    private static final int SMALLEST_CLAMP = SMALLEST / 2;
    /// TCP_MIN_MSS of Linux.
    private static final int SMALLEST_MSS = 88;
    private static final int DEFAULT_MSS = 536;
    /// TCP_INIT_CWND.
    private static final int INITIAL_SEGMENTS = 10;

    private final TcpSettings settings;
    private final MemoryPressure pressure;

    ReceiveBuffer(Tcp tcp) {
        settings = tcp.settings;
        pressure = tcp.pressure;
    }

    /// A new record: the size of `tcp_rmem`, unless the application has fixed it.
    void begin(Tcb tcb) {
        tcb.intAt(RCV_BUF, settings.receiveBuffer);
        tcb.intAt(RCV_RATIO, INITIAL_RATIO);
        int bits = tcb.intAt(FLOW_BITS) & ~ReceiveWindow.SHRINKS;
        tcb.intAt(FLOW_BITS, settings.shrinkWindow ? bits | ReceiveWindow.SHRINKS : bits);
        clampChanged(tcb);
    }

    /// TCP_WINDOW_CLAMP has been set: no larger window is offered from now on.
    public void clampChanged(Tcb tcb) {
        int most = SocketOptions.windowClamp(tcb);
        if (most > 0) {
            int clamp = Math.max(most, SMALLEST_CLAMP);
            tcb.intAt(WINDOW_CLAMP, clamp);
            tcb.intAt(RCV_SSTHRESH, Math.min(tcb.intAt(RCV_SSTHRESH), clamp));
        }
    }

    /// Whether SO_RCVBUF has fixed the size: nothing else changes it then.
    public static boolean isFixed(Tcb tcb) {
        return SocketOptions.receiveBuffer(tcb) > 0;
    }

    /// Bytes that may wait, overhead included: what getsockopt(SO_RCVBUF) says.
    public static int size(Tcb tcb) {
        return isFixed(tcb) ? Math.max(SocketOptions.receiveBuffer(tcb), SMALLEST) : tcb.intAt(RCV_BUF);
    }

    /// Chooses window and scale for our SYN. A whole number of segments; the scale is the one that `tcp_rmem`'s maximum
    /// needs, whatever the buffer is now, since it cannot change later.
    ///
    /// @param scaled whether the option is, or may be, agreed on
    void open(Tcb tcb, boolean scaled) {
        int full = space(tcb, size(tcb));
        int clamp = tcb.intAt(WINDOW_CLAMP);
        if (isFixed(tcb) && (clamp == 0 || clamp > full)) {
            clamp = full;
        }
        clamp = clamp == 0 ? Handshake.WINDOW_FIELD << TcpOptions.MAX_WINDOW_SCALE : clamp;
        int mss = tcb.intAt(ADV_MSS);
        if (tcb.state() != State.SYN_SENT && tcb.has(Tcb.TIMESTAMPS_OK)) {
            mss -= TcpOptions.TIMESTAMPS_LENGTH;
        }
        int window = Math.min(clamp, full);
        window -= window > mss ? window % mss : 0;
        window = Math.min(window, settings.maxReceiveCapacity);
        if (tcb.receiveCapacity() > 0) {
            window = (int) Math.min(window, tcb.receiveCapacity());
        }
        tcb.rcvScale(scaled ? scale(window, clamp) : 0);
        tcb.intAt(WINDOW_CLAMP, Math.min(Handshake.WINDOW_FIELD << tcb.rcvScale(), clamp));
        tcb.intAt(RCV_WND, window);
        tcb.intAt(RCV_SSTHRESH, window);
    }

    private int scale(int window, int clamp) {
        int largest = Math.max(window, Math.max(settings.receiveBufferMost, settings.receiveBufferLimit));
        int log2 = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, Math.min(largest, clamp)));
        return Math.clamp(log2 - (Short.SIZE - 1), 0, TcpOptions.MAX_WINDOW_SCALE);
    }

    /// Both SYNs are known: the clamp leaves one segment free, and measuring begins.
    void established(Tcb tcb, long now) {
        int advMss = tcb.intAt(ADV_MSS);
        int most = space(tcb, size(tcb));
        int clamp = tcb.intAt(WINDOW_CLAMP);
        if (!tcb.has(Tcb.SCALING_OK)) {
            clamp = Math.min(clamp, Handshake.WINDOW_FIELD);
        }
        clamp = Math.min(clamp, most);
        if (clamp > 2 * advMss && clamp + advMss > most) {
            clamp = Math.max(2 * advMss, most - advMss);
        }
        tcb.intAt(WINDOW_CLAMP, clamp);
        tcb.intAt(RCV_SSTHRESH, Math.min(tcb.intAt(RCV_SSTHRESH), clamp));
        int space = Math.min(tcb.intAt(RCV_SSTHRESH), Math.min(tcb.intAt(RCV_WND), INITIAL_SEGMENTS * advMss));
        tcb.intAt(READ_SPACE, Math.max(1, space));
        tcb.longAt(READ_AT, now);
        tcb.longAt(READ_FROM, 0);
        tcb.longAt(TEXT_AT, now);
        int hint = Math.min(Math.min(advMss, tcb.sndMss()), tcb.intAt(RCV_WND) / 2);
        tcb.rcvMss(Math.max(Math.min(hint, DEFAULT_MSS), SMALLEST_MSS));
    }

    /// Text has arrived, in order or not, and will wait: charges it.
    ///
    /// @param length bytes of the segment's text
    void charge(Tcb tcb, int length) {
        int tail = tcb.intAt(RCV_TAIL);
        if (length <= tail) {
            tcb.intAt(RCV_TAIL, tail - length);
            return;
        }
        int packet = length + headers(tcb);
        int size = Footprint.of(packet);
        tcb.intAt(RCV_TAIL, Footprint.slack(packet));
        int charged = (int) Math.min((long) tcb.intAt(RCV_CHARGED) + size, Integer.MAX_VALUE);
        tcb.intAt(RCV_CHARGED, charged);
        if (charged > size(tcb) && !isFixed(tcb) && !pressure.isOn(tcb)) {
            // as Linux where the buffer overflows: what was promised was too much, the buffer follows
            tcb.intAt(RCV_BUF, Math.max(size(tcb), Math.min(charged, settings.receiveBufferMost)));
        }
        if (charged > size(tcb)) {
            tcb.intAt(RCV_SSTHRESH, Math.min(tcb.intAt(WINDOW_CLAMP), 2 * tcb.intAt(ADV_MSS)));
        }
    }

    /// Whether more waits than should.
    static boolean isExceeded(Tcb tcb) {
        return tcb.intAt(RCV_CHARGED) > size(tcb);
    }

    private static int headers(Tcb tcb) {
        return Handshake.headers(tcb) + (tcb.has(Tcb.TIMESTAMPS_OK) ? TcpOptions.TIMESTAMPS_LENGTH : 0);
    }

    /// The application has taken `bytes` out of `waiting`.
    static void release(Tcb tcb, long bytes, long waiting) {
        if (bytes >= waiting) {
            tcb.intAt(RCV_CHARGED, 0);
            tcb.intAt(RCV_TAIL, 0);
        } else {
            long charged = tcb.intAt(RCV_CHARGED);
            tcb.intAt(RCV_CHARGED, (int) (charged - charged * bytes / waiting));
        }
    }

    /// What the peer's full segment carries is known (again): with it what share of memory its text is.
    void measured(Tcb tcb, int length) {
        int ratio = Math.clamp(((long) length << RATIO_SCALE) / Footprint.of(length + headers(tcb)), 1, 255);
        if (ratio == tcb.intAt(RCV_RATIO)) {
            return;
        }
        tcb.intAt(RCV_RATIO, ratio);
        int clamp = space(tcb, size(tcb));
        tcb.intAt(WINDOW_CLAMP, clamp);
        tcb.intAt(READ_SPACE, Math.max(1, Math.min(tcb.intAt(READ_SPACE), clamp)));
    }

    /// Lets the window open by twice what a segment brought, where segments like this one fit the buffer well.
    void grow(Tcb tcb, int length) {
        int threshold = tcb.intAt(RCV_SSTHRESH);
        int room = Math.min(tcb.intAt(WINDOW_CLAMP), free(tcb)) - threshold;
        if (room <= 0) {
            return;
        }
        if (pressure.isOn(tcb)) {
            ReceiveWindow.narrow(tcb);
            return;
        }
        int size = Footprint.of(length + headers(tcb));
        int step = space(tcb, size) <= length ? 2 * tcb.intAt(ADV_MSS) : slowStep(tcb, length, size);
        if (step > 0) {
            tcb.intAt(RCV_SSTHRESH, threshold + Math.min(room, Math.max(step, 2 * length)));
            tcb.quickAcks(tcb.quickAcks() | 1);
        }
    }

    /// Text that takes much more memory than itself opens the window only while that is still small.
    private int slowStep(Tcb tcb, int length, int size) {
        int taken = space(tcb, size) >> 1;
        int window = space(tcb, settings.receiveBufferMost) >> 1;
        while (tcb.intAt(RCV_SSTHRESH) <= window) {
            if (taken <= length) {
                return 2 * tcb.rcvMss();
            }
            taken >>= 1;
            window >>= 1;
        }
        return 0;
    }

    /// The window that so many bytes of memory are worth.
    static int space(Tcb tcb, int bytes) {
        return (int) ((long) bytes * tcb.intAt(RCV_RATIO) >> RATIO_SCALE);
    }

    /// The memory that so large a window may take.
    static long memory(Tcb tcb, long window) {
        return (window << RATIO_SCALE) / Math.max(1, tcb.intAt(RCV_RATIO));
    }

    /// The window that is free: negative where more waits than should.
    static int free(Tcb tcb) {
        return space(tcb, size(tcb) - tcb.intAt(RCV_CHARGED));
    }

    /// The window that the whole buffer is worth.
    public static int full(Tcb tcb) {
        return space(tcb, size(tcb));
    }
}
