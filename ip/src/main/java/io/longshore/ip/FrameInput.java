package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;

/// Judges received frames: whether they are for us, and what they carry.
public final class FrameInput {

    private final Interface ours;
    private final IpCounters counters;
    private final Ipv4Input ipv4;
    private final Ipv6Input ipv6;

    public FrameInput(Interface ours, Reassembly reassembly, IpCounters counters) {
        this.ours = ours;
        this.counters = counters;
        ipv4 = new Ipv4Input(ours, reassembly, counters);
        ipv6 = new Ipv6Input(ours, reassembly, counters);
    }

    /// @param packet set, unless the verdict is ARP: for TCP, UDP and ICMP to the whole datagram, for DROPPED its
    ///         reason
    public IpVerdict frame(Frame frame, Packet packet, long now) {
        if (frame.length < Ethernet.HEADER) {
            return drop(packet, IpCounter.LINK_SHORT);
        }
        long destination = Ethernet.destination(frame.memory, frame.start);
        if (destination != ours.mac() && !Ethernet.isGroup(destination)) {
            return drop(packet, IpCounter.LINK_OTHER_HOST);
        }
        return switch (Ethernet.type(frame.memory, frame.start)) {
            case Ethernet.TYPE_IPV4 -> ipv4.packet(frame, packet, now);
            case Ethernet.TYPE_IPV6 -> ipv6.packet(frame, packet, now);
            case Ethernet.TYPE_ARP -> IpVerdict.ARP;
            default -> drop(packet, IpCounter.LINK_UNKNOWN_TYPE);
        };
    }

    private IpVerdict drop(Packet packet, IpCounter reason) {
        packet.reason = reason;
        counters.count(reason);
        return IpVerdict.DROPPED;
    }
}
