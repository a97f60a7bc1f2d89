package io.longshore.testing.conformance;

import java.util.ArrayList;
import java.util.List;

/// An epoll set: level-triggered, edge-triggered and one-shot, as Linux tells them.
final class StackEpoll {

    private static final int ALWAYS = Linux.POLLERR | Linux.POLLHUP;
    private static final int EXCLUSIVE = 1 << 28;
    private static final int FLAGS = Linux.EPOLLET | Linux.EPOLLONESHOT | 1 << 29 | EXCLUSIVE;

    private final List<Watch> watches = new ArrayList<>();

    /// One socket in the set.
    private static final class Watch {

        private final StackSocket socket;
        private int interest;
        private long token;
        /// Something of interest has happened since it was last looked at (the item is on the ready list).
        private boolean woken;
        private StackSocket.Phase lastPhase;
        private int lastEvents;
        private long lastReceived;
        private int lastErrors;

        private Watch(StackSocket socket, EpollInterest told) {
            this.socket = socket;
            remember(PollEvents.events(socket));
            tell(told);
        }

        private void tell(EpollInterest told) {
            interest = told.events();
            token = told.token();
            woken = (PollEvents.asked(socket) & wanted()) != 0;
        }

        private int wanted() {
            return interest & ~FLAGS | ALWAYS;
        }

        private void remember(int events) {
            lastPhase = socket.phase();
            lastEvents = events;
            lastReceived = received();
            lastErrors = socket.errors.added();
        }

        private long received() {
            return socket.slot == null ? 0 : socket.slot.received();
        }

        /// Text that arrives wakes even where some was there; room wakes only if somebody found none; a change of state
        /// wakes whoever waits for anything.
        private void look() {
            int events = PollEvents.events(socket);
            int key = received() != lastReceived ? Linux.POLLIN : 0;
            key |= socket.wantsRoom && (events & Linux.POLLOUT) != 0 ? Linux.POLLOUT : 0;
            int fresh = events & ~lastEvents & ~(Linux.POLLOUT | Linux.POLLWRNORM);
            boolean changed = fresh != 0 || socket.errors.added() != lastErrors || socket.phase() != lastPhase;
            woken |= changed || (key & wanted()) != 0;
            remember(events);
        }

        private int ready() {
            boolean disabled = (interest & ~FLAGS & ~ALWAYS) == 0 && (interest & Linux.EPOLLONESHOT) != 0;
            boolean edge = (interest & Linux.EPOLLET) != 0;
            if (disabled || edge && !woken) {
                return 0;
            }
            woken = false;
            return PollEvents.asked(socket) & wanted();
        }

        private void told() {
            if ((interest & Linux.EPOLLONESHOT) != 0) {
                interest &= FLAGS;
            }
        }
    }

    /// EPOLLEXCLUSIVE may be given only when a socket is added, and with few others.
    private static boolean isExclusiveWrong(int operation, int events) {
        int allowed = EXCLUSIVE | FLAGS & ~Linux.EPOLLONESHOT | ALWAYS | Linux.POLLIN | Linux.POLLOUT;
        boolean exclusive = (events & EXCLUSIVE) != 0 && operation != Linux.EPOLL_CTL_DEL;
        return exclusive && (operation != Linux.EPOLL_CTL_ADD || (events & ~allowed) != 0);
    }

    Answer control(int operation, StackSocket socket, EpollInterest interest) {
        if (isExclusiveWrong(operation, interest.events())) {
            return Answer.error(Linux.EINVAL);
        }
        Watch watch = watches.stream().filter(one -> one.socket == socket).findFirst().orElse(null);
        switch (operation) {
            case Linux.EPOLL_CTL_ADD -> {
                if (watch != null) {
                    return Answer.error(Linux.EEXIST);
                }
                watches.add(new Watch(socket, interest));
            }
            case Linux.EPOLL_CTL_DEL, Linux.EPOLL_CTL_MOD -> {
                if (watch == null) {
                    return Answer.error(Linux.ENOENT);
                }
                change(operation, watch, interest);
            }
            default -> {
                return Answer.error(Linux.EINVAL);
            }
        }
        return Answer.of(0);
    }

    private void change(int operation, Watch watch, EpollInterest interest) {
        if (operation == Linux.EPOLL_CTL_DEL) {
            watches.remove(watch);
        } else {
            watch.tell(interest);
        }
    }

    void forget(StackSocket socket) {
        watches.removeIf(watch -> watch.socket == socket);
    }

    void look() {
        watches.forEach(Watch::look);
    }

    /// Those that are ready, null if none is.
    Answer collect(int most) {
        look();
        List<Watch> ready = new ArrayList<>();
        List<Integer> events = new ArrayList<>();
        for (Watch watch : watches) {
            int found = ready.size() < most ? watch.ready() : 0;
            if (found != 0) {
                ready.add(watch);
                events.add(found);
            }
        }
        if (ready.isEmpty()) {
            return null;
        }
        Answer answer = Answer.of(ready.size());
        answer.events = events.stream().mapToInt(Integer::intValue).toArray();
        answer.tokens = ready.stream().mapToLong(watch -> watch.token).toArray();
        ready.forEach(Watch::told);
        return answer;
    }
}
