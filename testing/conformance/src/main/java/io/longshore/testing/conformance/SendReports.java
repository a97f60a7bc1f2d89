package io.longshore.testing.conformance;

import io.longshore.channel.HostSlot;
import io.longshore.tcp.Tcb;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// What a socket wants to be told of what it sends (SO_ZEROCOPY, SO_TIMESTAMPING), and the calls of which it has yet to
/// be told. As in Linux a call is known by its last byte; zero-copy text is always copied, which the report says.
final class SendReports {

    // SOF_TIMESTAMPING_
    private static final int TX_SOFTWARE = 1 << 1;
    static final int SOFTWARE = 1 << 4;
    private static final int NUMBERED = 1 << 7;
    private static final int TX_SCHEDULED = 1 << 8;
    private static final int TX_ACKNOWLEDGED = 1 << 9;
    static final int TIME_ONLY = 1 << 11;
    private static final int STATISTICS = 1 << 12;
    private static final int NUMBERED_FROM_WRITTEN = 1 << 16;
    private static final int TX_COMPLETED = 1 << 18;
    private static final int KNOWN = (1 << 19) - 1;
    /// Those that a call may change for itself.
    private static final int OF_CALL = 1 | TX_SOFTWARE | TX_SCHEDULED | TX_ACKNOWLEDGED | TX_COMPLETED;

    // SCM_TSTAMP_
    private static final int SENT = 0;
    private static final int SCHEDULED = 1;
    private static final int ACKNOWLEDGED = 2;

    /// A call that wrote up to a position.
    private static final class Mark {
        private final long end;
        private final int flags;
        private boolean sent;

        private Mark(long end, int flags) {
            this.end = end;
            this.flags = flags;
        }
    }

    /// SO_ZEROCOPY.
    boolean zeroCopies;
    private final ErrorQueue errors;
    private final ArrayDeque<Mark> stamps = new ArrayDeque<>();
    private final ArrayDeque<Long> copies = new ArrayDeque<>();
    private int told;
    private int flags;
    private long origin;

    SendReports(ErrorQueue errors) {
        this.errors = errors;
    }

    /// What an accepted socket begins with.
    void inherit(SendReports from) {
        zeroCopies = from.zeroCopies;
        flags = from.flags;
    }

    int flags() {
        return flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// SO_TIMESTAMPING.
    ///
    /// @return 0 or an errno
    int stamp(StackSocket socket, int wanted) {
        boolean misses = (wanted & NUMBERED_FROM_WRITTEN) != 0 && (wanted & NUMBERED) == 0
                || (wanted & STATISTICS) != 0 && (wanted & TIME_ONLY) == 0;
        if ((wanted & ~KNOWN) != 0 || misses) {
            return Linux.EINVAL;
        }
        if ((wanted & ~flags & NUMBERED) != 0) {
            StackSocket.Phase phase = socket.phase();
            if (phase == StackSocket.Phase.CLOSED || phase == StackSocket.Phase.LISTENING) {
                return Linux.EINVAL;
            }
            boolean opening = phase == StackSocket.Phase.CONNECTING;
            origin = (wanted & NUMBERED_FROM_WRITTEN) != 0 ? socket.slot.sent()
                    : opening ? -1 : socket.slot.acknowledged();
        }
        flags = wanted;
        return 0;
    }

    /// The flags of one call, whose control messages may change them; negative: an errno.
    int flagsOf(SendCall call) {
        int[] chosen = {flags & OF_CALL};
        int result = ControlMessages.read(call.control(), (level, type, data) -> choose(level, type, data, chosen));
        return result == 0 ? chosen[0] : -result;
    }

    private static int choose(int level, int type, ByteBuffer data, int[] chosen) {
        if (level != Linux.SOL_SOCKET) {
            return 0;
        }
        boolean isFlags = type == Linux.SO_TIMESTAMPING && data.remaining() == Integer.BYTES;
        int wanted = isFlags ? data.getInt() : -1;
        if (!isFlags || (wanted & ~OF_CALL) != 0) {
            return Linux.EINVAL;
        }
        chosen[0] = wanted;
        return 0;
    }

    /// A call has written something; `stampFlags` are those of [#flagsOf].
    void wrote(HostSlot slot, SendCall call, int stampFlags) {
        if (zeroCopies && (call.flags() & Linux.MSG_ZEROCOPY) != 0) {
            copies.add(slot.sent());
        }
        if (stampFlags != 0) {
            stamps.add(new Mark(slot.sent(), stampFlags));
        }
    }

    /// Tells what has been sent and acknowledged meanwhile.
    ///
    /// @param at nanoseconds since the clock's epoch
    void look(Tcb tcb, long acknowledged, long at) {
        while (!copies.isEmpty() && copies.peek() <= acknowledged) {
            copies.poll();
            errors.zeroCopied(told++);
        }
        if (stamps.isEmpty()) {
            return;
        }
        long sent = tcb == null ? acknowledged : tcb.sentPosition(tcb.sndNxt());
        for (Mark mark : stamps) {
            if (!mark.sent && mark.end <= sent) {
                mark.sent = true;
                tell(mark, TX_SCHEDULED, SCHEDULED, at);
                tell(mark, TX_SOFTWARE, SENT, at);
            }
        }
        while (!stamps.isEmpty() && stamps.peek().end <= acknowledged) {
            tell(stamps.poll(), TX_ACKNOWLEDGED, ACKNOWLEDGED, at);
        }
    }

    private void tell(Mark mark, int flag, int kind, long at) {
        if ((mark.flags & flag) != 0) {
            errors.stamped(kind, has(NUMBERED) ? (int) (mark.end - 1 - origin) : 0, at);
        }
    }

    /// The connection is over: nothing of its text is needed any more, and nothing more happens to it.
    void end() {
        stamps.clear();
        look(null, Long.MAX_VALUE, 0);
    }
}
