package io.longshore.tcp;

/// Who listens where: (address, port) to listener, with the two queues of each. An address of 0 is the wildcard.
public final class Listeners {

    private static final int NONE = -1;

    private final int[] address;
    private final int[] port;
    private final int[] backlog;
    private final int[] queued;
    private final int[] halfOpen;
    private final int[] receiveCapacity;
    private int end;

    /// @param capacity how many listeners there can be
    public Listeners(int capacity) {
        address = new int[capacity];
        port = new int[capacity];
        backlog = new int[capacity];
        queued = new int[capacity];
        halfOpen = new int[capacity];
        receiveCapacity = new int[capacity];
    }

    /// Starts to listen: the listener's number, or −1 if the place is taken or there is no room. What an accepted
    /// connection may receive before it has a slot is `receiveCapacity` bytes.
    public int listen(int localAddress, int localPort, int length, int capacity) {
        if (overlaps(localAddress, localPort)) {
            return NONE;
        }
        int listener = free();
        if (listener == NONE) {
            return NONE;
        }
        address[listener] = localAddress;
        port[listener] = localPort;
        backlog[listener] = Math.max(1, length);
        queued[listener] = 0;
        halfOpen[listener] = 0;
        receiveCapacity[listener] = capacity;
        end = Math.max(end, listener + 1);
        return listener;
    }

    /// Stops listening. Its half-open connections are for the caller to abort.
    public void close(int listener) {
        port[listener] = 0;
    }

    /// Who listens there, a named address before the wildcard; −1 for nobody.
    public int find(int localAddress, int localPort) {
        int wildcard = NONE;
        for (int i = 0; i < end; i++) {
            if (port[i] != localPort || localPort == 0) {
                continue;
            }
            if (address[i] == localAddress) {
                return i;
            }
            wildcard = address[i] == 0 ? i : wildcard;
        }
        return wildcard;
    }

    public int address(int listener) {
        return address[listener];
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

    private boolean overlaps(int localAddress, int localPort) {
        for (int i = 0; i < end; i++) {
            boolean sameAddress = address[i] == localAddress || address[i] == 0 || localAddress == 0;
            if (port[i] == localPort && sameAddress) {
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
