package io.longshore.ip;

import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.Icmpv6;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import java.lang.foreign.MemorySegment;

/// Judges received IPv6 packets: whether they are for us and can be believed (RFC 8200, RFC 4291).
final class Ipv6Input {

    private final Interface ours;
    private final Reassembly reassembly;
    private final IpCounters counters;
    private final ExtensionHeaders extensions;
    private final Fragment fragment = new Fragment();

    Ipv6Input(Interface ours, Reassembly reassembly, IpCounters counters) {
        this.ours = ours;
        this.reassembly = reassembly;
        this.counters = counters;
        extensions = new ExtensionHeaders(counters);
    }

    /// Judges the packet in a frame that is for us.
    IpVerdict packet(Frame frame, Packet packet, long now) {
        counters.count(IpCounter.IN6_RECEIVES);
        IpCounter fault = headerFault(frame);
        if (fault != null) {
            return drop(packet, fault);
        }
        packet.read6(frame.memory, frame.start + Ethernet.HEADER);
        fault = addressFault(frame, packet);
        if (fault != null) {
            return drop(packet, fault);
        }
        packet.checksumVouched = (frame.flags & Frame.CHECKSUM_OFFLOADED) != 0;
        packet.segmentSize = frame.segmentSize;
        packet.linkSource = Ethernet.source(frame.memory, frame.start);
        // nearly always: no extension headers
        return packet.protocol == Ipv4.PROTOCOL_TCP ? deliver(packet) : headers(packet, now);
    }

    private IpVerdict drop(Packet packet, IpCounter reason) {
        packet.reason = reason;
        counters.count(reason);
        return IpVerdict.DROPPED;
    }

    /// Version and lengths; null if they are right. There are no jumbograms (RFC 2675) here.
    private static IpCounter headerFault(Frame frame) {
        MemorySegment memory = frame.memory;
        long at = frame.start + Ethernet.HEADER;
        int room = frame.length - Ethernet.HEADER;
        if (room < Ipv6.HEADER) {
            return IpCounter.IN6_TRUNCATED;
        }
        if (Ipv6.version(memory, at) != 6) {
            return IpCounter.IN6_HEADER_ERRORS;
        }
        return Ipv6.payloadLength(memory, at) > room - Ipv6.HEADER ? IpCounter.IN6_TRUNCATED : null;
    }

    /// For us, from somebody else; null if so.
    private IpCounter addressFault(Frame frame, Packet packet) {
        boolean linkGroup = Ethernet.isGroup(Ethernet.destination(frame.memory, frame.start));
        boolean forUs = packet.multicast
            ? ours.table().listensTo(packet.destinationHigh, packet.destinationLow)
            : !linkGroup && ours.table().owns(packet.destinationHigh, packet.destinationLow);
        if (!forUs) {
            return packet.multicast ? IpCounter.IN6_MULTICAST : IpCounter.IN6_ADDRESS_ERRORS;
        }
        boolean anonymous = (packet.sourceHigh | packet.sourceLow) == 0;
        // Only who looks for an address has none, and it speaks to groups.
        boolean martian = anonymous ? !packet.multicast : isMartian(packet.sourceHigh, packet.sourceLow);
        return martian ? IpCounter.IN6_MARTIANS : null;
    }

    /// A source that no other host has. An IPv4-mapped one would be taken for an IPv4 address above (RFC 4942 2.2).
    private boolean isMartian(long high, long low) {
        boolean embedded = high == 0 && (low >>> 32 == 0 || low >>> 32 == 0xFFFF);
        return high >>> 56 == 0xFF || embedded || ours.table().owns(high, low);
    }

    private IpVerdict headers(Packet packet, long now) {
        IpVerdict verdict = extensions.walk(packet);
        if (verdict == null && packet.protocol == Ipv6.FRAGMENT) {
            verdict = fragment(packet, now);
        }
        return verdict == null ? deliver(packet) : verdict;
    }

    /// @return null if the datagram is whole and the packet stands at its transport header
    private IpVerdict fragment(Packet packet, long now) {
        if (packet.fragmented) {
            // one in a reassembled datagram, or a second one: nobody needs it
            return drop(packet, IpCounter.IN6_HEADER_ERRORS);
        }
        packet.fragmented = true;
        // the link vouches for whole packets only
        packet.checksumVouched = false;
        packet.segmentSize = 0;
        if (packet.headerLength + Ipv6.FRAGMENT_HEADER > Ipv6.HEADER + ExtensionHeaders.MOST_BYTES) {
            return drop(packet, IpCounter.IN6_EXTENSION_LIMIT);
        }
        fragment.read6(packet, packet.transportAt);
        if (fragment.isAtomic()) {
            // RFC 6946 section 4: on its own, whatever else has the same identification
            packet.skip(Ipv6.FRAGMENT_HEADER);
            return again(packet, now);
        }
        IpVerdict fault = fragmentFault(packet);
        if (fault != null) {
            return fault;
        }
        IpVerdict verdict = reassembly.fragment(packet, fragment, now);
        if (verdict == IpVerdict.DROPPED) {
            counters.count(packet.reason);
        }
        return verdict == null ? again(packet, now) : verdict;
    }

    /// The headers behind the fragment header.
    private IpVerdict again(Packet packet, long now) {
        IpVerdict verdict = extensions.walk(packet);
        return verdict == null && packet.protocol == Ipv6.FRAGMENT ? fragment(packet, now) : verdict;
    }

    /// Takes the fragment header off and looks at its borders (RFC 8200 4.5); null if they are right.
    private IpVerdict fragmentFault(Packet packet) {
        int header = packet.headerLength;
        int nextHeaderAt = packet.nextHeaderAt;
        packet.skip(Ipv6.FRAGMENT_HEADER);
        if (!fragment.last && (packet.transportLength & 7) != 0) {
            return problem(packet, Icmpv6.WRONG_FIELD, 4);
        }
        if (fragment.offset + packet.transportLength > Ipv6.MAX_PAYLOAD) {
            return problem(packet, Icmpv6.WRONG_FIELD, header + 2);
        }
        if (fragment.offset == 0 && !ExtensionHeaders.isChainWhole(packet)) {
            return problem(packet, Icmpv6.INCOMPLETE_HEADERS, 0);
        }
        packet.nextHeaderAt = nextHeaderAt;
        return null;
    }

    private IpVerdict problem(Packet packet, int code, int pointer) {
        counters.count(IpCounter.IN6_HEADER_ERRORS);
        packet.problem = code;
        packet.pointer = pointer;
        return IpVerdict.PROBLEM;
    }

    private IpVerdict deliver(Packet packet) {
        return switch (packet.protocol) {
            case Ipv4.PROTOCOL_TCP -> packet.multicast
                ? drop(packet, IpCounter.IN6_MULTICAST)
                : delivered(IpVerdict.TCP);
            case Ipv6.ICMPV6 -> delivered(IpVerdict.ICMP);
            case Ipv4.PROTOCOL_UDP -> delivered(IpVerdict.UDP);
            case Ipv6.NO_NEXT_HEADER -> drop(packet, IpCounter.IN6_NO_NEXT_HEADER);
            default -> {
                counters.count(IpCounter.IN6_UNKNOWN_PROTOCOLS);
                yield IpVerdict.UNKNOWN_PROTOCOL;
            }
        };
    }

    private IpVerdict delivered(IpVerdict verdict) {
        counters.count(IpCounter.IN6_DELIVERS);
        return verdict;
    }
}
