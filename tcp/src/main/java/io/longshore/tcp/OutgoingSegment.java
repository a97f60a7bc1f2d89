package io.longshore.tcp;

import java.lang.foreign.MemorySegment;

/// A segment to send, as decided by [Output] or [Resets]: the stack writes IP header, then this header, refers to the
/// payload in the send ring, and lets the link do checksum and segmentation. Mutable, reused.
public final class OutgoingSegment {

    public int sourceAddress;
    public int destinationAddress;
    public int sourcePort;
    public int destinationPort;
    public int sequence;
    public int acknowledgment;
    public int flags;
    /// As it goes into the header, scaled already.
    public int window;
    /// Stream position of the first byte of payload.
    public long payloadPosition;
    public int payloadLength;
    /// 0, or this is a super-segment: payload bytes of each segment it is to be cut into.
    public int segmentSize;

    /// 0 for no such option.
    public int mss;
    /// −1 for no such option.
    public int windowScale;
    public boolean sackPermitted;
    public boolean hasTimestamps;
    public int timestampValue;
    public int timestampEcho;
    public int sackCount;
    private final int[] sackEdges = new int[2 * Segment.SACK_BLOCKS];

    public int sackStart(int i) {
        return sackEdges[2 * i];
    }

    public int sackEnd(int i) {
        return sackEdges[2 * i + 1];
    }

    public void addSack(int start, int end) {
        sackEdges[2 * sackCount] = start;
        sackEdges[2 * sackCount++ + 1] = end;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// Sequence number behind the segment.
    public int end() {
        return sequence + payloadLength + (flags & Segment.FIN) + (flags >> 1 & 1);
    }

    /// Bytes of the TCP header with its options, a multiple of 4.
    public int headerLength() {
        return SegmentWriter.headerLength(this);
    }

    /// Writes the TCP header with its options, its checksum field zero; returns its length.
    public int write(MemorySegment memory, long at) {
        return SegmentWriter.write(this, memory, at);
    }

    void clear() {
        flags = 0;
        payloadLength = 0;
        payloadPosition = 0;
        segmentSize = 0;
        mss = 0;
        windowScale = -1;
        sackPermitted = false;
        hasTimestamps = false;
        sackCount = 0;
    }
}
