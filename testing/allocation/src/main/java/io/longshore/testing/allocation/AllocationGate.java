package io.longshore.testing.allocation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.function.IntConsumer;

/// Measures what the calling thread allocates, for the tests of all modules. By reflection, so that none of them needs
/// read `jdk.management`.
public final class AllocationGate {

    private static final int WARM_UP = 200_000;
    private static final int STEPS = 200_000;
    /// On a busy machine the compilers are late; what always allocates passes in no round.
    private static final int ROUNDS = 5;
    /// What the measurement itself and a late compilation may take.
    private static final long TOLERATED = 4_096;

    private AllocationGate() {
    }

    /// Fails where what is repeated allocates.
    ///
    /// @param what what it is, for the failure's message
    /// @param step is given its number
    public static void assertNone(String what, IntConsumer step) throws ReflectiveOperationException {
        repeat(step, WARM_UP);
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && bytes >= TOLERATED; round++) {
            long before = allocated();
            repeat(step, STEPS);
            bytes = allocated() - before;
        }
        assertTrue(bytes < TOLERATED, what + " allocated " + bytes + " bytes in " + STEPS + " steps");
    }

    private static void repeat(IntConsumer step, int times) {
        for (int i = 0; i < times; i++) {
            step.accept(i);
        }
    }

    private static long allocated() throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
        Method method = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        return (long) method.invoke(bean);
    }
}
