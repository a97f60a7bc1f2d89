package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;

/// Writes the messages of neighbour discovery (RFC 4861 section 4) and of multicast listeners (RFC 9777) that we send.
final class NdpOutput {

    /// ff02::, the groups of one link.
    static final long LINK_GROUP = 0xFF02_0000_0000_0000L;
    static final long ALL_NODES = 1;
    static final long ALL_ROUTERS = 2;
    /// ff02::16, routers that speak MLDv2.
    private static final long ALL_MLD_ROUTERS = 0x16;

    private static final int BODY = PacketFields.TRANSPORT6;
    private static final int OPTION = 8;
    private static final int WITH_TARGET = 24;
    private static final int HOP_LIMIT = 255;
    /// A hop-by-hop header with a router alert (RFC 2711) and padding, behind its next-header field.
    private static final long ALERT = 0x00_0005_0200_0001_00L;
    private static final int V2_RECORD = 20;

    private final Interface ours;
    private final IpCounters counters;
    private final PacketFields fields = new PacketFields();

    NdpOutput(Interface ours, IpCounters counters) {
        this.ours = ours;
        this.counters = counters;
    }

    /// The low long of the group of all addresses that end like this one (RFC 4291 2.7.1); the high one is
    /// [#LINK_GROUP].
    static long solicitedNode(long low) {
        return 0x1_FF00_0000L | low & 0xFF_FFFF;
    }

    /// Asks for a neighbour's Ethernet address.
    ///
    /// @param mac where it was, to be asked directly; negative to ask its group
    /// @return false, with nothing written, if we have no address to ask from
    boolean solicit(Frame frame, long high, long low, long mac) {
        fields.destination(high, low);
        if (!ours.choosesSource(fields)) {
            return false;
        }
        if (mac < 0) {
            fields.destination(LINK_GROUP, solicitedNode(low));
        }
        begin(frame, mac < 0 ? Ethernet.multicast(fields.destinationLow) : mac, WITH_TARGET + OPTION);
        target(frame, Icmpv6.NEIGHBOUR_SOLICITATION, 0, high, low);
        option(frame, WITH_TARGET, Icmpv6.SOURCE_LINK_ADDRESS, ours.mac());
        finish(frame, WITH_TARGET + OPTION);
        counters.count(IpCounter.ICMP6_OUT_SOLICITATIONS);
        return true;
    }

    /// Asks whether somebody has an address that we want (RFC 4862 5.4.2), with a number by which we know our own
    /// question when the link sends it back (RFC 7527 4.1).
    void probe(Frame frame, long high, long low, long nonce) {
        fields.source(0, 0);
        fields.destination(LINK_GROUP, solicitedNode(low));
        begin(frame, Ethernet.multicast(fields.destinationLow), WITH_TARGET + OPTION);
        target(frame, Icmpv6.NEIGHBOUR_SOLICITATION, 0, high, low);
        option(frame, WITH_TARGET, Icmpv6.NONCE, nonce);
        finish(frame, WITH_TARGET + OPTION);
        counters.count(IpCounter.ICMP6_OUT_SOLICITATIONS);
    }

    /// Answers a solicitation for an address of ours (RFC 4861 7.2.4).
    ///
    /// @param asked the solicitation
    void advertise(Frame frame, Packet asked, long mac) {
        long at = asked.transportAt + Icmpv6.TARGET;
        long high = NetworkOrder.get64(asked.memory, at);
        long low = NetworkOrder.get64(asked.memory, at + 8);
        boolean anonymous = (asked.sourceHigh | asked.sourceLow) == 0;
        fields.source(high, low);
        fields.destination(anonymous ? LINK_GROUP : asked.sourceHigh, anonymous ? ALL_NODES : asked.sourceLow);
        begin(frame, anonymous ? Ethernet.multicast(ALL_NODES) : mac, WITH_TARGET + OPTION);
        int flags = Icmpv6.OVERRIDE | (anonymous ? 0 : Icmpv6.SOLICITED);
        target(frame, Icmpv6.NEIGHBOUR_ADVERTISEMENT, flags, high, low);
        option(frame, WITH_TARGET, Icmpv6.TARGET_LINK_ADDRESS, ours.mac());
        finish(frame, WITH_TARGET + OPTION);
        counters.count(IpCounter.ICMP6_OUT_ADVERTISEMENTS);
    }

    /// Asks for routers (RFC 4861 6.3.7), from our link-local address if it is ours already.
    void solicitRouters(Frame frame) {
        boolean named = fromLinkLocal();
        int length = Icmpv6.HEADER + (named ? OPTION : 0);
        fields.destination(LINK_GROUP, ALL_ROUTERS);
        begin(frame, Ethernet.multicast(ALL_ROUTERS), length);
        Icmpv6.write(frame.memory, frame.start + BODY, Icmpv6.ROUTER_SOLICITATION, 0, 0);
        if (named) {
            option(frame, Icmpv6.HEADER, Icmpv6.SOURCE_LINK_ADDRESS, ours.mac());
        }
        finish(frame, length);
        counters.count(IpCounter.ICMP6_OUT_ROUTER_SOLICITATIONS);
    }

    /// Says that we listen to the group of an address (RFC 9777 5.2, in its version 1 RFC 2710 section 3), so that
    /// switches let its frames through.
    ///
    /// @param type of the record; 0 for a report of version 1
    void report(Frame frame, long low, int type) {
        long group = solicitedNode(low);
        boolean v1 = type == 0;
        int length = Icmpv6.HEADER + (v1 ? 16 : V2_RECORD);
        fromLinkLocal();
        fields.destination(LINK_GROUP, v1 ? group : ALL_MLD_ROUTERS);
        begin(frame, Ethernet.multicast(fields.destinationLow), 8 + length);
        long at = frame.start + BODY;
        Ipv6.writePayload(frame.memory, frame.start + Ethernet.HEADER, 8 + length, Ipv6.HOP_BY_HOP, 1);
        NetworkOrder.put64(frame.memory, at, (long) Ipv6.ICMPV6 << 56 | ALERT);
        Icmpv6.write(frame.memory, at + 8, v1 ? Icmpv6.MLD_REPORT : Icmpv6.MLD2_REPORT, 0, v1 ? 0 : 1);
        long address = at + 8 + Icmpv6.HEADER;
        if (!v1) {
            NetworkOrder.put32(frame.memory, address, type << 24);
            address += 4;
        }
        NetworkOrder.put64(frame.memory, address, LINK_GROUP);
        NetworkOrder.put64(frame.memory, address + 8, group);
        checksum(frame, at + 8, length);
        counters.count(IpCounter.ICMP6_OUT_REPORTS);
    }

    /// Makes our link-local address the source, or none if it is not ours yet.
    private boolean fromLinkLocal() {
        int entry = ours.table().linkLocal();
        fields.source(entry < 0 ? 0 : ours.table().highs[entry], entry < 0 ? 0 : ours.table().lows[entry]);
        return entry >= 0;
    }

    private void begin(Frame frame, long mac, int length) {
        long at = frame.start + Ethernet.HEADER;
        Ethernet.write(frame.memory, frame.start, mac, ours.mac(), Ethernet.TYPE_IPV6);
        Ipv6.writeFlow(frame.memory, at, 0, 0);
        Ipv6.writePayload(frame.memory, at, length, Ipv6.ICMPV6, HOP_LIMIT);
        Ipv6.writeSource(frame.memory, at, fields.sourceHigh, fields.sourceLow);
        Ipv6.writeDestination(frame.memory, at, fields.destinationHigh, fields.destinationLow);
        frame.networkAt = Ethernet.HEADER;
        frame.transportAt = BODY;
        frame.length = BODY + length;
    }

    private static void target(Frame frame, int type, int flags, long high, long low) {
        long at = frame.start + BODY;
        Icmpv6.write(frame.memory, at, type, 0, flags);
        NetworkOrder.put64(frame.memory, at + Icmpv6.TARGET, high);
        NetworkOrder.put64(frame.memory, at + Icmpv6.TARGET + 8, low);
    }

    /// An option of 8 bytes: type, length, and 6 of content.
    private static void option(Frame frame, int at, int type, long content) {
        NetworkOrder.put16(frame.memory, frame.start + BODY + at, type << 8 | 1);
        NetworkOrder.put48(frame.memory, frame.start + BODY + at + 2, content);
    }

    private void finish(Frame frame, int length) {
        checksum(frame, frame.start + BODY, length);
    }

    private void checksum(Frame frame, long at, int length) {
        int sum = Checksum.address(fields.sourceHigh, fields.sourceLow)
            + Checksum.address(fields.destinationHigh, fields.destinationLow) + Ipv6.ICMPV6 + length
            + Checksum.sum(frame.memory, at, length);
        Icmpv6.writeChecksum(frame.memory, at, Checksum.finish(sum));
        counters.count(IpCounter.ICMP6_OUT_MESSAGES);
    }
}
