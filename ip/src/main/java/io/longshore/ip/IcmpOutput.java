package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmp;
import io.longshore.wire.Ipv4;

/// Sends ICMP messages: echo replies, in fragments where they are large, and errors, at a limited rate.
///
/// Frames refer to the received packet for what they quote or send back: the batch is sent before the turn ends.
public final class IcmpOutput {

    /// Most bytes of an ICMP error, IP header included (RFC 1812 4.3.2.3).
    private static final int MAX_ERROR = 576;
    /// Precedence "internetwork control" (RFC 1812 4.3.2.5).
    private static final int ERROR_TOS = 0xC0;
    private static final int MESSAGE = PacketFields.TRANSPORT4;

    private final Interface ours;
    private final Ipv4Output output;
    private final IpCounters counters;
    private final Randomness randomness;
    private final RateLimit limit;
    private final PacketFields fields = new PacketFields();

    /// @param secret for identifiers and jitter
    public IcmpOutput(Interface ours, Ipv4Output output, IpCounters counters, long secret) {
        this.ours = ours;
        this.output = output;
        this.counters = counters;
        randomness = new Randomness(secret);
        limit = new RateLimit(randomness);
    }

    /// Sends an echo request's data back (RFC 1122 3.2.2.6), whole or in fragments.
    void echoReply(Packet request, FrameBatch out, long now) {
        int most = ours.mtu() - Ipv4.HEADER;
        if (request.transportLength > Ipv4.MAX_PACKET - Ipv4.HEADER) {
            counters.count(IpCounter.FRAGMENT_FAILS);
            return;
        }
        fields.whole(Ipv4.PROTOCOL_ICMP, request.trafficClass);
        fields.answer(request);
        int perFragment = request.transportLength <= most ? request.transportLength : most & ~7;
        int fragments = (request.transportLength + perFragment - 1) / perFragment;
        if (out.capacity() - out.size() < fragments) {
            counters.count(fragments > 1 ? IpCounter.FRAGMENT_FAILS : IpCounter.OUT_DISCARDS);
            return;
        }
        if (fragments > 1) {
            fields.dontFragment = false;
            fields.id = randomness.next() & 0xFFFF;
            counters.count(IpCounter.FRAGMENTED);
            counters.count(IpCounter.FRAGMENTS_CREATED, fragments);
        }
        counters.count(IpCounter.ICMP_OUT_MESSAGES);
        counters.count(IpCounter.ICMP_OUT_ECHO_REPLY);
        for (int offset = 0; offset < request.transportLength; offset += perFragment) {
            fragment(request, offset, Math.min(perFragment, request.transportLength - offset), out, now);
        }
    }

    private void fragment(Packet request, int offset, int length, FrameBatch out, long now) {
        Frame frame = out.add();
        frame.length = MESSAGE;
        boolean last = offset + length == request.transportLength;
        fields.moreFragments = !last;
        fields.offset = offset;
        int header = offset == 0 ? Icmp.HEADER : 0;
        if (header > 0) {
            echoHeader(frame, request);
        }
        if (length > header) {
            frame.payload(request.memory, request.transportAt + offset + header, length - header);
        }
        send(frame, out, now);
    }

    /// The checksum is the whole reply's, of which later fragments are a part.
    private static void echoHeader(Frame frame, Packet request) {
        long at = frame.start + MESSAGE;
        long data = request.transportAt + Icmp.HEADER;
        Icmp.write(frame.memory, at, Icmp.ECHO_REPLY, 0, Icmp.rest(request.memory, request.transportAt));
        int sum = Checksum.sum(request.memory, data, request.transportLength - Icmp.HEADER);
        Icmp.complete(frame.memory, at, sum);
        frame.length += Icmp.HEADER;
    }

    /// Tells a sender that its packet was for nobody.
    ///
    /// @param code [Icmp#PROTOCOL_UNREACHABLE] or [Icmp#PORT_UNREACHABLE]
    public void unreachable(Packet about, int code, FrameBatch out, long now) {
        if (error(about, Icmp.DESTINATION_UNREACHABLE, code, out, now)) {
            counters.count(IpCounter.ICMP_OUT_UNREACHABLE);
        }
    }

    /// Tells a sender that fragments of its datagram were missing for too long (RFC 1122 3.3.2).
    void reassemblyTimedOut(Packet about, FrameBatch out, long now) {
        if (error(about, Icmp.TIME_EXCEEDED, 1, out, now)) {
            counters.count(IpCounter.ICMP_OUT_TIME_EXCEEDED);
        }
    }

    /// Never about an ICMP error (RFC 1122 3.2.2); what came to everybody, from nobody, or as a later fragment has
    /// not got so far.
    private boolean error(Packet about, int type, int code, FrameBatch out, long now) {
        boolean aboutError = about.protocol == Ipv4.PROTOCOL_ICMP
            && (about.transportLength < 1 || Icmp.isError(Icmp.type(about.memory, about.transportAt)));
        if (aboutError || out.isFull()) {
            return false;
        }
        if (!limit.allows(now)) {
            counters.count(IpCounter.ICMP_OUT_LIMITED);
            return false;
        }
        Frame frame = out.add();
        long at = frame.start + MESSAGE;
        int quoted = Math.min(about.headerLength + about.transportLength, MAX_ERROR - Ipv4.HEADER - Icmp.HEADER);
        Icmp.write(frame.memory, at, type, code, 0);
        Icmp.complete(frame.memory, at, Checksum.sum(about.memory, about.networkAt, quoted));
        frame.length = MESSAGE + Icmp.HEADER;
        frame.payload(about.memory, about.networkAt, quoted);
        fields.whole(Ipv4.PROTOCOL_ICMP, ERROR_TOS);
        fields.answer(about);
        counters.count(IpCounter.ICMP_OUT_MESSAGES);
        return send(frame, out, now);
    }

    private boolean send(Frame frame, FrameBatch out, long now) {
        if (output.send(frame, fields, now) == NextHop.RESOLVED) {
            return true;
        }
        out.removeLast();
        return false;
    }
}
