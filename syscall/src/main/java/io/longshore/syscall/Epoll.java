package io.longshore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Waits for descriptors to become ready (`epoll(7)`). Waiting is one thread's; the rest may be called from any that
/// takes turns with it. Waiting allocates nothing.
public final class Epoll implements AutoCloseable {

    public static final int READABLE = 1;
    public static final int WRITABLE = 4;
    public static final int ERROR = 8;
    public static final int HUNG_UP = 0x10;
    public static final int PEER_HUNG_UP = 0x2000;
    public static final int EDGE_TRIGGERED = 1 << 31;

    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int MODIFY = 3;

    /// `struct epoll_event` is packed on x86-64 only: 32 bits of events, then 64 of data.
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));
    private static final int DATA_AT = PACKED ? 4 : 8;
    private static final int EVENT = DATA_AT + Long.BYTES;
    private static final ValueLayout.OfLong DATA = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private static final MethodHandle CREATE = Calls.bind("epoll_create1", Calls.INT, Calls.INT);
    private static final MethodHandle CONTROL =
            Calls.bind("epoll_ctl", Calls.INT, Calls.INT, Calls.INT, Calls.INT, Calls.POINTER);
    private static final MethodHandle WAIT =
            Calls.bind("epoll_wait", Calls.INT, Calls.INT, Calls.POINTER, Calls.INT, Calls.INT);
    /// Since Linux 5.11 and glibc 2.35; null where the C library does not have it.
    private static final MethodHandle WAIT_NANOS = !Calls.isBound("epoll_pwait2") ? null : Calls.bind("epoll_pwait2",
            Calls.INT, Calls.INT, Calls.POINTER, Calls.INT, Calls.POINTER, Calls.POINTER);

    private final Descriptor descriptor;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment capture = arena.allocate(Calls.CAPTURE);
    private final MemorySegment waitCapture = arena.allocate(Calls.CAPTURE);
    private final MemorySegment event = arena.allocate(16, Long.BYTES);
    private final MemorySegment timeout = arena.allocate(16, Long.BYTES);
    private final MemorySegment events;
    private final int capacity;
    private boolean nanosecondWait = WAIT_NANOS != null;

    /// @param capacity most events that one wait returns
    public Epoll(int capacity) throws SystemCallException {
        try {
            int result = (int) CREATE.invokeExact(capture, Descriptor.CLOSE_ON_EXEC);
            descriptor = new Descriptor(SystemCallException.check(Calls.outcome(result, capture), "cannot poll"));
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
        this.capacity = capacity;
        events = arena.allocate((long) capacity * EVENT, Long.BYTES);
    }

    /// Watches a descriptor for events; `data` comes back with each.
    public void add(int number, int interest, long data) throws SystemCallException {
        SystemCallException.check(control(ADD, number, interest, data), "cannot poll descriptor " + number);
    }

    /// Changes what a watched descriptor is watched for.
    public void modify(int number, int interest, long data) throws SystemCallException {
        SystemCallException.check(control(MODIFY, number, interest, data), "cannot poll descriptor " + number);
    }

    /// Watches a descriptor no longer; one that is not watched is fine. A closed descriptor leaves by itself.
    public void remove(int number) {
        control(REMOVE, number, 0, 0);
    }

    private int control(int operation, int number, int interest, long data) {
        event.set(ValueLayout.JAVA_INT, 0, interest);
        event.set(DATA, DATA_AT, data);
        try {
            int result = (int) CONTROL.invokeExact(capture, descriptor.number(), operation, number, event);
            return Calls.outcome(result, capture);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    /// Waits until a watched descriptor is ready or time is up.
    ///
    /// @param nanos 0 not to wait, `Long.MAX_VALUE` for no limit
    /// @return events, 0 when time is up or a signal came
    public int await(long nanos) {
        try {
            int result = nanosecondWait ? awaitNanos(nanos) : awaitMillis(nanos);
            if (result == Errno.ENOSYS.negative() && nanosecondWait) {
                nanosecondWait = false;
                result = awaitMillis(nanos);
            }
            return ready(result);
        } catch (Throwable e) {
            throw Calls.unexpected(e);
        }
    }

    private int awaitNanos(long nanos) throws Throwable {
        MemorySegment limit = MemorySegment.NULL;
        if (nanos != Long.MAX_VALUE) {
            timeout.set(ValueLayout.JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
            timeout.set(ValueLayout.JAVA_LONG, 8, nanos % NANOS_PER_SECOND);
            limit = timeout;
        }
        int result = (int) WAIT_NANOS.invokeExact(waitCapture, descriptor.number(), events, capacity, limit,
                MemorySegment.NULL);
        return Calls.outcome(result, waitCapture);
    }

    /// Rounded up: a wait that ends early would be a loop that spins until the deadline.
    private int awaitMillis(long nanos) throws Throwable {
        long millis = nanos / NANOS_PER_MILLISECOND + (nanos % NANOS_PER_MILLISECOND == 0 ? 0 : 1);
        int limit = nanos == Long.MAX_VALUE ? -1 : (int) Math.min(millis, Integer.MAX_VALUE);
        int result = (int) WAIT.invokeExact(waitCapture, descriptor.number(), events, capacity, limit);
        return Calls.outcome(result, waitCapture);
    }

    private static int ready(int result) {
        if (result < 0 && result != Errno.EINTR.negative()) {
            throw new IllegalStateException("epoll_wait failed: " + Errno.describe(-result));
        }
        return Math.max(result, 0);
    }

    /// What was given with the descriptor of an event of the latest wait.
    public long data(int index) {
        return events.get(DATA, (long) index * EVENT + DATA_AT);
    }

    /// What became of it: bits [#READABLE], [#WRITABLE], [#ERROR], [#HUNG_UP], [#PEER_HUNG_UP].
    public int events(int index) {
        return events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) index * EVENT);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
