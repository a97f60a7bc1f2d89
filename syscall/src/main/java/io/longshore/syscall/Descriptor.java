package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/// An open file descriptor, used by one thread at a time. Its hot calls allocate nothing and answer with a count or a
/// negative error number.
public final class Descriptor implements AutoCloseable {

    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0x40;
    public static final int EXCLUSIVE = 0x80;
    public static final int TRUNCATE = 0x200;
    public static final int NON_BLOCKING = 0x800;
    static final int CLOSE_ON_EXEC = 0x80000;

    private static final MethodHandle OPEN =
            Calls.bindVariadic("open", 2, Calls.INT, Calls.POINTER, Calls.INT, Calls.INT);
    private static final MethodHandle CLOSE = Calls.bind("close", Calls.INT, Calls.INT);
    private static final MethodHandle READ =
            Calls.bind("read", Calls.LONG, Calls.INT, Calls.LONG, Calls.LONG);
    private static final MethodHandle WRITE =
            Calls.bind("write", Calls.LONG, Calls.INT, Calls.LONG, Calls.LONG);
    private static final MethodHandle READV = Calls.bind("readv", Calls.LONG, Calls.INT, Calls.POINTER, Calls.INT);
    private static final MethodHandle WRITEV = Calls.bind("writev", Calls.LONG, Calls.INT, Calls.POINTER, Calls.INT);
    private static final MethodHandle IOCTL =
            Calls.bindVariadic("ioctl", 2, Calls.INT, Calls.INT, Calls.LONG, Calls.POINTER);
    private static final MethodHandle IOCTL_VALUE =
            Calls.bindVariadic("ioctl", 2, Calls.INT, Calls.INT, Calls.LONG, Calls.LONG);

    /// Collected with this object: nothing a late caller could touch after it was freed.
    private final MemorySegment capture = Arena.ofAuto().allocate(Calls.CAPTURE);
    private int number;

    /// Takes over an open descriptor: closing this closes it.
    Descriptor(int number) {
        this.number = number;
    }

    /// Opens a file; a new one is readable and writable for its owner alone. It is closed in programs started.
    public static Descriptor open(String path, int flags) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int owner = 0600;
            int result = (int) OPEN.invokeExact(capture, arena.allocateFrom(path), flags | CLOSE_ON_EXEC, owner);
            return new Descriptor(SystemCallException.check(Calls.outcome(result, capture), "cannot open " + path));
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// The descriptor's number, -1 after it was closed.
    public int number() {
        return number;
    }

    public boolean isOpen() {
        return number >= 0;
    }

    /// Bytes read, 0 at the end, or a negative error number.
    public int read(MemorySegment memory, long at, int length) {
        long address = Calls.address(memory, at, length);
        try {
            long result = (long) READ.invokeExact(capture, number, address, (long) length);
            Reference.reachabilityFence(memory);
            return (int) Calls.outcome(result, capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Bytes written or a negative error number.
    public int write(MemorySegment memory, long at, int length) {
        long address = Calls.address(memory, at, length);
        try {
            long result = (long) WRITE.invokeExact(capture, number, address, (long) length);
            Reference.reachabilityFence(memory);
            return (int) Calls.outcome(result, capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Bytes read into the pieces, 0 at the end, or a negative error number.
    public int readv(IoVector pieces) {
        try {
            long result = (long) READV.invokeExact(capture, number, pieces.entries(), pieces.count());
            return (int) Calls.outcome(result, capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Bytes written from the pieces, or a negative error number.
    public int writev(IoVector pieces) {
        try {
            long result = (long) WRITEV.invokeExact(capture, number, pieces.entries(), pieces.count());
            return (int) Calls.outcome(result, capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// A device request with a structure; 0 or more, or a negative error number.
    public int ioctl(long request, MemorySegment argument) {
        try {
            return Calls.outcome((int) IOCTL.invokeExact(capture, number, request, argument), capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// A device request with a number; 0 or more, or a negative error number.
    public int ioctl(long request, long argument) {
        try {
            return Calls.outcome((int) IOCTL_VALUE.invokeExact(capture, number, request, argument), capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Closes it; nothing happens the second time. Linux has closed the descriptor whatever `close` returns.
    @Override
    public void close() {
        if (number < 0) {
            return;
        }
        int closing = number;
        number = -1;
        try {
            int ignored = (int) CLOSE.invokeExact(capture, closing);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }
}
