package io.longshore.testing.conformance;

import java.util.ArrayList;
import java.util.List;

/// An epoll set: level-triggered, edge-triggered and one-shot, as Linux tells them.
final class StackEpoll {

    private static final int ALWAYS = Linux.POLLERR | Linux.POLLHUP;
    private static final int FLAGS = Linux.EPOLLET | Linux.EPOLLONESHOT | 1 << 29 | 1 << 28;

    private final List<Watch> watches = new ArrayList<>();

    /// One socket in the set.
    private static final class Watch {

        private final StackSocket socket;
        private int interest;
        private long token;
        /// Edge-triggered: something has happened since it was told.
        private boolean woken = true;
        private int lastEvents;
        private long lastReceived;
        private boolean lastWanted;

        private Watch(StackSocket socket, EpollInterest told) {
            this.socket = socket;
            lastEvents = PollEvents.events(socket);
            lastReceived = received();
            tell(told);
        }

        private void tell(EpollInterest told) {
            interest = told.events();
            token = told.token();
            woken = true;
        }

        private long received() {
            return socket.slot == null ? 0 : socket.slot.received();
        }

        /// Text that arrives wakes even where some was there; room wakes only who found none.
        private void look() {
            boolean wanted = socket.wantsRoom;
            int events = PollEvents.events(socket);
            if (wanted && (events & Linux.POLLOUT) != 0) {
                socket.wantsRoom = false;
            }
            int fresh = events & ~lastEvents;
            woken |= fresh != 0 || received() != lastReceived || lastWanted && (events & Linux.POLLOUT) != 0;
            lastWanted = socket.wantsRoom;
            lastEvents = events;
            lastReceived = received();
        }

        private int ready() {
            boolean disabled = (interest & ~FLAGS & ~ALWAYS) == 0 && (interest & Linux.EPOLLONESHOT) != 0;
            boolean edge = (interest & Linux.EPOLLET) != 0;
            return disabled || edge && !woken ? 0 : PollEvents.events(socket) & (interest & ~FLAGS | ALWAYS);
        }

        private void told() {
            woken = false;
            if ((interest & Linux.EPOLLONESHOT) != 0) {
                interest &= FLAGS;
            }
        }
    }

    Answer control(int operation, StackSocket socket, EpollInterest interest) {
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
        List<Watch> ready = watches.stream().filter(watch -> watch.ready() != 0).limit(most).toList();
        if (ready.isEmpty()) {
            return null;
        }
        Answer answer = Answer.of(ready.size());
        answer.events = ready.stream().mapToInt(Watch::ready).toArray();
        answer.tokens = ready.stream().mapToLong(watch -> watch.token).toArray();
        ready.forEach(Watch::told);
        return answer;
    }
}
