package io.longshore.ip;

/// An ICMP error about a TCP segment that we seem to have sent. Anybody can forge one: whether the sequence number is
/// in flight is for TCP to check (RFC 5927 section 4.1). Mutable and reused.
public final class IcmpError {

    public int type;
    public int code;
    /// Of a "fragmentation needed": the MTU to use from now on, 552 or more; otherwise 0.
    public int mtu;
    /// Our address in the quoted segment.
    public int source;
    /// The peer's.
    public int destination;
    public int sourcePort;
    public int destinationPort;
    /// The quoted segment's sequence number.
    public int sequence;

    /// Nothing reported yet.
    public IcmpError() {
    }
}
