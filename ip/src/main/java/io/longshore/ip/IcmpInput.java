package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmp;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.TcpHeader;
import java.lang.foreign.MemorySegment;

/// Takes ICMP messages (RFC 792, RFC 1122 3.2.2): answers echo requests, and finds the TCP segment that an error is
/// about.
final class IcmpInput {

    /// A path MTU below this is not believed (RFC 5927 7.2; Linux's `min_pmtu`).
    private static final int MIN_PATH_MTU = 552;

    /// Bytes of the quoted transport header that an error must have (RFC 792): both ports and the sequence number.
    private static final int QUOTED = 8;

    /// What routers that say no MTU may have meant (RFC 1191 section 7.1).
    private static final int[] PLATEAUS = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, MIN_PATH_MTU};

    private final Interface ours;
    private final EchoOutput echo;
    private final IpCounters counters;

    IcmpInput(Interface ours, EchoOutput echo, IpCounters counters) {
        this.ours = ours;
        this.echo = echo;
        this.counters = counters;
    }

    /// @param packet an ICMP message for us
    /// @param error  set if the answer is true
    /// @return whether the message is an error about a TCP segment from an address of ours
    boolean packet(Packet packet, IcmpError error, FrameBatch out, long now) {
        counters.count(IpCounter.ICMP_IN_MESSAGES);
        if (packet.transportLength < Icmp.HEADER) {
            counters.count(IpCounter.ICMP_IN_ERRORS);
            return false;
        }
        // A link that vouches for checksums means those of TCP and UDP.
        if (!Checksum.isRight(0, packet.memory, packet.transportAt, packet.transportLength)) {
            counters.count(IpCounter.ICMP_IN_CHECKSUM_ERRORS);
            counters.count(IpCounter.ICMP_IN_ERRORS);
            return false;
        }
        int type = Icmp.type(packet.memory, packet.transportAt);
        switch (type) {
            case Icmp.ECHO_REQUEST -> {
                counters.count(IpCounter.ICMP_IN_ECHO);
                echo(packet, out, now);
            }
            case Icmp.ECHO_REPLY -> counters.count(IpCounter.ICMP_IN_ECHO_REPLY);
            case Icmp.DESTINATION_UNREACHABLE -> counters.count(IpCounter.ICMP_IN_UNREACHABLE);
            case Icmp.TIME_EXCEEDED -> counters.count(IpCounter.ICMP_IN_TIME_EXCEEDED);
            case Icmp.PARAMETER_PROBLEM -> counters.count(IpCounter.ICMP_IN_PARAMETER_PROBLEM);
            case Icmp.SOURCE_QUENCH -> counters.count(IpCounter.ICMP_IN_SOURCE_QUENCH);
            case Icmp.REDIRECT -> counters.count(IpCounter.ICMP_IN_REDIRECT);
            default -> { }
        }
        return concernsUs(type) && error(packet, error);
    }

    private void echo(Packet packet, FrameBatch out, long now) {
        if (!ours.settings().echoIgnored) {
            echo.reply(packet, out, now);
        }
    }

    /// Source quench is not heeded (RFC 6633); nor is a redirect: we have one gateway.
    private static boolean concernsUs(int type) {
        return type == Icmp.DESTINATION_UNREACHABLE || type == Icmp.TIME_EXCEEDED || type == Icmp.PARAMETER_PROBLEM;
    }

    private boolean error(Packet packet, IcmpError error) {
        long quote = packet.transportAt + Icmp.HEADER;
        if (!isQuoteSound(packet.memory, quote, packet.transportLength - Icmp.HEADER)) {
            counters.count(IpCounter.ICMP_IN_ERRORS);
            return false;
        }
        MemorySegment memory = packet.memory;
        long segment = quote + Ipv4.headerLength(memory, quote);
        error.type = Icmp.type(memory, packet.transportAt);
        error.code = Icmp.code(memory, packet.transportAt);
        error.version = 4;
        error.sourceHigh = 0;
        error.sourceLow = IpAddress.mapped(Ipv4.source(memory, quote));
        error.destinationHigh = 0;
        error.destinationLow = IpAddress.mapped(Ipv4.destination(memory, quote));
        error.sourcePort = TcpHeader.sourcePort(memory, segment);
        error.destinationPort = TcpHeader.destinationPort(memory, segment);
        error.sequence = TcpHeader.sequence(memory, segment);
        error.mtu = 0;
        boolean tooBig = error.type == Icmp.DESTINATION_UNREACHABLE && error.code == Icmp.FRAGMENTATION_NEEDED;
        return !tooBig || pathMtu(packet, error, Ipv4.totalLength(memory, quote));
    }

    /// Whether the quote is the beginning of a TCP segment of ours, long enough to tell which.
    private boolean isQuoteSound(MemorySegment memory, long at, int length) {
        if (length < Ipv4.HEADER || Ipv4.version(memory, at) != 4) {
            return false;
        }
        int headerLength = Ipv4.headerLength(memory, at);
        return headerLength >= Ipv4.HEADER && length >= headerLength + QUOTED
            && Ipv4.totalLength(memory, at) >= headerLength + TcpHeader.HEADER
            && Ipv4.protocol(memory, at) == Ipv4.PROTOCOL_TCP && Ipv4.fragmentOffset(memory, at) == 0
            && ours.owns(Ipv4.source(memory, at));
    }

    /// The MTU to believe (RFC 1191): the router's, or the next plateau below what was sent. One that is not smaller
    /// than the packet that did not fit makes no sense.
    private boolean pathMtu(Packet packet, IcmpError error, int sent) {
        int said = Icmp.nextHopMtu(packet.memory, packet.transportAt);
        int mtu = said == 0 ? plateauBelow(sent) : said;
        error.mtu = Math.max(mtu, ours.settings().minPathMtu);
        return mtu < sent && error.mtu < ours.mtu();
    }

    private static int plateauBelow(int sent) {
        for (int plateau : PLATEAUS) {
            if (plateau < sent) {
                return plateau;
            }
        }
        return MIN_PATH_MTU;
    }
}
