package io.longshore.tcp;

/// Local ports that were bound and belong to no listener or connection yet.
public final class BoundPorts {

    private static final int PORTS = 65536;

    private final int[] holders = new int[PORTS];

    /// Reserves a port; several may (the first to listen or connect wins, as with SO_REUSEADDR).
    public void reserve(int port) {
        holders[port]++;
    }

    public void release(int port) {
        holders[port] = Math.max(0, holders[port] - 1);
    }

    public boolean isReserved(int port) {
        return holders[port] > 0;
    }
}
