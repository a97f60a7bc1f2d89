package io.longshore.netty;

import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/**
 * How a {@link RingByteBuf} gets at its bytes: in the ring as long as they are there, else in the copy. What is read in
 * the ring counts only if it is still there afterwards. Numbers are put together from the ring's big-endian view.
 */
abstract class PlacedByteBuf extends AbstractReferenceCountedByteBuf {

    private ByteBuffer ring;
    private int offset;

    PlacedByteBuf() {
        super(Integer.MAX_VALUE);
    }

    final void place(ByteBuffer bytes, int from) {
        ring = bytes;
        offset = from;
    }

    final ByteBuffer ringSlice(int index, int length) {
        return ring.slice(offset + index, length);
    }

    /** Null: the bytes are in the ring. */
    abstract ByteBuf copyOrNull();

    /** Whether what was just read in the ring was this buffer's. */
    abstract boolean isStillInRing();

    /** The copy, or null if the ring itself may be changed. */
    abstract ByteBuf copyToChange();

    /** The copy, made now if there is none. */
    abstract ByteBuf moved();

    abstract boolean isInLoop();

    // --- Numbers ----------------------------------------------------------------------------------------------------

    @Override
    protected final byte _getByte(int index) {
        if (copyOrNull() == null) {
            byte value = ring.get(offset + index);
            if (isStillInRing()) {
                return value;
            }
        }
        return copyOrNull().getByte(index);
    }

    @Override
    protected final short _getShort(int index) {
        if (copyOrNull() == null) {
            short value = ring.getShort(offset + index);
            if (isStillInRing()) {
                return value;
            }
        }
        return copyOrNull().getShort(index);
    }

    @Override
    protected final int _getInt(int index) {
        if (copyOrNull() == null) {
            int value = ring.getInt(offset + index);
            if (isStillInRing()) {
                return value;
            }
        }
        return copyOrNull().getInt(index);
    }

    @Override
    protected final long _getLong(int index) {
        if (copyOrNull() == null) {
            long value = ring.getLong(offset + index);
            if (isStillInRing()) {
                return value;
            }
        }
        return copyOrNull().getLong(index);
    }

    @Override
    protected final short _getShortLE(int index) {
        return Short.reverseBytes(_getShort(index));
    }

    @Override
    protected final int _getIntLE(int index) {
        return Integer.reverseBytes(_getInt(index));
    }

    @Override
    protected final long _getLongLE(int index) {
        return Long.reverseBytes(_getLong(index));
    }

    @Override
    protected final int _getUnsignedMedium(int index) {
        return (_getByte(index) & 0xFF) << 16 | _getShort(index + 1) & 0xFFFF;
    }

    @Override
    protected final int _getUnsignedMediumLE(int index) {
        return _getShortLE(index) & 0xFFFF | (_getByte(index + 2) & 0xFF) << 16;
    }

    @Override
    protected final void _setByte(int index, int value) {
        ByteBuf copy = copyToChange();
        if (copy == null) {
            ring.put(offset + index, (byte) value);
        } else {
            copy.setByte(index, value);
        }
    }

    @Override
    protected final void _setShort(int index, int value) {
        ByteBuf copy = copyToChange();
        if (copy == null) {
            ring.putShort(offset + index, (short) value);
        } else {
            copy.setShort(index, value);
        }
    }

    @Override
    protected final void _setInt(int index, int value) {
        ByteBuf copy = copyToChange();
        if (copy == null) {
            ring.putInt(offset + index, value);
        } else {
            copy.setInt(index, value);
        }
    }

    @Override
    protected final void _setLong(int index, long value) {
        ByteBuf copy = copyToChange();
        if (copy == null) {
            ring.putLong(offset + index, value);
        } else {
            copy.setLong(index, value);
        }
    }

    @Override
    protected final void _setShortLE(int index, int value) {
        _setShort(index, Short.reverseBytes((short) value));
    }

    @Override
    protected final void _setIntLE(int index, int value) {
        _setInt(index, Integer.reverseBytes(value));
    }

    @Override
    protected final void _setLongLE(int index, long value) {
        _setLong(index, Long.reverseBytes(value));
    }

    @Override
    protected final void _setMedium(int index, int value) {
        _setByte(index, value >>> 16);
        _setShort(index + 1, value);
    }

    @Override
    protected final void _setMediumLE(int index, int value) {
        _setShortLE(index, value);
        _setByte(index + 2, value >>> 16);
    }

    // --- Many bytes -------------------------------------------------------------------------------------------------

    @Override
    public final ByteBuf getBytes(int index, byte[] target, int from, int length) {
        checkDstIndex(index, length, from, target.length);
        if (copyOrNull() == null) {
            ring.get(offset + index, target, from, length);
            if (isStillInRing()) {
                return this;
            }
        }
        copyOrNull().getBytes(index, target, from, length);
        return this;
    }

    @Override
    public final ByteBuf getBytes(int index, ByteBuffer target) {
        checkIndex(index, target.remaining());
        if (copyOrNull() == null) {
            target.put(target.position(), ring, offset + index, target.remaining());
            if (isStillInRing()) {
                target.position(target.limit());
                return this;
            }
        }
        copyOrNull().getBytes(index, target);
        return this;
    }

    @Override
    public final ByteBuf getBytes(int index, ByteBuf target, int from, int length) {
        checkDstIndex(index, length, from, target.capacity());
        if (copyOrNull() == null) {
            target.setBytes(from, ringSlice(index, length));
            if (isStillInRing()) {
                return this;
            }
        }
        copyOrNull().getBytes(index, target, from, length);
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, byte[] source, int from, int length) {
        checkSrcIndex(index, length, from, source.length);
        ByteBuf copy = copyToChange();
        if (copy == null) {
            ring.put(offset + index, source, from, length);
        } else {
            copy.setBytes(index, source, from, length);
        }
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, ByteBuffer source) {
        checkIndex(index, source.remaining());
        ByteBuf copy = copyToChange();
        if (copy == null) {
            ring.put(offset + index, source, source.position(), source.remaining());
            source.position(source.limit());
        } else {
            copy.setBytes(index, source);
        }
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, ByteBuf source, int from, int length) {
        checkSrcIndex(index, length, from, source.capacity());
        ByteBuf copy = copyToChange();
        if (copy == null) {
            source.getBytes(from, ringSlice(index, length));
        } else {
            copy.setBytes(index, source, from, length);
        }
        return this;
    }

    // --- Streams and channels: what was written cannot be taken back, so the bytes must stay ------------------------

    @Override
    public final ByteBuf getBytes(int index, OutputStream target, int length) throws IOException {
        checkIndex(index, length);
        moved().getBytes(index, target, length);
        return this;
    }

    @Override
    public final int getBytes(int index, GatheringByteChannel target, int length) throws IOException {
        checkIndex(index, length);
        return moved().getBytes(index, target, length);
    }

    @Override
    public final int getBytes(int index, FileChannel target, long position, int length) throws IOException {
        checkIndex(index, length);
        return moved().getBytes(index, target, position, length);
    }

    @Override
    public final int setBytes(int index, InputStream source, int length) throws IOException {
        checkIndex(index, length);
        return moved().setBytes(index, source, length);
    }

    @Override
    public final int setBytes(int index, ScatteringByteChannel source, int length) throws IOException {
        checkIndex(index, length);
        return moved().setBytes(index, source, length);
    }

    @Override
    public final int setBytes(int index, FileChannel source, long position, int length) throws IOException {
        checkIndex(index, length);
        return moved().setBytes(index, source, position, length);
    }

    // --- NIO --------------------------------------------------------------------------------------------------------

    /** Else decoders would begin by copying it. */
    @Override
    public final boolean isContiguous() {
        return true;
    }

    @Override
    public final int nioBufferCount() {
        return 1;
    }

    /** For use at once, as Netty says: in the event loop it shows the ring. */
    @Override
    public final ByteBuffer internalNioBuffer(int index, int length) {
        checkIndex(index, length);
        return copyOrNull() == null && isInLoop() ? ringSlice(index, length)
                : moved().internalNioBuffer(index, length);
    }

    /** Somebody may keep it: it never shows the ring. */
    @Override
    public final ByteBuffer nioBuffer(int index, int length) {
        checkIndex(index, length);
        return moved().nioBuffer(index, length);
    }

    @Override
    public final ByteBuffer[] nioBuffers(int index, int length) {
        return new ByteBuffer[] {nioBuffer(index, length)};
    }
}
