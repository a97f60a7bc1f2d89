package io.longshore.socket;

import java.nio.channels.SelectionKey;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A selector's selected keys: an array, and in each key its place in it. Applications can only take keys out. Not safe
 * for several threads, as the interface says.
 */
final class SelectedKeys extends AbstractSet<SelectionKey> {

    private final LongshoreSelector selector;
    private LongshoreKey[] keys = new LongshoreKey[64];
    private int count;

    SelectedKeys(LongshoreSelector selector) {
        this.selector = selector;
    }

    /** The selector's way in; the key is not yet selected. */
    void select(LongshoreKey key) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
        }
        key.selectedAt = count;
        keys[count++] = key;
    }

    void unselect(LongshoreKey key) {
        int at = key.selectedAt;
        if (at >= 0) {
            LongshoreKey last = keys[--count];
            keys[at] = last;
            last.selectedAt = at;
            keys[count] = null;
            key.selectedAt = -1;
        }
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public boolean contains(Object key) {
        return key instanceof LongshoreKey && ((LongshoreKey) key).isSelectedBy(selector);
    }

    @Override
    public boolean remove(Object key) {
        boolean selected = contains(key);
        if (selected) {
            unselect((LongshoreKey) key);
        }
        return selected;
    }

    @Override
    public boolean add(SelectionKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
        while (count > 0) {
            unselect(keys[count - 1]);
        }
    }

    @Override
    public Iterator<SelectionKey> iterator() {
        return new Walk();
    }

    // From the last to the first, so that taking out the current one moves only one already seen.
    private final class Walk implements Iterator<SelectionKey> {

        private int next = count;
        private LongshoreKey current;

        @Override
        public boolean hasNext() {
            return next > 0;
        }

        @Override
        public SelectionKey next() {
            if (next <= 0) {
                throw new NoSuchElementException();
            }
            if (next > count) {
                throw new java.util.ConcurrentModificationException();
            }
            current = keys[--next];
            return current;
        }

        @Override
        public void remove() {
            if (current == null) {
                throw new IllegalStateException();
            }
            unselect(current);
            current = null;
        }
    }
}
