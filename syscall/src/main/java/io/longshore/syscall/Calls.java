package io.longshore.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/// Binds functions of the C library. Every handle takes first a segment of [#CAPTURE] that receives `errno`: one per
/// calling object, so that a call allocates nothing.
final class Calls {

    /// The layout of the segment in which `errno` is captured.
    static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();

    static final ValueLayout INT = JAVA_INT;
    static final ValueLayout LONG = JAVA_LONG;
    static final ValueLayout POINTER = ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final VarHandle ERRNO =
            CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Calls() {
    }

    /// A function with fixed arguments.
    static MethodHandle bind(String function, ValueLayout result, ValueLayout... arguments) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(function), FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /// A function whose arguments from number `fixed` on are variadic, as of `open`, `ioctl` and `fcntl`.
    static MethodHandle bindVariadic(String function, int fixed, ValueLayout result, ValueLayout... arguments) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(function), FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(fixed));
    }

    static boolean isBound(String function) {
        return LIBRARY.find(function).isPresent();
    }

    /// Where a piece of off-heap memory lies, for a hot call: a slice would be an object that not every compilation
    /// removes. The caller keeps `memory` reachable during the call.
    static long address(MemorySegment memory, long at, int length) {
        Objects.checkFromIndexSize(at, length, memory.byteSize());
        if (!memory.isNative() || !memory.scope().isAlive()) {
            throw new IllegalArgumentException("not memory that a system call may use: " + memory);
        }
        return memory.address() + at;
    }

    /// A call's result, or the negative error number where the result is negative.
    static int outcome(int result, MemorySegment capture) {
        return result >= 0 ? result : -(int) ERRNO.get(capture, 0L);
    }

    static long outcome(long result, MemorySegment capture) {
        return result >= 0 ? result : -(int) ERRNO.get(capture, 0L);
    }

    /// What a downcall handle throws is never the function's own: an error passes, the rest is a defect of ours.
    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            return e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(thrown);
    }
}
