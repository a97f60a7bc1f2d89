package io.longshore.tcp;

/// What ICMP says about our segments (RFC 9293 3.9.2.2, RFC 5927).
public final class IcmpErrors {

    private final Tcp tcp;

    IcmpErrors(Tcp tcp) {
        this.tcp = tcp;
    }

    /// Destination unreachable (`code`, for fragmentation needed with the next hop's `mtu`), quoting a segment of ours that
    /// began at `sequence`.
    public void unreachable(Tcb tcb, IcmpQuote quote, Verdict verdict, long now) {
        throw new UnsupportedOperationException();
    }
}
