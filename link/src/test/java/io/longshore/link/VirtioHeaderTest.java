package io.longshore.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.wire.Frame;
import io.longshore.wire.FrameBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class VirtioHeaderTest {

    private static final int NEEDS_CHECKSUM = 1;
    private static final int DATA_VALID = 2;

    private final FrameBatch batch = new FrameBatch(Arena.ofAuto(), 8, 65_553);

    @Test
    void anOpenChecksumIsTrusted() {
        Frame frame = received(100, NEEDS_CHECKSUM, 0, 0);
        assertTrue(VirtioHeader.read(frame));
        assertEquals(Frame.CHECKSUM_OFFLOADED, frame.flags);
        assertEquals(0, frame.segmentSize);
    }

    @Test
    void aChecksumThatWasLookedAtIsTrusted() {
        Frame frame = received(100, DATA_VALID, 0, 0);
        assertTrue(VirtioHeader.read(frame));
        assertEquals(Frame.CHECKSUM_OFFLOADED, frame.flags);
    }

    @Test
    void withoutAMarkNothingIsTrusted() {
        Frame frame = received(100, 0, 0, 0);
        assertTrue(VirtioHeader.read(frame));
        assertEquals(0, frame.flags);
    }

    @Test
    void aSuperSegmentTellsTheSizeOfItsSegments() {
        for (int type : new int[] {1, 4, 0x81, 0x84}) {
            Frame frame = received(40_000, NEEDS_CHECKSUM, type, 1_448);
            assertTrue(VirtioHeader.read(frame));
            assertEquals(1_448, frame.segmentSize);
        }
    }

    @Test
    void aHeaderThatContradictsItselfIsRefused() {
        assertFalse(VirtioHeader.read(received(40_000, NEEDS_CHECKSUM, 1, 0)), "segments of no bytes");
        assertFalse(VirtioHeader.read(received(40_000, NEEDS_CHECKSUM, 3, 1_448)), "UDP fragments");
        assertFalse(VirtioHeader.read(received(40_000, NEEDS_CHECKSUM, 5, 1_448)), "UDP segments");
        assertFalse(VirtioHeader.read(received(51, NEEDS_CHECKSUM, 0, 0)), "a checksum beyond the end");
        assertTrue(VirtioHeader.read(received(52, NEEDS_CHECKSUM, 0, 0)), "a checksum at the end");
    }

    @Test
    void aSuperSegmentToSendIsMarked() {
        Frame frame = FrameSample.offloaded(batch, 1, 5_000, 1_448);
        VirtioHeader.write(frame);
        assertHeader(frame, NEEDS_CHECKSUM | 1 << 8, FrameSample.PAYLOAD, 1_448);
        assertEquals(FrameSample.TRANSPORT, word(frame, 6));
        assertEquals(16, word(frame, 8));
    }

    @Test
    void aSuperSegmentOfOneSegmentIsASegment() {
        Frame frame = FrameSample.offloaded(batch, 1, 1_448, 1_448);
        VirtioHeader.write(frame);
        assertHeader(frame, NEEDS_CHECKSUM, 0, 0);
    }

    @Test
    void aPlainFrameIsNotMarkedWhateverLayThere() {
        Frame frame = FrameSample.segment(batch, 1, 100);
        frame.memory.asSlice(0, frame.start).fill((byte) -1);
        VirtioHeader.write(frame);
        assertHeader(frame, 0, 0, 0);
        assertEquals(0, word(frame, 6));
        assertEquals(0, word(frame, 8));
    }

    private static void assertHeader(Frame frame, int flagsAndType, int headerLength, int segmentSize) {
        assertEquals(flagsAndType, word(frame, 0));
        assertEquals(headerLength, word(frame, 2));
        assertEquals(segmentSize, word(frame, 4));
    }

    private Frame received(int length, int flags, int type, int segmentSize) {
        Frame frame = batch.add();
        frame.length = length;
        put(frame, 0, flags | type << 8);
        put(frame, 2, FrameSample.PAYLOAD);
        put(frame, 4, segmentSize);
        put(frame, 6, FrameSample.TRANSPORT);
        put(frame, 8, 16);
        return frame;
    }

    private static void put(Frame frame, int at, int value) {
        frame.memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, frame.start - VirtioHeader.BYTES + at, (short) value);
    }

    private static int word(Frame frame, int at) {
        return frame.memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, frame.start - VirtioHeader.BYTES + at) & 0xFFFF;
    }
}
