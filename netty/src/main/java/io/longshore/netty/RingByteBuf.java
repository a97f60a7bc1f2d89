package io.longshore.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A buffer over bytes of a ring, until it has to leave them to others: then the same buffer goes on as a copy.
 *
 * <p>The event loop moves it, or another thread that is about to do what cannot be undone: to change bytes that were
 * received, or to give a NIO buffer away. A thread that reads meanwhile looks, after it has taken bytes from the ring,
 * whether they were still there: the copy is published before the ring's bytes are given back, so what was taken before
 * the copy was seen is right.
 */
final class RingByteBuf extends PlacedByteBuf {

    private final RingSocketChannel channel;
    private final boolean writable;
    private ByteBufAllocator allocator;
    /** Bytes of the ring, and how many of them this buffer still wants. */
    private int length;
    private int capacity;
    private volatile ByteBuf copy;
    private volatile boolean released;

    /** {@code writable}: in the ring, too. */
    RingByteBuf(RingSocketChannel channel, boolean writable) {
        this.channel = channel;
        this.writable = writable;
    }

    // --- Its life ---------------------------------------------------------------------------------------------------

    /** A new use of this object, by its owner alone. */
    void begin(ByteBufAllocator from) {
        allocator = from;
        length = 0;
        capacity = 0;
        copy = null;
        released = false;
        resetRefCnt();
        maxCapacity(Integer.MAX_VALUE);
        setIndex(0, 0);
    }

    void show(ByteBuffer bytes, int from, int count) {
        place(bytes, from);
        length = count;
        capacity = count;
        maxCapacity(count);
    }

    boolean isReleased() {
        return released;
    }

    /** Nobody else holds it, and it lies in the ring. */
    boolean isAlone() {
        return refCnt() == 1 && copy == null;
    }

    /** Leaves the ring; false if it was released, so that nobody misses it. */
    boolean moveOut() {
        synchronized (this) {
            if (released) {
                return false;
            }
            if (copy == null) {
                ByteBuf moved = allocator.directBuffer(length, length);
                moved.setBytes(0, ringSlice(0, length));
                copy = moved;
            }
            return true;
        }
    }

    @Override
    protected void deallocate() {
        synchronized (this) {
            released = true;
            if (copy != null) {
                copy.release();
            }
        }
    }

    // --- Where the bytes are ----------------------------------------------------------------------------------------

    @Override
    ByteBuf copyOrNull() {
        return copy;
    }

    /** After a look at the ring's bytes: whether they were still this buffer's. */
    @Override
    boolean isStillInRing() {
        // The bytes were loaded before the copy is; pairs with the store of the copy before the ring is given back.
        VarHandle.acquireFence();
        return copy == null;
    }

    /** Null: the ring may be written to, by this thread. */
    @Override
    ByteBuf copyToChange() {
        if (copy == null && writable && isInLoop()) {
            return null;
        }
        return moved();
    }

    @Override
    ByteBuf moved() {
        if (copy == null && !moveOut()) {
            ensureAccessible();
        }
        return copy;
    }

    @Override
    boolean isInLoop() {
        EventLoop loop = channel.eventLoop();
        return loop.inEventLoop();
    }

    // --- What it is -------------------------------------------------------------------------------------------------

    @Override
    public int capacity() {
        return capacity;
    }

    /** Fixed: what does not fit goes into another buffer. */
    @Override
    public ByteBuf capacity(int newCapacity) {
        checkNewCapacity(newCapacity);
        if (newCapacity > capacity) {
            throw new IllegalArgumentException("a buffer in a ring does not grow");
        }
        capacity = newCapacity;
        trimIndicesToCapacity(newCapacity);
        return this;
    }

    @Override
    public ByteBufAllocator alloc() {
        return allocator;
    }

    @Override
    @Deprecated
    public ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public ByteBuf unwrap() {
        return null;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public boolean hasArray() {
        return false;
    }

    @Override
    public byte[] array() {
        throw new UnsupportedOperationException("direct buffer");
    }

    @Override
    public int arrayOffset() {
        throw new UnsupportedOperationException("direct buffer");
    }

    @Override
    public boolean hasMemoryAddress() {
        return false;
    }

    @Override
    public long memoryAddress() {
        throw new UnsupportedOperationException("the bytes may move");
    }

    @Override
    public ByteBuf copy(int index, int count) {
        checkIndex(index, count);
        ByteBuf made = allocator.directBuffer(count, maxCapacity());
        return made.writeBytes(this, index, count);
    }
}
