package io.longshore.tcp;

import io.longshore.wire.IpAddress;

/// Who listens where: (address, port) to listener, with the two queues of each. 0.0.0.0 is the wildcard of IPv4, `::` of
/// both families unless the listener keeps to IPv6 (see [IpAddress#covers]).
public final class Listeners {

    private static final int NONE = -1;

    private final long[] high;
    private final long[] low;
    private final boolean[] ipv6Only;
    private final int[] port;
    private final int[] backlog;
    private final int[] queued;
    private final int[] halfOpen;
    private final int[] receiveCapacity;
    private final SocketOptions[] options;
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
        receiveCapacity = new int[capacity];
        options = new SocketOptions[capacity];
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
        backlog[listener] = Math.max(1, length);
        queued[listener] = 0;
        halfOpen[listener] = 0;
        receiveCapacity[listener] = capacity;
        options[listener] = new SocketOptions();
        end = Math.max(end, listener + 1);
        return listener;
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

    public int port(int listener) {
        return port[listener];
    }

    public int backlog(int listener) {
        return backlog[listener];
    }

    public void backlog(int listener, int length) {
        backlog[listener] = Math.max(1, length);
    }

    /// What its connections begin with; the stack writes it.
    public SocketOptions options(int listener) {
        return options[listener];
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
        return queued[listener] >= backlog[listener];
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
