package io.longshore.socket;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which sockets went where and why: all of them by count, those on the kernel by name as well. (Those on the stack are
 * named by {@link Offload}, which knows whose slot is whose.) Any thread.
 */
final class Placements {

    private final Map<Decision, LongAdder> counts = new ConcurrentHashMap<>();
    /** Weakly: a socket that nobody closes keeps its descriptor, not its entry here. Guarded by itself. */
    private final Map<PlacedSocket, Decision> onKernel = new WeakHashMap<>();

    /** One more socket went there for that reason. */
    void count(Decision why) {
        LongAdder count = counts.get(why);
        if (count == null) {
            count = counts.computeIfAbsent(why, first -> new LongAdder());
        }
        count.increment();
    }

    /**
     * A socket went to the kernel, or has its kernel half there: remembers it until it is closed, and counts it, unless
     * it is a half. Of a socket that is there already the new reason takes the place of the old.
     */
    void onKernel(PlacedSocket socket, Decision why) {
        Decision before;
        synchronized (onKernel) {
            before = onKernel.put(socket, why);
        }
        discount(before);
        if (why.isKernel()) {
            count(why);
        }
    }

    /** It was bound on the kernel, and moves to the stack. */
    void moved(PlacedSocket socket) {
        Decision before;
        synchronized (onKernel) {
            before = onKernel.remove(socket);
        }
        discount(before);
    }

    private void discount(Decision before) {
        if (before != null && before.isKernel()) {
            counts.get(before).decrement();
        }
    }

    /** It is closed; nothing happens if it never was here. */
    void closed(PlacedSocket socket) {
        synchronized (onKernel) {
            onKernel.remove(socket);
        }
    }

    /** Those that are on the kernel now, and why. */
    Map<PlacedSocket, Decision> onKernel() {
        synchronized (onKernel) {
            return new IdentityHashMap<>(onKernel);
        }
    }

    /** How many there have been of each, in the order of their text. */
    Map<String, Long> counts() {
        Map<String, Long> texts = new TreeMap<>();
        counts.forEach((why, count) -> {
            if (count.sum() != 0) {
                texts.put(why.placement().word() + '\t' + why.reason(), count.sum());
            }
        });
        return texts;
    }
}
