package io.longshore.ip;

/// What a received frame means to the transport above.
public enum Arrival {
    /// A TCP segment: [Network#packet].
    SEGMENT,
    /// A router or the peer reports an error about a segment of ours: [Network#icmpError].
    ICMP_ERROR,
    /// Nothing; the network layer has done what was to be done.
    NOTHING
}
