package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Which processors the calling thread runs on, and how soon.
public final class Processors {

    /// Bytes of the C library's `cpu_set_t`.
    private static final int SET_BYTES = 128;

    private static final MethodHandle SCHED_SETAFFINITY =
            Calls.bind("sched_setaffinity", Calls.INT, Calls.INT, Calls.LONG, Calls.POINTER);
    private static final MethodHandle SETPRIORITY =
            Calls.bind("setpriority", Calls.INT, Calls.INT, Calls.INT, Calls.INT);
    private static final int PRIO_PROCESS = 0;
    private static final MethodHandle SCHED_GETCPU = Calls.bind("sched_getcpu", Calls.INT);

    private Processors() {
    }

    /// Keeps the calling thread on one processor.
    public static void pin(int processor) throws SystemCallException {
        if (processor < 0 || processor >= SET_BYTES * Byte.SIZE) {
            throw new SystemCallException("cannot run on processor " + processor, Errno.EINVAL.number());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            MemorySegment set = arena.allocate(SET_BYTES, Long.BYTES);
            set.set(ValueLayout.JAVA_LONG, processor / Long.SIZE * 8L, 1L << processor);
            int self = 0;
            int result = (int) SCHED_SETAFFINITY.invokeExact(capture, self, (long) SET_BYTES, set);
            SystemCallException.check(Calls.outcome(result, capture), "cannot run on processor " + processor);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Sets the calling thread's nice value (`setpriority(2)`): from −20, which gets most of a busy processor, to 19.
    public static void nice(int value) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int self = 0;
            int result = (int) SETPRIORITY.invokeExact(capture, PRIO_PROCESS, self, value);
            SystemCallException.check(Calls.outcome(result, capture), "cannot run with the nice value " + value);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// The processor that the calling thread runs on at this moment.
    public static int current() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            return Calls.outcome((int) SCHED_GETCPU.invokeExact(capture), capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }
}
