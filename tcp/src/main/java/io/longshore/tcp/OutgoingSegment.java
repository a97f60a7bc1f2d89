package io.longshore.tcp;

import io.longshore.wire.TcpHeader;
import io.longshore.wire.TcpOptions;
import java.lang.foreign.MemorySegment;

/// A segment to send, as decided by [Output] or [Resets]: the stack writes IP header, then this header, refers to the
/// payload in the send ring, and lets the link do checksum and segmentation. Mutable, reused.
public final class OutgoingSegment {

    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    /// The packet's ECN bits (RFC 3168 5), 0 to 3.
    public int ecn;
    public int sourcePort;
    public int destinationPort;
    public int sequence;
    public int acknowledgment;
    /// Control bits of [TcpHeader].
    public int flags;
    /// As it goes into the header, scaled already.
    public int window;
    /// The urgent pointer, where URG is set.
    public int urgent;
    /// Stream position of the first byte of payload.
    public long payloadPosition;
    public int payloadLength;
    /// 0, or this is a super-segment: payload bytes of each segment it is to be cut into.
    public int segmentSize;
    public final TcpOptions options = new TcpOptions();

    /// Whether a control bit, or any of several, is set.
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// Sequence number behind the segment.
    public int end() {
        return sequence + payloadLength + (flags & TcpHeader.FIN) + (flags >> 1 & 1);
    }

    /// Sequence number behind its text.
    int textEnd() {
        return sequence + payloadLength;
    }

    /// Payload bytes of a full segment of it: more than others have only where it is a probe of the path.
    int fullSize(Tcb tcb) {
        return segmentSize > 0 ? segmentSize : Math.max(tcb.sndMss(), payloadLength);
    }

    /// Whether it ends with PSH; what a super-segment bears only because it is one is not borne again.
    boolean endsWithPush(Tcb tcb) {
        boolean last = textEnd() == tcb.sentEnd() || RecordEnds.isNext(tcb, end());
        return has(TcpHeader.PSH) && (last || segmentSize == 0);
    }

    /// Bytes of the TCP header with its options, a multiple of 4.
    public int headerLength() {
        return TcpHeader.HEADER + options.length();
    }

    /// Writes the TCP header with its options, its checksum field zero; returns its length.
    public int write(MemorySegment memory, long at) {
        int length = TcpHeader.HEADER + options.write(memory, at + TcpHeader.HEADER);
        TcpHeader.writePorts(memory, at, sourcePort, destinationPort);
        TcpHeader.writeNumbers(memory, at, sequence, acknowledgment);
        TcpHeader.writeControl(memory, at, length, flags, window);
        if (has(TcpHeader.URG)) {
            TcpHeader.writeUrgent(memory, at, urgent);
        }
        return length;
    }

    void clear() {
        ecn = 0;
        flags = 0;
        payloadLength = 0;
        payloadPosition = 0;
        segmentSize = 0;
        options.clear();
    }
}
