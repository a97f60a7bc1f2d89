package io.longshore.testing.conformance;

/// The urgent byte of a socket as Linux has it: one byte, the last before the end of the urgent text, that is read
/// apart from the others unless SO_OOBINLINE; no call reads across it.
final class UrgentByte {

    private final StackSocket socket;
    /// The mark whose byte was read by MSG_OOB.
    private long read;

    UrgentByte(StackSocket socket) {
        this.socket = socket;
    }

    /// Position of the byte; -1 if none is ahead (`urg_data` is 0).
    private long position() {
        long end = socket.slot == null || socket.isListening() ? 0 : socket.slot.urgentEnd();
        return end > 0 && end > taken() ? end - 1 : -1;
    }

    private long taken() {
        return socket.slot.taken();
    }

    private boolean isInline() {
        return socket.options.urgentInline();
    }

    private boolean hasArrived() {
        long position = position();
        return position >= 0 && position < taken() + socket.available();
    }

    /// Whether a call with MSG_OOB would get it.
    boolean isThere() {
        return hasArrived() && read != position() + 1;
    }

    /// Whether the next byte to read is the urgent one.
    boolean isAt() {
        long position = position();
        return position >= 0 && position == taken();
    }

    private boolean isToBePassed() {
        return isAt() && hasArrived() && !isInline();
    }

    /// Bytes to read, without the one that is passed over.
    int available() {
        return socket.available() - (isToBePassed() ? 1 : 0);
    }

    /// What SIOCINQ tells: as far as the mark.
    int untilMark() {
        return hasArrived() && !isInline() ? (int) (position() - taken()) : socket.available();
    }

    /// How much one call may read: what lies before the mark, if that is ahead.
    int limit(int most) {
        long ahead = position() - taken();
        return ahead > 0 ? (int) Math.min(most, ahead) : most;
    }

    /// Before bytes are taken: leaves out the urgent one.
    void pass() {
        if (isToBePassed()) {
            socket.slot.skip(1);
        }
    }

    int peek(byte[] into) {
        if (!isToBePassed()) {
            return socket.slot.peek(into, 0, limit(into.length));
        }
        byte[] all = new byte[into.length + 1];
        int count = socket.slot.peek(all, 0, all.length) - 1;
        System.arraycopy(all, 1, into, 0, count);
        return count;
    }

    /// As `tcp_recv_urg`.
    Answer receive(ReceiveCall call) {
        long position = position();
        if (isInline() || position < 0 || read == position + 1) {
            return Answer.error(Linux.EINVAL);
        }
        if (!hasArrived()) {
            return socket.isInputOver() ? Answer.of(0) : Answer.error(Linux.EAGAIN);
        }
        byte[] before = new byte[(int) (position - taken()) + 1];
        socket.slot.peek(before, 0, before.length);
        Answer answer = Answer.of(Math.min(1, call.room()));
        answer.number = Linux.MSG_OOB | (call.room() == 0 ? Linux.MSG_TRUNC : 0);
        answer.data = call.room() == 0 ? new byte[0] : new byte[] {before[before.length - 1]};
        if ((call.flags() & Linux.MSG_PEEK) == 0) {
            read = position + 1;
        }
        return answer;
    }
}
