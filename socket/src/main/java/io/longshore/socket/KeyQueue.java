package io.longshore.socket;

import java.util.Arrays;
import java.util.function.Consumer;

/** Keys that any thread wants a selector to look at, each at most once. */
final class KeyQueue {

    private LongshoreKey[] keys = new LongshoreKey[16];
    private LongshoreKey[] spare = new LongshoreKey[16];
    private volatile int count;

    synchronized void add(LongshoreKey key) {
        if (key.isPosted) {
            return;
        }
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
        }
        key.isPosted = true;
        keys[count] = key;
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The selecting thread only. */
    void drain(Consumer<LongshoreKey> taker) {
        if (count == 0) {
            return;
        }
        LongshoreKey[] taken;
        int number;
        synchronized (this) {
            taken = keys;
            number = count;
            for (int i = 0; i < number; i++) {
                taken[i].isPosted = false;
            }
            keys = spare;
            spare = taken;
            count = 0;
        }
        for (int i = 0; i < number; i++) {
            taker.accept(taken[i]);
            taken[i] = null;
        }
    }
}
