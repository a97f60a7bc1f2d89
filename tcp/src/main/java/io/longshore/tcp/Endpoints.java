package io.longshore.tcp;

/// The four numbers that name a connection, seen from here; reused.
public final class Endpoints {

    public int localAddress;
    public int localPort;
    public int remoteAddress;
    public int remotePort;

    /// Those of the connection that a received segment belongs to.
    public Endpoints ofReceived(Segment segment) {
        localAddress = segment.destinationAddress;
        localPort = segment.destinationPort;
        remoteAddress = segment.sourceAddress;
        remotePort = segment.sourcePort;
        return this;
    }

    /// Those of a record.
    public Endpoints of(Tcb tcb) {
        localAddress = tcb.localAddress();
        localPort = tcb.localPort();
        remoteAddress = tcb.remoteAddress();
        remotePort = tcb.remotePort();
        return this;
    }
}
