package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/// Lets another program take this process's place.
public final class Programs {

    private static final MethodHandle EXECVPE =
            Calls.bind("execvpe", Calls.INT, Calls.POINTER, Calls.POINTER, Calls.POINTER);

    private Programs() {
    }

    /// execve(2) with the PATH looked through: the process keeps its number, terminal and open files.
    ///
    /// @param command     the program and its arguments
    /// @param environment all of its environment
    /// @return only if it failed: why, in words
    public static String execute(List<String> command, Map<String, String> environment) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            List<String> pairs = environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
            MemorySegment program = arena.allocateFrom(command.get(0));
            int result = (int) EXECVPE.invokeExact(capture, program, strings(arena, command), strings(arena, pairs));
            return Errno.describe(-Calls.outcome(result, capture));
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// A null-terminated array of strings.
    private static MemorySegment strings(Arena arena, List<String> values) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(values.get(i)));
        }
        array.setAtIndex(ValueLayout.ADDRESS, values.size(), MemorySegment.NULL);
        return array;
    }
}
