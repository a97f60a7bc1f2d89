package io.longshore.socket;

import java.util.Arrays;

/** The keys of one channel, mostly one: copied on write, so that whoever rings walks it without a lock. */
final class KeyList {

    private static final LongshoreKey[] NONE = new LongshoreKey[0];

    private volatile LongshoreKey[] keys = NONE;

    LongshoreKey[] all() {
        return keys;
    }

    synchronized void add(LongshoreKey key) {
        LongshoreKey[] more = Arrays.copyOf(keys, keys.length + 1);
        more[keys.length] = key;
        keys = more;
    }

    synchronized void remove(LongshoreKey key) {
        LongshoreKey[] old = keys;
        if (old.length == 1 && old[0] == key) {
            keys = NONE;
            return;
        }
        keys = Arrays.stream(old).filter(other -> other != key).toArray(LongshoreKey[]::new);
    }

    /** The one selector whose valid keys these are; null if there are none or several. */
    LongshoreSelector onlySelector() {
        LongshoreSelector only = null;
        for (LongshoreKey key : keys) {
            if (key.isValid() && only != null) {
                return null;
            }
            only = key.isValid() ? key.owner() : only;
        }
        return only;
    }
}
