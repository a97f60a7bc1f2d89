package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.SipHash;

/// Writes Ethernet and IPv6 headers in front of what is to be sent, and finds the neighbour it goes to.
final class Ipv6Output {

    private final Interface ours;
    private final Neighbours neighbours;
    private final IpCounters counters;
    private final SipHash labels;

    /// @param secret keys the flow labels
    Ipv6Output(Interface ours, Neighbours neighbours, IpCounters counters, long secret) {
        this.ours = ours;
        this.neighbours = neighbours;
        this.counters = counters;
        labels = SipHash.fast(secret, Long.rotateLeft(secret, 32));
    }

    /// Completes a frame whose next header, with its checksum, stands at [PacketFields#TRANSPORT6], with `length` and
    /// payload set. Unless the answer is [NextHop#RESOLVED], the caller takes the frame out of its batch.
    NextHop send(Frame frame, PacketFields fields, long now) {
        if (isNobody(fields.destinationHigh, fields.destinationLow) || !ours.nextHop(fields)) {
            counters.count(IpCounter.OUT6_NO_ROUTES);
            return NextHop.UNREACHABLE;
        }
        counters.count(IpCounter.OUT6_REQUESTS);
        writeHeader(frame, fields);
        long mac = neighbours.resolve(fields.hopHigh, fields.hopLow, now);
        Ethernet.write(frame.memory, frame.start, Math.max(mac, 0), ours.mac(), Ethernet.TYPE_IPV6);
        if (mac >= 0) {
            return NextHop.RESOLVED;
        }
        return mac == Neighbours.PENDING ? hold(frame, fields) : NextHop.UNREACHABLE;
    }

    /// Where no single other host is: a group, we ourselves, or nobody.
    private boolean isNobody(long high, long low) {
        return high >>> 56 == 0xFF || (high | low >>> 1) == 0 || ours.table().find(high, low) >= 0;
    }

    private NextHop hold(Frame frame, PacketFields fields) {
        if (!neighbours.hold(fields.hopHigh, fields.hopLow, frame)) {
            counters.count(IpCounter.OUT_DISCARDS);
        }
        return NextHop.PENDING;
    }

    private void writeHeader(Frame frame, PacketFields fields) {
        long at = frame.start + Ethernet.HEADER;
        int hopLimit = fields.hopLimit == 0 ? ours.hopLimit() : fields.hopLimit;
        Ipv6.writeFlow(frame.memory, at, fields.trafficClass, label(frame, fields));
        Ipv6.writePayload(frame.memory, at, frame.totalLength() - PacketFields.TRANSPORT6, fields.protocol, hopLimit);
        Ipv6.writeSource(frame.memory, at, fields.sourceHigh, fields.sourceLow);
        Ipv6.writeDestination(frame.memory, at, fields.destinationHigh, fields.destinationLow);
        frame.networkAt = Ethernet.HEADER;
        frame.transportAt = PacketFields.TRANSPORT6;
    }

    /// RFC 6437 section 3: the same for all packets of a connection, and not to be guessed from another's.
    private int label(Frame frame, PacketFields fields) {
        if (fields.flowLabel != 0 || fields.protocol != Ipv4.PROTOCOL_TCP) {
            return fields.flowLabel;
        }
        int ports = NetworkOrder.get32(frame.memory, frame.start + PacketFields.TRANSPORT6);
        long high = fields.destinationHigh ^ Long.rotateLeft(fields.sourceHigh, 17);
        long low = fields.destinationLow ^ Long.rotateLeft(fields.sourceLow, 31);
        return (int) (labels.hash(high, low, ports) >>> Long.SIZE - 20);
    }
}
