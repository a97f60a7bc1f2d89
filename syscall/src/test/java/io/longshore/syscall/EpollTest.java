package io.longshore.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.allocation.AllocationGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EpollTest {

    @Test
    void tellsWhichDescriptorIsReady() throws Exception {
        try (Epoll epoll = new Epoll(4); EventFd first = new EventFd(); EventFd second = new EventFd()) {
            epoll.add(first.number(), Epoll.READABLE, 0x1111_2222_3333_4444L);
            epoll.add(second.number(), Epoll.READABLE, -2);
            assertEquals(0, epoll.await(0));
            second.signal();
            assertEquals(1, epoll.await(Long.MAX_VALUE));
            assertEquals(-2, epoll.data(0));
            assertEquals(Epoll.READABLE, epoll.events(0));
            first.signal();
            assertEquals(2, epoll.await(1_000_000));
            assertEquals(0x1111_2222_3333_4444L - 2, epoll.data(0) + epoll.data(1));
        }
    }

    @Test
    void drainedItIsReadyNoLonger() throws Exception {
        try (Epoll epoll = new Epoll(1); EventFd bell = new EventFd()) {
            epoll.add(bell.number(), Epoll.READABLE, 1);
            bell.signal();
            bell.signal();
            assertEquals(1, epoll.await(0));
            assertEquals(2, bell.drain());
            assertEquals(0, bell.drain());
            assertEquals(0, epoll.await(0));
        }
    }

    @Test
    void interestCanBeChangedAndWithdrawn() throws Exception {
        try (Epoll epoll = new Epoll(1); EventFd bell = new EventFd()) {
            epoll.add(bell.number(), Epoll.READABLE, 1);
            epoll.modify(bell.number(), Epoll.WRITABLE, 2);
            assertEquals(1, epoll.await(0));
            assertEquals(2, epoll.data(0));
            epoll.remove(bell.number());
            epoll.remove(bell.number());
            assertEquals(0, epoll.await(0));
        }
    }

    @Test
    void aDescriptorThatIsNotOpenIsRefused() throws Exception {
        try (Epoll epoll = new Epoll(1)) {
            SystemCallException e = assertThrows(SystemCallException.class, () -> epoll.add(-1, Epoll.READABLE, 0));
            assertTrue(e.is(Errno.EBADF), e.getMessage());
        }
    }

    @Test
    void aWaitDoesNotEndBeforeItsTime() throws Exception {
        try (Epoll epoll = new Epoll(1)) {
            for (long nanos : new long[] {1, 999, 50_000, 1_500_000, 20_000_000}) {
                long begin = System.nanoTime();
                assertEquals(0, epoll.await(nanos));
                long waited = System.nanoTime() - begin;
                assertTrue(waited >= nanos, "waited " + waited + " of " + nanos + " ns");
            }
        }
    }

    @Test
    void anotherThreadEndsAWait() throws Exception {
        try (Epoll epoll = new Epoll(1); EventFd bell = new EventFd()) {
            epoll.add(bell.number(), Epoll.READABLE, 7);
            Thread ringer = Thread.ofPlatform().start(bell::signal);
            assertEquals(1, epoll.await(Long.MAX_VALUE));
            ringer.join();
        }
    }

    @Test
    void aClosedBellMayBeRung() throws Exception {
        EventFd bell = new EventFd();
        bell.close();
        bell.close();
        bell.signal();
        assertEquals(0, bell.drain());
    }

    @Test
    void waitingAllocatesNothing() throws Exception {
        try (Epoll epoll = new Epoll(4); EventFd bell = new EventFd()) {
            epoll.add(bell.number(), Epoll.READABLE, 1);
            bell.signal();
            AllocationGate.assertNone("epoll", step -> {
                epoll.await(0);
                epoll.data(0);
                bell.signal();
                bell.drain();
            });
        }
    }
}
