package io.longshore.socket;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for the kernel's selector, in which a selector of ours sleeps: counts how often it is woken. */
final class CountingSelector extends Selector {

    private final AtomicInteger wakeups = new AtomicInteger();

    /** As a selector's thread has it. */
    Sleep sleep() {
        try {
            return new Sleep(this, null, null);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    int wakeups() {
        return wakeups.get();
    }

    @Override
    public Selector wakeup() {
        wakeups.incrementAndGet();
        return this;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public SelectorProvider provider() {
        return null;
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        return 0;
    }

    @Override
    public int select(long timeout) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
