package io.longshore.syscall;

import java.io.IOException;

/// A system call off the hot path failed.
public final class SystemCallException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /// @param what  what could not be done, as a sentence's beginning: `cannot open /dev/net/tun`
    /// @param errno the positive error number
    public SystemCallException(String what, int errno) {
        super(what + " (" + Errno.describe(errno) + ")");
        this.errno = errno;
    }

    /// The positive error number.
    public int errno() {
        return errno;
    }

    public boolean is(Errno expected) {
        return errno == expected.number();
    }

    /// Passes a result of 0 or more on; makes a negative error number this exception.
    static int check(int result, String what) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(what, -result);
        }
        return result;
    }
}
