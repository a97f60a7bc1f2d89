package io.longshore.ip;

/// What became of a received frame.
public enum IpVerdict {
    /// A TCP segment for us: the packet says where it lies.
    TCP,
    /// An ICMP message for us, of the packet's family.
    ICMP,
    /// A UDP datagram for us.
    UDP,
    /// An ARP packet.
    ARP,
    /// A packet for us of a protocol that we do not speak.
    UNKNOWN_PROTOCOL,
    /// An IPv6 packet for us whose headers ask for a parameter problem (RFC 4443 3.4): the packet says which.
    PROBLEM,
    /// A fragment, kept until the others are there.
    HELD,
    /// Counted and done with: the packet says why.
    DROPPED
}
