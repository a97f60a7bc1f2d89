package io.longshore.memory;

import java.nio.ByteBuffer;

/** Reads a byte stream out of a ring. One thread at a time; a lock or the like orders one user after another. */
public final class RingReader {

    private final RingRegisters registers;
    private final RingBytes bytes;
    private long start;

    /** A reader that goes on where the registers say: after {@link #reset} in a new stream. */
    public RingReader(RingRegisters registers, RingBytes bytes) {
        this.registers = registers;
        this.bytes = bytes;
        this.start = registers.memory().getLong(registers.start());
    }

    /** Begins a new stream at position 0. */
    public void reset() {
        start = 0;
        registers.memory().putLong(registers.start(), 0);
    }

    /** The position of the first byte not yet taken. */
    public long start() {
        return start;
    }

    /** The position behind the last byte written. */
    public long end() {
        // Pairs with the writer's release of the end: the bytes before it and their geometry are seen.
        return registers.memory().getLongAcquire(registers.end());
    }

    /** Bytes that {@link #read} could take now. */
    public int available() {
        return (int) Math.min(end() - start, Integer.MAX_VALUE);
    }

    /**
     * Copies into the buffer from its position on, as much as there is and fits, advances the position, and releases
     * the start.
     *
     * @return bytes copied; 0 if there are none
     */
    public int read(ByteBuffer target) {
        int wanted = Math.min(available(), target.remaining());
        long geometry = geometry();
        int done = 0;
        while (done < wanted) {
            int piece = piece(geometry, done, wanted);
            int at = bytes.at() + RingGeometry.offset(geometry, start + done);
            target.put(target.position(), bytes.memory().buffer(), at, piece);
            target.position(target.position() + piece);
            done += piece;
        }
        advance(done);
        return done;
    }

    /** As {@link #read(ByteBuffer)}, into an array. */
    public int read(byte[] target, int from, int length) {
        int done = peek(target, from, length);
        advance(done);
        return done;
    }

    /** As {@link #read(byte[], int, int)}, but the bytes stay. */
    public int peek(byte[] target, int from, int length) {
        int wanted = Math.min(available(), length);
        long geometry = geometry();
        int done = 0;
        while (done < wanted) {
            int piece = piece(geometry, done, wanted);
            int at = bytes.at() + RingGeometry.offset(geometry, start + done);
            bytes.memory().buffer().get(at, target, from + done, piece);
            done += piece;
        }
        return done;
    }

    /** The next eight bytes as one number in the machine's byte order; at least eight must be available. */
    public long readLong() {
        long value = bytes.memory().getLong(bytes.at() + RingGeometry.offset(geometry(), start));
        advance(Long.BYTES);
        return value;
    }

    /** Takes bytes without looking at them, no more than are available. */
    public void skip(int count) {
        advance(Math.min(count, available()));
    }

    // Loaded after the end was acquired, so it fits the bytes before that end (see RingGeometry).
    private long geometry() {
        return registers.memory().getLongAcquire(registers.geometry());
    }

    private int piece(long geometry, int done, int wanted) {
        return Math.min(wanted - done, RingGeometry.contiguous(geometry, start + done));
    }

    private void advance(int count) {
        if (count > 0) {
            start += count;
            // Our copying out happens before the writer, who acquires this, writes over the bytes.
            registers.memory().setLongRelease(registers.start(), start);
        }
    }
}
