package io.longshore.stack;

import io.longshore.tcp.Endpoints;
import io.longshore.wire.IpAddress;
import java.util.Arrays;

/// The local addresses and ports that sockets have bound. A port is taken while a binding of the same address, or
/// one where either address is a wildcard that covers the other ([IpAddress#covers]), exists; connections that a listener accepted hold none, so a port
/// can be listened on again while they live or linger in TIME-WAIT.
final class Ports {

    static final int NONE = -1;
    /// Linux's net.ipv4.ip_local_port_range.
    static final int FIRST_EPHEMERAL = 32_768;
    static final int LAST_EPHEMERAL = 60_999;

    private static final int PORTS = 1 << 16;

    private final int[] firstOfPort = new int[PORTS];
    private long[] high = new long[64];
    private long[] low = new long[64];
    private boolean[] ipv6Only = new boolean[64];
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
    /// @return the binding's number, or [#NONE] if the port is taken
    int bind(Endpoints local, boolean onlyIpv6) {
        int port = local.localPort;
        if (isTaken(local, onlyIpv6)) {
            return NONE;
        }
        int binding = allocate();
        high[binding] = local.localHigh;
        low[binding] = local.localLow;
        ipv6Only[binding] = onlyIpv6;
        this.port[binding] = port;
        next[binding] = firstOfPort[port];
        firstOfPort[port] = binding;
        live++;
        return binding;
    }

    /// Binds the first free ephemeral port from `start` on, cyclically, and writes it into the local end.
    ///
    /// @param start any number; where the search begins (RFC 6056: not predictable)
    int bindEphemeral(Endpoints local, boolean onlyIpv6, int start) {
        int range = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;
        int offset = Integer.remainderUnsigned(start, range);
        for (int i = 0; i < range; i++) {
            local.localPort = FIRST_EPHEMERAL + (offset + i) % range;
            int binding = bind(local, onlyIpv6);
            if (binding != NONE) {
                return binding;
            }
        }
        return NONE;
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

    boolean isIpv6Only(int binding) {
        return ipv6Only[binding];
    }

    int port(int binding) {
        return port[binding];
    }

    /// Whether any binding holds this port on this address.
    boolean isTaken(Endpoints local, boolean onlyIpv6) {
        for (int b = firstOfPort[local.localPort]; b != NONE; b = next[b]) {
            if (IpAddress.covers(high[b], low[b], ipv6Only[b], local.localHigh, local.localLow)
                    || IpAddress.covers(local.localHigh, local.localLow, onlyIpv6, high[b], low[b])) {
                return true;
            }
        }
        return false;
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
            ipv6Only = Arrays.copyOf(ipv6Only, used * 2);
            port = Arrays.copyOf(port, used * 2);
            next = Arrays.copyOf(next, used * 2);
        }
        return used++;
    }
}
