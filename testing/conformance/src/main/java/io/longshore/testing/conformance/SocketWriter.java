package io.longshore.testing.conformance;

import io.longshore.channel.SlotLayout;
import io.longshore.testing.conformance.StackSocket.Phase;
import java.util.Arrays;

/// The sending calls, in the order of Linux's `tcp_sendmsg`.
final class SocketWriter {

    private final StackSockets sockets;
    private final SocketOpening opening;

    SocketWriter(StackSockets sockets, SocketOpening opening) {
        this.sockets = sockets;
        this.opening = opening;
    }

    Answer send(StackSocket socket, SendCall call) {
        boolean fast = (call.flags() & Linux.MSG_FASTOPEN) != 0;
        if (fast && socket.phase() != Phase.CLOSED) {
            return Answer.error(socket.phase() == Phase.CONNECTING ? Linux.EALREADY : Linux.EISCONN);
        }
        if (fast || socket.deferred != null) {
            return fastOpen(socket, call);
        }
        return new Writing(socket, call, 0).run();
    }

    /// The first bytes go with the connection request (RFC 7413), as many as its record will take.
    private Answer fastOpen(StackSocket socket, SendCall call) {
        SocketName name = socket.deferred == null ? call.name() : socket.deferred;
        if (name.isAbsent() || name.family() == SocketName.UNSPECIFIED) {
            return name.isAbsent() ? Answer.error(Linux.EINVAL) : opening.disconnect(socket);
        }
        if (call.isNull() && call.data().length > 0) {
            return Answer.error(Linux.EFAULT);
        }
        socket.deferred = null;
        socket.options.bits(SlotLayout.OPTION_FAST_OPEN, true);
        int failed = opening.begin(socket, name, call.data());
        if (failed != 0) {
            return Answer.error(failed);
        }
        int written = (int) Math.min(call.data().length, socket.slot.sent());
        boolean nonBlocking = socket.nonBlocking || (call.flags() & Linux.MSG_DONTWAIT) != 0;
        if (nonBlocking) {
            return written > 0 && carried(socket) ? Answer.of(written) : Answer.error(Linux.EINPROGRESS);
        }
        SendCall rest = new SendCall(call.flags() & ~Linux.MSG_FASTOPEN, SocketName.ABSENT, call.data(), call.control(),
                false);
        return new Writing(socket, rest, written).run();
    }

    /// Whether the request went out with text; without a cookie it asks for one, and the text comes after.
    private static boolean carried(StackSocket socket) {
        return socket.unsent() == 0;
    }

    /// One call, which may have written some bytes before it waits for room.
    private final class Writing {

        private final StackSocket socket;
        private final SendCall call;
        private int count;

        private Writing(StackSocket socket, SendCall call, int count) {
            this.socket = socket;
            this.call = call;
            this.count = count;
        }

        private Answer run() {
            boolean nonBlocking = socket.nonBlocking || (call.flags() & Linux.MSG_DONTWAIT) != 0;
            long patience = nonBlocking ? 0 : socket.options.sendPatience();
            return sockets.call(this::attempt, patience,
                    () -> count > 0 ? Answer.of(count) : Answer.error(Linux.EAGAIN));
        }

        private Answer attempt() {
            if (socket.phase() == Phase.CONNECTING) {
                return null;
            }
            if (socket.phase() != Phase.CONNECTED || socket.isOutputOver() || socket.error() != 0) {
                return failed();
            }
            socket.connecting = false;
            socket.connected = true;
            if (call.isNull() && call.data().length > 0) {
                return Answer.error(Linux.EFAULT);
            }
            write();
            return count == call.data().length ? Answer.of(count) : null;
        }

        private Answer failed() {
            if (count > 0) {
                return Answer.of(count);
            }
            int error = socket.takeError();
            return Answer.error(error == 0 ? Linux.EPIPE : error);
        }

        private void write() {
            if (count == call.data().length) {
                return;
            }
            if (socket.wantsRoom && !PollEvents.isWritable(socket)) {
                return;
            }
            int room = socket.options.sendLimit(socket);
            int before = count;
            socket.options.more(socket.slot, (call.flags() & Linux.MSG_MORE) != 0);
            count += socket.slot.write(call.data(), count, call.data().length - count, room);
            socket.wantsRoom = count < call.data().length;
            if (count > before) {
                socket.ring();
            }
        }
    }

    static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }
}
