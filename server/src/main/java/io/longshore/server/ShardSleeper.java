package io.longshore.server;

import io.longshore.agent.Sleeper;
import io.longshore.channel.BellRequest;
import io.longshore.stack.StackAgent;
import io.longshore.syscall.Epoll;
import io.longshore.syscall.Errno;
import io.longshore.syscall.EventFd;
import io.longshore.syscall.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Where a shard's thread blocks: on its link, the bells of its applications, and a counter by which other threads wake
/// it. Announces the sleep to all applications first, then lets the shard look again.
final class ShardSleeper implements Sleeper, AutoCloseable {

    private static final int MOST_EVENTS = 64;
    private static final long LINK = 0;
    private static final long WAKE = 1;
    private static final int FIRST_BELL = 2;
    private static final int MOST_BELLS_AT_ONCE = 64;

    private final Epoll epoll;
    private final EventFd wake;
    private final List<BellEnd> bells = new ArrayList<>();
    private final MemorySegment bytes = Arena.ofAuto().allocate(MOST_BELLS_AT_ONCE);
    private StackAgent shard;

    /// @param link the link's descriptor, or −1
    ShardSleeper(int link) throws SystemCallException {
        epoll = new Epoll(MOST_EVENTS);
        wake = new EventFd();
        if (link >= 0) {
            epoll.add(link, Epoll.READABLE, LINK);
        }
        epoll.add(wake.number(), Epoll.READABLE, WAKE);
    }

    /// Whose sleep it is; before the first one.
    void serve(StackAgent agent) {
        shard = agent;
    }

    @Override
    public void sleep(long nanos) {
        try {
            block(nanos);
        } catch (InternalError failure) {
            shard.memoryLost(failure);
        }
    }

    private void block(long nanos) {
        int events = epoll.await(shard.fallAsleep() ? nanos : 0);
        shard.awake();
        for (int i = 0; i < events; i++) {
            take(epoll.data(i));
        }
    }

    private void take(long data) {
        if (data == WAKE) {
            wake.drain();
        } else if (data >= FIRST_BELL) {
            takeBell((int) data - FIRST_BELL);
        }
    }

    /// Bells are taken and forgotten: what they are about stands in the doorbell bitmap.
    private void takeBell(int index) {
        BellEnd bell = bells.get(index);
        if (bell == null) {
            return;
        }
        int count = bell.socket().read(bytes, 0, MOST_BELLS_AT_ONCE);
        if (count == 0 || count < 0 && !isAgain(count)) {
            remove(index);
        }
    }

    private static boolean isAgain(int count) {
        return count == Errno.EAGAIN.negative();
    }

    /// Takes a bell over. On the shard's thread, as the rest.
    void take(BellEnd bell) {
        try {
            add(bell);
        } catch (SystemCallException e) {
            // Out of descriptors or memory: without this bell the watchdog turn has to do.
            bell.socket().close();
        }
    }

    private void add(BellEnd bell) throws SystemCallException {
        int index = bells.indexOf(null);
        if (index < 0) {
            index = bells.size();
            bells.add(null);
        }
        epoll.add(bell.socket().number(), Epoll.READABLE, index + FIRST_BELL);
        bells.set(index, bell);
        if (bell.role() == BellRequest.CONTEXT) {
            bell.lease().contextBell(bell.index(), bell.socket());
            // The application may sleep already, rung for in its bitmap when there was no bell yet to send.
            bell.lease().bell(bell.index());
        }
    }

    /// Closes all bells of an attachment.
    void removeAll(AttachmentLease lease) {
        for (int i = 0; i < bells.size(); i++) {
            if (bells.get(i) != null && bells.get(i).lease() == lease) {
                remove(i);
            }
        }
    }

    private void remove(int index) {
        BellEnd bell = bells.set(index, null);
        if (bell.role() == BellRequest.CONTEXT) {
            bell.lease().contextBellIsGone(bell.index(), bell.socket());
        }
        epoll.remove(bell.socket().number());
        bell.socket().close();
    }

    @Override
    public void wake() {
        wake.signal();
    }

    @Override
    public void close() {
        for (int i = 0; i < bells.size(); i++) {
            if (bells.get(i) != null) {
                remove(i);
            }
        }
        epoll.close();
        wake.close();
    }
}
