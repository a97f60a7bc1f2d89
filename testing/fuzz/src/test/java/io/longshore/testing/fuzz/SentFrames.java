package io.longshore.testing.fuzz;

import io.longshore.ip.Interface;
import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import io.longshore.wire.Icmp;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Whatever we were sent, what we send is well-formed, in our name, and for one neighbour.
final class SentFrames {

    private SentFrames() {
    }

    static void check(FrameBatch batch, Interface ours) {
        for (int i = 0; i < batch.size(); i++) {
            check(whole(batch.get(i)), ours, 0);
        }
    }

    /// @param linkLocal the low half of a link-local address that is ours too; 0 for none
    static void check(byte[] bytes, Interface ours, long linkLocal) {
        MemorySegment frame = MemorySegment.ofArray(bytes);
        is(Ethernet.source(frame, 0) == ours.mac(), "sent in another's name");
        is(bytes.length <= ours.mtu() + Ethernet.HEADER, bytes.length + " bytes sent");
        if (Ethernet.type(frame, 0) == Ethernet.TYPE_IPV4) {
            packet(frame, ours);
        } else if (Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6) {
            packet6(frame, ours, linkLocal);
        } else {
            is(Ethernet.type(frame, 0) == Ethernet.TYPE_ARP && bytes.length == 42, "what is that");
        }
    }

    /// The frame as it would leave.
    static byte[] whole(Frame frame) {
        byte[] bytes = new byte[frame.totalLength()];
        MemorySegment.copy(frame.memory, ValueLayout.JAVA_BYTE, frame.start, bytes, 0, frame.length);
        if (frame.payload != null) {
            MemorySegment.copy(frame.payload, ValueLayout.JAVA_BYTE, frame.firstAt, bytes, frame.length,
                frame.firstLength);
            MemorySegment.copy(frame.payload, ValueLayout.JAVA_BYTE, frame.secondAt, bytes,
                frame.length + frame.firstLength, frame.secondLength);
        }
        return bytes;
    }

    private static void packet(MemorySegment frame, Interface ours) {
        long at = Ethernet.HEADER;
        is(!Ethernet.isGroup(Ethernet.destination(frame, 0)), "a packet sent to everybody");
        is(Checksum.isRight(0, frame, at, Ipv4.HEADER), "a wrong header checksum");
        is(Ipv4.totalLength(frame, at) == frame.byteSize() - at, "a wrong total length");
        is(ours.owns(Ipv4.source(frame, at)), "not from us");
        int destination = Ipv4.destination(frame, at);
        is(!ours.owns(destination) && !ours.isBroadcast(destination), "to ourselves or to everybody");
        long transport = at + Ipv4.HEADER;
        int length = (int) (frame.byteSize() - transport);
        if (Ipv4.protocol(frame, at) == Ipv4.PROTOCOL_ICMP && !Ipv4.isFragment(frame, at)) {
            is(length >= Icmp.HEADER && Checksum.isRight(0, frame, transport, length), "a wrong ICMP message");
        }
    }

    private static void packet6(MemorySegment frame, Interface ours, long linkLocal) {
        long at = Ethernet.HEADER;
        is(Ipv6.version(frame, at) == 6, "a wrong version");
        int length = Ipv6.payloadLength(frame, at);
        is(length == frame.byteSize() - at - Ipv6.HEADER, "a wrong payload length");
        long sourceHigh = Ipv6.sourceHigh(frame, at);
        long sourceLow = Ipv6.sourceLow(frame, at);
        long high = Ipv6.destinationHigh(frame, at);
        long low = Ipv6.destinationLow(frame, at);
        boolean group = IpAddress.isMulticast(high, low);
        boolean local = IpAddress.isLinkLocal(sourceHigh, sourceLow) && sourceLow == linkLocal;
        is(local || ours.owns(sourceHigh, sourceLow) || group && IpAddress.isAny(sourceHigh, sourceLow),
            "from " + IpAddress.text(sourceHigh, sourceLow) + ", not from us");
        is(!ours.owns(high, low) && !IpAddress.isIpv4(high, low) && !IpAddress.isAny(high, low), "to nobody");
        long mac = Ethernet.destination(frame, 0);
        is(group ? mac == Ethernet.multicast(low) : !Ethernet.isGroup(mac), "to a wrong Ethernet address");
        if (Ipv6.nextHeader(frame, at) == Ipv6.ICMPV6) {
            int pseudo = Checksum.address(sourceHigh, sourceLow) + Checksum.address(high, low) + Ipv6.ICMPV6 + length;
            is(length >= Icmpv6.HEADER && Checksum.isRight(pseudo, frame, at + Ipv6.HEADER, length),
                "a wrong ICMPv6 message");
        }
    }

    /// Of a TCP segment that the link does not complete.
    static boolean hasRightChecksum(MemorySegment frame) {
        long at = Ethernet.HEADER;
        if (Ethernet.type(frame, 0) == Ethernet.TYPE_IPV6) {
            int bytes = Ipv6.payloadLength(frame, at);
            int both = Checksum.address(Ipv6.sourceHigh(frame, at), Ipv6.sourceLow(frame, at))
                + Checksum.address(Ipv6.destinationHigh(frame, at), Ipv6.destinationLow(frame, at));
            return Checksum.isRight(both + Ipv4.PROTOCOL_TCP + bytes, frame, at + Ipv6.HEADER, bytes);
        }
        int length = Ipv4.totalLength(frame, at) - Ipv4.HEADER;
        int pseudo = Checksum.pseudoHeader(Ipv4.source(frame, at), Ipv4.destination(frame, at), Ipv4.PROTOCOL_TCP,
            length);
        return Checksum.isRight(pseudo, frame, at + Ipv4.HEADER, length);
    }

    private static void is(boolean condition, String otherwise) {
        WireFuzz.check(condition, otherwise);
    }
}
