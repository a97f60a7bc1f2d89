package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// A counter that polls readable while it is not zero (`eventfd(2)`): wakes a thread out of [Epoll#await].
public final class EventFd implements AutoCloseable {

    private static final MethodHandle EVENTFD = Calls.bind("eventfd", Calls.INT, Calls.INT, Calls.INT);

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment value = arena.allocate(Long.BYTES, Long.BYTES);
    private final MemorySegment one = arena.allocate(Long.BYTES, Long.BYTES);
    private final Descriptor descriptor;

    public EventFd() throws SystemCallException {
        int none = 0;
        try {
            MemorySegment capture = arena.allocate(Calls.CAPTURE);
            int result = (int) EVENTFD.invokeExact(capture, none, Descriptor.CLOSE_ON_EXEC | Descriptor.NON_BLOCKING);
            descriptor = new Descriptor(SystemCallException.check(Calls.outcome(result, capture), "no eventfd"));
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
        one.set(ValueLayout.JAVA_LONG, 0, 1);
    }

    /// Makes it readable; from any thread.
    public synchronized void signal() {
        if (descriptor.isOpen()) {
            // A full counter refuses (EAGAIN); it is readable then, which is all that is wanted.
            descriptor.write(one, 0, Long.BYTES);
        }
    }

    /// Takes all signals: it is not readable until the next one.
    ///
    /// @return signals since the last time
    public long drain() {
        return descriptor.read(value, 0, Long.BYTES) == Long.BYTES ? value.get(ValueLayout.JAVA_LONG, 0) : 0;
    }

    public int number() {
        return descriptor.number();
    }

    @Override
    public synchronized void close() {
        descriptor.close();
    }
}
