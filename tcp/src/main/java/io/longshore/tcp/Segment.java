package io.longshore.tcp;

import java.lang.foreign.MemorySegment;

/// A received segment, parsed; reused for each. The stack sets the addresses (from the IP header), then parses.
public final class Segment {

    /// Control bits (RFC 9293 3.1).
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;
    public static final int URG = 32;

    /// SACK blocks that fit a header.
    public static final int SACK_BLOCKS = 4;

    public int sourceAddress;
    public int destinationAddress;
    public int sourcePort;
    public int destinationPort;
    public int sequence;
    public int acknowledgment;
    public int flags;
    /// As it stands in the header, 0 to 65535, not scaled.
    public int window;
    /// Where the text lies, counted from the first byte of the TCP header.
    public int textAt;
    public int textLength;

    /// 0 if there is no such option.
    public int mss;
    /// −1 if there is no such option.
    public int windowScale;
    public boolean sackPermitted;
    public boolean hasTimestamps;
    public int timestampValue;
    public int timestampEcho;
    public int sackCount;
    private final int[] sackEdges = new int[2 * SACK_BLOCKS];

    /// Parses the TCP header at `at`; false if it is malformed. The checksum is not looked at.
    ///
    /// @param length bytes of header and text: the IP packet's payload
    public boolean parse(MemorySegment memory, long at, int length) {
        return SegmentParser.parse(this, memory, at, length);
    }

    public int sackStart(int i) {
        return sackEdges[2 * i];
    }

    public int sackEnd(int i) {
        return sackEdges[2 * i + 1];
    }

    /// Adds a SACK block; more than fit are left out.
    public void addSack(int start, int end) {
        if (sackCount < SACK_BLOCKS) {
            sackEdges[2 * sackCount] = start;
            sackEdges[2 * sackCount++ + 1] = end;
        }
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// SEG.LEN: text and the control bits that occupy sequence numbers.
    public int length() {
        return textLength + (flags & FIN) + (flags >> 1 & 1);
    }

    /// Sequence number behind the segment.
    public int end() {
        return sequence + length();
    }

    void clearOptions() {
        mss = 0;
        windowScale = -1;
        sackPermitted = false;
        hasTimestamps = false;
        sackCount = 0;
    }
}
