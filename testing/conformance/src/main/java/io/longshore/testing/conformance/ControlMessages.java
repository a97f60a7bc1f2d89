package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Control messages as they lie in the memory of a Linux x86-64 process: a `struct cmsghdr` and what belongs to it,
/// each on a multiple of eight bytes. What does not fit its room is cut, and that is told.
final class ControlMessages {

    private static final int HEADER = 16;
    private static final int MOST = 1 << 12;

    private final ByteBuffer bytes;
    private boolean cut;

    ControlMessages(int room) {
        // more than all messages together take is no more than that
        int holds = room < 0 ? MOST : Math.min(room, MOST);
        bytes = ByteBuffer.allocate(holds).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Linux's put_cmsg.
    ControlMessages add(int level, int type, byte[] data) {
        int length = HEADER + data.length;
        cut |= bytes.remaining() < length;
        if (bytes.remaining() < HEADER) {
            return this;
        }
        int fits = Math.min(length, bytes.remaining());
        int next = Math.min(bytes.position() + align(length), bytes.capacity());
        bytes.putLong(fits).putInt(level).putInt(type).put(data, 0, fits - HEADER).position(next);
        return this;
    }

    private static int align(int length) {
        return length + 7 & ~7;
    }

    void putInto(Answer answer) {
        answer.control = Arrays.copyOf(bytes.array(), bytes.position());
        answer.number |= cut ? Linux.MSG_CTRUNC : 0;
    }

    /// What is to be done with one message.
    interface Taker {
        /// 0 or an errno.
        int take(int level, int type, ByteBuffer data);
    }

    /// Reads those of a sending call.
    ///
    /// @return 0 or an errno
    static int read(byte[] control, Taker taker) {
        ByteBuffer in = ByteBuffer.wrap(control).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= HEADER) {
            int at = in.position();
            long length = in.getLong();
            if (length < HEADER || length > control.length - at) {
                return Linux.EINVAL;
            }
            int result = taker.take(in.getInt(), in.getInt(),
                    in.slice(at + HEADER, (int) length - HEADER).order(ByteOrder.LITTLE_ENDIAN));
            if (result != 0) {
                return result;
            }
            in.position(Math.min(at + align((int) length), control.length));
        }
        return 0;
    }
}
