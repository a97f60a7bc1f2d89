package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;

/// Who this process is to the kernel.
public final class Processes {

    private static final MethodHandle GETPID = Calls.bind("getpid", Calls.INT);
    private static final MethodHandle GETEUID = Calls.bind("geteuid", Calls.INT);

    private Processes() {
    }

    public static int id() {
        return ask(GETPID);
    }

    /// The effective user; 0 is root.
    public static int userId() {
        return ask(GETEUID);
    }

    private static int ask(MethodHandle function) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) function.invokeExact(arena.allocate(Calls.CAPTURE));
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }
}
