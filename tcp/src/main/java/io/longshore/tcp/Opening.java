package io.longshore.tcp;

import java.util.function.IntPredicate;

/// Active open (RFC 9293 3.10.1).
public final class Opening {

    /// What a record that a listener made holds of its local port.
    public static final int NO_CLAIM = 0;
    /// An active open's: no other socket may bind the port.
    public static final int CLAIM = 1;
    /// The same, unless both wish to share it (SO_REUSEADDR).
    public static final int SHARED_CLAIM = 2;

    private final Tcp tcp;
    private final Taken taken = new Taken();
    private final SocketOptions defaults = new SocketOptions();
    private IntPredicate reserved = port -> false;

    Opening(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Opens a connection: takes a record, puts it into the table and lays `tcb` over it. A local port of 0 is chosen
    /// and written into `endpoints`. The caller then sets slot and `receiveCapacity`, and asks Output. Returns 0 or
    /// an errno.
    public int connect(Tcb tcb, Endpoints endpoints, long now) {
        return connect(tcb, endpoints, defaults, now);
    }

    /// The same with the options that the application has set.
    public int connect(Tcb tcb, Endpoints endpoints, SocketOptions options, long now) {
        if (endpoints.localPort == 0) {
            endpoints.localPort = choose(endpoints);
        }
        if (endpoints.localPort < 0 || isTaken(endpoints)) {
            return Errno.EADDRNOTAVAIL;
        }
        if (tcp.slab.allocate(tcb) < 0) {
            return Errno.ENOBUFS;
        }
        tcb.endpoints(endpoints);
        tcp.table.insert(tcb);
        options.applyTo(tcb);
        tcp.begin(tcb, now);
        Transitions.apply(tcb, Event.OPEN);
        tcb.set(Tcb.SYN_WANTED);
        tcp.counters.activeOpens++;
        return 0;
    }

    /// Ports that are never chosen, whatever they are used for: those that sockets have bound. Set before use.
    public void reserve(IntPredicate ports) {
        reserved = ports;
    }

    /// What a record holds of its local port, as long as it lives.
    public static int claim(Tcb tcb) {
        return tcb.intAt(TcbLayout.PORT_CLAIM);
    }

    /// Sets what an opened connection holds of its local port.
    public static void claim(Tcb tcb, int claim) {
        tcb.intAt(TcbLayout.PORT_CLAIM, claim);
    }

    /// A free ephemeral port to bind to, for a destination not known yet (both zero) or known; −1 for none.
    public int choose(Endpoints endpoints) {
        taken.candidate.local(endpoints.localHigh, endpoints.localLow, 0);
        taken.candidate.remote(endpoints.remoteHigh, endpoints.remoteLow, endpoints.remotePort);
        return tcp.ports.choose(endpoints, taken);
    }

    private boolean isTaken(Endpoints endpoints) {
        return tcp.table.find(endpoints) >= 0;
    }

    /// Whether a port cannot be chosen: one object, since a lambda would be allocated for each connection.
    private final class Taken implements IntPredicate {

        private final Endpoints candidate = new Endpoints();

        @Override
        public boolean test(int port) {
            candidate.localPort = port;
            return reserved.test(port) || tcp.listeners.find(candidate.localHigh, candidate.localLow, port) >= 0
                    || tcp.table.find(candidate) >= 0;
        }
    }
}
