package io.longshore.ip;

/// What became of a received frame.
public enum IpVerdict {
    /// A TCP segment for us: the packet says where it lies.
    TCP,
    /// An ICMP message for us.
    ICMP,
    /// An ARP packet.
    ARP,
    /// A packet for us of a protocol that we do not speak.
    UNKNOWN_PROTOCOL,
    /// A fragment, kept until the others are there.
    HELD,
    /// Counted and done with: the packet says why.
    DROPPED
}
