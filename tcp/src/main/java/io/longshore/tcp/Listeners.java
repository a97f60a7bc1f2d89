package io.longshore.tcp;

import io.longshore.wire.IpAddress;

/// Who listens where: (address, port) to listener, with the two queues of each. 0.0.0.0 is the wildcard of IPv4, `::`
/// of both families unless the listener keeps to IPv6 (see [IpAddress#covers]).
public final class Listeners {

    private static final int NONE = -1;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long SECOND = 1_000_000_000L;
    /// MAX_SYNCOOKIE_AGE minutes.
    private static final long COOKIE_LIFE = 120 * SECOND;
    private static final int LONGEST_TIMEOUT = 120;
    private static final int MOST_DEFERRALS = 255;

    private final long[] high;
    private final long[] low;
    private final boolean[] ipv6Only;
    private final int[] port;
    private final int[] backlog;
    private final int[] queued;
    private final int[] halfOpen;
    private final int[] young;
    private final int[] firstHalfOpen;
    private final int[] receiveCapacity;
    private final int[] attachment;
    private final SocketOptions[] options;
    /// When a SYN cookie was last sent.
    private final long[] cookieAt;
    private final FastOpenLimits fastOpenLimits;
    private final FastOpenKeys[] fastOpenKeys;
    private int end;

    /// @param capacity how many listeners there can be
    public Listeners(int capacity) {
        high = new long[capacity];
        low = new long[capacity];
        ipv6Only = new boolean[capacity];
        port = new int[capacity];
        backlog = new int[capacity];
        queued = new int[capacity];
        halfOpen = new int[capacity];
        young = new int[capacity];
        firstHalfOpen = new int[capacity];
        receiveCapacity = new int[capacity];
        attachment = new int[capacity];
        options = new SocketOptions[capacity];
        cookieAt = new long[capacity];
        fastOpenLimits = new FastOpenLimits(capacity);
        fastOpenKeys = new FastOpenKeys[capacity];
    }

    /// Starts to listen: the listener's number, or −1 if the place is taken or there is no room. What an accepted
    /// connection may receive before it has a slot is `receiveCapacity` bytes.
    ///
    /// @param local where; the remote end is not looked at
    public int listen(Endpoints local, boolean onlyIpv6, int length, int capacity) {
        if (overlaps(local, onlyIpv6)) {
            return NONE;
        }
        int listener = free();
        if (listener == NONE) {
            return NONE;
        }
        high[listener] = local.localHigh;
        low[listener] = local.localLow;
        ipv6Only[listener] = onlyIpv6;
        port[listener] = local.localPort;
        backlog[listener] = Math.max(0, length);
        receiveCapacity[listener] = capacity;
        options[listener] = new SocketOptions();
        clear(listener);
        end = Math.max(end, listener + 1);
        return listener;
    }

    private void clear(int listener) {
        attachment[listener] = NONE;
        queued[listener] = 0;
        halfOpen[listener] = 0;
        young[listener] = 0;
        firstHalfOpen[listener] = NONE;
        cookieAt[listener] = NEVER;
        fastOpenLimits.clear(listener);
        fastOpenKeys[listener] = null;
    }

    /// Stops listening. Its half-open connections are for the caller to abort.
    public void close(int listener) {
        port[listener] = 0;
    }

    /// Who listens there, a named address before the wildcard; −1 for nobody.
    public int find(long localHigh, long localLow, int localPort) {
        int wildcard = NONE;
        for (int i = 0; i < end; i++) {
            if (port[i] != localPort || localPort == 0) {
                continue;
            }
            if (low[i] == localLow && high[i] == localHigh) {
                return i;
            }
            wildcard = IpAddress.covers(high[i], low[i], ipv6Only[i], localHigh, localLow) ? i : wildcard;
        }
        return wildcard;
    }

    public long high(int listener) {
        return high[listener];
    }

    public long low(int listener) {
        return low[listener];
    }

    public boolean isIpv6Only(int listener) {
        return ipv6Only[listener];
    }

    /// All listeners have numbers below this.
    int end() {
        return end;
    }

    public int port(int listener) {
        return port[listener];
    }

    public int backlog(int listener) {
        return backlog[listener];
    }

    public void backlog(int listener, int length) {
        backlog[listener] = Math.max(0, length);
    }

    /// TCP_DEFER_ACCEPT, as Linux counts its seconds: in retransmissions of the SYN-ACK.
    int deferral(int listener) {
        int seconds = options[listener].deferAccept;
        int count = seconds > 0 ? 1 : 0;
        int timeout = 1;
        for (int period = 1; seconds > period && count < MOST_DEFERRALS; period += timeout) {
            count++;
            timeout = Math.min(timeout << 1, LONGEST_TIMEOUT);
        }
        return count;
    }

    /// The listener's own keys of Fast Open (TCP_FASTOPEN_KEY), or else those of all.
    FastOpenKeys fastOpenKeys(int listener, FastOpenKeys common) {
        if (options[listener].fastOpenKeys == 0) {
            return common;
        }
        if (fastOpenKeys[listener] == null) {
            fastOpenKeys[listener] = new FastOpenKeys();
        }
        fastOpenKeys[listener].take(options[listener]);
        return fastOpenKeys[listener];
    }

    /// Fast Open's handshakes that are pending.
    FastOpenLimits fastOpenLimits() {
        return fastOpenLimits;
    }

    void cookieSent(int listener, long now) {
        cookieAt[listener] = now;
    }

    /// Whether a cookie may be on its way back: if none was sent, none is looked for, and none can be guessed.
    boolean mayHaveSentCookie(int listener, long now) {
        return now - cookieAt[listener] <= COOKIE_LIFE;
    }

    /// What its connections begin with; the stack writes it.
    public SocketOptions options(int listener) {
        return options[listener];
    }

    /// Whose it is, −1 for nobody's: its memory is what newcomers are measured by.
    public int attachment(int listener) {
        return attachment[listener];
    }

    public void attachment(int listener, int number) {
        attachment[listener] = number;
    }

    public int halfOpen(int listener) {
        return halfOpen[listener];
    }

    public int receiveCapacity(int listener) {
        return receiveCapacity[listener];
    }

    /// How many completed connections wait for accept. TCP counts up; the stack sets it when the host has taken some.
    public int queued(int listener) {
        return queued[listener];
    }

    public void queued(int listener, int count) {
        queued[listener] = count;
    }

    boolean isAcceptQueueFull(int listener) {
        // as Linux: one more than the backlog says
        return queued[listener] > backlog[listener];
    }

    int young(int listener) {
        return young[listener];
    }

    void countYoung(int listener, int by) {
        young[listener] += by;
    }

    int firstHalfOpen(int listener) {
        return firstHalfOpen[listener];
    }

    void firstHalfOpen(int listener, int number) {
        firstHalfOpen[listener] = number;
    }

    /// Who listens where a segment goes to; −1 for nobody.
    int find(Segment segment) {
        return find(segment.destinationHigh, segment.destinationLow, segment.destinationPort);
    }

    void countHalfOpen(int listener, int by) {
        halfOpen[listener] += by;
    }

    private boolean overlaps(Endpoints local, boolean onlyIpv6) {
        for (int i = 0; i < end; i++) {
            if (port[i] == local.localPort
                    && (IpAddress.covers(high[i], low[i], ipv6Only[i], local.localHigh, local.localLow)
                    || IpAddress.covers(local.localHigh, local.localLow, onlyIpv6, high[i], low[i]))) {
                return true;
            }
        }
        return false;
    }

    private int free() {
        for (int i = 0; i < port.length; i++) {
            if (port[i] == 0) {
                return i;
            }
        }
        return NONE;
    }
}
