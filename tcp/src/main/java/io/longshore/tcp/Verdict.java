package io.longshore.tcp;

/// What became of one segment, timer or request: what the stack is to do now. Mutable, reused: cleared by who judges.
public final class Verdict {

    /// `textLength` bytes at frame offset `textAt` (from the TCP header) belong at stream position `textPosition`.
    /// They may lie beyond what was received in order; place them before `received` is released.
    public static final int TEXT = 1;
    /// `received` has advanced.
    public static final int RECEIVED = 1 << 1;
    /// `acknowledged` has advanced.
    public static final int ACKED = 1 << 2;
    /// An active (or simultaneous) open has completed.
    public static final int ESTABLISHED = 1 << 3;
    /// A passive open has completed: give it a slot and queue it for accept.
    public static final int ACCEPTED = 1 << 4;
    /// The peer's FIN has been reached: the end of input.
    public static final int INPUT_END = 1 << 5;
    /// Our FIN has been acknowledged: all output has arrived.
    public static final int OUTPUT_END = 1 << 6;
    /// The connection failed: `error` is the errno.
    public static final int ERROR = 1 << 7;
    /// Output has something to send (now).
    public static final int SEND = 1 << 8;
    /// The record is done with: take it out of the table and free it, after what SEND wants.
    public static final int DEAD = 1 << 9;
    /// The connection went into TIME-WAIT: the slot can go, the record stays.
    public static final int TIME_WAIT = 1 << 10;
    /// A reset is to be sent: [Resets] has filled the outgoing segment given to it.
    public static final int RESET = 1 << 11;
    /// A SYN came for a connection in TIME-WAIT that may be reused (RFC 6191): free the record, then give the segment
    /// to [Passive].
    public static final int REOPEN = 1 << 12;
    /// A SYN-ACK with a SYN cookie is to be sent, of which nothing is remembered: see [Tcp#answer].
    public static final int COOKIE = 1 << 13;
    /// The peer has told of urgent text: [UrgentText#end] says up to where.
    public static final int URGENT = 1 << 14;

    public int bits;
    public int error;
    public int textAt;
    public int textLength;
    public long textPosition;

    public boolean has(int bit) {
        return (bits & bit) != 0;
    }

    public void add(int bit) {
        bits |= bit;
    }

    public void clear() {
        bits = 0;
        error = 0;
        textLength = 0;
    }

    void fail(int errno) {
        bits |= ERROR;
        error = errno;
    }
}
