package io.longshore.testing.conformance;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// One reply of a session in the making.
///
/// ```
///  u32 length  u16 op|0x8000  u16 flags  u32 id  i64 time (µs)  i32 result  i32 errno  payload
/// ```
final class SessionReply {

    /// The call had to wait: it is not answered in turn.
    static final int DEFERRED = 1;

    private static final int HEADER = 28;
    private static final int REPLY = 0x8000;

    private ByteBuffer bytes = ByteBuffer.allocate(256);

    SessionReply(SessionRequest request, int flags, long micros) {
        bytes.putInt(0).putShort((short) (request.op() | REPLY)).putShort((short) flags).putInt(request.id());
        bytes.putLong(micros).putInt(0).putInt(0);
    }

    SessionReply result(long result, int errno) {
        bytes.putInt(HEADER - 8, (int) result).putInt(HEADER - 4, errno);
        return this;
    }

    SessionReply putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    SessionReply putShort(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    SessionReply putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    SessionReply putBytes(byte[] value) {
        room(Integer.BYTES + value.length).putInt(value.length).put(value);
        return this;
    }

    SessionReply putName(SocketName name) {
        name.write(room(SocketName.BYTES));
        return this;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + more);
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity)).position(bytes.position());
        }
        return bytes;
    }

    ByteBuffer frame() {
        bytes.putInt(0, bytes.position() - Integer.BYTES);
        return bytes.flip();
    }
}
