package io.longshore.ip;

import io.longshore.wire.Frame;

/// What is sent, by the family of its destination.
final class IpOutput {

    private final Ipv4Output ipv4;
    private final Ipv6Output ipv6;

    IpOutput(Ipv4Output ipv4, Ipv6Output ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    NextHop send(Frame frame, PacketFields fields, long now) {
        return fields.isIpv4() ? ipv4.send(frame, fields, now) : ipv6.send(frame, fields, now);
    }
}
