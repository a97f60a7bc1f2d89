package io.longshore.tcp;

/// Active open (RFC 9293 3.10.1).
public final class Opening {

    private final Tcp tcp;

    Opening(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Opens a connection: takes a record, puts it into the table and lays `tcb` over it. A local port of 0 is chosen and
    /// written into `endpoints`. The caller then sets slot and `receiveCapacity`, and sends. Returns 0 or an errno.
    public int connect(Tcb tcb, Endpoints endpoints, long now) {
        throw new UnsupportedOperationException();
    }
}
