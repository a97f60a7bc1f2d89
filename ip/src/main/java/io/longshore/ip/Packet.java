package io.longshore.ip;

import io.longshore.wire.Checksum;
import io.longshore.wire.IpAddress;
import io.longshore.wire.Ipv4;
import io.longshore.wire.Ipv6;
import io.longshore.wire.NetworkOrder;
import java.lang.foreign.MemorySegment;

/// A received IP packet that was judged: where it lies and what its headers say. Mutable and reused; what it points to
/// lives until the end of the turn.
public final class Packet {

    /// The frame's memory, or the reassembled datagram's.
    public MemorySegment memory;
    /// Offset of the IP header in `memory`; the headers are followed by the payload.
    public long networkAt;
    /// Bytes of the IP header, and of IPv6's extension headers.
    public int headerLength;
    /// 4 or 6.
    public int version;
    /// Addresses as [IpAddress] has them.
    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    /// The transport's number; IPv6: what the last extension header names.
    public int protocol;
    /// TOS or traffic class: DSCP and the two bits of ECN.
    public int trafficClass;
    /// TTL or hop limit, as it arrived.
    public int hopLimit;
    /// Offset of the payload in `memory`.
    public long transportAt;
    /// Bytes of the payload, without the frame's padding.
    public int transportLength;
    /// The link vouches for the transport checksum.
    public boolean checksumVouched;
    /// 0, or the link has merged segments of so many bytes of text each.
    public int segmentSize;
    /// It came to a multicast address that we listen to; never with a TCP segment.
    public boolean multicast;
    /// It came in fragments, or is one.
    public boolean fragmented;
    /// Why the packet was dropped.
    public IpCounter reason;

    /// IPv6: the Ethernet address that the frame came from.
    long linkSource;
    /// IPv6: offset in the packet of the next-header field that names what comes next.
    int nextHeaderAt;
    /// IPv6: code and pointer of the parameter problem that its headers ask for (RFC 4443 3.4).
    int problem;
    int pointer;

    /// Nothing judged yet.
    public Packet() {
    }

    /// The congestion notification bits (RFC 3168 section 5).
    public int ecn() {
        return trafficClass & 3;
    }

    /// The sum of the pseudo-header, for either family.
    public int pseudoHeader() {
        return Checksum.address(sourceHigh, sourceLow) + Checksum.address(destinationHigh, destinationLow)
            + protocol + transportLength;
    }

    /// The IPv4 source.
    int source() {
        return (int) sourceLow;
    }

    /// The IPv4 destination.
    int destination() {
        return (int) destinationLow;
    }

    /// Reads an IPv4 header's fields; the caller has checked that they are there.
    void read4(MemorySegment memory, long at) {
        begin(memory, at, 4);
        headerLength = Ipv4.headerLength(memory, at);
        sourceHigh = 0;
        sourceLow = IpAddress.mapped(Ipv4.source(memory, at));
        destinationHigh = 0;
        destinationLow = IpAddress.mapped(Ipv4.destination(memory, at));
        protocol = Ipv4.protocol(memory, at);
        trafficClass = Ipv4.tos(memory, at);
        hopLimit = Ipv4.ttl(memory, at);
        transportAt = at + headerLength;
        transportLength = Ipv4.totalLength(memory, at) - headerLength;
    }

    /// Reads an IPv6 header's fields; the caller has checked that they are there. The payload begins behind the header:
    /// [#skip(int)] moves it behind extension headers.
    void read6(MemorySegment memory, long at) {
        begin(memory, at, 6);
        headerLength = Ipv6.HEADER;
        sourceHigh = Ipv6.sourceHigh(memory, at);
        sourceLow = Ipv6.sourceLow(memory, at);
        destinationHigh = Ipv6.destinationHigh(memory, at);
        destinationLow = Ipv6.destinationLow(memory, at);
        protocol = Ipv6.nextHeader(memory, at);
        trafficClass = Ipv6.trafficClass(memory, at);
        hopLimit = Ipv6.hopLimit(memory, at);
        transportAt = at + Ipv6.HEADER;
        transportLength = Ipv6.payloadLength(memory, at);
        nextHeaderAt = Ipv6.NEXT_HEADER;
        multicast = destinationHigh >>> 56 == 0xFF;
    }

    /// Takes an extension header of this length off the payload.
    void skip(int length) {
        nextHeaderAt = headerLength;
        protocol = NetworkOrder.get8(memory, transportAt);
        headerLength += length;
        transportAt += length;
        transportLength -= length;
    }

    private void begin(MemorySegment memory, long at, int version) {
        this.memory = memory;
        this.version = version;
        networkAt = at;
        checksumVouched = false;
        segmentSize = 0;
        multicast = false;
        fragmented = false;
        reason = null;
        pointer = 0;
    }
}
