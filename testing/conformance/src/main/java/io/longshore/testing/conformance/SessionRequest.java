package io.longshore.testing.conformance;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// One request of a session; all integers are big-endian.
///
/// ```
///  u32 length  u16 op  u16 flags  u32 id  i64 time (µs)  payload
/// ```
///
/// @param op      which
/// @param id      its number in the session
/// @param time    the driver's time, microseconds
/// @param payload its arguments
record SessionRequest(int op, int id, long time, ByteBuffer payload) {

    static final int LENGTH_BYTES = 4;
    private static final int HEADER = 16;
    /// Far more than the largest write that a driver makes.
    private static final int MOST = 64 << 20;

    static final int HELLO = 1;
    static final int INJECT = 2;
    static final int SNIFF = 3;
    static final int RUN = 4;
    static final int CONTROL = 5;
    static final int BYE = 6;
    static final int FIRST_CALL = 16;
    static final int LAST_CALL = 32;

    /// A frame's length, judged before anything is allocated for it.
    static int length(int told) throws MalformedException {
        if (told < HEADER || told > MOST) {
            throw new MalformedException("a frame of " + Integer.toUnsignedString(told) + " bytes");
        }
        return told;
    }

    /// @param frame what follows the length
    static SessionRequest of(ByteBuffer frame) {
        int op = Short.toUnsignedInt(frame.getShort());
        frame.getShort();
        int id = frame.getInt();
        long time = frame.getLong();
        return new SessionRequest(op, id, time, frame.slice());
    }

    /// The next argument of the kind `bytes`.
    byte[] bytes() throws MalformedException {
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) {
            throw new MalformedException("op " + op + " names " + Integer.toUnsignedString(length) + " bytes and has "
                    + payload.remaining());
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        return bytes;
    }

    /// What a step of a session may find wrong with a request.
    interface Step {
        void run() throws MalformedException;
    }

    /// Runs what reads this request's arguments, of which there may be too few.
    void read(Step step) throws MalformedException {
        try {
            step.run();
        } catch (BufferUnderflowException e) {
            throw new MalformedException("op " + op + " has too few arguments", e);
        }
    }

    /// The peer does not speak the protocol; the message says in what way.
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String sentence) {
            super(sentence);
        }

        MalformedException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
