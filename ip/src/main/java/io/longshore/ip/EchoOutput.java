package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmp;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;

/// Sends echo replies of either family, in fragments where they are large.
///
/// Frames refer to the received packet for what they send back: the batch is sent before the turn ends.
final class EchoOutput {

    private final Interface ours;
    private final IpOutput output;
    private final IpCounters counters;
    private final FragmentIdGenerator ids;
    private final PacketFields fields = new PacketFields();

    EchoOutput(Interface ours, IpOutput output, FragmentIdGenerator ids, IpCounters counters) {
        this.ours = ours;
        this.output = output;
        this.ids = ids;
        this.counters = counters;
    }

    /// Sends an echo request's data back (RFC 1122 3.2.2.6, RFC 4443 4.2), whole or in fragments.
    void reply(Packet request, FrameBatch out, long now) {
        boolean six = request.version == 6;
        if (request.transportLength > Ipv4.MAX_PACKET - (six ? 0 : Ipv4.HEADER)) {
            counters.count(IpCounter.FRAGMENT_FAILS);
            return;
        }
        fields.whole(six ? Ipv6.ICMPV6 : Ipv4.PROTOCOL_ICMP, request.trafficClass);
        fields.answer(request);
        if (request.multicast && !ours.choosesSource(fields)) {
            return;
        }
        int perFragment = perFragment(request);
        int fragments = (request.transportLength + perFragment - 1) / perFragment;
        if (out.capacity() - out.size() < fragments) {
            counters.count(fragments > 1 ? IpCounter.FRAGMENT_FAILS : IpCounter.OUT_DISCARDS);
            return;
        }
        if (fragments > 1) {
            fragmented(six, fragments);
        }
        counters.count(six ? IpCounter.ICMP6_OUT_MESSAGES : IpCounter.ICMP_OUT_MESSAGES);
        counters.count(six ? IpCounter.ICMP6_OUT_ECHO_REPLY : IpCounter.ICMP_OUT_ECHO_REPLY);
        for (int offset = 0; offset < request.transportLength; offset += perFragment) {
            fragment(request, offset, Math.min(perFragment, request.transportLength - offset), out, now);
        }
    }

    /// Bytes of the message in each frame.
    private int perFragment(Packet request) {
        int most = request.version == 6 ? ours.mtu6() - Ipv6.HEADER : ours.mtu() - Ipv4.HEADER;
        if (request.transportLength <= most) {
            return request.transportLength;
        }
        return (request.version == 6 ? most - Ipv6.FRAGMENT_HEADER : most) & ~7;
    }

    private void fragmented(boolean six, int fragments) {
        fields.dontFragment = false;
        fields.id = ids.next(fields.destinationHigh, fields.destinationLow);
        fields.protocol = six ? Ipv6.FRAGMENT : fields.protocol;
        counters.count(six ? IpCounter.FRAGMENTED6 : IpCounter.FRAGMENTED);
        counters.count(six ? IpCounter.FRAGMENTS6_CREATED : IpCounter.FRAGMENTS_CREATED, fragments);
    }

    private void fragment(Packet request, int offset, int length, FrameBatch out, long now) {
        Frame frame = out.add();
        frame.length = fields.transportAt();
        fields.offset = offset;
        fields.moreFragments = offset + length < request.transportLength;
        if (fields.protocol == Ipv6.FRAGMENT) {
            Ipv6.writeFragment(frame.memory, frame.start + frame.length, Ipv6.ICMPV6,
                offset | (fields.moreFragments ? 1 : 0), fields.id);
            frame.length += Ipv6.FRAGMENT_HEADER;
        }
        int header = offset == 0 ? Icmp.HEADER : 0;
        if (header > 0) {
            header(frame, request);
        }
        if (length > header) {
            frame.payload(request.memory, request.transportAt + offset + header, length - header);
        }
        if (output.send(frame, fields, now) != NextHop.RESOLVED) {
            out.removeLast();
        }
    }

    /// The checksum is the whole reply's, of which later fragments are a part.
    private void header(Frame frame, Packet request) {
        long at = frame.start + frame.length;
        int rest = Icmp.rest(request.memory, request.transportAt);
        int sum = Checksum.sum(request.memory, request.transportAt + Icmp.HEADER,
            request.transportLength - Icmp.HEADER);
        frame.length += Icmp.HEADER;
        if (request.version == 4) {
            Icmp.write(frame.memory, at, Icmp.ECHO_REPLY, 0, rest);
            Icmp.complete(frame.memory, at, sum);
            return;
        }
        Icmpv6.write(frame.memory, at, Icmpv6.ECHO_REPLY, 0, rest);
        sum += Checksum.sum(frame.memory, at, Icmpv6.HEADER) + Ipv6.ICMPV6 + request.transportLength
            + Checksum.address(fields.sourceHigh, fields.sourceLow)
            + Checksum.address(fields.destinationHigh, fields.destinationLow);
        Icmpv6.writeChecksum(frame.memory, at, Checksum.finish(sum));
    }
}
