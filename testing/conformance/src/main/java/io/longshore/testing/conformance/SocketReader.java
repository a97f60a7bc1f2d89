package io.longshore.testing.conformance;

/// The receiving calls, in the order of Linux's `tcp_recvmsg`.
final class SocketReader {

    private final StackSockets sockets;

    SocketReader(StackSockets sockets) {
        this.sockets = sockets;
    }

    Answer receive(StackSocket socket, ReceiveCall call) {
        if ((call.flags() & Linux.MSG_ERRQUEUE) != 0) {
            return socket.errors.receive(socket, call);
        }
        if (socket.isListening()) {
            return Answer.error(Linux.ENOTCONN);
        }
        if ((call.flags() & Linux.MSG_OOB) != 0) {
            return socket.urgent.receive(call);
        }
        boolean nonBlocking = socket.nonBlocking || (call.flags() & Linux.MSG_DONTWAIT) != 0;
        long patience = nonBlocking ? 0 : socket.options.receivePatience();
        return new Reading(socket, call).run(patience);
    }

    /// One call, which may have taken some bytes before it waits for more.
    private final class Reading {

        private final StackSocket socket;
        private final ReceiveCall call;
        private final byte[] taken;
        private int count;

        private Reading(StackSocket socket, ReceiveCall call) {
            this.socket = socket;
            this.call = call;
            int most = has(Linux.MSG_WAITALL) ? call.room() : Math.min(call.room(), socket.available());
            taken = new byte[Math.max(0, most)];
        }

        private boolean has(int flag) {
            return (call.flags() & flag) != 0;
        }

        private Answer run(long patience) {
            return sockets.call(this::attempt, patience,
                    () -> count > 0 ? done() : Answer.error(Linux.EAGAIN));
        }

        private Answer attempt() {
            boolean hasBytes = socket.urgent.available() > 0 && call.room() > count;
            if (hasBytes && call.buffer() == ReceiveCall.Buffer.NULL && !has(Linux.MSG_TRUNC)) {
                return Answer.error(Linux.EFAULT);
            }
            byte[] into = hasBytes && taken.length == 0 ? new byte[Math.min(call.room(), socket.available())] : taken;
            if (hasBytes) {
                take(into);
            }
            boolean stops = count > 0 && socket.urgent.isAt();
            if ((stops || count >= target()) && (count > 0 || call.room() == 0)) {
                return done(into);
            }
            Answer end = end();
            return end != null && count > 0 ? done(into) : end;
        }

        /// How many bytes are worth returning for.
        private int target() {
            return has(Linux.MSG_WAITALL) ? call.room() : Math.min(call.room(), socket.options.receiveLowWater());
        }

        private void take(byte[] into) {
            if (has(Linux.MSG_PEEK)) {
                count = socket.urgent.peek(into);
                return;
            }
            socket.urgent.pass();
            int read = socket.slot.read(into, count, socket.urgent.limit(into.length - count));
            count += read;
            if (read > 0 && socket.slot.isReadNews()) {
                socket.ring();
            }
        }

        /// What there is to say where no byte is left; null to wait.
        private Answer end() {
            if (socket.hasPeerFinished()) {
                return Answer.of(0);
            }
            if (socket.error() != 0) {
                return Answer.error(count > 0 ? socket.error() : socket.takeError());
            }
            if (socket.isInputOver()) {
                return Answer.of(0);
            }
            boolean closed = socket.phase() == StackSocket.Phase.CLOSED && socket.deferred == null;
            return closed ? Answer.error(Linux.ENOTCONN) : null;
        }

        private Answer done() {
            return done(taken);
        }

        private Answer done(byte[] bytes) {
            Answer answer = Answer.of(count);
            boolean dropped = has(Linux.MSG_TRUNC);
            answer.data = dropped ? new byte[0] : java.util.Arrays.copyOf(bytes, count);
            if (call.isMessage() && socket.options.tellsQueue) {
                tellQueue(answer);
            }
            return answer;
        }

        /// TCP_INQ: how much is left to read, 1 if that is nothing but the end.
        private void tellQueue(Answer answer) {
            int left = socket.available();
            int hint = left == 0 && socket.hasPeerFinished() ? 1 : left;
            new ControlMessages(call.controlRoom()).add(Linux.SOL_TCP, Linux.TCP_INQ, OptionImage.of(hint))
                    .putInto(answer);
        }
    }
}
