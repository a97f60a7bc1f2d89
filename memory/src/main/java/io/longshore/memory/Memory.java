package io.longshore.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A window over one contiguous piece of mapped memory: plain, acquire/release and atomic access at byte offsets.
 *
 * <p>Numbers have the machine's byte order, since both sides of a mapping run on one machine. Ordered access wants an
 * offset that is a multiple of the width. Every access is checked against the bounds and throws
 * {@link IndexOutOfBoundsException} beyond them.
 */
public final class Memory {

    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int LINE = 64;

    private final ByteBuffer buffer;

    private Memory(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Wraps all bytes of a direct buffer, from its offset 0 to its capacity. */
    public static Memory of(ByteBuffer direct) {
        return new Memory(direct.duplicate().clear().order(ByteOrder.nativeOrder()));
    }

    /** Zeroed memory of this process alone, aligned to a cache line: for simulation and tests. */
    public static Memory allocate(int bytes) {
        int lines = bytes + LINE - 1 & -LINE;
        return of(ByteBuffer.allocateDirect(lines + LINE).alignedSlice(LINE).slice(0, bytes));
    }

    /** The whole window as a buffer; do not move its position or limit: duplicate it first. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Bytes in this window. */
    public int size() {
        return buffer.capacity();
    }

    public int getInt(int at) {
        return (int) INT.get(buffer, at);
    }

    public void putInt(int at, int value) {
        INT.set(buffer, at, value);
    }

    public long getLong(int at) {
        return (long) LONG.get(buffer, at);
    }

    public void putLong(int at, long value) {
        LONG.set(buffer, at, value);
    }

    public int getIntAcquire(int at) {
        return (int) INT.getAcquire(buffer, at);
    }

    public void setIntRelease(int at, int value) {
        INT.setRelease(buffer, at, value);
    }

    public long getLongAcquire(int at) {
        return (long) LONG.getAcquire(buffer, at);
    }

    public void setLongRelease(int at, long value) {
        LONG.setRelease(buffer, at, value);
    }

    public long getLongVolatile(int at) {
        return (long) LONG.getVolatile(buffer, at);
    }

    public void setLongVolatile(int at, long value) {
        LONG.setVolatile(buffer, at, value);
    }

    /** Sets bits, atomically and with full fence, and returns what was there before. */
    public long getAndBitwiseOr(int at, long bits) {
        return (long) LONG.getAndBitwiseOr(buffer, at, bits);
    }

    /** Swaps the value, atomically and with full fence, and returns what was there before. */
    public long getAndSet(int at, long value) {
        return (long) LONG.getAndSet(buffer, at, value);
    }
}
