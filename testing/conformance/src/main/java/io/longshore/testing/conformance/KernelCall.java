package io.longshore.testing.conformance;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Linux x86-64's system calls, by number, for the oracle.
final class KernelCall {

    static final int READ = 0;
    static final int WRITE = 1;
    static final int OPEN = 2;
    static final int CLOSE = 3;
    static final int POLL = 7;
    static final int IOCTL = 16;
    static final int SOCKET = 41;
    static final int CONNECT = 42;
    static final int SENDTO = 44;
    static final int RECVFROM = 45;
    static final int SHUTDOWN = 48;
    static final int BIND = 49;
    static final int LISTEN = 50;
    static final int GETSOCKNAME = 51;
    static final int GETPEERNAME = 52;
    static final int SETSOCKOPT = 54;
    static final int GETSOCKOPT = 55;
    static final int FCNTL = 72;
    static final int UNSHARE = 272;
    static final int ACCEPT4 = 288;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final MethodHandle SYSCALL = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private KernelCall() {
    }

    /// Makes a call.
    ///
    /// @return what it returned, or a negative error number
    static long call(int number, long... arguments) {
        long[] all = new long[6];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SYSCALL.invokeExact(state, (long) number, all[0], all[1], all[2], all[3], all[4],
                    all[5]);
            return result >= 0 ? result : -state.get(ValueLayout.JAVA_INT, ERRNO);
        } catch (Throwable e) {
            throw new IllegalStateException("system call " + number + " cannot be made", e);
        }
    }
}
