package io.longshore.ip;

import io.longshore.wire.Ipv4;
import java.lang.foreign.MemorySegment;

/// A received IPv4 packet that was judged: where it lies and what its header says. Mutable and reused; what it points
/// to lives until the end of the turn.
public final class Packet {

    /// The frame's memory, or the reassembled datagram's.
    public MemorySegment memory;
    /// Offset of the IP header in `memory`; the header is followed by the payload.
    public long networkAt;
    public int headerLength;
    public int source;
    public int destination;
    public int protocol;
    public int tos;
    /// Offset of the payload in `memory`.
    public long transportAt;
    /// Bytes of the payload, without the frame's padding.
    public int transportLength;
    /// The link vouches for the transport checksum.
    public boolean checksumVouched;
    /// 0, or the link has merged segments of so many bytes of text each.
    public int segmentSize;
    /// Why the packet was dropped.
    public IpCounter reason;

    /// Nothing judged yet.
    public Packet() {
    }

    /// Reads the header's fields; the caller has checked that they are there.
    void read(MemorySegment memory, long at) {
        this.memory = memory;
        networkAt = at;
        headerLength = Ipv4.headerLength(memory, at);
        source = Ipv4.source(memory, at);
        destination = Ipv4.destination(memory, at);
        protocol = Ipv4.protocol(memory, at);
        tos = Ipv4.tos(memory, at);
        transportAt = at + headerLength;
        transportLength = Ipv4.totalLength(memory, at) - headerLength;
        checksumVouched = false;
        segmentSize = 0;
        reason = null;
    }
}
