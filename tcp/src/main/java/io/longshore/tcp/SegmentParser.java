package io.longshore.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Reads a TCP header and its options (RFC 9293 3.1, 3.2). Nothing in the bytes can make it throw or loop.
final class SegmentParser {

    static final int HEADER = 20;
    /// Largest shift that is used; RFC 7323 2.3 has larger ones taken as 14.
    static final int LARGEST_SHIFT = 14;

    static final int END_OF_OPTIONS = 0;
    static final int NO_OPERATION = 1;
    static final int MSS = 2;
    static final int WINDOW_SCALE = 3;
    static final int SACK_PERMITTED = 4;
    static final int SACK = 5;
    static final int TIMESTAMPS = 8;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfChar SHORT = ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SegmentParser() {
    }

    static boolean parse(Segment segment, MemorySegment memory, long at, int length) {
        if (length < HEADER) {
            return false;
        }
        int headerLength = (memory.get(BYTE, at + 12) >> 4 & 15) * 4;
        if (headerLength < HEADER || headerLength > length) {
            return false;
        }
        segment.sourcePort = memory.get(SHORT, at);
        segment.destinationPort = memory.get(SHORT, at + 2);
        segment.sequence = memory.get(INT, at + 4);
        segment.acknowledgment = memory.get(INT, at + 8);
        segment.flags = memory.get(BYTE, at + 13) & 63;
        segment.window = memory.get(SHORT, at + 14);
        segment.textAt = headerLength;
        segment.textLength = length - headerLength;
        segment.clearOptions();
        return options(segment, memory, at + HEADER, at + headerLength);
    }

    /// MUST-4, MUST-5, MUST-6, MUST-7: any option in any segment, unknown ones skipped, bad lengths survived.
    private static boolean options(Segment segment, MemorySegment memory, long from, long end) {
        long at = from;
        while (at < end) {
            int kind = memory.get(BYTE, at);
            if (kind == END_OF_OPTIONS) {
                return true;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < end ? memory.get(BYTE, at + 1) & 255 : 0;
            if (length < 2 || at + length > end) {
                return false;
            }
            option(segment, memory, at, length);
            at += length;
        }
        return true;
    }

    private static void option(Segment segment, MemorySegment memory, long at, int length) {
        int kind = memory.get(BYTE, at);
        if (kind == MSS && length == 4) {
            segment.mss = memory.get(SHORT, at + 2);
        } else if (kind == WINDOW_SCALE && length == 3) {
            segment.windowScale = Math.min(memory.get(BYTE, at + 2) & 255, LARGEST_SHIFT);
        } else if (kind == SACK_PERMITTED && length == 2) {
            segment.sackPermitted = true;
        } else if (kind == TIMESTAMPS && length == 10) {
            segment.hasTimestamps = true;
            segment.timestampValue = memory.get(INT, at + 2);
            segment.timestampEcho = memory.get(INT, at + 6);
        } else if (kind == SACK && length % 8 == 2) {
            sackBlocks(segment, memory, at + 2, length / 8);
        }
    }

    private static void sackBlocks(Segment segment, MemorySegment memory, long at, int count) {
        for (int i = 0; i < count; i++) {
            segment.addSack(memory.get(INT, at + 8L * i), memory.get(INT, at + 8L * i + 4));
        }
    }
}
