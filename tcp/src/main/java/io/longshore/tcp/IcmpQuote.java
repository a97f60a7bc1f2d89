package io.longshore.tcp;

/// What an ICMP message of either family says about a segment of ours, and the start of the segment that it quotes;
/// reused.
public final class IcmpQuote {

    /// Linux's number of the error.
    public int errno;
    /// The next hop's MTU, where the segment was too long for it; otherwise 0.
    public int mtu;
    /// Set by TCP: the segment was in flight and the MTU is news, so that others may be told of it.
    public boolean isBelieved;
    /// Sequence number of the quoted segment.
    public int sequence;
}
