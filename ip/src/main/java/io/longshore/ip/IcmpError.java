package io.longshore.ip;

import io.longshore.wire.Icmp;
import io.longshore.wire.Icmpv6;

/// An ICMP error of either family about a TCP segment that we seem to have sent. Anybody can forge one: whether the
/// sequence number is in flight is for TCP to check (RFC 5927 section 4.1). Mutable and reused.
public final class IcmpError {

    private static final int EACCES = 13;
    private static final int ENONET = 64;
    private static final int EPROTO = 71;
    private static final int EMSGSIZE = 90;
    private static final int ENOPROTOOPT = 92;
    private static final int EOPNOTSUPP = 95;
    private static final int ENETUNREACH = 101;
    private static final int ECONNREFUSED = 111;
    private static final int EHOSTDOWN = 112;
    private static final int EHOSTUNREACH = 113;

    /// Linux's number for each code of "destination unreachable", negative where the error is hard.
    private static final int[] UNREACHABLE4 = {ENETUNREACH, EHOSTUNREACH, -ENOPROTOOPT, -ECONNREFUSED, EMSGSIZE,
        EOPNOTSUPP, -ENETUNREACH, -EHOSTDOWN, -ENONET, -ENETUNREACH, -EHOSTUNREACH, ENETUNREACH, EHOSTUNREACH,
        -EHOSTUNREACH, -EHOSTUNREACH, -EHOSTUNREACH};
    private static final int[] UNREACHABLE6 = {ENETUNREACH, -EACCES, EHOSTUNREACH, EHOSTUNREACH, -ECONNREFUSED, -EACCES,
        -EACCES};

    /// 4 or 6: whose types and codes these are.
    public int version;
    public int type;
    public int code;
    /// Of a "too big": the MTU to use from now on, 552 or more, with IPv6 1,280 or more; otherwise 0.
    public int mtu;
    /// Our address in the quoted segment.
    public long sourceHigh;
    public long sourceLow;
    /// The peer's.
    public long destinationHigh;
    public long destinationLow;
    public int sourcePort;
    public int destinationPort;
    /// The quoted segment's sequence number.
    public int sequence;

    /// Nothing reported yet.
    public IcmpError() {
    }

    /// "Fragmentation needed" or "packet too big": `mtu` says what fits.
    public boolean isTooBig() {
        return mtu > 0;
    }

    /// The error as a number of Linux, as its sockets report it for this type and code.
    public int errno() {
        return Math.abs(signed());
    }

    /// Whether it says that trying again is of no use (RFC 1122 4.2.3.9). RFC 5927 section 6: an established connection
    /// takes it as soft.
    public boolean isHard() {
        return signed() < 0;
    }

    private int signed() {
        return version == 4 ? signed4() : signed6();
    }

    private int signed4() {
        return switch (type) {
            case Icmp.DESTINATION_UNREACHABLE -> code < UNREACHABLE4.length ? UNREACHABLE4[code] : -EHOSTUNREACH;
            case Icmp.PARAMETER_PROBLEM -> -EPROTO;
            default -> EHOSTUNREACH;
        };
    }

    private int signed6() {
        return switch (type) {
            case Icmpv6.DESTINATION_UNREACHABLE -> code < UNREACHABLE6.length ? UNREACHABLE6[code] : -EPROTO;
            case Icmpv6.PACKET_TOO_BIG -> EMSGSIZE;
            case Icmpv6.PARAMETER_PROBLEM -> -EPROTO;
            default -> EHOSTUNREACH;
        };
    }
}
