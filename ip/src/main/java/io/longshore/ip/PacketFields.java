package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;

/// What the header of a packet to send is to say, for either family: the destination decides which. Mutable and reused.
public final class PacketFields {

    /// Where the transport header stands in a frame to send, from its start.
    public static final int TRANSPORT4 = Ethernet.HEADER + Ipv4.HEADER;
    public static final int TRANSPORT6 = Ethernet.HEADER + Ipv6.HEADER;

    /// Addresses as [IpAddress] has them.
    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    public int protocol;
    /// TOS or traffic class: DSCP and the two bits of ECN.
    public int trafficClass;
    /// TTL or hop limit; 0 for the default (`ip_default_ttl`, or what a router advertised).
    public int hopLimit;
    /// IPv6: 1 to 2²⁰ − 1, or 0 for none (RFC 6437).
    public int flowLabel;
    /// IPv4: routers may not fragment it.
    public boolean dontFragment;

    /// Identification of the datagram of which this is a fragment; see `moreFragments`.
    int id;
    /// Bytes of the datagram before this fragment.
    int offset;
    boolean moreFragments;
    /// The neighbour it goes to, once there is a route.
    long hopHigh;
    long hopLow;

    /// All zero.
    public PacketFields() {
    }

    /// A packet in one piece, forever: DF is set, and the identification is 0 (RFC 6864 4.1).
    public void whole(int protocol, int trafficClass) {
        this.protocol = protocol;
        this.trafficClass = trafficClass;
        dontFragment = true;
        hopLimit = 0;
        flowLabel = 0;
        id = 0;
        offset = 0;
        moreFragments = false;
    }

    /// A TCP segment.
    public void tcp(int trafficClass) {
        whole(Ipv4.PROTOCOL_TCP, trafficClass);
    }

    public void source(long high, long low) {
        sourceHigh = high;
        sourceLow = low;
    }

    public void destination(long high, long low) {
        destinationHigh = high;
        destinationLow = low;
    }

    /// From whom the packet came to whom it was for.
    void answer(Packet packet) {
        source(packet.destinationHigh, packet.destinationLow);
        destination(packet.sourceHigh, packet.sourceLow);
    }

    public boolean isIpv4() {
        return IpAddress.isIpv4(destinationHigh, destinationLow);
    }

    boolean isMulticast() {
        return IpAddress.isMulticast(destinationHigh, destinationLow);
    }

    /// Where the transport header belongs in the frame, from its start.
    public int transportAt() {
        return isIpv4() ? TRANSPORT4 : TRANSPORT6;
    }
}
