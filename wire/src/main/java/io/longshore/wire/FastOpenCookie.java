package io.longshore.wire;

import java.lang.foreign.MemorySegment;

/// The Fast Open option of a SYN or SYN-ACK (RFC 7413 4.1.1): absent, a request for a cookie, or a cookie. Mutable,
/// reused.
public final class FastOpenCookie {

    /// Kind of the option.
    public static final int KIND = 34;
    /// Kind of the option that was used before it had a number of its own (RFC 6994), with the magic number behind.
    public static final int EXPERIMENTAL_KIND = 254;
    public static final int MAGIC = 0xF989;
    /// RFC 7413 4.1.1: "4 to 16 bytes", an even number.
    public static final int SHORTEST = 4;
    public static final int LONGEST = 16;

    private static final int ABSENT = -1;

    private int length = ABSENT;
    private boolean experimental;
    private long first;
    private long second;

    /// No option.
    public void clear() {
        length = ABSENT;
        experimental = false;
        first = 0;
        second = 0;
    }

    public boolean isPresent() {
        return length >= 0;
    }

    /// Whether it asks for a cookie.
    public boolean isRequest() {
        return length == 0;
    }

    /// Bytes of the cookie: −1 where there is no option, 0 for a request.
    public int length() {
        return length;
    }

    /// Whether it stands, or is to be written, in the experimental form.
    public boolean isExperimental() {
        return experimental;
    }

    /// The cookie's first eight bytes, as a big-endian number.
    public long first() {
        return first;
    }

    /// Its other eight.
    public long second() {
        return second;
    }

    /// Makes it a request.
    public void request(boolean inExperimentalForm) {
        set(0, 0, 0, inExperimentalForm);
    }

    /// Sets the cookie.
    public void set(int bytes, long head, long tail, boolean inExperimentalForm) {
        length = bytes;
        first = head;
        second = tail;
        experimental = inExperimentalForm;
    }

    /// Reads one; what is too short, too long or odd is no cookie and no request.
    ///
    /// @param at where the cookie begins, behind kind, length and magic number
    void read(MemorySegment memory, long at, int bytes, boolean inExperimentalForm) {
        clear();
        if ((bytes & 1) != 0 || bytes != 0 && (bytes < SHORTEST || bytes > LONGEST)) {
            return;
        }
        long head = 0;
        long tail = 0;
        for (int i = 0; i < LONGEST; i++) {
            long value = i < bytes ? NetworkOrder.get8(memory, at + i) : 0;
            head = i < Long.BYTES ? head << Byte.SIZE | value : head;
            tail = i < Long.BYTES ? tail : tail << Byte.SIZE | value;
        }
        set(bytes, head, tail, inExperimentalForm);
    }

    /// Bytes that [#write] will write, a multiple of 4.
    int written() {
        return isPresent() ? (experimental ? 4 + length : 2 + length) + 3 & -4 : 0;
    }

    /// Writes the option and what pads it.
    void write(MemorySegment memory, long at) {
        long next = at;
        if (experimental) {
            NetworkOrder.put32(memory, next, EXPERIMENTAL_KIND << 24 | 4 + length << 16 | MAGIC);
            next += 4;
        } else {
            NetworkOrder.put16(memory, next, KIND << 8 | 2 + length);
            next += 2;
        }
        long end = at + written();
        for (int i = 0; next < end; i++, next++) {
            NetworkOrder.put8(memory, next, i < length ? byteAt(i) : TcpOptions.NOP);
        }
    }

    private int byteAt(int i) {
        long word = i < Long.BYTES ? first : second;
        return (int) (word >>> Long.SIZE - Byte.SIZE * (i % Long.BYTES + 1)) & 0xFF;
    }
}
