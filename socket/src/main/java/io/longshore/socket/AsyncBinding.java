package io.longshore.socket;

/** What a thread is to a group while it runs for it: handlers may be called on it at once, but not nested too deep. */
final class AsyncBinding {

    /** As in the JDK: so many completions at once in a row, then the rest of the group has its turn. */
    private static final int MOST_AT_ONCE = 16;
    private static final ThreadLocal<AsyncBinding> CURRENT = new ThreadLocal<>();

    private final AsyncGroup group;
    private int atOnce;

    private AsyncBinding(AsyncGroup group) {
        this.group = group;
    }

    /** The task, for a thread of the group's pool. */
    static Runnable bind(AsyncGroup group, Runnable task) {
        return () -> {
            AsyncBinding before = CURRENT.get();
            CURRENT.set(new AsyncBinding(group));
            try {
                task.run();
            } finally {
                CURRENT.set(before);
            }
        };
    }

    /** Whether the current thread is one of the group's. */
    static boolean isOf(AsyncGroup group) {
        AsyncBinding here = CURRENT.get();
        return here != null && here.group == group;
    }

    /** Whether the current thread is one of the group's and may call one more handler at once. */
    static boolean enter(AsyncGroup group) {
        AsyncBinding here = CURRENT.get();
        return here != null && here.group == group && here.atOnce++ < MOST_AT_ONCE;
    }

    /** The thread begins with something new. */
    static void fresh() {
        AsyncBinding here = CURRENT.get();
        if (here != null) {
            here.atOnce = 0;
        }
    }
}
