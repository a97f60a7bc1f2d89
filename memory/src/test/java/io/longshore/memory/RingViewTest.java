package io.longshore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Bytes of a ring used in place, whatever the other side's registers say. */
final class RingViewTest {

    private static final int LARGEST = 14;
    private static final int AT = 4_096;

    private final Memory registers = Memory.allocate(64);
    private final Memory bytes = Memory.allocate(3 << LARGEST);
    private final RingRegisters places = new RingRegisters(registers, 0, 8, 16);
    private final RingBytes room = new RingBytes(bytes, AT, LARGEST);

    @Property(tries = 5_000)
    void noRegisterMakesAViewReachOutside(
            @ForAll long end, @ForAll long geometry, @ForAll @IntRange(max = 1 << 20) int start,
            @ForAll @IntRange(max = 1 << 20) int from) {
        registers.putLong(places.start(), start);
        RingReader reader = new RingReader(places, room);
        registers.putLong(places.end(), end);
        registers.putLong(places.geometry(), geometry);
        judge(reader, from);
        // Registers that are nearly right are the more likely ones to be believed.
        registers.putLong(places.end(), start + (end & 0x7FFF));
        registers.putLong(places.geometry(), RingGeometry.of(start & ~geometry, (int) (geometry & 15)));
        judge(reader, from & 0x7FFF);
    }

    private void judge(RingReader reader, int from) {
        ByteBuffer view = reader.view().limit(5).position(3);
        if (reader.peek(view, from, Integer.MAX_VALUE)) {
            assertTrue(view.remaining() <= reader.end() - reader.start() - from, "no more than is there");
        } else {
            assertEquals(2, view.remaining(), "untouched");
        }
        assertEquals(1 << LARGEST, view.capacity());
    }

    @Property(tries = 2_000)
    void noRegisterMakesAClaimReachOutside(
            @ForAll long acknowledged, @ForAll int limit, @ForAll @IntRange(min = 1) int wanted) {
        RingWriter writer = new RingWriter(places, room);
        writer.reset(12);
        for (int i = 0; i < 20; i++) {
            int count = writer.claim(wanted, limit);
            assertTrue(count >= 0 && count <= wanted);
            assertTrue(writer.claimedAt() + count <= 1 << LARGEST, "within the ring");
            writer.commit(count);
            registers.putLong(places.start(), acknowledged + i);
        }
    }

    @Example
    void aSoundViewShowsTheBytesWhereTheyLie() {
        RingWriter writer = new RingWriter(places, room);
        writer.reset(12);
        RingReader reader = new RingReader(places, room);
        int count = writer.claim(100, 1 << LARGEST);
        assertEquals(100, count);
        writer.view().put(writer.claimedAt() + 7, (byte) 42);
        writer.commit(50);
        assertEquals(42, bytes.buffer().get(AT + 7));
        ByteBuffer view = reader.view();
        assertTrue(reader.peek(view, 7, 1));
        assertEquals(1, view.remaining());
        assertEquals(42, view.get());
        assertTrue(reader.peek(view, 0, Integer.MAX_VALUE));
        assertEquals(50, view.remaining());
    }
}
