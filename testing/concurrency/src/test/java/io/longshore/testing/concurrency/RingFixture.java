package io.longshore.testing.concurrency;

import io.longshore.memory.Memory;
import io.longshore.memory.RingBytes;
import io.longshore.memory.RingReader;
import io.longshore.memory.RingRegisters;
import io.longshore.memory.RingWriter;
import java.util.Arrays;

/** A ring of 16 bytes that can grow to 64, with the stream 1, 2, 3, … in it; each side's registers in its own line. */
final class RingFixture {

    private static final int INITIAL_LOG2 = 4;
    private static final int LARGEST_LOG2 = 6;

    private final RingWriter writer;
    private final RingReader reader;
    private boolean inOrder = true;

    RingFixture() {
        Memory memory = Lines.take(3);
        RingRegisters registers = new RingRegisters(memory, 0, 8, 64);
        RingBytes bytes = new RingBytes(memory, 128, LARGEST_LOG2);
        writer = new RingWriter(registers, bytes);
        reader = new RingReader(registers, bytes);
        writer.reset(INITIAL_LOG2);
        reader.reset();
    }

    /** Writes the stream's next bytes, as many of them as there is room for. */
    void write(int count) {
        byte[] next = new byte[count];
        for (int i = 0; i < count; i++) {
            next[i] = (byte) (writer.end() + 1 + i);
        }
        writer.write(next, 0, count, 1 << LARGEST_LOG2);
    }

    /** Reads up to so many bytes, and remembers if one is not the stream's next. */
    int read(int most) {
        long from = reader.start();
        byte[] found = new byte[most];
        int count = reader.read(found, 0, most);
        byte[] expected = new byte[most];
        for (int i = 0; i < count; i++) {
            expected[i] = (byte) (from + 1 + i);
        }
        inOrder &= Arrays.equals(expected, found);
        return count;
    }

    /** Reads the rest, and says in words what became of the stream. */
    String verdict(int readWhileWritten) {
        read(1 << LARGEST_LOG2);
        if (!inOrder) {
            return "WRONG BYTES";
        }
        if (reader.start() != writer.end()) {
            return "LOST BYTES";
        }
        return readWhileWritten > 0 ? "in order, some while written" : "in order, all afterwards";
    }
}
