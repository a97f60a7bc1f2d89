package io.longshore.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any interleaving of a writer's and a reader's steps on one ring, against the plain stream of bytes. */
class RingPropertyTest {

    private static final int INITIAL_LOG2 = 4;
    private static final int LARGEST_LOG2 = 8;

    /** One step: of whom, how many bytes, with which limit to the live bytes. */
    record Step(Kind kind, int bytes, int limit) {
    }

    enum Kind { WRITE, WRITE_ARRAY, READ, READ_ARRAY, SKIP, LOOK_AT_END, READ_UP_TO_THERE }

    private final Memory memory = Memory.allocate(64 + (1 << LARGEST_LOG2));
    private final RingRegisters registers = new RingRegisters(memory, 0, 8, 16);
    private final RingBytes bytes = new RingBytes(memory, 64, LARGEST_LOG2);
    private final RingWriter writer = new RingWriter(registers, bytes);
    private final RingReader reader = new RingReader(registers, bytes);
    /** What the reader saw of the end some time ago. */
    private long lookedAtEnd;

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> sizes = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20), Arbitraries.integers().between(0, 300));
        Arbitrary<Integer> limits = Arbitraries.of(1, 16, 20, 48, 100, 256, 1 << 20);
        return Combinators.combine(Arbitraries.of(Kind.class), sizes, limits).as(Step::new)
                .list().ofMinSize(1).ofMaxSize(120);
    }

    @Property(tries = 3_000)
    void whatIsReadIsWhatWasWrittenHoweverTheRingGrowsAndStartsOver(@ForAll("steps") List<Step> steps) {
        writer.reset(INITIAL_LOG2);
        reader.reset();
        lookedAtEnd = 0;
        for (Step step : steps) {
            take(step);
            assertTrue(writer.end() - reader.start() <= RingGeometry.capacity(writer.geometry()), "the ring holds it");
            assertTrue(RingGeometry.isSound(writer.geometry(), INITIAL_LOG2, LARGEST_LOG2, reader.start()),
                    "the reader's side would accept the geometry");
        }
        readAll();
        assertEquals(writer.end(), reader.start());
    }

    @Property(tries = 300)
    void aRingInLastingDemandGrowsToItsLimitThoughItIsNeverEmpty(@ForAll("takes") List<Integer> takes) {
        writer.reset(INITIAL_LOG2);
        reader.reset();
        int laps = 0;
        while (RingGeometry.log2Capacity(writer.geometry()) < LARGEST_LOG2 && laps < 2_000) {
            write(1 << LARGEST_LOG2, 1 << LARGEST_LOG2);
            int taken = Math.min(takes.get(laps++ % takes.size()), writer.live() - 1);
            check(reader.start(), readWith(ByteBuffer.allocate(Math.max(taken, 0))));
        }
        assertEquals(LARGEST_LOG2, RingGeometry.log2Capacity(writer.geometry()));
    }

    @Provide
    Arbitrary<List<Integer>> takes() {
        return Arbitraries.integers().between(1, 30).list().ofMinSize(1).ofMaxSize(10);
    }

    private void take(Step step) {
        switch (step.kind()) {
            case WRITE -> write(step.bytes(), step.limit());
            case WRITE_ARRAY -> writeArray(step.bytes(), step.limit());
            case READ -> check(reader.start(), readWith(ByteBuffer.allocate(step.bytes())));
            case READ_ARRAY -> readArray(step.bytes());
            case SKIP -> skip(step.bytes());
            case LOOK_AT_END -> lookedAtEnd = reader.end();
            case READ_UP_TO_THERE -> readUpToThere();
        }
    }

    private void write(int count, int limit) {
        ByteBuffer source = ByteBuffer.wrap(stream(writer.end(), count)).asReadOnlyBuffer();
        int room = writer.room(limit);
        int written = writer.write(source, limit);
        assertEquals(Math.min(count, room), written, "room tells how much a write takes");
        assertEquals(count - written, source.remaining());
        assertTrue(written == 0 || writer.live() <= limit, "no more than the limit is live");
    }

    private void writeArray(int count, int limit) {
        byte[] source = new byte[count + 3];
        System.arraycopy(stream(writer.end(), count), 0, source, 3, count);
        assertEquals(Math.min(count, writer.room(limit)), writer.write(source, 3, count, limit));
    }

    private byte[] readWith(ByteBuffer target) {
        int expected = Math.min(reader.available(), target.remaining());
        assertEquals(expected, reader.read(target));
        return Arrays.copyOf(target.array(), expected);
    }

    private void readArray(int count) {
        long from = reader.start();
        byte[] target = new byte[count + 2];
        int done = reader.read(target, 2, count);
        check(from, Arrays.copyOfRange(target, 2, 2 + done));
    }

    private void skip(int count) {
        long from = reader.start();
        int available = reader.available();
        reader.skip(count);
        assertEquals(from + Math.min(count, available), reader.start());
    }

    /** The slow reader: it looked at the end long ago, and looks at the geometry only now. */
    private void readUpToThere() {
        long geometry = memory.getLong(registers.geometry());
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        for (long position = reader.start(); position < lookedAtEnd; position++) {
            found.write(memory.buffer().get(bytes.at() + RingGeometry.offset(geometry, position)));
        }
        check(reader.start(), found.toByteArray());
        reader.skip(found.size());
    }

    private void readAll() {
        check(reader.start(), readWith(ByteBuffer.allocate(1 << LARGEST_LOG2)));
    }

    private static void check(long from, byte[] found) {
        assertArrayEquals(stream(from, found.length), found, "the bytes from position " + from + " on");
    }

    /** The stream's bytes: no two laps alike. */
    private static byte[] stream(long from, int count) {
        byte[] all = new byte[count];
        for (int i = 0; i < count; i++) {
            all[i] = (byte) ((from + i) * 0x9E3779B97F4A7C15L >>> 56);
        }
        return all;
    }
}
