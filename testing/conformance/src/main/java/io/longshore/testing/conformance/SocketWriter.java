package io.longshore.testing.conformance;

import io.longshore.channel.SlotLayout;
import io.longshore.testing.conformance.StackSocket.Phase;
import java.util.Arrays;

/// The sending calls, in the order of Linux's `tcp_sendmsg`.
final class SocketWriter {

    /// A bit of tcp_fastopen.
    private static final int FAST_OPEN_CLIENT = 1;

    private final StackSockets sockets;
    private final SocketOpening opening;

    SocketWriter(StackSockets sockets, SocketOpening opening) {
        this.sockets = sockets;
        this.opening = opening;
    }

    Answer send(StackSocket socket, SendCall call) {
        boolean fast = (call.flags() & Linux.MSG_FASTOPEN) != 0;
        if (fast && call.name().family() == SocketName.UNSPECIFIED) {
            return Answer.error(Linux.EOPNOTSUPP);
        }
        boolean isOpen = socket.phase() == Phase.CONNECTED;
        if (fast && (socket.phase() == Phase.CONNECTING || isOpen && socket.connected)) {
            return Answer.error(isOpen ? Linux.EISCONN : Linux.EALREADY);
        }
        if (fast && !isOpen || socket.deferred != null) {
            return fastOpen(socket, call);
        }
        int stamps = socket.reports.flagsOf(call);
        return stamps < 0 ? Answer.error(-stamps) : new Writing(socket, call, 0, stamps).run();
    }

    /// The first bytes go with the connection request (RFC 7413), as many as its record will take.
    private Answer fastOpen(StackSocket socket, SendCall call) {
        SocketName name = socket.deferred == null ? call.name() : socket.deferred;
        if (socket.deferred == null && (sockets.stack().settings().fastOpen & FAST_OPEN_CLIENT) == 0) {
            return Answer.error(Linux.EOPNOTSUPP);
        }
        if (name.isAbsent()) {
            return Answer.error(Linux.EINVAL);
        }
        if (call.isNull() && call.data().length > 0) {
            return Answer.error(Linux.EFAULT);
        }
        socket.deferred = null;
        socket.options.bits(SlotLayout.OPTION_FAST_OPEN, true);
        int room = Math.min(call.data().length, opening.roomInRequest(socket, name));
        int failed = opening.begin(socket, name, Arrays.copyOf(call.data(), room));
        if (failed != 0) {
            return Answer.error(failed);
        }
        int written = (int) Math.min(call.data().length, socket.slot.sent());
        boolean nonBlocking = socket.nonBlocking || (call.flags() & Linux.MSG_DONTWAIT) != 0;
        int stamps = Math.max(0, socket.reports.flagsOf(call));
        if (nonBlocking && written > 0) {
            socket.reports.wrote(socket.slot, call, stamps);
        }
        if (nonBlocking) {
            return written > 0 ? Answer.of(written) : Answer.error(Linux.EINPROGRESS);
        }
        SendCall rest = new SendCall(call.flags() & ~Linux.MSG_FASTOPEN, SocketName.ABSENT, call.data(), call.control(),
                false);
        return new Writing(socket, rest, written, stamps).run();
    }

    /// One call, which may have written some bytes before it waits for room.
    private final class Writing {

        private final StackSocket socket;
        private final SendCall call;
        private final int stamps;
        private int count;

        private Writing(StackSocket socket, SendCall call, int count, int stamps) {
            this.socket = socket;
            this.call = call;
            this.count = count;
            this.stamps = stamps;
        }

        private Answer run() {
            boolean nonBlocking = socket.nonBlocking || (call.flags() & Linux.MSG_DONTWAIT) != 0;
            long patience = nonBlocking ? 0 : socket.options.sendPatience();
            return sockets.call(this::attempt, patience,
                    () -> count > 0 ? written() : Answer.error(Linux.EAGAIN));
        }

        private Answer written() {
            if (count > 0 && socket.slot != null) {
                socket.reports.wrote(socket.slot, call, stamps);
                socket.look();
            }
            return Answer.of(count);
        }

        private Answer attempt() {
            if (socket.phase() == Phase.CONNECTING) {
                return null;
            }
            if (socket.phase() != Phase.CONNECTED || socket.isOutputOver() || socket.error() != 0) {
                return failed();
            }
            if (call.isNull() && call.data().length > 0) {
                return Answer.error(Linux.EFAULT);
            }
            write();
            return count == call.data().length ? written() : null;
        }

        private Answer failed() {
            if (count > 0) {
                return written();
            }
            int error = socket.takeError();
            return Answer.error(error == 0 ? Linux.EPIPE : error);
        }

        private void write() {
            if (count == call.data().length) {
                return;
            }
            if (count > 0 && socket.wantsRoom && !PollEvents.isWritable(socket)) {
                return;
            }
            if (endsRecord() && !socket.options.has(SlotLayout.OPTION_RECORDS)) {
                socket.options.bits(SlotLayout.OPTION_RECORDS, true);
                socket.options.writeTo(socket.slot);
                socket.ring();
            }
            int room = room();
            while (room > 0 && count < call.data().length) {
                room = writePiece(room);
            }
            socket.wantsRoom = count < call.data().length;
        }

        private boolean endsRecord() {
            return (call.flags() & Linux.MSG_EOR) != 0;
        }

        private int room() {
            boolean allows = socket.unsent() < socket.options.unsentLowWater(socket.stack.settings());
            return socket.sendQueue().room(socket.record(), socket.options.sendBuffer(), allows);
        }

        /// Fills one buffer and pushes it, as Linux does.
        private int writePiece(int room) {
            int length = Math.min(room, call.data().length - count);
            long from = socket.slot.sent();
            boolean goesOn = length < call.data().length - count
                    && !socket.sendQueue().isFilledBy(length, socket.options.sendBuffer());
            boolean more = (call.flags() & Linux.MSG_MORE) != 0;
            boolean isPushed = socket.sendQueue().isPushed(socket.record(), from + length, more || goesOn);
            socket.options.more(socket.slot, more || !isPushed);
            if (endsRecord() && length == call.data().length - count) {
                socket.slot.recordEnd(from + length);
            }
            if ((call.flags() & Linux.MSG_OOB) != 0) {
                // the last byte is the urgent one; the pointer names the one behind it
                socket.slot.option(SlotLayout.URGENT_SENT, from + length);
            }
            int written = socket.slot.write(call.data(), count, length, Integer.MAX_VALUE);
            socket.sendQueue().wrote(from, from + written);
            count += written;
            if (endsRecord() && count == call.data().length) {
                socket.sendQueue().end();
            }
            socket.ring();
            return written < length ? 0 : room();
        }
    }
}
