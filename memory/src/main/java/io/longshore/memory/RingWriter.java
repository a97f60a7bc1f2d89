package io.longshore.memory;

import java.nio.ByteBuffer;

/**
 * Writes a byte stream into a ring. One thread at a time; a lock or the like orders one user after another.
 *
 * <p>The ring is elastic. An empty one starts over at its first byte, so small exchanges stay within the same few
 * cache lines. One in demand doubles: where its live bytes lie in one lap at once, otherwise when the writing comes to
 * the end of a lap, since live bytes that end with a lap began in that lap. So a ring in lasting demand grows once per
 * lap until it holds what is asked for.
 */
public final class RingWriter {

    private final RingRegisters registers;
    private final RingBytes bytes;
    private long end;
    private long geometry;

    /** A writer that goes on where the registers say: after {@link #reset} in a new stream. */
    public RingWriter(RingRegisters registers, RingBytes bytes) {
        this.registers = registers;
        this.bytes = bytes;
        this.end = registers.memory().getLong(registers.end());
        this.geometry = registers.memory().getLong(registers.geometry());
    }

    /** Begins a new stream: position 0, {@code 1 << log2Capacity} bytes. Nobody may read until told of it. */
    public void reset(int log2Capacity) {
        end = 0;
        geometry = RingGeometry.of(0, log2Capacity);
        registers.memory().putLong(registers.end(), 0);
        registers.memory().putLong(registers.geometry(), geometry);
    }

    /** The position behind the last byte written. */
    public long end() {
        return end;
    }

    /** How the positions fall on the bytes now. */
    public long geometry() {
        return geometry;
    }

    /** Where the reader is: bytes before it are taken. */
    public long start() {
        // Pairs with the reader's release: its last look at the bytes before happens before we write over them.
        return registers.memory().getLongAcquire(registers.start());
    }

    /** Bytes written and not yet taken. */
    public int live() {
        return (int) (end - start());
    }

    /**
     * Bytes that the ring may come to hold as things are, if no more than {@code limit} are wanted: until a ring that
     * has wrapped is unwound, no more than its present capacity.
     */
    public int reach(int limit) {
        int most = Math.min(limit, 1 << bytes.log2Largest());
        return RingGeometry.mayGrow(geometry, start(), end) ? most : Math.min(most, RingGeometry.capacity(geometry));
    }

    /** Bytes that {@link #write} would take now. */
    public int room(int limit) {
        return Math.max(0, reach(limit) - live());
    }

    /**
     * Copies from the buffer's position on, as much as there is room for, advances the position, and releases the end.
     *
     * @param limit the most bytes that may be live
     * @return bytes copied; 0 if the ring is full
     */
    public int write(ByteBuffer source, int limit) {
        int most = Math.min(limit, 1 << bytes.log2Largest());
        long start = start();
        long before = end;
        restartIfEmpty(start);
        while (source.hasRemaining()) {
            int piece = piece(start, source.remaining(), most);
            if (piece <= 0) {
                break;
            }
            int at = bytes.at() + RingGeometry.offset(geometry, end);
            bytes.memory().buffer().put(at, source, source.position(), piece);
            source.position(source.position() + piece);
            end += piece;
        }
        release(before);
        return (int) (end - before);
    }

    /** As {@link #write(ByteBuffer, int)}, from an array. */
    public int write(byte[] source, int from, int length, int limit) {
        int most = Math.min(limit, 1 << bytes.log2Largest());
        long start = start();
        long before = end;
        restartIfEmpty(start);
        int done = 0;
        while (done < length) {
            int piece = piece(start, length - done, most);
            if (piece <= 0) {
                break;
            }
            bytes.memory().buffer().put(bytes.at() + RingGeometry.offset(geometry, end), source, from + done, piece);
            done += piece;
            end += piece;
        }
        release(before);
        return done;
    }

    /**
     * How many bytes, one after another in memory from {@link #claimedAt} on, may be written behind the end and then be
     * committed: no more than {@code wanted}, fewer where the ring wraps, 0 if it is full.
     *
     * @param limit the most bytes that may be live
     */
    public int claim(int wanted, int limit) {
        long start = start();
        restartIfEmpty(start);
        return Math.max(0, piece(start, wanted, Math.min(limit, 1 << bytes.log2Largest())));
    }

    /** The byte of the ring at which a claim begins. */
    public int claimedAt() {
        return RingGeometry.offset(geometry, end);
    }

    /** Releases the first {@code count} bytes of the last claim, nothing having been written since. */
    public void commit(int count) {
        long before = end;
        end += count;
        release(before);
    }

    /** A buffer over the ring's bytes; see {@link RingBytes#view}. */
    public ByteBuffer view() {
        return bytes.view();
    }

    private void release(long before) {
        if (end != before) {
            // The geometry first: a reader that acquires the end then sees one that fits its bytes.
            registers.memory().setLongRelease(registers.geometry(), geometry);
            registers.memory().setLongRelease(registers.end(), end);
        }
    }

    private void restartIfEmpty(long start) {
        if (start == end) {
            geometry = RingGeometry.restart(geometry, end);
        }
    }

    /** How much can be copied in one go; grows the ring first where that is useful. */
    private int piece(long start, int wanted, int most) {
        int live = (int) (end - start);
        long demand = Math.min((long) live + wanted, most);
        while (RingGeometry.capacity(geometry) < most
                && wantsGrowth(live, demand)
                && RingGeometry.mayGrow(geometry, start, end)) {
            geometry = RingGeometry.grow(geometry, start);
        }
        int free = Math.min(most, RingGeometry.capacity(geometry)) - live;
        return Math.min(Math.min(wanted, free), RingGeometry.contiguous(geometry, end));
    }

    /** More than fits; or, at the end of a lap, more than half of what fits: then the demand is likely to last. */
    private boolean wantsGrowth(int live, long demand) {
        int capacity = RingGeometry.capacity(geometry);
        return demand > capacity
                || live > 0 && RingGeometry.offset(geometry, end) == 0 && demand > capacity >> 1;
    }
}
