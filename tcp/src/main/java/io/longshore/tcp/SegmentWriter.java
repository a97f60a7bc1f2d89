package io.longshore.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Writes TCP headers and options, aligned as hosts usually align them (RFC 7323 appendix A).
final class SegmentWriter {

    static final int TIMESTAMPS_LENGTH = 12;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfChar SHORT = ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SegmentWriter() {
    }

    static int headerLength(OutgoingSegment segment) {
        int length = SegmentParser.HEADER;
        length += segment.mss > 0 ? 4 : 0;
        length += segment.windowScale >= 0 ? 4 : 0;
        length += segment.sackPermitted ? 4 : 0;
        length += segment.hasTimestamps ? TIMESTAMPS_LENGTH : 0;
        length += segment.sackCount > 0 ? 4 + 8 * segment.sackCount : 0;
        return length;
    }

    static int write(OutgoingSegment segment, MemorySegment memory, long at) {
        int length = headerLength(segment);
        memory.set(SHORT, at, (char) segment.sourcePort);
        memory.set(SHORT, at + 2, (char) segment.destinationPort);
        memory.set(INT, at + 4, segment.sequence);
        memory.set(INT, at + 8, segment.acknowledgment);
        memory.set(BYTE, at + 12, (byte) (length << 2));
        memory.set(BYTE, at + 13, (byte) segment.flags);
        memory.set(SHORT, at + 14, (char) segment.window);
        memory.set(INT, at + 16, 0);
        long options = synOptions(segment, memory, at + SegmentParser.HEADER);
        sackBlocks(segment, memory, timestamps(segment, memory, options));
        return length;
    }

    private static long synOptions(OutgoingSegment segment, MemorySegment memory, long from) {
        long at = from;
        if (segment.mss > 0) {
            memory.set(INT, at, SegmentParser.MSS << 24 | 4 << 16 | segment.mss);
            at += 4;
        }
        if (segment.sackPermitted) {
            memory.set(INT, at, SegmentParser.NO_OPERATION << 24 | SegmentParser.NO_OPERATION << 16
                    | SegmentParser.SACK_PERMITTED << 8 | 2);
            at += 4;
        }
        if (segment.windowScale >= 0) {
            memory.set(INT, at, SegmentParser.NO_OPERATION << 24 | SegmentParser.WINDOW_SCALE << 16
                    | 3 << 8 | segment.windowScale);
            at += 4;
        }
        return at;
    }

    private static long timestamps(OutgoingSegment segment, MemorySegment memory, long at) {
        if (!segment.hasTimestamps) {
            return at;
        }
        memory.set(INT, at, SegmentParser.NO_OPERATION << 24 | SegmentParser.NO_OPERATION << 16
                | SegmentParser.TIMESTAMPS << 8 | 10);
        memory.set(INT, at + 4, segment.timestampValue);
        memory.set(INT, at + 8, segment.timestampEcho);
        return at + TIMESTAMPS_LENGTH;
    }

    private static void sackBlocks(OutgoingSegment segment, MemorySegment memory, long at) {
        if (segment.sackCount == 0) {
            return;
        }
        memory.set(INT, at, SegmentParser.NO_OPERATION << 24 | SegmentParser.NO_OPERATION << 16
                | SegmentParser.SACK << 8 | 2 + 8 * segment.sackCount);
        for (int i = 0; i < segment.sackCount; i++) {
            memory.set(INT, at + 4 + 8L * i, segment.sackStart(i));
            memory.set(INT, at + 8 + 8L * i, segment.sackEnd(i));
        }
    }
}
