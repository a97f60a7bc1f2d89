package io.longshore.stack;

import io.longshore.tcp.Endpoints;
import io.longshore.wire.IpAddress;
import java.util.Arrays;

/// The local addresses and ports that sockets have bound, with Linux's rules. Two bindings of one port are at odds if
/// one's address covers the other's ([IpAddress#covers]), unless both want [#REUSE] and neither listens. Connections
/// that a listener accepted hold nothing, so a port can be listened on again while they live or linger in TIME-WAIT;
/// those opened from here are counted, since their ports are not for others to bind either.
final class Ports {

    static final int NONE = -1;
    /// Linux's net.ipv4.ip_local_port_range.
    static final int FIRST_EPHEMERAL = 32_768;
    static final int LAST_EPHEMERAL = 60_999;

    /// Wish: `::` means no IPv4 (IPV6_V6ONLY).
    static final int IPV6_ONLY = 1;
    /// Wish: share the port with others that wish the same (SO_REUSEADDR).
    static final int REUSE = 2;
    /// Somebody listens there: shared with nobody.
    private static final int LISTENING = 4;

    private static final int PORTS = 1 << 16;

    private final int[] firstOfPort = new int[PORTS];
    private final int[] opened = new int[PORTS];
    private long[] high = new long[64];
    private long[] low = new long[64];
    private int[] wishes = new int[64];
    private int[] port = new int[64];
    private int[] next = new int[64];
    private int firstFree = NONE;
    private int used;
    private int live;

    Ports() {
        Arrays.fill(firstOfPort, NONE);
    }

    /// Binds the local end.
    ///
    /// @param wish IPV6_ONLY and REUSE, or 0
    /// @return the binding's number, or [#NONE] if the port is taken
    int bind(Endpoints local, int wish) {
        if (isTaken(local, wish)) {
            return NONE;
        }
        int binding = allocate();
        high[binding] = local.localHigh;
        low[binding] = local.localLow;
        wishes[binding] = wish;
        port[binding] = local.localPort;
        next[binding] = firstOfPort[local.localPort];
        firstOfPort[local.localPort] = binding;
        live++;
        return binding;
    }

    /// Binds the first free ephemeral port from `start` on, cyclically, and writes it into the local end.
    ///
    /// @param start any number; where the search begins (RFC 6056: not predictable)
    int bindEphemeral(Endpoints local, int wish, int start) {
        int range = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;
        int offset = Integer.remainderUnsigned(start, range);
        for (int i = 0; i < range; i++) {
            local.localPort = FIRST_EPHEMERAL + (offset + i) % range;
            // Nobody asked for this port: one that is anyhow in use is not given away.
            int binding = isUsed(local.localPort) ? NONE : bind(local, wish);
            if (binding != NONE) {
                return binding;
            }
        }
        return NONE;
    }

    /// Makes a binding a listener's; false if another listens there, or does not share.
    boolean listen(int binding) {
        for (int b = firstOfPort[port[binding]]; b != NONE; b = next[b]) {
            if (b != binding && collide(b, wishes[b], binding)) {
                return false;
            }
        }
        wishes[binding] |= LISTENING;
        return true;
    }

    void release(int binding) {
        int chain = firstOfPort[port[binding]];
        if (chain == binding) {
            firstOfPort[port[binding]] = next[binding];
        } else {
            while (next[chain] != binding) {
                chain = next[chain];
            }
            next[chain] = next[binding];
        }
        next[binding] = firstFree;
        firstFree = binding;
        live--;
    }

    /// Writes what is bound into the local end.
    void read(int binding, Endpoints local) {
        local.local(high[binding], low[binding], port[binding]);
    }

    int port(int binding) {
        return port[binding];
    }

    boolean isIpv6Only(int binding) {
        return (wishes[binding] & IPV6_ONLY) != 0;
    }

    /// Whether any binding holds this port on this address.
    boolean isTaken(Endpoints local, int wish) {
        for (int b = firstOfPort[local.localPort]; b != NONE; b = next[b]) {
            boolean shared = (wish & wishes[b] & REUSE) != 0 && (wishes[b] & LISTENING) == 0;
            if (!shared && overlaps(b, local, wish)) {
                return true;
            }
        }
        return false;
    }

    private boolean overlaps(int b, Endpoints local, int wish) {
        return IpAddress.covers(high[b], low[b], isIpv6Only(b), local.localHigh, local.localLow)
                || IpAddress.covers(local.localHigh, local.localLow, (wish & IPV6_ONLY) != 0, high[b], low[b]);
    }

    private boolean collide(int b, int wish, int binding) {
        boolean shared = (wish & wishes[binding] & REUSE) != 0 && (wish & LISTENING) == 0;
        return !shared && (IpAddress.covers(high[b], low[b], isIpv6Only(b), high[binding], low[binding])
                || IpAddress.covers(high[binding], low[binding], isIpv6Only(binding), high[b], low[b]));
    }

    /// Whether a socket has bound this port, on whatever address: a connection that may have any takes another.
    boolean isBound(int number) {
        return firstOfPort[number] != NONE;
    }

    private boolean isUsed(int number) {
        return isBound(number) || opened[number] > 0;
    }

    /// Connections opened from here that use the port as their own.
    int opened(int number) {
        return opened[number];
    }

    /// Counts a connection that was opened from here, or one that is gone.
    void countOpened(int number, int by) {
        opened[number] += by;
    }

    /// Bindings that exist.
    int size() {
        return live;
    }

    private int allocate() {
        if (firstFree != NONE) {
            int binding = firstFree;
            firstFree = next[binding];
            return binding;
        }
        if (used == port.length) {
            high = Arrays.copyOf(high, used * 2);
            low = Arrays.copyOf(low, used * 2);
            wishes = Arrays.copyOf(wishes, used * 2);
            port = Arrays.copyOf(port, used * 2);
            next = Arrays.copyOf(next, used * 2);
        }
        return used++;
    }
}
