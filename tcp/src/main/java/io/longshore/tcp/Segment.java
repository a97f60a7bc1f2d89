package io.longshore.tcp;

import io.longshore.wire.IpAddress;
import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;
import java.lang.foreign.MemorySegment;

/// A received segment, parsed; reused for each. The stack sets the addresses (from the IP header), then parses.
public final class Segment {

    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    /// The packet's ECN bits (RFC 3168 5), 0 to 3; set with the addresses.
    public int ecn;
    /// 0, or it was made of several that arrived together: bytes of text of each; set with the addresses.
    public int segmentSize;
    public int sourcePort;
    public int destinationPort;
    public int sequence;
    public int acknowledgment;
    /// Control bits of [TcpHeader].
    public int flags;
    /// As it stands in the header, 0 to 65535, not scaled.
    public int window;
    /// The urgent pointer, where URG is set.
    public int urgent;
    /// Where the text lies, counted from the first byte of the TCP header.
    public int textAt;
    public int textLength;
    public final TcpOptions options = new TcpOptions();

    /// Sets where it comes from.
    public void source(long high, long low) {
        sourceHigh = high;
        sourceLow = low;
    }

    /// Sets where it goes to.
    public void destination(long high, long low) {
        destinationHigh = high;
        destinationLow = low;
    }

    /// Sets both addresses, of IPv4.
    public void ipv4(int source, int destination) {
        source(0, IpAddress.mapped(source));
        destination(0, IpAddress.mapped(destination));
    }

    /// Parses the TCP header at `at`; false if it is malformed. The checksum is not looked at. Options are read up to
    /// the first illegal length (RFC 9293 MUST-7).
    ///
    /// @param length bytes of header and text: the IP packet's payload
    public boolean parse(MemorySegment memory, long at, int length) {
        if (length < TcpHeader.HEADER) {
            return false;
        }
        int headerLength = TcpHeader.headerLength(memory, at);
        if (headerLength < TcpHeader.HEADER || headerLength > length) {
            return false;
        }
        sourcePort = TcpHeader.sourcePort(memory, at);
        destinationPort = TcpHeader.destinationPort(memory, at);
        sequence = TcpHeader.sequence(memory, at);
        acknowledgment = TcpHeader.acknowledgment(memory, at);
        flags = TcpHeader.flags(memory, at);
        window = TcpHeader.window(memory, at);
        urgent = has(TcpHeader.URG) ? TcpHeader.urgent(memory, at) : 0;
        textAt = headerLength;
        textLength = length - headerLength;
        options.parse(memory, at + TcpHeader.HEADER, headerLength - TcpHeader.HEADER);
        return true;
    }

    /// Whether a control bit, or any of several, is set.
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// How many packets it came in.
    int packets() {
        return segmentSize > 0 ? Math.max(1, Math.ceilDiv(textLength, segmentSize)) : 1;
    }

    /// SEG.LEN: text and the control bits that occupy sequence numbers.
    public int length() {
        return textLength + (flags & TcpHeader.FIN) + (flags >> 1 & 1);
    }

    /// Sequence number behind the segment.
    public int end() {
        return sequence + length();
    }
}
