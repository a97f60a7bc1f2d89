package io.longshore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingTest {

    private final Memory memory = Memory.allocate(64 + (1 << 14));
    private final RingRegisters registers = new RingRegisters(memory, 0, 8, 16);
    private final RingBytes bytes = new RingBytes(memory, 64, 14);
    private final RingWriter writer = new RingWriter(registers, bytes);
    private final RingReader reader = new RingReader(registers, bytes);

    @BeforeEach
    void beginAnew() {
        writer.reset(12);
        reader.reset();
    }

    @Test
    void smallExchangesStayInTheSameFewBytes() {
        for (int round = 0; round < 1_000; round++) {
            assertEquals(100, writer.write(ByteBuffer.allocateDirect(100), 1 << 14));
            assertEquals(0, RingGeometry.offset(writer.geometry(), reader.start()));
            assertEquals(100, reader.read(ByteBuffer.allocateDirect(100)));
        }
        assertEquals(100_000, writer.end());
        assertEquals(12, RingGeometry.log2Capacity(writer.geometry()), "and never grow the ring");
    }

    @Test
    void oneLargeWriteGrowsTheRingAtOnce() {
        assertEquals(1 << 14, writer.write(ByteBuffer.allocate(20_000), Integer.MAX_VALUE));
        assertEquals(14, RingGeometry.log2Capacity(writer.geometry()));
        assertEquals(0, writer.write(ByteBuffer.allocate(1), Integer.MAX_VALUE), "then it is full");
    }

    @Test
    void theLimitHoldsWhateverTheCapacity() {
        assertEquals(1_000, writer.write(ByteBuffer.allocate(20_000), 1_000));
        assertEquals(12, RingGeometry.log2Capacity(writer.geometry()));
        assertEquals(0, writer.room(1_000));
        assertEquals(0, writer.room(10), "a limit that sank below what is live leaves no room");
        assertEquals(0, writer.write(ByteBuffer.allocate(1), 10));
    }

    @Test
    void aWrappedRingReachesNoFurtherThanItsCapacityUntilItIsUnwound() {
        writer.write(ByteBuffer.allocate(3_000), 1 << 14);
        reader.skip(2_000);
        writer.write(ByteBuffer.allocate(2_000), 1 << 12);
        assertEquals(1 << 12, writer.reach(1 << 14));
        reader.skip(2_500);
        assertEquals(1 << 14, writer.reach(1 << 14), "what is live begins in the second lap");
    }

    @Test
    void theStreamIsReadAsNumbers() {
        for (long number = 0; number < 1_000; number++) {
            memory.putLong(64 + RingGeometry.offset(RingGeometry.of(0, 12), number * 8), number);
            memory.setLongRelease(registers.end(), (number + 1) * 8);
            assertEquals(8, reader.available());
            assertEquals(number, reader.readLong());
        }
    }

    @Test
    void aViewGoesOnWhereTheRegistersSay() {
        writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 1 << 12);
        assertEquals(3, new RingWriter(registers, bytes).end());
        reader.read(ByteBuffer.allocate(2));
        ByteBuffer rest = ByteBuffer.allocate(8);
        assertEquals(1, new RingReader(registers, bytes).read(rest));
        assertEquals(3, rest.get(0));
    }

    @Test
    void aFullTargetTakesNothing() {
        writer.write(ByteBuffer.allocate(10), 1 << 12);
        assertEquals(0, reader.read(ByteBuffer.allocate(0)));
        assertEquals(10, reader.available());
        assertThrows(RuntimeException.class, () -> reader.read(ByteBuffer.allocate(5).asReadOnlyBuffer()));
        assertEquals(10, reader.available(), "a refused target costs no byte");
    }

    @Test
    void bytesThatDoNotFitTheMemoryAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RingBytes(memory, 65, 14));
        assertThrows(IllegalArgumentException.class, () -> new RingBytes(memory, -1, 12));
        assertThrows(IllegalArgumentException.class, () -> new RingBytes(memory, 0, 31));
    }

    @Test
    void noticesAreDueFromTheirPositionOn() {
        Notice.ask(memory, 24, 100);
        assertFalse(Notice.isDue(memory, 24, 99));
        assertTrue(Notice.isDue(memory, 24, 100));
        Notice.withdraw(memory, 24);
        assertFalse(Notice.isDue(memory, 24, Long.MAX_VALUE - 1));
    }
}
