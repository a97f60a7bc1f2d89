package io.longshore.tcp;

/// What a destination-unreachable message says, and the start of the segment that it quotes; reused.
public final class IcmpQuote {

    /// Code of the message (RFC 792): 0 net, 1 host, 2 protocol, 3 port, 4 fragmentation needed, ...
    public int code;
    /// Next hop's MTU, where the code is 4 (RFC 1191); 0 if it does not say.
    public int mtu;
    /// Sequence number of the quoted segment.
    public int sequence;
}
