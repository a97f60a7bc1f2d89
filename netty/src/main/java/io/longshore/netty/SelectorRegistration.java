package io.longshore.netty;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;

/** One channel in one event loop. */
final class SelectorRegistration implements IoRegistration {

    private static final int OPS = 32;
    private static final ReadyEvent[] EVENTS = new ReadyEvent[OPS];

    static {
        for (int ops = 0; ops < OPS; ops++) {
            EVENTS[ops] = new ReadyEvent(NioIoOps.valueOf(ops));
        }
    }

    private record ReadyEvent(NioIoOps ops) implements NioIoEvent {
    }

    private final NioIoHandle handle;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile SelectionKey key;

    SelectorRegistration(NioIoHandle handle) {
        this.handle = handle;
    }

    void key(SelectionKey made) {
        key = made;
    }

    /** In the event loop. */
    void handle(SelectionKey found) {
        if (!isValid()) {
            // Closed by someone beside Netty.
            if (!cancelled.get()) {
                close();
            }
            return;
        }
        handle.handle(this, EVENTS[found.readyOps()]);
    }

    void close() {
        cancel();
        try {
            handle.close();
        } catch (Exception failure) {
            System.getLogger(SelectorRegistration.class.getName())
                    .log(System.Logger.Level.WARNING, "a channel could not be closed", failure);
        }
    }

    /** Netty's NIO channels take their key from here. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> T attachment() {
        return (T) key;
    }

    @Override
    public long submit(IoOps ops) {
        if (!isValid()) {
            return -1;
        }
        int interest = ((NioIoOps) ops).value();
        key.interestOps(interest);
        return interest;
    }

    @Override
    public boolean isValid() {
        SelectionKey made = key;
        return made != null && made.isValid();
    }

    @Override
    public boolean cancel() {
        if (!cancelled.compareAndSet(false, true)) {
            return false;
        }
        key.cancel();
        handle.unregistered();
        return true;
    }
}
