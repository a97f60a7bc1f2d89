package io.longshore.testing.conformance;

import io.longshore.testing.conformance.StackSocket.Phase;

/// What a socket is ready for, as Linux's `tcp_poll` computes it.
final class PollEvents {

    private static final int READABLE = Linux.POLLIN | Linux.POLLRDNORM;
    private static final int WRITABLE = Linux.POLLOUT | Linux.POLLWRNORM;

    private PollEvents() {
    }

    static int events(StackSocket socket) {
        Phase phase = socket.phase();
        if (phase == Phase.LISTENING) {
            return socket.slot.available() > 0 ? READABLE : 0;
        }
        boolean over = phase == Phase.CLOSED && socket.deferred == null;
        int events = over || socket.isInputOver() && socket.isOutputOver() ? Linux.POLLHUP : 0;
        if (socket.isInputOver()) {
            events |= READABLE | Linux.POLLRDHUP;
        }
        if (phase != Phase.CONNECTING) {
            events |= streams(socket);
        }
        return events | (socket.error() != 0 || !socket.errors.isEmpty() ? Linux.POLLERR : 0);
    }

    private static int streams(StackSocket socket) {
        boolean readable = socket.urgent.available() >= socket.options.receiveLowWater();
        boolean writable = socket.isOutputOver() || isWritable(socket);
        int urgent = socket.urgent.isThere() ? Linux.POLLPRI : 0;
        return urgent | (readable ? READABLE : 0) | (writable ? WRITABLE : 0);
    }

    /// A third of what may be unacknowledged is free, and less is unsent than TCP_NOTSENT_LOWAT says.
    static boolean isWritable(StackSocket socket) {
        if (socket.slot == null) {
            return true;
        }
        long lowWater = socket.options.unsentLowWater(socket.stack.settings());
        return socket.sendQueue().isWritable(socket.options.sendBuffer()) && socket.unsent() < lowWater;
    }

    /// The events that a caller asks for; who finds no room is told when there is some (SOCK_NOSPACE).
    static int asked(StackSocket socket) {
        int events = events(socket);
        socket.wantsRoom |= socket.phase() == Phase.CONNECTED && (events & Linux.POLLOUT) == 0;
        return events;
    }

    /// What `poll` comes to, null if nothing is ready and it has to.
    static Answer poll(StackSockets sockets, int[] handles, int[] events, boolean evenNone) {
        int[] ready = new int[handles.length];
        int count = 0;
        for (int i = 0; i < handles.length; i++) {
            StackSocket socket = sockets.find(handles[i]);
            int all = socket == null ? Linux.POLLNVAL : asked(socket);
            ready[i] = handles[i] < 0 ? 0 : all & (events[i] | Linux.POLLERR | Linux.POLLHUP | Linux.POLLNVAL);
            count += ready[i] != 0 ? 1 : 0;
        }
        if (count == 0 && !evenNone) {
            return null;
        }
        Answer answer = Answer.of(count);
        answer.events = ready;
        return answer;
    }
}
