package io.longshore.link;

import io.longshore.wire.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Builds blocks of the pcapng format (draft-ietf-opsawg-pcapng) in memory of its own, in the machine's byte order.
///
/// ```
///  | type | total length | body, padded to 32 bits | options | total length |
/// ```
final class PcapngBlocks {

    /// The longest frame: a super-segment with its Ethernet header and VLAN tag.
    static final int LONGEST_FRAME = 65_535 + 18;
    static final int LONGEST = LONGEST_FRAME + 1024;

    private static final int SECTION_HEADER = 0x0A0D_0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    private static final int VERSION_1_0 = 1;
    private static final short LINKTYPE_ETHERNET = 1;

    private static final int OPTION_END = 0;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_PACKET_FLAGS = 2;
    private static final int OPTION_APPLICATION = 4;
    private static final int OPTION_MISSED = 4;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final byte NANOSECONDS = 9;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final MemorySegment memory = Arena.ofAuto().allocate(LONGEST, Long.BYTES);
    private final CapturedChecksum checksum = new CapturedChecksum(memory);
    private int at;
    private int begin;

    /// What was built last lies here from offset 0.
    MemorySegment memory() {
        return memory;
    }

    /// A section header and the description of the one interface; returns their length.
    int header(String interfaceName) {
        at = 0;
        open(SECTION_HEADER);
        putInt(BYTE_ORDER_MAGIC);
        putInt(VERSION_1_0);
        // The section's length is unknown.
        putLong(-1);
        option(OPTION_APPLICATION, "Longshore");
        close();
        open(INTERFACE_DESCRIPTION);
        putInt(LINKTYPE_ETHERNET);
        // No limit to the length of a packet captured.
        putInt(0);
        option(OPTION_NAME, interfaceName);
        putInt(OPTION_TIME_RESOLUTION | 1 << Short.SIZE);
        putInt(NANOSECONDS);
        close();
        return at;
    }

    /// A packet; returns the block's length.
    ///
    /// @param time   nanoseconds since 1970
    /// @param missed packets that were not captured since the one before
    int packet(Frame frame, long time, int direction, long missed) {
        int length = frame.totalLength();
        at = 0;
        open(ENHANCED_PACKET);
        // Interface 0.
        putInt(0);
        putInt((int) (time >>> Integer.SIZE));
        putInt((int) time);
        putInt(length);
        putInt(length);
        FrameQueue.copy(frame, memory, at);
        if ((frame.flags & Frame.CHECKSUM_OFFLOADED) != 0) {
            checksum.complete(at, length);
        }
        at += length;
        pad();
        putInt(OPTION_PACKET_FLAGS | Integer.BYTES << Short.SIZE);
        putInt(direction);
        if (missed > 0) {
            putInt(OPTION_MISSED | Long.BYTES << Short.SIZE);
            putLong(missed);
        }
        close();
        return at;
    }

    private void open(int type) {
        begin = at;
        putInt(type);
        at += Integer.BYTES;
    }

    private void close() {
        putInt(OPTION_END);
        int length = at - begin + Integer.BYTES;
        putInt(length);
        memory.set(INT, begin + Integer.BYTES, length);
    }

    private void option(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        memory.set(SHORT, at, (short) code);
        memory.set(SHORT, at + Short.BYTES, (short) bytes.length);
        at += Integer.BYTES;
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
        at += bytes.length;
        pad();
    }

    /// Zero bytes up to the next multiple of 4 from the block's beginning.
    private void pad() {
        while ((at & Integer.BYTES - 1) != 0) {
            memory.set(ValueLayout.JAVA_BYTE, at++, (byte) 0);
        }
    }

    private void putLong(long value) {
        memory.set(LONG, at, value);
        at += Long.BYTES;
    }

    private void putInt(int value) {
        memory.set(INT, at, value);
        at += Integer.BYTES;
    }
}
