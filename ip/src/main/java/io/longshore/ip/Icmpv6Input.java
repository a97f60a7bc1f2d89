package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.MemorySegment;

/// Takes ICMPv6 messages (RFC 4443): answers echo requests, finds the TCP segment that an error is about, and hands
/// neighbour discovery and listener queries on.
final class Icmpv6Input {

    /// Bytes of the quoted transport header that an error must have: both ports and the sequence number.
    private static final int QUOTED = 8;
    private static final int NO_SEGMENT = -1;

    private final Interface ours;
    private final EchoOutput echo;
    private final NdpInput ndp;
    private final Mld mld;
    private final IpCounters counters;

    Icmpv6Input(Interface ours, EchoOutput echo, NdpInput ndp, Mld mld, IpCounters counters) {
        this.ours = ours;
        this.echo = echo;
        this.ndp = ndp;
        this.mld = mld;
        this.counters = counters;
    }

    /// @param packet an ICMPv6 message for us
    /// @param error  set if the answer is true
    /// @return whether the message is an error about a TCP segment from an address of ours
    boolean packet(Packet packet, IcmpError error, FrameBatch out, long now) {
        counters.count(IpCounter.ICMP6_IN_MESSAGES);
        if (packet.transportLength < Icmpv6.HEADER) {
            counters.count(IpCounter.ICMP6_IN_ERRORS);
            return false;
        }
        // A link that vouches for checksums means those of TCP and UDP.
        if (!Checksum.isRight(packet.pseudoHeader(), packet.memory, packet.transportAt, packet.transportLength)) {
            counters.count(IpCounter.ICMP6_IN_CHECKSUM_ERRORS);
            counters.count(IpCounter.ICMP6_IN_ERRORS);
            return false;
        }
        int type = Icmpv6.type(packet.memory, packet.transportAt);
        switch (type) {
            case Icmpv6.ECHO_REQUEST -> echo(packet, out, now);
            case Icmpv6.ECHO_REPLY -> counters.count(IpCounter.ICMP6_IN_ECHO_REPLY);
            case Icmpv6.ROUTER_SOLICITATION, Icmpv6.ROUTER_ADVERTISEMENT, Icmpv6.NEIGHBOUR_SOLICITATION,
                Icmpv6.NEIGHBOUR_ADVERTISEMENT, Icmpv6.REDIRECT -> ndp.message(packet, out, now);
            case Icmpv6.MLD_QUERY -> query(packet, now);
            case Icmpv6.DESTINATION_UNREACHABLE -> counters.count(IpCounter.ICMP6_IN_UNREACHABLE);
            case Icmpv6.PACKET_TOO_BIG -> counters.count(IpCounter.ICMP6_IN_TOO_BIG);
            case Icmpv6.TIME_EXCEEDED -> counters.count(IpCounter.ICMP6_IN_TIME_EXCEEDED);
            case Icmpv6.PARAMETER_PROBLEM -> counters.count(IpCounter.ICMP6_IN_PARAMETER_PROBLEM);
            default -> { }
        }
        return type >= Icmpv6.DESTINATION_UNREACHABLE && type <= Icmpv6.PARAMETER_PROBLEM && error(packet, error);
    }

    private void echo(Packet packet, FrameBatch out, long now) {
        counters.count(IpCounter.ICMP6_IN_ECHO);
        IpSettings settings = ours.settings();
        boolean anonymous = (packet.sourceHigh | packet.sourceLow) == 0;
        if (!anonymous && !settings.echoIgnored6 && !(packet.multicast && settings.echoMulticastIgnored6)) {
            echo.reply(packet, out, now);
        }
    }

    private void query(Packet packet, long now) {
        counters.count(IpCounter.ICMP6_IN_QUERIES);
        if (!ours.isPointToPoint()) {
            mld.query(packet, now);
        }
    }

    private boolean error(Packet packet, IcmpError error) {
        MemorySegment memory = packet.memory;
        long quote = packet.transportAt + Icmpv6.HEADER;
        int segment = segmentIn(memory, quote, packet.transportLength - Icmpv6.HEADER);
        boolean sound = segment != NO_SEGMENT && !packet.multicast
            && ours.owns(Ipv6.sourceHigh(memory, quote), Ipv6.sourceLow(memory, quote));
        if (!sound) {
            counters.count(IpCounter.ICMP6_IN_ERRORS);
            return false;
        }
        error.version = 6;
        error.type = Icmpv6.type(memory, packet.transportAt);
        error.code = Icmpv6.code(memory, packet.transportAt);
        error.sourceHigh = Ipv6.sourceHigh(memory, quote);
        error.sourceLow = Ipv6.sourceLow(memory, quote);
        error.destinationHigh = Ipv6.destinationHigh(memory, quote);
        error.destinationLow = Ipv6.destinationLow(memory, quote);
        error.sourcePort = TcpHeader.sourcePort(memory, quote + segment);
        error.destinationPort = TcpHeader.destinationPort(memory, quote + segment);
        error.sequence = TcpHeader.sequence(memory, quote + segment);
        error.mtu = 0;
        return error.type != Icmpv6.PACKET_TOO_BIG || pathMtu(packet, error, quote);
    }

    /// RFC 8201 section 4: below the least that every link carries it is not believed; nor is one that would have let
    /// the packet through.
    private boolean pathMtu(Packet packet, IcmpError error, long quote) {
        long said = Icmpv6.rest(packet.memory, packet.transportAt) & 0xFFFF_FFFFL;
        int sent = Ipv6.HEADER + Ipv6.payloadLength(packet.memory, quote);
        boolean believable = said >= Ipv6.MIN_MTU && said < sent && said < ours.mtu6();
        error.mtu = believable ? (int) said : 0;
        return believable;
    }

    /// Where the TCP header begins in the quoted packet, or [#NO_SEGMENT] if there is none or too little of it.
    private static int segmentIn(MemorySegment memory, long at, int length) {
        if (length < Ipv6.HEADER || Ipv6.version(memory, at) != 6) {
            return NO_SEGMENT;
        }
        int next = Ipv6.nextHeader(memory, at);
        int header = Ipv6.HEADER;
        for (int headers = 0; ExtensionHeaders.isExtension(next); headers++) {
            boolean later = next == Ipv6.FRAGMENT && length - header >= Ipv6.FRAGMENT_HEADER
                && Ipv6.fragmentOffset(memory, at + header) != 0;
            if (headers == ExtensionHeaders.MOST || length - header < Ipv6.FRAGMENT_HEADER || later) {
                return NO_SEGMENT;
            }
            int size = next == Ipv6.FRAGMENT ? Ipv6.FRAGMENT_HEADER : Ipv6.extensionLength(memory, at + header);
            next = NetworkOrder.get8(memory, at + header);
            header += size;
        }
        return next == Ipv4.PROTOCOL_TCP && length - header >= QUOTED ? header : NO_SEGMENT;
    }
}
