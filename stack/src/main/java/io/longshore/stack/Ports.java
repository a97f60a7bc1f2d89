package io.longshore.stack;

import java.util.Arrays;

/// The local addresses and ports that sockets have bound. A port is taken while a binding of the same address, or
/// one where either address is the wildcard (0), exists; connections that a listener accepted hold none, so a port
/// can be listened on again while they live or linger in TIME-WAIT.
final class Ports {

    static final int NONE = -1;
    /// Linux's net.ipv4.ip_local_port_range.
    static final int FIRST_EPHEMERAL = 32_768;
    static final int LAST_EPHEMERAL = 60_999;

    private static final int PORTS = 1 << 16;

    private final int[] firstOfPort = new int[PORTS];
    private int[] address = new int[64];
    private int[] port = new int[64];
    private int[] next = new int[64];
    private int firstFree = NONE;
    private int used;
    private int live;

    Ports() {
        Arrays.fill(firstOfPort, NONE);
    }

    /// Binds a port.
    ///
    /// @return the binding's number, or [#NONE] if the port is taken
    int bind(int address, int port) {
        if (isTaken(address, port)) {
            return NONE;
        }
        int binding = allocate();
        this.address[binding] = address;
        this.port[binding] = port;
        next[binding] = firstOfPort[port];
        firstOfPort[port] = binding;
        live++;
        return binding;
    }

    /// Binds the first free ephemeral port from `start` on, cyclically.
    ///
    /// @param start any number; where the search begins (RFC 6056: not predictable)
    int bindEphemeral(int address, int start) {
        int range = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;
        int offset = Integer.remainderUnsigned(start, range);
        for (int i = 0; i < range; i++) {
            int binding = bind(address, FIRST_EPHEMERAL + (offset + i) % range);
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

    int address(int binding) {
        return address[binding];
    }

    int port(int binding) {
        return port[binding];
    }

    /// Whether any binding holds this port on this address.
    boolean isTaken(int address, int port) {
        for (int b = firstOfPort[port]; b != NONE; b = next[b]) {
            if (this.address[b] == address || this.address[b] == 0 || address == 0) {
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
        if (used == address.length) {
            address = Arrays.copyOf(address, used * 2);
            port = Arrays.copyOf(port, used * 2);
            next = Arrays.copyOf(next, used * 2);
        }
        return used++;
    }
}
