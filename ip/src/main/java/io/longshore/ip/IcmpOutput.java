package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmp;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;

/// Sends ICMP errors of either family, at a limited rate.
///
/// Frames refer to the received packet for what they quote: the batch is sent before the turn ends.
public final class IcmpOutput {

    /// Most bytes of an ICMP error, IP header included (RFC 1812 4.3.2.3; RFC 4443 2.4 c).
    private static final int MAX_ERROR4 = 576;
    private static final int MAX_ERROR6 = Ipv6.MIN_MTU;
    /// Precedence "internetwork control" (RFC 1812 4.3.2.5).
    private static final int ERROR_TOS = 0xC0;

    private final Interface ours;
    private final IpOutput output;
    private final IpCounters counters;
    private final ErrorLimit limit;
    private final PacketFields fields = new PacketFields();

    /// @param secret for jitter and hashing
    IcmpOutput(Interface ours, IpOutput output, IpCounters counters, long secret) {
        this.ours = ours;
        this.output = output;
        this.counters = counters;
        limit = new ErrorLimit(ours.settings(), counters, secret);
    }

    /// Tells a sender that nobody listens to its UDP datagram (RFC 1122 4.1.3.1).
    void portUnreachable(Packet about, FrameBatch out, long now) {
        if (about.version == 4) {
            unreachable4(about, Icmp.PORT_UNREACHABLE, out, now);
        } else if (error6(about, Icmpv6.DESTINATION_UNREACHABLE << 8 | Icmpv6.PORT_UNREACHABLE, 0, out, now)) {
            counters.count(IpCounter.ICMP6_OUT_UNREACHABLE);
        }
    }

    /// Tells a sender that we do not speak this protocol (RFC 1122 3.2.2.1; RFC 8200 section 4).
    void protocolUnreachable(Packet about, FrameBatch out, long now) {
        if (about.version == 4) {
            unreachable4(about, Icmp.PROTOCOL_UNREACHABLE, out, now);
            return;
        }
        about.problem = Icmpv6.UNKNOWN_NEXT_HEADER;
        about.pointer = about.nextHeaderAt;
        problem(about, out, now);
    }

    private void unreachable4(Packet about, int code, FrameBatch out, long now) {
        if (error4(about, Icmp.DESTINATION_UNREACHABLE, code, out, now)) {
            counters.count(IpCounter.ICMP_OUT_UNREACHABLE);
        }
    }

    /// Tells an IPv6 sender what is wrong with its headers.
    void problem(Packet about, FrameBatch out, long now) {
        if (error6(about, Icmpv6.PARAMETER_PROBLEM << 8 | about.problem, about.pointer, out, now)) {
            counters.count(IpCounter.ICMP6_OUT_PARAMETER_PROBLEM);
        }
    }

    /// Tells a sender that fragments of its datagram were missing for too long (RFC 1122 3.3.2; RFC 8200 4.5).
    void reassemblyTimedOut(Packet about, FrameBatch out, long now) {
        if (about.version == 4) {
            if (error4(about, Icmp.TIME_EXCEEDED, 1, out, now)) {
                counters.count(IpCounter.ICMP_OUT_TIME_EXCEEDED);
            }
        } else if (error6(about, Icmpv6.TIME_EXCEEDED << 8 | Icmpv6.REASSEMBLY_TIME, 0, out, now)) {
            counters.count(IpCounter.ICMP6_OUT_TIME_EXCEEDED);
        }
    }

    /// Never about an ICMP error (RFC 1122 3.2.2); what came to everybody, from nobody, or as a later fragment has
    /// not got so far.
    private boolean error4(Packet about, int type, int code, FrameBatch out, long now) {
        boolean aboutError = about.protocol == Ipv4.PROTOCOL_ICMP
            && (about.transportLength < 1 || Icmp.isError(Icmp.type(about.memory, about.transportAt)));
        if (aboutError || out.isFull() || !isAllowed(about, now)) {
            return false;
        }
        Frame frame = out.add();
        long at = frame.start + PacketFields.TRANSPORT4;
        int quoted = Math.min(about.headerLength + about.transportLength, MAX_ERROR4 - Ipv4.HEADER - Icmp.HEADER);
        Icmp.write(frame.memory, at, type, code, 0);
        Icmp.complete(frame.memory, at, Checksum.sum(about.memory, about.networkAt, quoted));
        frame.length = PacketFields.TRANSPORT4 + Icmp.HEADER;
        frame.payload(about.memory, about.networkAt, quoted);
        fields.whole(Ipv4.PROTOCOL_ICMP, ERROR_TOS);
        fields.answer(about);
        counters.count(IpCounter.ICMP_OUT_MESSAGES);
        return send(frame, out, now);
    }

    private boolean isAllowed(Packet about, long now) {
        IpSettings settings = ours.settings();
        long interval = about.version == 4 ? settings.icmpInterval : settings.icmpInterval6;
        return limit.allows(about.sourceHigh, about.sourceLow, interval, now);
    }

    /// @param typeAndCode the message's first two bytes
    private boolean error6(Packet about, int typeAndCode, int rest, FrameBatch out, long now) {
        // RFC 4443 2.4 e.3: about what came to a group only the one error that helps it (code 2)
        boolean silenced = about.multicast
            && typeAndCode != (Icmpv6.PARAMETER_PROBLEM << 8 | Icmpv6.UNKNOWN_OPTION);
        boolean anonymous = (about.sourceHigh | about.sourceLow) == 0;
        if (silenced || anonymous || ExtensionHeaders.isAboutError(about) || out.isFull() || !isAllowed(about, now)) {
            return false;
        }
        fields.whole(Ipv6.ICMPV6, 0);
        fields.answer(about);
        if (about.multicast && !ours.choosesSource(fields)) {
            return false;
        }
        Frame frame = out.add();
        int quoted = Math.min(about.headerLength + about.transportLength, MAX_ERROR6 - Ipv6.HEADER - Icmpv6.HEADER);
        frame.length = PacketFields.TRANSPORT6 + Icmpv6.HEADER;
        frame.payload(about.memory, about.networkAt, quoted);
        Icmpv6.write(frame.memory, frame.start + PacketFields.TRANSPORT6, typeAndCode >>> 8, typeAndCode & 0xFF, rest);
        checksum(frame, quoted);
        counters.count(IpCounter.ICMP6_OUT_MESSAGES);
        return send(frame, out, now);
    }

    private void checksum(Frame frame, int quoted) {
        long at = frame.start + PacketFields.TRANSPORT6;
        int sum = Checksum.sum(frame.memory, at, Icmpv6.HEADER) + Checksum.sum(frame.payload, frame.firstAt, quoted)
            + Checksum.address(fields.sourceHigh, fields.sourceLow)
            + Checksum.address(fields.destinationHigh, fields.destinationLow)
            + Ipv6.ICMPV6 + Icmpv6.HEADER + quoted;
        Icmpv6.writeChecksum(frame.memory, at, Checksum.finish(sum));
    }

    private boolean send(Frame frame, FrameBatch out, long now) {
        if (output.send(frame, fields, now) == NextHop.RESOLVED) {
            return true;
        }
        out.removeLast();
        return false;
    }
}
