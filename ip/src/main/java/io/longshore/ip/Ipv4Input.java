package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.Ethernet;
import io.longshore.wire.Frame;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv4Address;
import java.lang.foreign.MemorySegment;

/// Judges received IPv4 packets: whether they are for us and can be believed (RFC 1122 3.2.1).
public final class Ipv4Input {

    private final Interface ours;
    private final Reassembly reassembly;
    private final IpCounters counters;
    private final Fragment fragment = new Fragment();

    public Ipv4Input(Interface ours, Reassembly reassembly, IpCounters counters) {
        this.ours = ours;
        this.reassembly = reassembly;
        this.counters = counters;
    }

    /// Judges the packet in a frame that is for us.
    IpVerdict packet(Frame frame, Packet packet, long now) {
        counters.count(IpCounter.IN_RECEIVES);
        IpCounter fault = headerFault(frame);
        if (fault != null) {
            return drop(packet, fault);
        }
        packet.read4(frame.memory, frame.start + Ethernet.HEADER);
        fault = addressFault(frame, packet);
        if (fault == null) {
            fault = optionsFault(packet);
        }
        if (fault != null) {
            return drop(packet, fault);
        }
        if (Ipv4.isFragment(packet.memory, packet.networkAt)) {
            return fragment(packet, now);
        }
        packet.checksumVouched = (frame.flags & Frame.CHECKSUM_OFFLOADED) != 0;
        packet.segmentSize = frame.segmentSize;
        return deliver(packet);
    }

    private IpVerdict drop(Packet packet, IpCounter reason) {
        packet.reason = reason;
        counters.count(reason);
        return IpVerdict.DROPPED;
    }

    /// Version, lengths and checksum (RFC 1122 3.2.1.1 and 3.2.1.2); null if they are right.
    private static IpCounter headerFault(Frame frame) {
        MemorySegment memory = frame.memory;
        long at = frame.start + Ethernet.HEADER;
        int room = frame.length - Ethernet.HEADER;
        if (room < Ipv4.HEADER) {
            return IpCounter.IN_TRUNCATED;
        }
        int headerLength = Ipv4.headerLength(memory, at);
        if (Ipv4.version(memory, at) != 4 || headerLength < Ipv4.HEADER || headerLength > room) {
            return IpCounter.IN_HEADER_ERRORS;
        }
        if (!Checksum.isRight(0, memory, at, headerLength)) {
            return IpCounter.IN_CHECKSUM_ERRORS;
        }
        int totalLength = Ipv4.totalLength(memory, at);
        if (totalLength < headerLength) {
            return IpCounter.IN_HEADER_ERRORS;
        }
        return totalLength > room ? IpCounter.IN_TRUNCATED : null;
    }

    /// For us alone, from somebody else (RFC 1122 3.2.1.3); null if so.
    private IpCounter addressFault(Frame frame, Packet packet) {
        if (ours.isBroadcast(packet.destination())) {
            return IpCounter.IN_BROADCAST;
        }
        if (Ipv4Address.isMulticast(packet.destination())) {
            return IpCounter.IN_MULTICAST;
        }
        // What the link brought to everybody is not for one of them (RFC 1122 3.3.6).
        boolean group = Ethernet.isGroup(Ethernet.destination(frame.memory, frame.start));
        if (group || !ours.owns(packet.destination())) {
            return IpCounter.IN_ADDRESS_ERRORS;
        }
        return isMartian(packet.source()) ? IpCounter.IN_MARTIANS : null;
    }

    /// A source that no other host has: nothing may be sent there, least of all by way of an answer to ourselves
    /// ("LAND", CVE-1999-0016).
    private boolean isMartian(int source) {
        return ours.owns(source) || ours.isBroadcast(source) || Ipv4Address.isThisNetwork(source)
            || Ipv4Address.isLoopback(source) || Ipv4Address.isMulticast(source) || Ipv4Address.isReserved(source);
    }

    private static IpCounter optionsFault(Packet packet) {
        return packet.headerLength == Ipv4.HEADER
            ? null
            : Ipv4Options.fault(packet.memory, packet.networkAt + Ipv4.HEADER, packet.headerLength - Ipv4.HEADER);
    }

    private IpVerdict fragment(Packet packet, long now) {
        fragment.read4(packet);
        IpVerdict verdict = reassembly.fragment(packet, fragment, now);
        if (verdict == IpVerdict.DROPPED) {
            counters.count(packet.reason);
        }
        return verdict == null ? deliver(packet) : verdict;
    }

    private IpVerdict deliver(Packet packet) {
        return switch (packet.protocol) {
            case Ipv4.PROTOCOL_TCP -> delivered(IpVerdict.TCP);
            case Ipv4.PROTOCOL_ICMP -> delivered(IpVerdict.ICMP);
            case Ipv4.PROTOCOL_UDP -> delivered(IpVerdict.UDP);
            default -> {
                counters.count(IpCounter.IN_UNKNOWN_PROTOCOLS);
                yield IpVerdict.UNKNOWN_PROTOCOL;
            }
        };
    }

    private IpVerdict delivered(IpVerdict verdict) {
        counters.count(IpCounter.IN_DELIVERS);
        return verdict;
    }
}
