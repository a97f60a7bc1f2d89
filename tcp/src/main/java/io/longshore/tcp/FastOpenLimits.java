package io.longshore.tcp;

/// How many handshakes of Fast Open each listener has pending (RFC 7413 5.1). One that a reset has ended counts for
/// another minute: else who forges the addresses of hosts that reset what they have not asked for would never reach the
/// limit.
final class FastOpenLimits {

    /// How long a reset handshake still counts, as in Linux.
    private static final long REST = 60_000_000_000L;
    /// Resets that are remembered, of all listeners; the oldest is forgotten first.
    private static final int RESETS = 4096;
    /// A record's mark: the listener's number + 1 in these bits, above them which of its lives.
    private static final int LIFE_SHIFT = Integer.SIZE - Integer.numberOfLeadingZeros(Tcp.MAX_LISTENERS);
    private static final int LISTENER_MASK = (1 << LIFE_SHIFT) - 1;

    private final int[] pending;
    private final int[] life;
    private final int[] mark = new int[RESETS];
    private final long[] until = new long[RESETS];
    private int first;
    private int resets;

    FastOpenLimits(int listeners) {
        pending = new int[listeners];
        life = new int[listeners];
    }

    /// A listener begins: what is pending of one that had its number before is none of its own.
    void clear(int listener) {
        pending[listener] = 0;
        life[listener] = life[listener] + 1 & Integer.MAX_VALUE >> LIFE_SHIFT;
    }

    /// Whether fewer than `most` of a listener are pending.
    boolean hasRoom(int listener, int most, long now) {
        while (resets > 0 && until[first] <= now) {
            forgetOldest();
        }
        return pending[listener] < most;
    }

    int pending(int listener) {
        return pending[listener];
    }

    /// Resets that still count, of all listeners.
    int resets() {
        return resets;
    }

    void begin(Tcb tcb, int listener) {
        tcb.intAt(OpeningFields.PENDING_AT, life[listener] << LIFE_SHIFT | listener + 1);
        pending[listener]++;
    }

    /// The handshake is complete, or given up; harmless for a connection that is not pending.
    void end(Tcb tcb) {
        int at = tcb.intAt(OpeningFields.PENDING_AT);
        tcb.intAt(OpeningFields.PENDING_AT, 0);
        countOut(at);
    }

    /// The peer has reset it.
    void reset(Tcb tcb, long now) {
        int at = tcb.intAt(OpeningFields.PENDING_AT);
        tcb.intAt(OpeningFields.PENDING_AT, 0);
        if (at == 0) {
            return;
        }
        if (resets == RESETS) {
            forgetOldest();
        }
        int last = (first + resets) % RESETS;
        mark[last] = at;
        until[last] = now + REST;
        resets++;
    }

    private void forgetOldest() {
        countOut(mark[first]);
        first = (first + 1) % RESETS;
        resets--;
    }

    private void countOut(int at) {
        int listener = (at & LISTENER_MASK) - 1;
        if (listener >= 0 && life[listener] == at >>> LIFE_SHIFT) {
            pending[listener]--;
        }
    }
}
