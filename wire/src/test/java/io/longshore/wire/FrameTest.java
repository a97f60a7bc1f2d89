package io.longshore.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class FrameTest {

    private final FrameBatch batch = new FrameBatch(Arena.ofAuto(), 2, 64);

    @Test
    void aPayloadInTwoPiecesIsGatheredBehindTheHeaders() {
        Frame frame = batch.add();
        NetworkOrder.put16(frame.memory, frame.start, 0x0102);
        frame.length = 2;
        frame.payload(HexText.memory("a0 a1 a2 a3 a4"), 3, 2);
        frame.payloadWraps(0, 1);
        assertEquals(5, frame.totalLength());
        frame.gather();
        assertEquals("0102a3a4a0", HexText.text(frame.memory, frame.start, 5));
        assertEquals(5, frame.length);
        assertEquals(5, frame.totalLength());
        assertNull(frame.payload);
    }

    /// Its second piece is empty, and lies where copying nothing from it does no harm.
    @Test
    void aPayloadInOnePieceForgetsWhereAnotherWrapped() {
        Frame frame = batch.add();
        frame.payload(Arena.ofAuto().allocate(1_000), 0, 2);
        frame.payloadWraps(900, 1);
        frame.clear();
        frame.payload(HexText.memory("a0 a1"), 0, 2);
        frame.gather();
        assertEquals("a0a1", HexText.text(frame.memory, frame.start, 2));
    }

    @Test
    void aFrameAddedIsClear() {
        Frame frame = batch.add();
        frame.payload(frame.memory, 0, 1);
        frame.flags = Frame.CHECKSUM_OFFLOADED;
        frame.segmentSize = 9;
        batch.clear();
        assertEquals(0, batch.size());
        Frame again = batch.add();
        assertEquals(0, again.totalLength() + again.flags + again.segmentSize);
    }

    @Test
    void aBatchIsFullAtItsCapacity() {
        batch.add();
        batch.add();
        assertTrue(batch.isFull());
        batch.removeLast();
        assertEquals(1, batch.size());
        assertEquals(2, batch.capacity());
    }

    @Test
    void headroomLiesBeforeTheFrame() {
        Frame frame = batch.add();
        assertEquals(Frame.HEADROOM, frame.start);
        assertEquals(frame.start + frame.room, frame.memory.byteSize());
    }
}
