package io.longshore.memory;

import java.nio.ByteBuffer;

/** Reads a byte stream out of a ring. One thread at a time; a lock or the like orders one user after another. */
public final class RingReader {

    /** No writer of ours makes a smaller ring. */
    private static final int LEAST_LOG2 = 12;

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

    /**
     * Shows bytes where they lie: sets position and limit of {@code view}, which is one of {@link #view}, to what is
     * available from {@code from} bytes behind the start on, up to the end of the ring, where it wraps. The writer
     * moves no byte that is not taken, so what is shown stays so until then.
     *
     * @param most no more bytes than this
     * @return false if the writer's registers make no sense; the view is then untouched
     */
    public boolean peek(ByteBuffer view, int from, int most) {
        long available = end() - start;
        long geometry = geometry();
        if (!RingGeometry.isSound(geometry, LEAST_LOG2, bytes.log2Largest(), start)
                || available < from || available > RingGeometry.capacity(geometry)) {
            return false;
        }
        int at = RingGeometry.offset(geometry, start + from);
        int piece = Math.min(piece(geometry, from, (int) available), most);
        view.limit(at + piece).position(at);
        return true;
    }

    /** A buffer over the ring's bytes; see {@link RingBytes#view}. */
    public ByteBuffer view() {
        return bytes.view();
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
