package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;

/// Writes Ethernet and IPv4 headers in front of what is to be sent, and finds the neighbour it goes to.
public final class Ipv4Output {

    private final Interface ours;
    private final Neighbours neighbours;
    private final IpCounters counters;

    public Ipv4Output(Interface ours, Neighbours neighbours, IpCounters counters) {
        this.ours = ours;
        this.neighbours = neighbours;
        this.counters = counters;
    }

    /// Completes a frame whose transport header, with its checksum, stands at [PacketFields#TRANSPORT4], with `length`
    /// and payload set. Unless the answer is [NextHop#RESOLVED], the caller takes the frame out of its batch.
    public NextHop send(Frame frame, PacketFields fields, long now) {
        int destination = (int) fields.destinationLow;
        int nextHop = ours.nextHop(destination);
        if (nextHop == Interface.NO_ROUTE || isNobody(destination)) {
            counters.count(IpCounter.OUT_NO_ROUTES);
            return NextHop.UNREACHABLE;
        }
        counters.count(IpCounter.OUT_REQUESTS);
        writeHeader(frame, fields);
        long mac = neighbours.resolve(0, IpAddress.mapped(nextHop), now);
        Ethernet.write(frame.memory, frame.start, Math.max(mac, 0), ours.mac(), Ethernet.TYPE_IPV4);
        if (mac >= 0) {
            return NextHop.RESOLVED;
        }
        return mac == Neighbours.PENDING ? hold(frame, nextHop) : NextHop.UNREACHABLE;
    }

    /// Where no single other host is: everybody on the link, or we ourselves.
    private boolean isNobody(int destination) {
        return ours.isBroadcast(destination) || ours.owns(destination);
    }

    private NextHop hold(Frame frame, int nextHop) {
        if (!neighbours.hold(0, IpAddress.mapped(nextHop), frame)) {
            counters.count(IpCounter.OUT_DISCARDS);
        }
        return NextHop.PENDING;
    }

    private void writeHeader(Frame frame, PacketFields fields) {
        long at = frame.start + Ethernet.HEADER;
        Ipv4.writeLength(frame.memory, at, fields.trafficClass, frame.totalLength() - Ethernet.HEADER);
        Ipv4.writeFragment(frame.memory, at, fields.id & 0xFFFF, flags(fields), fields.offset);
        Ipv4.writeProtocol(frame.memory, at, hopLimit(fields), fields.protocol);
        Ipv4.writeAddresses(frame.memory, at, (int) fields.sourceLow, (int) fields.destinationLow);
        Ipv4.writeChecksum(frame.memory, at, Ipv4.HEADER);
        frame.networkAt = Ethernet.HEADER;
        frame.transportAt = PacketFields.TRANSPORT4;
    }

    private int hopLimit(PacketFields fields) {
        return fields.hopLimit == 0 ? ours.settings().defaultTtl : fields.hopLimit;
    }

    private static int flags(PacketFields fields) {
        return (fields.dontFragment ? Ipv4.DONT_FRAGMENT : 0) | (fields.moreFragments ? Ipv4.MORE_FRAGMENTS : 0);
    }
}
