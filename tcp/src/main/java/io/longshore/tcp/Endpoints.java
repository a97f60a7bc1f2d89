package io.longshore.tcp;

import io.longshore.wire.IpAddress;
import io.longshore.wire.SipHash;

/// What names a connection, seen from here: two addresses, each as two longs (see [IpAddress]), and two ports; reused.
public final class Endpoints {

    public long localHigh;
    public long localLow;
    public long remoteHigh;
    public long remoteLow;
    public int localPort;
    public int remotePort;

    /// Those of the connection that a received segment belongs to.
    public Endpoints ofReceived(Segment segment) {
        local(segment.destinationHigh, segment.destinationLow, segment.destinationPort);
        return remote(segment.sourceHigh, segment.sourceLow, segment.sourcePort);
    }

    /// Those of a record.
    public Endpoints of(Tcb tcb) {
        local(tcb.localHigh(), tcb.localLow(), tcb.localPort());
        return remote(tcb.remoteHigh(), tcb.remoteLow(), tcb.remotePort());
    }

    /// Sets the end that is here.
    public Endpoints local(long high, long low, int port) {
        localHigh = high;
        localLow = low;
        localPort = port;
        return this;
    }

    /// Sets the other end.
    public Endpoints remote(long high, long low, int port) {
        remoteHigh = high;
        remoteLow = low;
        remotePort = port;
        return this;
    }

    /// Sets the end that is here, by its IPv4 address.
    public Endpoints localIpv4(int address, int port) {
        return local(0, IpAddress.mapped(address), port);
    }

    /// Sets the other end, by its IPv4 address.
    public Endpoints remoteIpv4(int address, int port) {
        return remote(0, IpAddress.mapped(address), port);
    }

    /// Both addresses in one word for a keyed hash.
    long addresses(SipHash hash) {
        return hash.addresses(localHigh, localLow, remoteHigh, remoteLow);
    }

    /// Both ports in one word.
    long ports() {
        return (long) localPort << 16 | remotePort;
    }
}
